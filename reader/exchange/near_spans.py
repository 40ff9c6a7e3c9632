"""Which of many spans each of many tags became, told without a look at every pair of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from reader.exchange.incoming import IncomingSpan
from reader.tags.model import Tag


class _Place(NamedTuple):
    start: int
    end: int
    at: int  # among all spans


class _Claim(NamedTuple):
    """A tag and what of the spans that are left is nearest to it; the strongest claim is the least."""

    moved: int  # 0: the tag lies in the span, as where edges are widened to those of tokens; 1: the span in it; 2: they cross
    unshared: int  # less than nothing: how much they share
    tag: int
    place: _Place
    among: list[_Place]


def nearest(tags: Sequence[Tag], spans: Iterable[tuple[int, IncomingSpan]]) -> dict[str, int]:
    """The number of the span that each tag became, by the tag's id, for those that share a word with one of their label.

    Args:
        spans: with their numbers; each is one tag's at most: of the one that shares most with it.
    """
    near = NearSpans(spans)
    claims = [claim for number, tag in enumerate(tags) if (claim := near.claim(number, tag))]
    heapify(claims)
    found: dict[str, int] = {}
    taken: set[int] = set()
    while claims:
        claim = heappop(claims)
        tag = tags[claim.tag]
        if claim.place.at not in taken:
            taken.add(claim.place.at)
            del claim.among[bisect_left(claim.among, claim.place)]
            found[tag.id] = claim.place.at
        elif again := near.claim(claim.tag, tag):
            heappush(claims, again)
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

    def claim(self, number: int, tag: Tag) -> _Claim | None:
        """What is nearest to a tag; the first of those that are as near."""
        best: _Claim | None = None
        for places, place in self._about(tag):
            shared = min(tag.end, place.end) - max(tag.start, place.start)
            moved = 0 if shared == tag.end - tag.start else 1 if shared == place.end - place.start else 2
            claim = _Claim(moved, -shared, number, place, places)
            if shared > 0 and (best is None or _strength(claim) < _strength(best)):
                best = claim
        return best

    def _about(self, tag: Tag) -> Iterator[tuple[list[_Place], _Place]]:
        for power, places in self._lists.get(tag.label, {}).items():
            first = bisect_right(places, tag.start - (1 << power), key=_start)
            yield from ((places, places[at]) for at in range(first, bisect_left(places, tag.end, key=_start)))


def _strength(claim: _Claim) -> tuple[int, int, int]:
    return claim.moved, claim.unshared, claim.place.at


def _start(place: _Place) -> int:
    return place.start
