"""Offsets of incoming spans: counted in code points, or made so, and held against the text and the words that the file quotes.

What cannot be a span of its text is refused here, with the reason; all that is left is half-open, in code points, within the text,
without white space at its ends.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from itertools import accumulate
from typing import Literal, NamedTuple

from msgspec.structs import replace

from reader.exchange.incoming import FURTHEST, Incoming, IncomingSpan
from reader.tags.changes import quote
from reader.text.spans import Span, trimmed
from reader.text.word_edges import whole_place

Counting = Literal["auto", "code-points", "utf-16", "bytes"]
_SIZE: dict[Counting, Callable[[str], int]] = {
    "utf-16": lambda char: 2 if char > "\uffff" else 1,
    "bytes": lambda char: len(char.encode("utf-8", "surrogatepass")),
}


class Refused(NamedTuple):
    """A span that cannot be one of its text, by its number there, and why."""

    number: int
    span: IncomingSpan
    reason: str


class Sound(NamedTuple):
    """An incoming text with the spans that can be.

    Attributes:
        numbers: of its spans, as the file has them, from 0.
        corrected: the places (in `incoming.spans`) of spans that stand where their words do, and not where their offsets say.
        utf_16, bytes: how many spans fit their words only when offsets count UTF-16 code units, or bytes of UTF-8.
    """

    incoming: Incoming
    numbers: tuple[int, ...]
    refused: tuple[Refused, ...] = ()
    corrected: tuple[int, ...] = ()
    utf_16: int = 0
    bytes: int = 0


UNITS: dict[Counting, str] = {"utf-16": "UTF-16 code units", "bytes": "UTF-8 bytes"}


def sound(incoming: Incoming, counting: Counting = "auto") -> Sound:
    """The spans of a text that can be, and those that cannot.

    Without a text they are held against nothing but themselves.
    """
    text = incoming.text
    to_points = _Points(text, counting)
    others = _Others(text) if counting == "auto" else None
    only_place = cache(partial(_only_place, text))
    kept: list[IncomingSpan] = []
    numbers: list[int] = []
    refused: list[Refused] = []
    corrected: list[int] = []
    otherwise: Counter[Counting] = Counter()
    for number, span in enumerate(incoming.spans):
        place = to_points.span(span)
        if isinstance(place, str) and not (span.text and to_points.is_past_the_end(span)):
            refused.append(Refused(number, span, place))
            continue
        if not text and not isinstance(place, str):
            kept.append(replace(span, start=place.start, end=place.end))
            numbers.append(number)
            continue
        if not _holds(text, place, span.text):
            fits = others.fitting(span) if others is not None else None
            if fits is not None:
                otherwise[fits] += 1
                reason = f"its words stand at its offsets only when those count {UNITS[fits]}"
                refused.append(Refused(number, span, reason))
                continue
            once = only_place(span.text.strip())
            if once is None:
                reason = place if isinstance(place, str) else _contradiction(text, place, span)
                refused.append(Refused(number, span, reason))
                continue
            corrected.append(len(kept))
            place = once
        assert not isinstance(place, str)
        place = trimmed(text, place)
        if place.start == place.end:
            refused.append(Refused(number, span, f"it holds nothing but white space [{span.start}:{span.end}]"))
            continue
        words = text[place.start : place.end]
        kept.append(replace(span, start=place.start, end=place.end, text=words))
        numbers.append(number)
    return Sound(
        replace(incoming, spans=tuple(kept)),
        tuple(numbers),
        tuple(refused),
        tuple(corrected),
        otherwise["utf-16"],
        otherwise["bytes"],
    )


class _Points:
    """Code-point offsets of a text from offsets that count something else."""

    def __init__(self, text: str, counting: Counting) -> None:
        self._length = len(text) if text else None
        self._counting = counting
        size = _SIZE.get(counting)
        plain = size is None or text.isascii()
        self._edges = None if plain or size is None else [0, *accumulate(map(size, text))]

    def is_past_the_end(self, span: IncomingSpan) -> bool:
        """Whether nothing but the length of the text speaks against its offsets."""
        length = self._length if self._edges is None else self._edges[-1]
        return length is not None and 0 <= span.start < span.end > length

    def span(self, span: IncomingSpan) -> Span | str:
        """The span in code points, or why it is none."""
        said = f"[{span.start}:{span.end}]"
        if span.start < 0 or span.end < 0:
            return f"its offsets are negative {said}"
        if span.start > span.end:
            return f"its offsets are reversed {said}"
        if span.start == span.end:
            return f"it is empty {said}"
        if self._edges is None:
            if self._length is None and span.end > FURTHEST:
                return f"its end is past the end of any text {said}"
            if self._length is not None and span.end > self._length:
                return f"its end is past the end of the text, {self._length} characters {said}"
            return Span(span.start, span.end)
        if span.end > self._edges[-1]:
            return f"its end is past the end of the text, {self._edges[-1]} {self._counting} units {said}"
        start, end = bisect_left(self._edges, span.start), bisect_left(self._edges, span.end)
        if (self._edges[start], self._edges[end]) != (span.start, span.end):
            return f"an edge lies within a character, counted as {self._counting} {said}"
        return Span(start, end)


class _Others:
    """What else the offsets of a text may count; looked at only when they do not fit."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._points: dict[Counting, _Points] | None = None

    def fitting(self, span: IncomingSpan) -> Counting | None:
        """The way of counting in which the span's words stand at its offsets."""
        if self._points is None:
            wide = max(self._text, default="") > "\uffff"
            ways: tuple[Counting, ...] = () if self._text.isascii() else ("utf-16", "bytes") if wide else ("bytes",)
            self._points = {way: _Points(self._text, way) for way in ways}
        fitting = (way for way, points in self._points.items() if _holds(self._text, points.span(span), span.text))
        return next(fitting, None)


def _holds(text: str, place: Span | str, words: str) -> bool:
    """Whether the words stand at a place, white space aside; of no words always."""
    if isinstance(place, str):
        return False
    there = text[place.start : place.end]
    return not words or there == words or there.split() == words.split()


def _contradiction(text: str, place: Span, span: IncomingSpan) -> str:
    words = f"“{quote(text[place.start : place.end])}”, the file says “{quote(span.text)}”"
    return f"at its offsets [{span.start}:{span.end}] stands {words}"


def _only_place(text: str, words: str) -> Span | None:
    place = whole_place(text, words)
    return place.first if place.is_only else None
