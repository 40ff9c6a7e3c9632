"""The list of a corpus: newest first, grouped by day, undated articles last."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import date as Date

import msgspec

from reader.cleaning.article import Article
from reader.tags.model import Status, TagSheet


class Entry(msgspec.Struct, frozen=True):
    """One article in the list.

    Attributes:
        date: ISO date, "" when unknown.
        uncertain: how many of its tags wait to be reviewed.
        problem: why the article cannot be read or tagged; "" when it can.
    """

    id: str
    date: str
    title: str
    source: str = ""
    status: Status = "new"
    tags: int = 0
    problem: str = ""
    uncertain: int = 0


class Day(msgspec.Struct, frozen=True):
    """A heading: a day of the list, and how many of its articles are done."""

    date: str
    articles: int
    done: int

    @property
    def title(self) -> str:
        """The date with its weekday; partial and missing dates as they are."""
        if not self.date:
            return "undated"
        try:
            return f"{self.date} {Date.fromisoformat(self.date):%a}"
        except ValueError:
            return self.date


Row = Day | Entry


def entry_of(article: Article, sheet: TagSheet | None = None, problem: str = "", uncertain: int = 0) -> Entry:
    """The list's line for an article."""
    return Entry(
        article.id,
        article.date or "",
        article.heading,
        article.source or article.document.metadata.source,
        sheet.status if sheet else "new",
        len(sheet.tags) if sheet else 0,
        problem,
        uncertain,
    )


def _order(entry: Entry) -> tuple[bool, tuple[int, ...], str]:
    """Newest first, undated last, ties by id."""
    return (not entry.date, tuple(-ord(c) for c in entry.date), entry.id)


class Listing:
    """Entries in order, and the rows that show them."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: list[Entry] = []
        self._by_id: dict[str, Entry] = {}
        self._rows: list[Row] | None = None
        self._row_of: dict[str, int] = {}
        self.broken = 0  # entries with a problem
        self.done = 0  # entries that are done
        self.uncertain = 0  # tags to review
        self.add(entries)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> Sequence[Entry]:
        return self._entries

    def get(self, article_id: str) -> Entry | None:
        return self._by_id.get(article_id)

    def add(self, entries: Iterable[Entry]) -> None:
        """Put entries in their places."""
        new = list(entries)
        if 32 * len(new) > len(self._entries):  # else sorting them all costs more than finding each one's place
            self._entries.extend(new)
            self._entries.sort(key=_order)
        else:
            for entry in new:
                insort(self._entries, entry, key=_order)
        for entry in new:
            self._by_id[entry.id] = entry
            self._count(entry, 1)
        self._rows = None

    def replace(self, entry: Entry) -> None:
        """Show an article as `entry` from now on; its place changes with its date."""
        old = self._by_id.get(entry.id)
        if old == entry:
            return
        if old is None:
            self.add([entry])
            return
        place = self._place(old)
        self._count(old, -1)
        if old.date != entry.date:
            del self._entries[place]
            self.add([entry])
            return
        self._entries[place] = self._by_id[entry.id] = entry
        self._count(entry, 1)
        if self._rows is not None:
            self._rows[self._row_of[entry.id]] = entry
            self._recount_day(self._rows, self._row_of[entry.id], (entry.status == "done") - (old.status == "done"))

    @staticmethod
    def _recount_day(rows: list[Row], row: int, by: int) -> None:
        while not isinstance(day := rows[row], Day):
            row -= 1
        rows[row] = Day(day.date, day.articles, day.done + by)

    def remove(self, article_id: str) -> None:
        """Take an article out of the list."""
        entry = self._by_id.pop(article_id, None)
        if entry is not None:
            del self._entries[self._place(entry)]
            self._count(entry, -1)
            self._rows = None

    def _count(self, entry: Entry, by: int) -> None:
        self.broken += by * bool(entry.problem)
        self.done += by * (entry.status == "done")
        self.uncertain += by * entry.uncertain

    def _place(self, entry: Entry) -> int:
        return bisect_left(self._entries, _order(entry), key=_order)

    def place(self, article_id: str) -> int | None:
        """The article's number in the list, from 0."""
        entry = self._by_id.get(article_id)
        return None if entry is None else self._place(entry)

    @property
    def rows(self) -> Sequence[Row]:
        """Headings and entries as they stand on the screen."""
        if self._rows is None:
            self._rows = []
            self._row_of = {}
            start = 0
            while start < len(self._entries):
                date = self._entries[start].date
                end = start
                while end < len(self._entries) and self._entries[end].date == date:
                    end += 1
                group = self._entries[start:end]
                self._rows.append(Day(date, len(group), sum(entry.status == "done" for entry in group)))
                for entry in group:
                    self._row_of[entry.id] = len(self._rows)
                    self._rows.append(entry)
                start = end
        return self._rows

    def row_of(self, article_id: str) -> int | None:
        """The row that shows an article."""
        return self._row_of.get(article_id) if self.rows else None

    def next_uncertain(self, article_id: str | None) -> Entry | None:
        """The next article with tags to review, from the top again after the last; never the article itself."""
        start = self.place(article_id) if article_id is not None else None
        entries = self._entries if start is None else [*self._entries[start + 1 :], *self._entries[:start]]
        return next((entry for entry in entries if entry.uncertain), None)

    def neighbour(self, article_id: str, step: int) -> Entry | None:
        """The entry `step` places further down (or up) the list; None past its ends."""
        place = self.place(article_id)
        if place is None or not 0 <= place + step < len(self._entries):
            return None
        return self._entries[place + step]
