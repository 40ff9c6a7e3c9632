"""Hits in the order of their relevance, by BM25 over what the query wants to stand in a text, the title counting threefold.

The full-text index keeps no lengths of texts, which its own `bm25` would need: the hits' texts are looked at instead. So it is
for the newest some thousand of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from reader.library.asking import match_of
from reader.library.catalogue import Catalogue
from reader.library.matching import Text, sought_in
from reader.library.packing import unpack
from reader.library.query.tree import Near, Query, Words
from reader.library.streams import Run

_K1, _B = 1.2, 0.75
_TITLE = 3.0


def by_relevance(catalogue: Catalogue, query: Query, keys: Sequence[int], run: Run) -> list[int]:
    """The keys of hits, the most relevant first; of equally relevant ones the order stays.

    Args:
        run: runs SQL and gives all rows; what it raises between two texts ends this.
    """
    sought = [leaf for leaf in sought_in(query) if isinstance(leaf, Words | Near)]
    if not sought or not keys:
        return list(keys)
    weights = _weights(sought, run)
    counts: list[tuple[int, list[float]]] = []
    for key in keys:
        found = run("SELECT title, head, packed FROM article JOIN text USING (key) WHERE key = ?", (key,))
        if not found:  # taken out meanwhile
            counts.append((0, [0.0] * len(sought)))
            continue
        title, head, packed = found[0]
        text = Text(title, unpack(packed, catalogue.dictionary), head)
        counts.append((len(text.text), [_count(text, leaf) for leaf in sought]))
    usual = sum(length for length, _ in counts) / len(counts) or 1.0
    scores = [
        sum(
            weight * count / (count + _K1 * (1 - _B + _B * length / usual))
            for weight, count in zip(weights, each, strict=True)
        )
        for length, each in counts
    ]
    order = sorted(range(len(keys)), key=lambda i: -scores[i])
    return [keys[i] for i in order]


def _weights(sought: Sequence[Words | Near], run: Run) -> list[float]:
    """What one occurrence of each is worth: the rarer, the more."""
    every = run("SELECT count(*) FROM ranked", ())[0][0]
    weights = []
    for leaf in sought:
        having = run("SELECT count(*) FROM words WHERE words MATCH ?", (match_of(leaf),))[0][0]
        weights.append(log(1 + (every - having + 0.5) / (having + 0.5)))
    return weights


def _count(text: Text, leaf: Words | Near) -> float:
    """The occurrences in the text and in a title beside it, those of the title weighted."""
    count = 0.0
    for span in text.in_text(leaf):
        count += _TITLE if span.start < text.head else 1.0
    return count + _TITLE * sum(1 for _ in text.in_title(leaf) if not text.head)
