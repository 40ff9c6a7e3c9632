"""Which of many spans each of many tags became, told without a look at every pair of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.exchange.incoming import IncomingSpan
from reader.tags.model import Tag


class _Place(NamedTuple):
    start: int
    end: int
    at: int  # among all spans


class _Claim(NamedTuple):
    """A span that a tag may have become; the least is the nearest."""

    moved: int  # 0: the tag lies in the span, as where edges are widened to those of tokens; 1: the span in it; 2: they cross
    unshared: int  # less than nothing: how much they share
    at: int


def nearest(tags: Sequence[Tag], spans: Iterable[tuple[int, IncomingSpan]]) -> dict[str, int]:
    """The number of the span that each tag became, by the tag's id, for those that share a character with one of their label.

    A span is one tag's at most: the longest that lies in it, else the first that it touches.

    Args:
        spans: with their numbers.
    """
    near = NearSpans(spans)
    found: dict[str, int] = {}
    for tag in sorted(tags, key=lambda tag: tag.start - tag.end):
        if (at := near.taken_for(tag, within=True)) is not None:
            found[tag.id] = at
    for tag in tags:
        if tag.id not in found and (at := near.taken_for(tag)) is not None:
            found[tag.id] = at
    return found


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

    def taken_for(self, tag: Tag, *, within: bool = False) -> int | None:
        """The number of the span that is nearest to a tag, the first of those that are as near; no other tag gets it.

        Args:
            within: only one that the tag lies in.
        """
        best: tuple[_Claim, list[_Place], _Place] | None = None
        for places, place in self._about(tag):
            shared = min(tag.end, place.end) - max(tag.start, place.start)
            moved = 0 if shared == tag.end - tag.start else 1 if shared == place.end - place.start else 2
            claim = _Claim(moved, -shared, place.at)
            if shared > 0 and not (within and moved) and (best is None or claim < best[0]):
                best = (claim, places, place)
        if best is None:
            return None
        claim, places, place = best
        del places[bisect_left(places, place)]
        return claim.at

    def _about(self, tag: Tag) -> Iterator[tuple[list[_Place], _Place]]:
        for power, places in self._lists.get(tag.label, {}).items():
            first = bisect_right(places, tag.start - (1 << power), key=_start)
            yield from ((places, places[at]) for at in range(first, bisect_left(places, tag.end, key=_start)))


def _start(place: _Place) -> int:
    return place.start
