"""Half-open spans of code points: the one coordinate of the program."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import attrgetter
from typing import Generic, NamedTuple, Protocol, TypeVar


class Span(NamedTuple):
    """`text[start:end]`, in code points; `start <= end`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return max(self.start, other.start) < min(self.end, other.end)

    def holds(self, other: Span) -> bool:
        """Whether `other` lies inside this span (or equals it)."""
        return self.start <= other.start and other.end <= self.end

    def joined(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


def trimmed(text: str, span: Span) -> Span:
    """`span` without white space at its ends; an all-blank span becomes empty at its start."""
    if span.start < span.end and not text[span.start].isspace() and not text[span.end - 1].isspace():
        return span  # the rule, and much quicker for a long span
    piece = text[span.start : span.end]
    lead = len(piece) - len(piece.lstrip())
    if lead == len(piece):
        return Span(span.start, span.start)
    return Span(span.start + lead, span.end - (len(piece) - len(piece.rstrip())))


def longest_first(spans: Iterable[Span]) -> list[Span]:
    """The overlap policy `longest`: keep the longest spans, the earlier of two equal ones, in text order."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start - s.end, s.start)):
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return sorted(kept)


def united(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap or touch become one; empty ones go."""
    out: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if out and span.start <= out[-1].end:
            out[-1] = out[-1].joined(span)
        else:
            out.append(span)
    return out


def apart(spans: Iterable[Span]) -> list[Span]:
    """Spans in text order of which no two overlap: what two share belongs to the first, or the longer; empty ones go."""
    out: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span.start, -span.end)):
        begin = max(start, out[-1].end) if out else start
        if begin < end:
            out.append(Span(begin, end))
    return out


def common(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What is in `spans` and in `others`, in text order; two of `spans` that touch stay two."""
    out: list[Span] = []
    rest = united(others)
    at = 0
    for span in apart(spans):
        while at < len(rest) and rest[at].end <= span.start:
            at += 1
        here = at
        while here < len(rest) and rest[here].start < span.end:
            out.append(Span(max(span.start, rest[here].start), min(span.end, rest[here].end)))
            here += 1
        at = max(at, here - 1)  # the last one may reach into the next span
    return out


def without(spans: Iterable[Span], gone: Iterable[Span]) -> list[Span]:
    """What is in `spans` and not in `gone`, in text order; two of `spans` that touch stay two."""
    whole = apart(spans)
    if not whole:
        return []
    edge = whole[0].start
    between: list[Span] = []
    for span in united(gone):
        between.append(Span(min(edge, span.start), span.start))
        edge = span.end
    between.append(Span(edge, max(edge, whole[-1].end)))
    return common(whole, between)


class HasSpan(Protocol):
    """Anything that stands on a span."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=HasSpan)


class SpanIndex(Generic[Item]):
    """Items by where they stand; finds those that overlap a span without looking at all of them."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = sorted(items, key=attrgetter("start", "end"))
        self._starts = list(map(attrgetter("start"), self._items))
        self._reach = list(accumulate(map(attrgetter("end"), self._items), max))

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def overlapping(self, span: Span) -> list[Item]:
        """The items that share at least one code point with `span`, in text order."""
        at = bisect_left(self._starts, span.end)
        found = []
        while at and self._reach[at - 1] > span.start:
            at -= 1
            item = self._items[at]
            if max(item.start, span.start) < min(item.end, span.end):
                found.append(item)
        return found[::-1]
