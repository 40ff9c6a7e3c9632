"""What was measured, beside what, and whether floor and goal are reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timing.rows import Series

READER = "reader"


@dataclass(frozen=True)
class Judged:
    """One number that has a floor.

    Attributes:
        what: which number it is, with its unit.
        goal: None where the floor is all that is asked for.
        at_least: whether more is better.
    """

    what: str
    value: float
    floor: float
    goal: float | None = None
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the floor is; a number that could not be had is none."""
        return self._reaches(self.floor)

    @property
    def reached(self) -> bool:
        """Whether the goal is."""
        return self.goal is not None and self._reaches(self.goal)

    def _reaches(self, limit: float) -> bool:
        return self.value >= limit if self.at_least else self.value <= limit

    @property
    def limits(self) -> str:
        sign = "≥" if self.at_least else "≤"
        goal = "" if self.goal is None else f" ({self.goal:g})"
        return f"{sign} {self.floor:g}{goal} {self.what}"

    @property
    def verdict(self) -> str:
        said = f"{self.value:.3g}"
        return f"{said} goal" if self.reached else f"{said} kept" if self.kept else f"**{said} MISSED**"


@dataclass(frozen=True)
class Row:
    """One thing that was measured.

    Attributes:
        size: articles.
        series: figures of reader and of what stands beside it, by their names.
        note: what else there is to say.
    """

    group: str
    size: int
    what: str
    unit: str
    series: Mapping[str, Series]
    judged: tuple[Judged, ...] = ()
    note: str = ""

    @property
    def missed(self) -> bool:
        return not all(judged.kept for judged in self.judged)


def of(value: float) -> Series:
    """A single figure."""
    return Series([value])


def ratio(row: Mapping[str, Series], beside: str) -> float:
    """How many times the figure beside it reader's is, by medians."""
    return row[READER].p50 / row[beside].p50


def tables(rows: Sequence[Row], titles: Mapping[str, str]) -> str:
    """All rows as Markdown, a table a group."""
    out: list[str] = []
    for group, title in titles.items():
        own = [row for row in rows if row.group == group]
        if own:
            head = "| articles | what | reader | beside it | floor (goal) | |"
            out += [f"## {title}", "", head, "|---|---|---|---|---|---|", *map(_line, own), ""]
    return "\n".join(out)


def _line(row: Row) -> str:
    ours = row.series.get(READER)
    beside = [
        f"{name} {_figures(series, row.unit)}{_times(ours, series)}"
        for name, series in row.series.items()
        if name != READER
    ]
    cells = [
        f"{row.size:,}",
        f"{row.what}{f' ({row.note})' if row.note else ''}",
        _figures(ours, row.unit) if ours else "–",
        "; ".join(beside) or "–",
        "; ".join(judged.limits for judged in row.judged),
        "; ".join(judged.verdict for judged in row.judged),
    ]
    return f"| {' | '.join(cells)} |"


def _figures(series: Series, unit: str) -> str:
    if not series.figures:
        return "–"
    if len(series.figures) < 5:
        return f"{_number(series.p50)} {unit}"
    return f"{_number(series.p50)} / {_number(series.percentile(95))} {unit}"


def _times(ours: Series | None, theirs: Series) -> str:
    """How many times theirs ours is."""
    if ours is None or not ours.figures or not theirs.figures or not theirs.p50:
        return ""
    return f" ({ours.p50 / theirs.p50:.3g} ×)"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def record(row: Row) -> dict[str, Any]:
    """A row for the JSON file, with every figure."""
    return {
        "group": row.group,
        "size": row.size,
        "what": row.what,
        "note": row.note,
        "unit": row.unit,
        "missed": row.missed,
        "judged": [
            {
                "what": one.what,
                "value": one.value,
                "floor": one.floor,
                "goal": one.goal,
                "kept": one.kept,
                "reached": one.reached,
            }
            for one in row.judged
        ],
        "series": {
            name: {
                "p50": series.p50,
                "p95": series.percentile(95),
                "figures": [round(figure, 4) for figure in series.figures],
            }
            for name, series in row.series.items()
        },
    }
