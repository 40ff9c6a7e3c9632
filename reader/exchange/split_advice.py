"""Shares, or dates, with which `train`, `dev` and `test` each get some of a few articles, found by where these fall."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from reader.exchange.dates import is_before
from reader.exchange.splitting import cuts, shares

_PARTS = ("train", "dev", "test")
_ENDS = (0.6, 0.8)  # of train and of dev: of few articles more is for judging than of many
_STEPS = 10**6  # that a point is one of
_SCALES = tuple(10**digits for digits in range(2, 7))  # what shares add up to: 100 where that will do
_MOST = 100  # bounds of each kind that are looked at, those nearest to where they ought to be


def shares_for(points: Collection[float]) -> str:
    """Shares as `shares` reads them, near to 60, 20 and 20, with which each part has a point.

    Returns: "" where no shares do, which is where there are fewer than three different points.
    """
    gaps = list(pairwise(sorted({round(point * _STEPS) for point in points})))
    for scale in _SCALES:
        pairs = (
            (abs(first - _ENDS[0] * scale) + abs(second - _ENDS[1] * scale), first, second)
            for at, first in _bounds(gaps, scale, _ENDS[0])
            for other, second in _bounds(gaps, scale, _ENDS[1])
            if at < other
        )
        for _, first, second in sorted(pairs):
            said = ",".join(
                f"{name}={size}" for name, size in zip(_PARTS, (first, second - first, scale - second), strict=True)
            )
            if {shares(said).of(point) for point in points} == set(_PARTS):
                return said
    return ""


def _bounds(gaps: Sequence[tuple[int, int]], scale: int, wanted: float) -> Iterator[tuple[int, int]]:
    """For gaps between points, those nearest to a bound that is wanted first: the gap's number, and the nearest bound in it.

    A bound is a whole number below `scale`; a point at a bound is above it.
    """
    ideal = round(wanted * scale)
    found = []
    for number, (below, above) in enumerate(gaps):
        least, most = below * scale // _STEPS + 1, above * scale // _STEPS
        if least <= most:
            bound = min(max(ideal, least), most)
            found.append((abs(bound - ideal), number, bound))
    yield from ((number, bound) for _, number, bound in sorted(found)[:_MOST])


def dates_for(groups: Mapping[tuple[str, ...], int]) -> str:
    """Two dates as `cuts` reads them, with which each part has tags, about 60, 20 and 20 of 100.

    Args:
        groups: the dates of near-copies that belong together, or of one article, and how many tags they have; without any date they
            are in `train`.

    Returns: "" where no two dates do.
    """
    earliest: dict[str, int] = {}
    for dates, tags in groups.items():
        day = min(dates, default="")[:10]
        earliest[day] = earliest.get(day, 0) + tags
    days = sorted(earliest)
    total, so_far, before = sum(earliest.values()), 0, []
    for day in days:
        before.append((day, so_far / total))
        so_far += earliest[day]
    before = before[1:]  # nothing is before the first
    pairs = [
        (abs(first - _ENDS[0]) + abs(second - _ENDS[1]), day, other)
        for day, first in _nearest(before, _ENDS[0])
        for other, second in _nearest(before, _ENDS[1])
        if is_before(day, other)
    ]
    for _, day, other in sorted(pairs):
        parted = cuts(said := f"{day},{other}")
        if {parted.of_first(dates) if dates else _PARTS[0] for dates in groups} == set(_PARTS):
            return said
    return ""


def _nearest(before: Sequence[tuple[str, float]], wanted: float) -> list[tuple[str, float]]:
    return sorted(before, key=lambda one: (abs(one[1] - wanted), one[0]))[:_MOST]
