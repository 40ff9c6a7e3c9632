"""The text objects of an article: words, clauses, sentences, paragraphs, entities.

Paragraphs are the article's blocks, entities its mentions (set again when they arrive). Words, sentences and clauses are
found block by block, when a question first touches the block, so that a key at the start of a long article costs no more
than in a short one. Each question is a bisection for the block and another inside it.

Offsets are code points of the text; units of one kind come in order and do not overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, Protocol

from reader.entities.mention import Mention
from reader.text.clauses import clauses
from reader.text.sentences import sentences
from reader.text.spans import Span, trimmed
from reader.text.words import words

Kind = Literal["word", "clause", "sentence", "paragraph", "entity"]

KINDS: tuple[Kind, ...] = ("word", "entity", "clause", "sentence", "paragraph")
"""From small to large; an entity lies between word and clause as a rule, not always."""

_LINE = re.compile(r"[^\n]*\S[^\n]*")


class HasSpan(Protocol):
    """A block, a mention or a span."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class _Series:
    """Units of one kind in one stretch of text, in order, with their starts for bisection."""

    __slots__ = ("ends", "spans", "starts")

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        self.starts = [span.start for span in spans]
        self.ends = [span.end for span in spans]


class Units:
    """The units of one text."""

    def __init__(self, text: str, blocks: Sequence[HasSpan] = (), mentions: Sequence[Mention] = ()) -> None:
        """With no blocks given, every line that is not blank is one."""
        self.text = text
        given = (Span(block.start, block.end) for block in blocks) if blocks else self._lines()
        paragraphs = [trimmed(text, span) for span in given]
        self._paragraphs = _Series([span for span in paragraphs if span.start < span.end])
        self._entities = _Series([])
        self._cache: dict[tuple[Kind, int], _Series] = {}
        self._find: dict[Kind, Callable[[int], list[Span]]] = {
            "word": self._words,
            "clause": self._clauses,
            "sentence": self._sentences,
        }
        self.set_mentions(mentions)

    def _lines(self) -> Iterator[Span]:
        return (Span(*match.span()) for match in _LINE.finditer(self.text))

    def set_mentions(self, mentions: Sequence[Mention]) -> None:
        """The entities, once a finder has them."""
        spans = [trimmed(self.text, Span(mention.start, mention.end)) for mention in mentions]
        apart: list[Span] = []
        for span in sorted(span for span in spans if span.start < span.end):
            if not apart or apart[-1].end <= span.start:
                apart.append(span)
        self._entities = _Series(apart)

    # -- units by block

    def _words(self, block: int) -> list[Span]:
        start, end = self._paragraphs.spans[block]
        return [Span(a + start, b + start) for a, b in words(self.text[start:end])]

    def _sentences(self, block: int) -> list[Span]:
        start, end = self._paragraphs.spans[block]
        return [Span(a + start, b + start) for a, b in sentences(self.text[start:end])]

    def _clauses(self, block: int) -> list[Span]:
        own = self._of_block("word", block).spans
        return [
            clause
            for sentence in self._of_block("sentence", block).spans
            for clause in clauses(self.text, sentence, own)
        ]

    def _of_block(self, kind: Kind, block: int) -> _Series:
        key = (kind, block)
        series = self._cache.get(key)
        if series is None:
            series = self._cache[key] = _Series(self._find[kind](block))
        return series

    def _series_from(self, kind: Kind, offset: int) -> Iterator[_Series]:
        """The series that may hold a unit that ends after `offset`, in order."""
        if kind == "paragraph":
            yield self._paragraphs
        elif kind == "entity":
            yield self._entities
        else:
            for block in range(bisect_right(self._paragraphs.ends, offset), len(self._paragraphs.spans)):
                yield self._of_block(kind, block)

    def _series_upto(self, kind: Kind, offset: int) -> Iterator[_Series]:
        """The series that may hold a unit that starts before `offset`, the last first."""
        if kind == "paragraph":
            yield self._paragraphs
        elif kind == "entity":
            yield self._entities
        else:
            for block in reversed(range(bisect_left(self._paragraphs.starts, offset))):
                yield self._of_block(kind, block)

    # -- questions

    def first(self, kind: Kind) -> Span | None:
        return self.next(kind, 0)

    def last(self, kind: Kind) -> Span | None:
        return self.previous(kind, len(self.text))

    def next(self, kind: Kind, offset: int) -> Span | None:
        """The first unit that starts at `offset` or later."""
        for series in self._series_from(kind, offset):
            i = bisect_left(series.starts, offset)
            if i < len(series.spans):
                return series.spans[i]
        return None

    def previous(self, kind: Kind, offset: int) -> Span | None:
        """The last unit that ends at `offset` or earlier."""
        for series in self._series_upto(kind, offset):
            i = bisect_right(series.ends, offset)
            if i:
                return series.spans[i - 1]
        return None

    def ending_after(self, kind: Kind, offset: int) -> Span | None:
        """The first unit that ends later than `offset`: the one that holds it, or the next."""
        for series in self._series_from(kind, offset):
            i = bisect_right(series.ends, offset)
            if i < len(series.spans):
                return series.spans[i]
        return None

    def starting_before(self, kind: Kind, offset: int) -> Span | None:
        """The last unit that starts earlier than `offset`: the one that it stands in, or the one before."""
        for series in self._series_upto(kind, offset):
            i = bisect_left(series.starts, offset)
            if i:
                return series.spans[i - 1]
        return None

    def at(self, kind: Kind, offset: int) -> Span | None:
        """The unit with `start <= offset < end`."""
        found = self.ending_after(kind, offset)
        return found if found is not None and found.start <= offset else None

    def holding(self, kind: Kind, span: Span) -> Span | None:
        """The unit that `span` lies in (or equals)."""
        found = self.at(kind, span.start)
        return found if found is not None and span.end <= found.end else None

    def first_inside(self, kind: Kind, span: Span) -> Span | None:
        """The first unit that lies wholly in `span`."""
        found = self.next(kind, span.start)
        return found if found is not None and found.end <= span.end else None

    def inside(self, kind: Kind, span: Span) -> list[Span]:
        """The units that lie wholly in `span`."""
        out: list[Span] = []
        for series in self._series_from(kind, span.start):
            first, last = bisect_left(series.starts, span.start), bisect_right(series.ends, span.end)
            out += series.spans[first:last]
            if last < len(series.spans):
                break
            if out and out[-1].end >= span.end:
                break
        return out
