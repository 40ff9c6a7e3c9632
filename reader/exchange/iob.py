"""Spans of tokens as one tag for each token, and back: IOB2 and BILOU as we write them, and what others write.

A token has one tag, so of spans that overlap the longest is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.exchange.format import Alignment
from reader.exchange.tokens import aligned
from reader.tags.model import Tag
from reader.text.spans import Span, longest_first, trimmed

_OUTSIDE = ("O", "")
_ALONE = ("U", "S")
_LAST = ("L", "E")
_SIDED = re.compile("[BILUSE]-.+", re.DOTALL)


class Chunk(NamedTuple):
    """A labelled span of tokens; places of tokens, half-open."""

    span: Span
    label: str


class Flat(NamedTuple):
    """Spans of which none overlap, in their order, and how many others had no place beside them."""

    chunks: list[Chunk]
    left_out: int


def flat(text: str, tags: Iterable[Tag], tokens: Sequence[Span], alignment: Alignment) -> Flat:
    """The tags of a text as spans of its tokens; those without a token are not counted."""
    labels: dict[Span, str] = {}
    held = 0
    for tag in tags:
        if (place := aligned(trimmed(text, tag.span), tokens, alignment)) is not None:
            labels.setdefault(place, tag.label)
            held += 1
    kept = longest_first(labels)
    return Flat([Chunk(span, labels[span]) for span in sorted(kept)], held - len(kept))


def tags_of(chunks: Iterable[Chunk], count: int, *, bilou: bool = False) -> list[str]:
    """The tags of so many tokens: `B-` on the first of a span, `I-` on the others, `O` outside.

    Args:
        bilou: with `L-` on the last token of a span, and `U-` on the only one.
    """
    tags = ["O"] * count
    for (start, end), label in chunks:
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
        if bilou:
            tags[end - 1] = f"L-{label}" if end - start > 1 else f"U-{label}"
    return tags


def are_sided(tags: Iterable[str]) -> bool:
    """Whether tags are of a scheme with sides (B, I; L, U or E, S): else they are bare labels, be there hyphens in them."""
    return all(tag in _OUTSIDE or _SIDED.fullmatch(tag) for tag in tags)


def chunks(tags: Sequence[str], *, sided: bool = True) -> list[Chunk]:
    """The spans of a sequence of tags: IOB1, IOB2, BILOU or IOBES, or bare labels, where like neighbours are one span.

    An `I-` that continues nothing begins a span, as all lenient readers take it.

    Args:
        sided: as `are_sided` says of all tags of a file.
    """
    found: list[Chunk] = []
    start, label = 0, ""

    def close(end: int) -> None:
        if label:
            found.append(Chunk(Span(start, end), label))

    for at, tag in enumerate(tags):
        if tag in _OUTSIDE:
            close(at)
            label = ""
            continue
        side, name = (tag[0], tag[2:]) if sided else ("I", tag)
        if side in ("B", *_ALONE) or name != label:
            close(at)
            start, label = at, name
        if side in (*_LAST, *_ALONE):
            close(at + 1)
            label = ""
    close(len(tags))
    return found
