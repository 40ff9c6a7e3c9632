"""Which of many spans shares most with a tag, told without a look at each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.exchange.incoming import IncomingSpan
from reader.tags.model import Tag


class _Place(NamedTuple):
    start: int
    end: int
    at: int  # among all spans


class NearSpans:
    """Spans by their labels, lengths (as powers of two) and starts, so that only those about a tag are looked at."""

    def __init__(self, spans: Iterable[tuple[int, IncomingSpan]]) -> None:
        self._lists: dict[str, dict[int, list[_Place]]] = {}
        for at, span in spans:
            power = max(0, span.end - span.start).bit_length()
            self._lists.setdefault(span.label, {}).setdefault(power, []).append(_Place(span.start, span.end, at))
        for by_length in self._lists.values():
            for places in by_length.values():
                places.sort()

    def taken_for(self, tag: Tag) -> int | None:
        """The span that shares most with a tag, the first of those that share as much; no other tag gets it."""
        best: tuple[int, int] | None = None
        found: tuple[list[_Place], int] | None = None
        for places, index in self._about(tag):
            start, end, at = places[index]
            shared = min(tag.end, end) - max(tag.start, start)
            if shared > 0 and (best is None or (shared, -at) > best):
                best, found = (shared, -at), (places, index)
        if found is None:
            return None
        places, index = found
        return places.pop(index).at

    def _about(self, tag: Tag) -> Iterator[tuple[list[_Place], int]]:
        for power, places in self._lists.get(tag.label, {}).items():
            first = bisect_right(places, tag.start - (1 << power), key=_start)
            yield from ((places, index) for index in range(first, bisect_left(places, tag.end, key=_start)))


def _start(place: _Place) -> int:
    return place.start
