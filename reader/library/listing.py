"""The list of a corpus: newest first, grouped by day, undated articles last.

Only the order is in memory, four bytes an article; what a row says is fetched from the catalogue when it is painted, a page at
a time. What is known better than the catalogue has it (the open article's tags) lies over it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

import msgspec

from reader.library.catalogue import Catalogue
from reader.library.entries import Day, Entry, FetchedEntries, Row, with_work_of
from reader.library.order import DayRows, Order, read_order
from reader.library.ranks import date_of, day_of

if TYPE_CHECKING:
    from reader.library.next_article import NextArticle

PAGE = 64  # entries that are fetched together


class _Entries(Sequence[Entry]):
    """The articles of a list by their places."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing

    def __len__(self) -> int:
        return len(self._listing)

    @overload
    def __getitem__(self, place: int) -> Entry: ...

    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...

    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, slice):
            return [self._listing.entry(number) for number in range(*place.indices(len(self)))]
        return self._listing.entry(place + len(self) if place < 0 else place)


class Listing:
    """The articles of a catalogue as rows: all of them, or those that a filter leaves.

    Places count the articles that are shown, from 0; rows count the headings of the days as well.

    Attributes:
        rows: where each of the articles that are shown stands.
        fetched: the entries as the catalogue has them.
        over: what is known better than the catalogue has it, by the ids of articles, listed or not.
        generation: which state of the catalogue it is (`Catalogue.generation`); -1 before any.
        done, broken, uncertain: articles that are done; that have a problem; tags to review, of the whole corpus.
    """

    def __init__(self, catalogue: Catalogue, annotator: str) -> None:
        """
        Args:
            annotator: whose work the list shows, as `sheet.annotator` names it.
        """
        self.rows = DayRows(Order(array("I"), array("I"), array("I", [0])))
        self.fetched = FetchedEntries(catalogue, annotator)
        self.over: dict[str, Entry] = {}
        self.done = self.broken = self.uncertain = 0
        self._done_keys: dict[int, set[int]] = {}
        self.generation = -1
        self._identity = ""
        self.reload()

    @cached_property
    def next(self) -> NextArticle:
        """Where one goes from an article."""
        from reader.library.next_article import NextArticle  # late: no key goes there before the first paint

        return NextArticle(self)

    # -- the catalogue --------------------------------------------------------------------------------------------

    def take(self, catalogue: Catalogue) -> None:
        """Go on with another catalogue of the same corpus."""
        self.fetched.catalogue = catalogue
        self.generation = -1

    def reload(self) -> bool:
        """Take in what changed in the catalogue; whether anything did. What cannot be read just now stays as it was shown.

        A filter has to be asked anew by its owner.
        """
        catalogue = self.fetched.catalogue
        with catalogue.reading():
            generation, misses = catalogue.generation, catalogue.misses
            if generation == self.generation:
                return False
            order, view = read_order(catalogue), self.rows.view
            if catalogue.misses != misses:
                return False
            identity = catalogue.get("identity", "")
            if identity != self._identity:
                view = None  # its keys mean other articles
            elif view is not None:  # until what it asks for is answered of the new list
                view = order.places_of(self.rows.order.keys[place] for place in view)
            self._identity = identity
            self.rows = DayRows(order, view)
            self.__dict__.pop("next", None)  # what it knows is of the list before
            self.fetched.begin_anew()
            self._count()
            if catalogue.misses == misses:  # else it is asked once more the next time
                self.generation = generation
        return True

    def _count(self) -> None:
        """What the annotator's sheets add up to; the sheets come first in the join, being fewer than articles."""
        catalogue = self.fetched.catalogue
        misses = catalogue.misses
        rows = catalogue.ask(
            "SELECT key, day, status = 'done', own.problem != '', uncertain FROM sheet own CROSS JOIN article"
            " ON article.id = own.article WHERE annotator = ? AND (status = 'done' OR own.problem != '' OR uncertain > 0)",
            (self.fetched.annotator,),
        )
        problems = catalogue.ask("SELECT DISTINCT article FROM problem WHERE article != ''")
        if catalogue.misses != misses:
            return
        self.done = self.uncertain = 0
        self.broken = len(problems)
        self._done_keys = {}
        for key, day, done, broken, uncertain in rows:
            self.broken += broken
            self.uncertain += uncertain
            if done:
                self.done += 1
                self._done_keys.setdefault(day, set()).add(key)
        for entry in list(self.over.values()):
            below = self.fetched.of_id(entry.id)
            if below is not None and with_work_of(below, msgspec.structs.replace(entry, suggested=None)) == below:
                del self.over[entry.id]  # the catalogue knows it as well by now
                continue
            if below is not None:
                self._add(below, -1)
                self._add(self._over_it(below), 1)

    def _add(self, entry: Entry, by: int) -> None:
        self.done += by * (entry.status == "done")
        self.broken += by * bool(entry.problem)
        self.uncertain += by * entry.uncertain
        if entry.status == "done":
            key, day = self.fetched.located(entry.id)
            of_day = self._done_keys.setdefault(day, set())
            (of_day.add if by > 0 else of_day.discard)(key)

    # -- what is shown --------------------------------------------------------------------------------------------

    def narrow(self, places: array[int] | None) -> None:
        """Show only these places of the whole order, in ascending order; None for all."""
        self.rows = DayRows(self.rows.order, places)

    def __len__(self) -> int:
        return self.rows.articles

    @property
    def total(self) -> int:
        """How many articles there are, shown or not."""
        return len(self.rows.order)

    def row(self, number: int) -> Row:
        """A heading or an article as it stands on the screen. Raises IndexError."""
        day = self.rows.day_of_row(number)
        if self.rows.headings[day] == number:
            return self._heading(day)
        return self.entry(number - day - 1)

    def row_of(self, article_id: str) -> int | None:
        """The row that shows an article; None when it is not shown."""
        place = self.place(article_id)
        return None if place is None else self.rows.row(place)

    def _heading(self, day: int) -> Day:
        rows = self.rows
        first, last = rows.starts[day], rows.starts[day + 1]
        done = self._done_keys.get(rows.days[day], set())
        shown = len(done)
        if done and rows.view is not None:
            shown = sum(rows.key(place) in done for place in range(first, last))
        return Day(date_of(rows.days[day]), last - first, shown)

    # -- entries --------------------------------------------------------------------------------------------------

    def get(self, article_id: str) -> Entry | None:
        """What is known of an article, shown or not; None when there is none of that id."""
        found = self.fetched.of_id(article_id)
        return None if found is None else self._over_it(found)

    def of_key(self, key: int) -> Entry | None:
        """The article of a key, shown or not; None when it is gone."""
        found = self.fetched.of_key(key)
        return None if found is None else self._over_it(found)

    def entry(self, place: int) -> Entry:
        """The article at a place. Raises IndexError."""
        key = self.rows.key(place)
        found = self.fetched.known.get(key) or self._page_of(place).get(key)
        return self._over_it(found or Entry(f"#{key}", "", "(no longer in the corpus)"))

    def _page_of(self, place: int) -> dict[int, Entry]:
        """The entries in memory, once those around a place are."""
        first = place - place % PAGE
        self.fetched.fetch([self.rows.key(near) for near in range(first, min(first + PAGE, len(self)))])
        return self.fetched.known

    @property
    def entries(self) -> Sequence[Entry]:
        """The articles that are shown, each fetched when it is asked for."""
        return _Entries(self)

    def _over_it(self, entry: Entry) -> Entry:
        known = self.over.get(entry.id)
        return entry if known is None else with_work_of(entry, known)

    def replace(self, entry: Entry) -> None:
        """Show what `entry` says of an article's status and tags from now on, which is better known than the catalogue knows it.

        All else, its place too, is the catalogue's. Of an article that is not listed (yet) it is kept until it is.
        """
        before = self.get(entry.id)
        if before is None:
            self.over[entry.id] = entry
            return
        if before == entry:
            return
        kept = self.over[entry.id] = with_work_of(before, entry)
        self._add(before, -1)
        self._add(kept, 1)

    def forget(self, article_id: str) -> None:
        """What `replace` told of an article is no longer better known than what the catalogue says, or is going to say."""
        before = self.get(article_id)
        if self.over.pop(article_id, None) is not None and before is not None:
            now = self.get(article_id)
            self._add(before, -1)
            if now is not None:
                self._add(now, 1)

    # -- places ---------------------------------------------------------------------------------------------------

    def place(self, article_id: str) -> int | None:
        """The article's place; None when it is not shown."""
        whole = self.whole_place(article_id)
        return None if whole is None else self.rows.place(whole)

    def whole_place(self, article_id: str) -> int | None:
        """The article's place among all, shown or not; None when there is none of that id."""
        key, day = self.fetched.located(article_id)
        return self.rows.order.place(key, day) if key else None

    def neighbour(self, article_id: str, step: int) -> Entry | None:
        """The entry `step` places further down (or up) the list; None past its ends.

        Of an article that is not shown: from where it would stand.
        """
        place = self.place(article_id)
        if place is None:
            whole = self.whole_place(article_id)
            if whole is None:
                return None
            place = self.rows.before(whole) - (step > 0)
        if not 0 <= place + step < len(self):
            return None
        return self.entry(place + step)

    def at_date(self, date: str) -> Entry | None:
        """The first article that is not newer than a date, whole or partial; when all are, the oldest that has a date."""
        return self.entry(self.rows.place_at(day_of(date))) if len(self) else None

    def with_problems(self, limit: int) -> list[Entry]:
        """Articles whose sheet or amendments cannot be read."""
        rows = self.fetched.catalogue.ask(
            "SELECT article FROM sheet WHERE annotator = ? AND problem != '' UNION"
            " SELECT article FROM problem WHERE article != '' LIMIT ?",
            (self.fetched.annotator, limit),
        )
        ids = dict.fromkeys([id for (id,) in rows] + list(self.over))
        return [entry for id in ids if (entry := self.get(id)) is not None and entry.problem]
