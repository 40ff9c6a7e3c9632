"""What is to be tagged: passages that people labelled, the sentences round their events, and passages at random.

Every passage is a half-open span of an article's text as the program shows it with `--as-is`: one paragraph for each line of the
source.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reader.cleaning.article import Article
from reader.cleaning.cleaner import clean
from reader.corpus.document import Document
from reader.session.work import mentions
from reader.text.spans import Span
from reader.view.units import Units

SETS = ("phrases", "sentences", "any passage")
_RUN = (4, 14)  # words of a passage at random
_ONE_IN = 60  # words of an article for each such passage
_LOOSE = 1 / 3  # of them begin and end where no unit does
_TRIES = 200


class Passage(NamedTuple):
    """One passage to tag.

    Attributes:
        span: the passage.
        words: the same as far as it goes to word edges; what is more or less is nudged by characters.
    """

    span: Span
    words: Span

    @property
    def nudges(self) -> int:
        """Characters by which the edges lie inside of words."""
        return abs(self.span.start - self.words.start) + abs(self.span.end - self.words.end)


@dataclass(frozen=True)
class Marked:
    """An article with what people marked in it."""

    id: str
    source: str
    article: Article
    units: Units
    phrases: tuple[Span, ...]
    triggers: tuple[int, ...]

    def passages(self, which: str) -> list[Passage]:
        """The passages of one of `SETS`, in reading order, none twice."""
        found = {"phrases": self._phrases, "sentences": self._sentences, "any passage": self._random}[which]()
        return sorted(set(found))

    def _phrases(self) -> Iterator[Passage]:
        for span in self.phrases:
            first = self.units.ending_after("word", span.start)
            last = self.units.starting_before("word", span.end)
            if first is not None and last is not None and first.start < span.end and first <= last:
                yield Passage(span, Span(first.start, last.end))

    def _sentences(self) -> Iterator[Passage]:
        for at in self.triggers:
            sentence = self.units.at("sentence", at)
            if sentence is not None:
                yield Passage(sentence, sentence)

    def _random(self) -> Iterator[Passage]:
        chance = random.Random(f"passages of {self.id}")
        units, text = self.units, self.article.text
        words = units.inside("word", Span(0, len(text)))
        larger = [unit for kind in ("entity", "clause", "sentence") for unit in units.inside(kind, Span(0, len(text)))]  # type: ignore[arg-type]
        starts, ends = {unit.start for unit in larger}, {unit.end for unit in larger}
        for _ in range(max(1, len(words) // _ONE_IN)):
            loose = chance.random() < _LOOSE
            for _ in range(_TRIES):
                length = chance.randint(*_RUN)
                first = chance.randrange(max(1, len(words) - length))
                span = Span(words[first].start, words[min(len(words), first + length) - 1].end)
                on_edge = span.start in starts or span.end in ends
                if "\n" not in text[span.start : span.end] and on_edge != loose:
                    yield Passage(span, span)
                    break


def load(path: Path) -> Iterator[Marked]:
    """Articles of JSON Lines, packed or not: `id`, `src`, `text`, `spans` of `start`, `end`, `kind` in code points.

    Spans of kind `event` are triggers, all others are phrases.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield _marked(row["id"], row["src"], row["text"], row["spans"])


def document_of(row_id: str, text: str) -> Document:
    """The document that a source text becomes: each of its lines is a paragraph."""
    return Document(id=row_id, path=f"{row_id}.txt", raw=text.replace("\n", "\n\n"))


def _marked(row_id: str, source: str, text: str, spans: list[dict[str, object]]) -> Marked:
    article = clean(document_of(row_id, text), as_is=True)
    units = Units(article.text, article.blocks, mentions(article.text))

    def here(offset: int) -> int:
        return article.offsets.to_clean(offset + text.count("\n", 0, offset))

    placed = [(Span(here(int(str(s["start"]))), here(int(str(s["end"])))), str(s["kind"])) for s in spans]
    phrases = tuple(span for span, kind in placed if kind != "event" and span.start < span.end)
    triggers = tuple(span.start for span, kind in placed if kind == "event")
    return Marked(row_id, source, article, units, phrases, triggers)
