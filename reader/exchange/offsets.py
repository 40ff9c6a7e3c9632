"""Offsets of incoming spans: counted in code points, or made so, and held against the text and the words that the file quotes.

What cannot be a span of its text is refused here, with the reason; all that is left is half-open, in code points, within the text,
without white space at its ends.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate
from typing import Literal, NamedTuple

from msgspec.structs import replace

from reader.exchange.incoming import Incoming, IncomingSpan
from reader.tags.changes import quote
from reader.text.spans import Span, trimmed

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
        utf_16: how many spans fit their words only when offsets count UTF-16 code units.
    """

    incoming: Incoming
    numbers: tuple[int, ...]
    refused: tuple[Refused, ...] = ()
    corrected: tuple[int, ...] = ()
    utf_16: int = 0


def sound(incoming: Incoming, counting: Counting = "auto") -> Sound:
    """The spans of a text that can be, and those that cannot.

    Without a text they are held against nothing but themselves.
    """
    text = incoming.text
    to_points = _Points(text, counting)
    wide = (
        _Points(text, "utf-16")
        if counting == "auto" and not text.isascii() and max(text, default="") > "\uffff"
        else None
    )
    kept: list[IncomingSpan] = []
    numbers: list[int] = []
    refused: list[Refused] = []
    corrected: list[int] = []
    utf_16 = 0
    for number, span in enumerate(incoming.spans):
        place = to_points.span(span)
        if isinstance(place, str):
            if wide is not None and _holds(text, wide.span(span), span.text):
                utf_16 += 1
            refused.append(Refused(number, span, place))
            continue
        if not text:
            kept.append(replace(span, start=place.start, end=place.end))
            numbers.append(number)
            continue
        if not _holds(text, place, span.text):
            if wide is not None and _holds(text, wide.span(span), span.text):
                utf_16 += 1
                reason = "its words stand at its offsets only when those count UTF-16 code units"
                refused.append(Refused(number, span, reason))
                continue
            once = _only_place(text, span.text)
            if once is None:
                words = f"“{quote(text[place.start : place.end])}”, the file says “{quote(span.text)}”"
                refused.append(Refused(number, span, f"at its offsets [{span.start}:{span.end}] stands {words}"))
                continue
            corrected.append(len(kept))
            place = once
        place = trimmed(text, place)
        if place.start == place.end:
            refused.append(Refused(number, span, f"it holds nothing but white space [{span.start}:{span.end}]"))
            continue
        words = text[place.start : place.end]
        kept.append(replace(span, start=place.start, end=place.end, text=words))
        numbers.append(number)
    return Sound(replace(incoming, spans=tuple(kept)), tuple(numbers), tuple(refused), tuple(corrected), utf_16)


class _Points:
    """Code-point offsets of a text from offsets that count something else."""

    def __init__(self, text: str, counting: Counting) -> None:
        self._length = len(text) if text else None
        self._counting = counting
        size = _SIZE.get(counting)
        plain = size is None or text.isascii()
        self._edges = None if plain or size is None else [0, *accumulate(map(size, text))]

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
            if self._length is not None and span.end > self._length:
                return f"its end is past the end of the text, {self._length} characters {said}"
            return Span(span.start, span.end)
        if span.end > self._edges[-1]:
            return f"its end is past the end of the text, {self._edges[-1]} {self._counting} units {said}"
        start, end = bisect_left(self._edges, span.start), bisect_left(self._edges, span.end)
        if (self._edges[start], self._edges[end]) != (span.start, span.end):
            return f"an edge lies within a character, counted as {self._counting} {said}"
        return Span(start, end)


def _holds(text: str, place: Span | str, words: str) -> bool:
    """Whether the words stand at a place, white space aside; of no words always."""
    if isinstance(place, str):
        return False
    there = text[place.start : place.end]
    return not words or there == words or there.split() == words.split()


def _only_place(text: str, words: str) -> Span | None:
    at = text.find(words)
    if not words.strip() or at < 0 or text.find(words, at + 1) >= 0:
        return None
    return Span(at, at + len(words))
