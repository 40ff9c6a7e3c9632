"""The text objects of an article: words, phrases, clauses, sentences, paragraphs, quotations, entities.

Paragraphs are the article's blocks, entities its mentions (set again when they arrive). All others are found block by block
(words piece by piece of a long block), when a question first touches it, so that a key at the start of a long article costs
no more than in a short one. Each question is a bisection for the block and another inside it. A quotation that goes on over
paragraphs is one in each.

Offsets are code points of the text; units of one kind come in order and do not overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, Protocol

from reader.entities.mention import Mention
from reader.patterns import lazy
from reader.text.spans import Span, trimmed
from reader.text.words import words

Kind = Literal["word", "entity", "phrase", "clause", "inner quotation", "quotation", "sentence", "paragraph"]

KINDS: tuple[Kind, ...] = (
    "word",
    "entity",
    "phrase",
    "clause",
    "inner quotation",
    "quotation",
    "sentence",
    "paragraph",
)
"""From small to large, as a rule: an entity may be larger than a phrase, a quotation than a sentence.

An inner quotation stands in another one; deeper ones are left out.
"""

_PIECE = 4096
"""Code points, about, in which the words of a block are found at once."""

_PART = 20_000
"""Code points, about, in which sentences, clauses and phrases are found at once: paragraphs of that length are no prose."""
_WITHIN_PARTS = ("sentence", "clause", "phrase")

_BLANK = lazy(r"\s")
_STOP = lazy("[.!?…][\"'”’»)\\]]*\\s(?=[\"'“‘«(\\[]*[A-Z])|[。！？]\\s")
_LINE = lazy(r"[^\n]*\S[^\n]*")


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

    def __init__(
        self,
        text: str,
        blocks: Sequence[HasSpan] = (),
        mentions: Sequence[Mention] = (),
        headline: Span | None = None,
    ) -> None:
        """With no blocks given, every line that is not blank is one. `headline` is the block that is the title."""
        self.text = text
        self.headline = headline
        given = (Span(block.start, block.end) for block in blocks) if blocks else self._lines()
        paragraphs = [trimmed(text, span) for span in given]
        self._paragraphs = _Series([span for span in paragraphs if span.start < span.end])
        self._pieces = self._cut_up(self._paragraphs, _PIECE, _BLANK)
        self._parts = self._cut_up(self._paragraphs, _PART, _STOP)
        self._entities = _Series([])
        self._cache: dict[tuple[Kind, int], _Series] = {}
        self._language: str | None = None
        self._find: dict[Kind, Callable[[int], list[Span]]] = {
            "word": self._words,
            "phrase": self._phrases,
            "clause": self._clauses,
            "sentence": self._sentences,
            "quotation": self._quotations,
            "inner quotation": self._inner_quotations,
        }
        self.set_mentions(mentions)

    def _lines(self) -> Iterator[Span]:
        return (Span(*match.span()) for match in _LINE.finditer(self.text))

    def set_mentions(self, mentions: Sequence[Mention]) -> None:
        """The entities, once a finder has them."""
        text = self.text
        spans = [Span(mention.start, mention.end) for mention in mentions]
        apart: list[Span] = []
        reached = 0
        for span in sorted(spans):
            start, end = span
            if start < end and (text[start].isspace() or text[end - 1].isspace()):
                span = trimmed(text, span)
                start, end = span
            if reached <= start < end:
                apart.append(span)
                reached = end
        self._entities = _Series(apart)

    # -- units by block

    def _cut_up(self, blocks: _Series, size: int, where: re.Pattern[str]) -> _Series:
        """Blocks with those that are longer than `size` in pieces."""
        if all(end - start <= size for start, end in blocks.spans):
            return blocks
        pieces: list[Span] = []
        for block in blocks.spans:
            pieces += self._cut(block, size, where)
        return _Series(pieces)

    def _cut(self, block: Span, size: int, where: re.Pattern[str]) -> Iterator[Span]:
        """A block in pieces that end at white space, where no word can be cut: rather at `where`, when it is not far."""
        at = block.start
        while block.end - at > size:
            found = where.search(self.text, at + size, min(block.end, at + 2 * size))
            blank = _BLANK.search(self.text, found.end() - 1 if found else at + size, block.end)
            if blank is None:
                break
            piece = trimmed(self.text, Span(at, blank.start()))
            if piece.start < piece.end:
                yield piece
            at = blank.end()
        piece = trimmed(self.text, Span(at, block.end))
        if piece.start < piece.end:
            yield piece

    def _words(self, piece: int) -> list[Span]:
        start, end = self._pieces.spans[piece]
        return [Span(a + start, b + start) for a, b in words(self.text[start:end])]

    def _sentences(self, part: int) -> list[Span]:
        from reader.text.sentences import sentences  # late: what it compiles is not needed to show an article

        start, end = self._parts.spans[part]
        return [Span(a + start, b + start) for a, b in sentences(self.text[start:end])]

    def _clauses(self, part: int) -> list[Span]:
        from reader.text.clauses import clauses

        found: list[Span] = []
        for sentence, own in self._with_words("sentence", part):
            found += clauses(self.text, sentence, own)
        return found

    def _phrases(self, part: int) -> list[Span]:
        from reader.text.function_words import language_of
        from reader.text.phrases import phrases

        if self._language is None:
            self._language = language_of(self.text)
        found: list[Span] = []
        for clause, own in self._with_words("clause", part) if self._language else ():
            found += phrases(self.text, clause, own, self._language)
        return found

    def _with_words(self, kind: Kind, part: int) -> Iterator[tuple[Span, list[Span]]]:
        """The units of a part, each with its words."""
        own = self.inside("word", self._parts.spans[part])
        starts = [word.start for word in own]
        for unit in self._found(kind, part).spans:
            yield unit, own[bisect_left(starts, unit.start) : bisect_left(starts, unit.end)]

    def _quotations(self, block: int) -> list[Span]:
        from reader.text.quotations import opens, quotations

        blocks = self._paragraphs.spans
        start, end = blocks[block]
        goes_on = block + 1 < len(blocks) and opens(self.text, blocks[block + 1].start)
        outer: list[Span] = []
        inner: list[Span] = []
        for a, b in quotations(self.text[start:end], goes_on=goes_on):
            span = Span(a + start, b + start)
            series = outer if not outer or outer[-1].end <= span.start else inner
            if series is outer or not inner or inner[-1].end <= span.start:
                series.append(span)
        self._cache["inner quotation", block] = _Series(inner)
        return outer

    def _inner_quotations(self, block: int) -> list[Span]:
        self._found("quotation", block)
        return self._cache["inner quotation", block].spans

    def _found(self, kind: Kind, stretch: int) -> _Series:
        """The units of one piece or block."""
        key = (kind, stretch)
        series = self._cache.get(key)
        if series is None:
            series = self._cache[key] = _Series(self._find[kind](stretch))
        return series

    def _stretches(self, kind: Kind) -> _Series:
        if kind == "word":
            return self._pieces
        return self._parts if kind in _WITHIN_PARTS else self._paragraphs

    def _series_from(self, kind: Kind, offset: int) -> Iterator[_Series]:
        """The series that may hold a unit that ends after `offset`, in order."""
        if kind == "paragraph":
            yield self._paragraphs
        elif kind == "entity":
            yield self._entities
        else:
            stretches = self._stretches(kind)
            for stretch in range(bisect_right(stretches.ends, offset), len(stretches.spans)):
                yield self._found(kind, stretch)

    def _series_upto(self, kind: Kind, offset: int) -> Iterator[_Series]:
        """The series that may hold a unit that starts before `offset`, the last first."""
        if kind == "paragraph":
            yield self._paragraphs
        elif kind == "entity":
            yield self._entities
        else:
            for stretch in reversed(range(bisect_left(self._stretches(kind).starts, offset))):
                yield self._found(kind, stretch)

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
        for series in self._series_from(kind, offset):
            i = bisect_right(series.ends, offset)
            found = series.spans[i] if i < len(series.spans) else None
            return found if found is not None and found.start <= offset else None  # a later stretch begins behind it
        return None

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
