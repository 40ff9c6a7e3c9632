"""Which of several overlapping finds stays: the overlap policies of this room, each a named function.

Mentions never overlap, so that a jump, a highlight and an export have one answer at any offset.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from reader.entities.mention import EntityLabel


class Candidate(NamedTuple):
    """`text[start:end)` may be a `label`; `head` is where the bare number of a quantity ends, elsewhere `end`."""

    start: int
    end: int
    label: EntityLabel
    head: int


# Of two finds of one length, the one that a pattern was written for.
_RANK: dict[EntityLabel, int] = {"weapon": 0, "date": 1, "quantity": 2}
# The names an analyst searches for; a people's adjective ("34 Turkish soldiers") is part of what is counted instead.
_SEARCHED = frozenset(("person", "organisation", "place", "weapon", "date"))


def longest_wins(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The longest finds; of equal ones weapon, date, quantity before names, then the earlier."""
    kept: list[Candidate] = []
    pending = sorted(candidates, key=lambda c: c.start)
    at = 0
    while at < len(pending):
        # A cluster is a chain of overlapping finds; each is settled by itself, so the whole stays linear in practice.
        last, end = at + 1, pending[at].end
        while last < len(pending) and pending[last].start < end:
            end = max(end, pending[last].end)
            last += 1
        kept.extend(_settled(pending[at:last]))
        at = last
    return kept


def _settled(cluster: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for candidate in sorted(cluster, key=lambda c: (c.start - c.end, _RANK.get(c.label, 3), c.start)):
        if all(candidate.end <= other.start or other.end <= candidate.start for other in kept):
            kept.append(candidate)
    return sorted(kept)


def names_part_quantities(candidates: Iterable[Candidate]) -> list[Candidate]:
    """`longest_wins`, but a quantity gives way to a name that stands in it and keeps its bare number.

    "3,000 Islamic State fighters" is 3,000 and Islamic State; "34 Turkish soldiers" stays one quantity. A weapon's pattern
    outweighs a longer name of no known kind.
    """
    ordered = _without_vague(sorted(candidates, key=lambda c: c.start))
    named = [c for c in ordered if c.label in _SEARCHED]
    settled: list[Candidate] = [c for c in ordered if c.label != "quantity"]
    at = 0
    for quantity in (c for c in ordered if c.label == "quantity"):
        while at < len(named) and named[at].end <= quantity.start:
            at += 1
        index = at
        inside = False
        while index < len(named) and named[index].start < quantity.end:
            inside = inside or named[index].start >= quantity.head
            index += 1
        settled.append(quantity._replace(end=quantity.head) if inside else quantity)
    return longest_wins(settled)


def _without_vague(ordered: list[Candidate]) -> list[Candidate]:
    weapons = [c for c in ordered if c.label == "weapon"]
    if not weapons:
        return ordered
    return [
        c
        for c in ordered
        if c.label != "other" or not any(w.start < c.end for w in weapons[_first_behind(weapons, c.start) :][:1])
    ]


def _first_behind(ordered: list[Candidate], offset: int) -> int:
    """The index of the first find that ends behind `offset`; finds of one pattern do not overlap."""
    return bisect_right(ordered, offset, key=lambda c: c.end)
