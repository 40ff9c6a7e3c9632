"""The raw document as rows: which unit is held, what is drawn of each row, what stands beside it. Pure.

Rows are of the raw text at a width; units are what cleaning judged (`cleaning/explained`), in order and apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from reader.cleaning.explained import Unit
from reader.text.edits import Edit
from reader.text.spans import Span
from reader.view.layout import Layout

Kind = Literal["plain", "removed", "put back", "taken out", "inside", "between"]

#: What stands at the left of a unit, so that nothing relies on how it is painted.
SIGNS = {"plain": " ", "removed": "-", "put back": "+", "taken out": "x", "inside": " ", "between": " "}


def kind_of(unit: Unit) -> Kind:
    """How a unit is drawn."""
    return unit.hand or ("removed" if unit.rule else "plain")


class Run(NamedTuple):
    """A stretch of a row that is drawn in one way; `unit` is its index, -1 between units."""

    start: int
    end: int
    kind: Kind
    unit: int


class RawView:
    """Units on rows.

    Attributes:
        units: in text order.
        layout: the rows of the raw text.
        at: index of the unit that the cursor is on; 0 where there are none.
        anchor: where the selection was begun; None when only one unit is held.
    """

    def __init__(self, units: Sequence[Unit], inside: Sequence[Edit], layout: Layout) -> None:
        """
        Args:
            inside: edits within units that take visible characters away or mend them.
        """
        self.layout = layout
        self.units: list[Unit] = []
        self.at = 0
        self.anchor: int | None = None
        self.take(units, inside)

    def take(self, units: Sequence[Unit], inside: Sequence[Edit]) -> None:
        """Show other units of the same text; the cursor stays where it is in the text."""
        place = self.units[self.at].start if self.units else 0
        self.units = list(units)
        self.inside = [edit for edit in inside if edit.start < edit.end]
        self._starts = [unit.start for unit in self.units]
        self._inside_starts = [edit.start for edit in self.inside]
        self.anchor = None
        self.hold(place)

    # -- the cursor -------------------------------------------------------------------------------------------------

    def hold(self, offset: int) -> None:
        """Hold the unit at a raw offset, or the one before it."""
        self.at = max(0, bisect_right(self._starts, offset) - 1)

    def step(self, by: int, *, extend: bool = False) -> bool:
        """Hold another unit, or one more of them; False at the ends."""
        if extend and self.anchor is None:
            self.anchor = self.at
        at = max(0, min(self.at + by, len(self.units) - 1))
        moved = at != self.at
        self.at = at
        return moved

    def step_to_judged(self, by: int) -> bool | None:
        """Hold the next unit (or the previous one) that cleaning or an analyst decided about; round at the ends.

        Returns: whether it went round; None when there is none.
        """
        places = [place for place, unit in enumerate(self.units) if unit.why[0]]
        if not places:
            return None
        index = bisect_right(places, self.at) if by > 0 else bisect_left(places, self.at) - 1
        self.at = places[index % len(places)]
        return not 0 <= index < len(places)

    @property
    def selected(self) -> range:
        """The indexes of the units that are held."""
        if not self.units:
            return range(0)
        anchor = self.at if self.anchor is None else self.anchor
        return range(min(anchor, self.at), max(anchor, self.at) + 1)

    @property
    def held(self) -> list[Unit]:
        """The units that are held."""
        return [self.units[place] for place in self.selected]

    def rows_of(self, place: int) -> range:
        """The rows of a unit."""
        unit = self.units[place]
        return range(self.layout.row_of(unit.start), self.layout.row_of(max(unit.start, unit.end - 1)) + 1)

    @property
    def held_rows(self) -> range:
        """The rows of what is held, first to last."""
        selected = self.selected
        if not selected:
            return range(0)
        return range(self.rows_of(selected[0]).start, self.rows_of(selected[-1]).stop)

    # -- rows -------------------------------------------------------------------------------------------------------

    def on_row(self, row: int) -> range:
        """The indexes of the units that are drawn on a row."""
        start, end = self.layout.bounds(row)
        first = max(0, bisect_right(self._starts, start) - 1)
        if first < len(self.units) and self.units[first].end <= start:
            first += 1
        return range(first, max(first, bisect_left(self._starts, end)))

    def runs(self, row: int) -> Iterator[Run]:
        """What is drawn of a row, from its first character to its last."""
        start, end = self.layout.bounds(row)
        at = start
        for place in self.on_row(row):
            unit = self.units[place]
            first, last = max(start, unit.start), min(end, unit.end)
            if at < first:
                yield Run(at, first, "between", -1)
            yield from self._within(Span(first, last), place)
            at = max(at, last)
        if at < end:
            yield Run(at, end, "between", -1)

    def _within(self, span: Span, place: int) -> Iterator[Run]:
        kind = kind_of(self.units[place])
        at = span.start
        i = max(0, bisect_right(self._inside_starts, span.start) - 1)
        while kind not in ("removed", "taken out") and i < len(self.inside) and self.inside[i].start < span.end:
            edit = self.inside[i]
            i += 1
            first, last = max(at, edit.start), min(span.end, edit.end)
            if first < last:
                if at < first:
                    yield Run(at, first, kind, place)
                yield Run(first, last, "inside", place)
                at = last
        if at < span.end:
            yield Run(at, span.end, kind, place)

    def sign(self, row: int) -> str:
        """What stands at the left of a row: how its first judged unit was decided."""
        kinds = [kind_of(self.units[place]) for place in self.on_row(row)]
        return SIGNS[next((kind for kind in kinds if kind != "plain"), "plain")]

    def labels(self, row: int) -> tuple[list[tuple[str, str]], int]:
        """What is to be said beside a row: rule and reason of each unit that begins there; else those of the unit that goes
        on, with how many rows of what is said of it stand above."""
        beginning: list[tuple[str, str]] = []
        for place in self.on_row(row):
            rows = self.rows_of(place)
            why = self.units[place].why
            if why[0] and rows.start == row:
                beginning.append(why)
            elif why[0] and rows.start < row:
                shared = len(self.on_row(rows.start)) > 1  # then its reason begins on its second row
                return [why], row - rows.start - shared
        if not beginning:
            start, end = self.layout.bounds(row)
            i = bisect_left(self._inside_starts, start)
            while i < len(self.inside) and self.inside[i].start < end:
                beginning.append((self.inside[i].rule, self.inside[i].reason))
                i += 1
        return list(dict.fromkeys(beginning)), 0
