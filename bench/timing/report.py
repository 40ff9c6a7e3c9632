"""The floors, and the tables that say whether they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from timing.rows import Row, Series

FRAME = 16.7  # milliseconds of a frame at 60 Hz


def failures(row: Row) -> list[str]:
    """Which floors a row misses."""
    ours, bare, slate = (row.series.get(name) for name in ("reader", "bare", "SLATE"))
    if "reader" not in row.series:
        return []
    if ours is None or not ours.figures:
        return ["no answer"]
    found = []
    if ours.unanswered > len(ours.figures) // 10:
        found.append(f"{ours.unanswered} keys unanswered")
    if row.group == "keys" and bare is not None:
        found += _above("p50", ours.p50 / bare.p50, 1.5, "× bare")
        found += _above("p99", ours.percentile(99), FRAME, "ms")
    elif row.group == "scroll" and bare is not None:
        found += _above("p50", ours.p50 / bare.p50, 5, "× bare")
        found += _above("p95", ours.percentile(95), 25, "ms")
    elif row.group == "held" and slate is not None and ours.p50 < 5 * slate.p50:
        found.append(f"{ours.p50 / slate.p50:.1f} < 5 × SLATE")
    elif row.group == "start" and row.event == "first paint" and slate is not None:
        found += _above("p50", ours.p50 / slate.p50, 1, "× SLATE")
    elif row.group == "start" and row.event == "ready" and row.text == "seeds" and bare is not None:
        found += _above("p50", ours.p50 / bare.p50, 1.3, "× bare")
    return found


def _above(what: str, value: float, limit: float, unit: str) -> list[str]:
    return [f"{what} {value:.2f} > {limit} {unit}"] if value > limit else []


_TITLES = {
    "start": "Start: process → screen that can be used, and → answer to the first key (ms)",
    "keys": "Key → paint, without scrolling (ms)",
    "scroll": "Key → last paint, scrolling (ms)",
    "held": "Key held down (keys a second)",
    "memory": "Resident memory (MB)",
}


def tables(rows: Sequence[Row]) -> str:
    """All rows as Markdown, a table a group."""
    out: list[str] = []
    for group, title in _TITLES.items():
        own = [row for row in rows if row.group == group]
        if own:
            out += [f"## {title}", "", _head(group), "|---|---|---|---|---|---|---|", *map(_line, own), ""]
    return "\n".join(out)


def _head(group: str) -> str:
    figures = "median" if group in ("held", "memory") else "p50 / p95 / p99"
    return f"| text | action | reader {figures} | bare app {figures} | × bare | SLATE {figures} (reader is × SLATE) | floor |"


def _line(row: Row) -> str:
    ours, bare, slate = (row.series.get(name) for name in ("reader", "bare", "SLATE"))
    if ours is None:
        ((name, only),) = row.series.items()
        return f"| {row.text} | {row.action} | – | {_figures(only, row.group)} ({name}) | – | – | |"
    missed = failures(row)
    verdict = "; ".join(missed) if missed else "kept" if _has_floor(row) else ""
    action = f"{row.action} → {row.event}" if row.event else row.action
    cells = [
        row.text,
        action + (" (2nd run)" if row.again else ""),
        _figures(ours, row.group),
        _figures(bare, row.group),
        _ratio(ours, bare),
        f"{_figures(slate, row.group)} ({_ratio(ours, slate)})" if slate is not None else "–",
        f"**{verdict}**" if missed else verdict,
    ]
    return f"| {' | '.join(cells)} |"


def _has_floor(row: Row) -> bool:
    if row.group == "held":
        return "SLATE" in row.series
    if row.event == "first paint":
        return "SLATE" in row.series
    return row.group in ("keys", "scroll") or (row.group == "start" and row.event == "ready" and row.text == "seeds")


def _figures(series: Series | None, group: str) -> str:
    if series is None or not series.figures:
        return "–"
    if group in ("held", "memory"):
        return f"{series.p50:,.0f}"
    digits = 0 if group == "start" else 2
    return " / ".join(f"{value:.{digits}f}" for value in (series.p50, series.percentile(95), series.percentile(99)))


def _ratio(ours: Series | None, theirs: Series | None) -> str:
    if ours is None or theirs is None or not ours.figures or not theirs.figures:
        return "–"
    return f"{ours.p50 / theirs.p50:.2f}"


def record(row: Row) -> dict[str, Any]:
    """A row for the JSON file, with every figure."""
    return {
        "group": row.group,
        "text": row.text,
        "action": row.action,
        "event": row.event,
        "second_run": row.again,
        "missed": failures(row),
        "series": {
            name: {
                "p50": series.p50,
                "p95": series.percentile(95),
                "p99": series.percentile(99),
                "unanswered": series.unanswered,
                "figures": [round(figure, 3) for figure in series.figures],
            }
            for name, series in row.series.items()
        },
    }
