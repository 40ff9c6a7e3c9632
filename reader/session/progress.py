"""How far the list is, and what remains: an estimate from what this annotator's latest articles took.

The active time of an article that was called done, over its length, has a median; that times the length of what is left is the
estimate. Lengths are those of the packed texts, which are there without unpacking any.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.session.sitting import in_words
from reader.tags.effort import believable

if TYPE_CHECKING:
    from reader.session.session import Session
    from reader.session.writer import Later
    from reader.tags.model import Change

LEAST = 3  # articles that were called done, without which nothing is estimated
RECENT = 20  # the latest of them that count
SOON = 0.2  # seconds
MOST = 2000  # articles of a list beyond which the remaining time is of no use to anybody


class Progress:
    """What the status line says of it.

    Attributes:
        said: in words; "" while there is too little to go by.
    """

    def __init__(self, session: Session, later: Later) -> None:
        self._session = session
        self._later = later
        self._began = self._is_due = False
        self.said = ""

    def begin(self) -> None:
        """Reckon for the first time, now that there is time to read the history."""
        self._began = True
        self.refresh()

    def refresh_soon(self) -> None:
        """Reckon anew in a moment, once for all that happens until then."""
        if self._began and not self._is_due:
            self._is_due = True
            self._later(SOON, self.refresh)

    def refresh(self) -> None:
        """Reckon anew: an article was called done, or the list is another one."""
        listing = self._session.listing
        self._is_due = False
        self.said = ""
        if not 0 < len(listing) <= MOST:
            return
        took = finished(self._session.annotations.history.changes)
        pace = self._pace(dict(took[-RECENT:]))
        if pace is None:
            return
        entries = listing.entries[0 : len(listing)]
        left = [entry.id for entry in entries if entry.status not in ("done", "skipped")]
        done = sum(1 for entry in entries if entry.status == "done")
        self.said = f"{done:,} of {len(entries):,} done"
        if left:
            self.said += f" · about {in_words(_roughly(pace * sum(self._lengths(left).values())))} left"

    def _pace(self, took: dict[str, float]) -> float | None:
        """Seconds for each byte of a packed text; None from too few articles."""
        lengths = self._lengths(took)
        paces = [took[article] / length for article, length in lengths.items() if length]
        if len(paces) < LEAST:
            return None
        from statistics import median  # late: a start has no pace yet

        return median(paces)

    def _lengths(self, articles: Iterable[str]) -> dict[str, int]:
        ids = list(articles)
        found: dict[str, int] = {}
        catalogue = self._session.shelf.catalogue
        for at in range(0, len(ids), 500):
            some = ids[at : at + 500]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id, length(packed) FROM article JOIN text USING (key) WHERE id IN ({marks})"
            found.update(dict(catalogue.ask(sql, some)))
        return found


def finished(changes: Iterable[Change]) -> list[tuple[str, float]]:
    """The articles that were called done with the active seconds that all their changes took, in the order of their last 'done'."""
    spent: dict[str, float] = {}
    done: dict[str, bool] = {}
    for change in changes:
        spent[change.article] = spent.get(change.article, 0.0) + believable(change.active)
        if "status" in change.fields:
            done.pop(change.article, None)
            done[change.article] = change.fields["status"][1] == "done"
    return [(article, spent[article]) for article, is_done in done.items() if is_done and spent[article] > 0]


def _roughly(seconds: float) -> float:
    """As exact as an estimate is: to 5 minutes, to 10 from an hour on, to an hour from ten on."""
    step = 60 if seconds < 600 else 300 if seconds < 3600 else 600 if seconds < 36_000 else 3600
    return max(step, round(seconds / step) * step)
