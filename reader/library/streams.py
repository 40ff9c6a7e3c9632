"""The newest hits of a MATCH, without looking at the others.

The full-text index gives its hits from the highest rank down. Ranks follow the days, in two streams: articles in order, and
strays (see `ranks`). The list's order within one day is that of the keys; in the first stream the ranks of a day fall with the
keys where articles were ranked anew, and rise with them where they came one after the other since. So a day that the wanted
number cuts through is asked for again, in its two parts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reader.library.asking import Condition
from reader.library.ranks import STRAYS, stray_rank

Run = Callable[[str, tuple[Any, ...]], list[tuple[Any, ...]]]
Row = tuple[Any, ...]

_END = (1 << 63) - 1


def newest_hits(run: Run, match: str, days: tuple[int, int] | None, where: Condition, limit: int) -> list[int]:
    """The keys of the first `limit` hits in the list's order.

    Args:
        run: runs SQL and gives all rows.
        days: the first and the last day, both included.
        where: on the article `a`.
    """
    ranks = Ranks(run)
    low, high = (0, STRAYS) if days is None else (ranks.first_of(days[0]), ranks.first_of(days[1] + 1))

    def hits(low: int, high: int, limit: int, order: str = "DESC") -> list[Row]:
        if low >= high or limit <= 0:
            return []
        return run(
            "SELECT a.day, a.key FROM words CROSS JOIN ranked AS r ON r.rank = words.rowid CROSS JOIN article AS a ON a.key = r.key"
            f" WHERE words MATCH ? AND words.rowid >= ? AND words.rowid < ? AND {where.sql} ORDER BY words.rowid {order} LIMIT ?",
            (match, low, high, *where.parameters, limit),
        )

    found = hits(low, high, limit)
    if len(found) == limit:
        day = found[-1][0]
        found = [row for row in found if row[0] > day]
        first, after = max(low, ranks.first_of(day)), min(high, ranks.first_of(day + 1))
        turn = ranks.turn(first, after)
        left = limit - len(found)
        falling = hits(first, turn, left)
        found += falling
        found += hits(turn, after, left - len(falling), "ASC")
    if days is None:
        found += hits(STRAYS, _END, limit)
    else:
        found += hits(stray_rank(days[0] - 1, 0) + 1, stray_rank(min(days[1], _STRAY_DAYS), 0) + 1, limit)
    found.sort(key=lambda row: (-row[0], row[1]))
    return [key for _, key in found[:limit]]


_STRAY_DAYS = 1 << 38  # beyond all days, and its ranks are numbers that SQLite holds


class Ranks:
    """Where days begin among the ranks in order, found by halving."""

    def __init__(self, run: Run) -> None:
        self._run = run
        found = run("SELECT max(rank) FROM ranked WHERE rank < ?", (STRAYS,))
        self.end = (found[0][0] or 0) + 1

    def _at(self, rank: int) -> tuple[int, int, int]:
        """The first rank from `rank` on that an article has, with its day and key."""
        found = self._run(
            "SELECT r.rank, a.day, a.key FROM ranked AS r CROSS JOIN article AS a ON a.key = r.key"
            " WHERE r.rank >= ? AND r.rank < ? ORDER BY r.rank LIMIT 1",
            (rank, STRAYS),
        )
        return found[0] if found else (self.end, _END, _END)

    def _first(self, low: int, high: int, holds: Callable[[int, int], bool]) -> int:
        """The first rank in a range whose day and key are so, and all after it; `high` when none is."""
        while low < high:
            middle = (low + high) // 2
            rank, day, key = self._at(middle)
            if rank >= high or holds(day, key):
                high = middle
            else:
                low = rank + 1
        return low

    def first_of(self, day: int) -> int:
        """The first rank of `day` or a later one."""
        return self._first(0, self.end, lambda its, _: its >= day)

    def turn(self, low: int, high: int) -> int:
        """Where in the ranks of one day the keys begin to rise."""
        _, _, highest = self._at(low)
        return self._first(low, high, lambda _, key: key > highest)
