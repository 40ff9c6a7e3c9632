"""The list of a corpus: newest first, grouped by day, undated articles last.

Only the order is in memory, four bytes an article; what a row says is fetched from the catalogue when it is painted, a page at
a time. What is known better than the catalogue has it (the open article's tags) lies over it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date as Date
from typing import overload

import msgspec

from reader.cleaning.article import Article
from reader.library.catalogue import Catalogue
from reader.library.order import Order, read_order
from reader.library.ranks import date_of, day_of
from reader.tags.model import Status, TagSheet

PAGE = 64  # entries that are fetched together
KEPT = 4096  # entries in memory


class Entry(msgspec.Struct, frozen=True):
    """One article in the list.

    Attributes:
        date: ISO date, "" when unknown.
        problem: why the article cannot be read or tagged; "" when it can.
        uncertain: how many of its tags wait to be reviewed.
        copies: how many articles its group of near-duplicates has; 0 when it is alone.
        others: what other annotators have done with it: name, status and number of tags of each.
        proposed: what is suggested for it: by whom, and how many suggestions, decided or not.
        suggested: how many of these the annotator has not decided; None where that was not counted.
    """

    id: str
    date: str
    title: str
    source: str = ""
    status: Status = "new"
    tags: int = 0
    problem: str = ""
    uncertain: int = 0
    copies: int = 0
    others: tuple[tuple[str, Status, int], ...] = ()
    proposed: tuple[tuple[str, int], ...] = ()
    suggested: int | None = None


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
Decided = Callable[[], tuple[Collection[str], Sequence[Sequence[str]]]]
"""The keys of the suggestions that the annotator has dismissed, and all names of each label that has several."""


def entry_of(
    article: Article,
    sheet: TagSheet | None = None,
    problem: str = "",
    uncertain: int = 0,
    suggested: int | None = None,
) -> Entry:
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
        suggested=suggested,
    )


def _with_work_of(entry: Entry, known: Entry) -> Entry:
    """`entry` with what `known` says of the annotator's work."""
    return msgspec.structs.replace(
        entry,
        status=known.status,
        tags=known.tags,
        uncertain=known.uncertain,
        problem=known.problem,
        suggested=entry.suggested if known.suggested is None else known.suggested,
    )


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
        order: all articles.
        done, broken, uncertain: articles that are done; that have a problem; tags to review, of the whole corpus.
    """

    def __init__(self, catalogue: Catalogue, annotator: str) -> None:
        """
        Args:
            annotator: whose work the list shows, as `sheet.annotator` names it.
        """
        self._catalogue = catalogue
        self._annotator = annotator
        self._known: dict[int, Entry] = {}
        self._place_of: dict[str, tuple[int, int]] = {}  # id → key and day
        self._over: dict[str, Entry] = {}
        self._view: array[int] | None = None
        self._generation = -1
        self._identity = ""
        self.order = Order(array("I"), array("I"), array("I", [0]))
        self.done = self.broken = self.uncertain = 0
        self._done_keys: dict[int, set[int]] = {}
        self._touched: set[int] | None = None  # until it is asked for
        self._others = False
        self._decided: Decided | None = None
        self._lay_out()
        self.reload()

    # -- the catalogue --------------------------------------------------------------------------------------------

    def take(self, catalogue: Catalogue) -> None:
        """Go on with another catalogue of the same corpus."""
        self._catalogue = catalogue
        self._generation = -1

    @property
    def generation(self) -> int:
        """Which state of the catalogue it is (`Catalogue.generation`); -1 before any."""
        return self._generation

    def reload(self) -> bool:
        """Take in what changed in the catalogue; whether anything did. What cannot be read just now stays as it was shown.

        A filter has to be asked anew by its owner.
        """
        catalogue = self._catalogue
        with catalogue.reading():
            generation, misses = catalogue.generation, catalogue.misses
            if generation == self._generation:
                return False
            order = read_order(catalogue)
            if catalogue.misses != misses:
                return False
            identity = catalogue.get("identity", "")
            if identity != self._identity:
                self._view = None  # its keys mean other articles
            elif self._view is not None:  # until what it asks for is answered of the new list
                self._view = order.places_of(self.order.keys[place] for place in self._view)
            self._identity = identity
            self.order = order
            self._known.clear()
            self._place_of.clear()
            self._touched = None
            self._others = self._has_others()
            self._count()
            if catalogue.misses == misses:  # else it is asked once more the next time
                self._generation = generation
        self._lay_out()
        return True

    def count_suggestions(self, decided: Decided) -> bool:
        """Say from now on how many suggestions are open; whether any article may have some."""
        self._decided = decided
        suggests = self.suggests_elsewhere("")
        if suggests:
            self._known.clear()
        return suggests

    def _has_others(self) -> bool:
        sql = "SELECT 1 FROM sheet WHERE annotator != ? LIMIT 1"
        return bool(self._catalogue.ask(sql, (self._annotator,)))

    def _count(self) -> None:
        """What the annotator's sheets add up to; the sheets come first in the join, being fewer than articles."""
        misses = self._catalogue.misses
        rows = self._catalogue.ask(
            "SELECT key, day, status = 'done', own.problem != '', uncertain FROM sheet own CROSS JOIN article"
            " ON article.id = own.article WHERE annotator = ? AND (status = 'done' OR own.problem != '' OR uncertain > 0)",
            (self._annotator,),
        )
        problems = self._catalogue.ask("SELECT DISTINCT article FROM problem WHERE article != ''")
        if self._catalogue.misses != misses:
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
        for entry in list(self._over.values()):
            below = self._fetched(entry.id)
            if below is not None and _with_work_of(below, msgspec.structs.replace(entry, suggested=None)) == below:
                del self._over[entry.id]  # the catalogue knows it as well by now
                continue
            if below is not None:
                self._add(below, -1)
                self._add(self._over_it(below), 1)

    def _add(self, entry: Entry, by: int) -> None:
        self.done += by * (entry.status == "done")
        self.broken += by * bool(entry.problem)
        self.uncertain += by * entry.uncertain
        if entry.status == "done":
            key, day = self._located(entry.id)
            of_day = self._done_keys.setdefault(day, set())
            (of_day.add if by > 0 else of_day.discard)(key)

    # -- the view -------------------------------------------------------------------------------------------------

    def narrow(self, places: array[int] | None) -> None:
        """Show only these places of the whole order, in ascending order; None for all."""
        self._view = places
        self._lay_out()

    def without_copies(self, places: array[int] | None) -> array[int]:
        """Of these places (None for all) those whose group of near-duplicates has no newer article among them."""
        rows = self._catalogue.ask("SELECT key, twins FROM article WHERE twins IS NOT NULL")
        group_of = dict(rows)
        keys = self.order.keys
        seen: set[int] = set()
        left = array("I")
        for place in range(len(keys)) if places is None else places:
            group = group_of.get(keys[place])
            if group is None or group not in seen:
                left.append(place)
                if group is not None:
                    seen.add(group)
        return left

    @property
    def narrowed(self) -> bool:
        """Whether a filter leaves some articles out."""
        return self._view is not None

    def _lay_out(self) -> None:
        """Find the days of what is shown, and the place at which each begins."""
        order, view = self.order, self._view
        if view is None:
            self._days, self._starts = order.days, order.starts
        else:
            self._days, self._starts = array("I"), array("I")
            at = 0
            while at < len(view):
                day = order.day_at(view[at])
                self._days.append(order.days[day])
                self._starts.append(at)
                at = bisect_left(view, order.starts[day + 1], at)
            self._starts.append(len(view))
        # The row of each day's heading: all articles and headings before it stand above.
        self._headings = array("I", (start + number for number, start in enumerate(self._starts)))

    def __len__(self) -> int:
        return self._starts[-1]

    @property
    def total(self) -> int:
        """How many articles there are, shown or not."""
        return len(self.order)

    # -- entries --------------------------------------------------------------------------------------------------

    def get(self, article_id: str) -> Entry | None:
        """What is known of an article, shown or not; None when there is none of that id."""
        found = self._fetched(article_id)
        return None if found is None else self._over_it(found)

    def of_key(self, key: int) -> Entry | None:
        """The article of a key, shown or not; None when it is gone."""
        if key not in self._known:
            self._fetch([key])
        found = self._known.get(key)
        return None if found is None else self._over_it(found)

    def entry(self, place: int) -> Entry:
        """The article at a place. Raises IndexError."""
        return self._over_it(self._below(place))

    @property
    def entries(self) -> Sequence[Entry]:
        """The articles that are shown, each fetched when it is asked for."""
        return _Entries(self)

    def _over_it(self, entry: Entry) -> Entry:
        known = self._over.get(entry.id)
        return entry if known is None else _with_work_of(entry, known)

    def _below(self, place: int) -> Entry:
        if not 0 <= place < len(self):
            raise IndexError(place)
        key = self._key(place)
        found = self._known.get(key)
        if found is None:
            first = place - place % PAGE
            self._fetch([self._key(near) for near in range(first, min(first + PAGE, len(self)))])
            found = self._known.get(key)
        return found or Entry(f"#{key}", "", "(no longer in the corpus)")

    def _key(self, place: int) -> int:
        return self.order.keys[place if self._view is None else self._view[place]]

    def _fetched(self, article_id: str) -> Entry | None:
        key = self._located(article_id)[0]
        if not key:
            return None
        if key not in self._known:
            self._fetch([key])
        return self._known.get(key)

    def _located(self, article_id: str) -> tuple[int, int]:
        """Key and day of an article; zeros when there is none of that id."""
        if article_id not in self._place_of:
            rows = self._catalogue.ask("SELECT key, day FROM article WHERE id = ?", (article_id,))
            if not rows:
                return 0, 0
            self._place_of[article_id] = rows[0]
        return self._place_of[article_id]

    def _fetch(self, keys: Sequence[int]) -> None:
        if len(self._known) > KEPT:
            self._known.clear()
        some = ",".join(map(str, keys))
        rows = self._catalogue.ask(
            "SELECT article.key, day, article.id, date, title, coalesce(name, ''), coalesce(status, 'new'),"
            " coalesce(tags, 0), coalesce(nullif(own.problem, ''), (SELECT message FROM problem WHERE"
            " problem.article = article.id AND problem.article != ''), ''), coalesce(uncertain, 0),"
            " CASE WHEN twins IS NULL THEN 0 ELSE (SELECT count(*) FROM article other WHERE other.twins = article.twins) END"
            " FROM article LEFT JOIN source USING (source)"
            f" LEFT JOIN sheet own ON own.article = article.id AND own.annotator = ? WHERE article.key IN ({some})",
            (self._annotator,),
        )
        others, proposed = self._others_of(some)
        left = self._open_of(proposed)
        for key, day, *fields in rows:
            id = fields[0]
            theirs = tuple(others.get(id, ())), tuple(proposed.get(id, ())), left.get(id)
            self._known[key] = Entry(*(*fields, *theirs))
            self._place_of[id] = (key, day)

    def _others_of(
        self, keys: str
    ) -> tuple[dict[str, list[tuple[str, Status, int]]], dict[str, list[tuple[str, int]]]]:
        """What others have done, and what is suggested, by the articles' ids."""
        others: dict[str, list[tuple[str, Status, int]]] = {}
        proposed: dict[str, list[tuple[str, int]]] = {}
        if self._others:
            for article_id, name, status, tags, suggests in self._catalogue.ask(
                "SELECT article.id, annotator, status, tags, suggests FROM article JOIN sheet ON sheet.article = article.id"
                f" WHERE article.key IN ({keys}) AND annotator != ? AND sheet.problem = '' ORDER BY annotator",
                (self._annotator,),
            ):
                if suggests:
                    proposed.setdefault(article_id, []).append((name, suggests))
                else:
                    others.setdefault(article_id, []).append((name, status, tags))
        return others, proposed

    def _open_of(self, ids: Iterable[str]) -> dict[str, int]:
        """How many suggestions are open in each of these articles; nothing before `count_suggestions`."""
        if self._decided is None or not ids:
            return {}
        from reader.library.suggested import open_suggestions  # late: there are none before the first paint

        return open_suggestions(self._catalogue.ask, ids, self._annotator, *self._decided())

    def replace(self, entry: Entry) -> None:
        """Show what `entry` says of an article's status and tags from now on, which is better known than the catalogue knows it.

        All else, its place too, is the catalogue's. Of an article that is not listed (yet) it is kept until it is.
        """
        before = self.get(entry.id)
        if before is None:
            self._over[entry.id] = entry
            return
        if before == entry:
            return
        kept = self._over[entry.id] = _with_work_of(before, entry)
        self._add(before, -1)
        self._add(kept, 1)

    def forget(self, article_id: str) -> None:
        """What `replace` told of an article is no longer better known than what the catalogue says, or is going to say."""
        before = self.get(article_id)
        if self._over.pop(article_id, None) is not None and before is not None:
            now = self.get(article_id)
            self._add(before, -1)
            if now is not None:
                self._add(now, 1)

    # -- places ---------------------------------------------------------------------------------------------------

    def place(self, article_id: str) -> int | None:
        """The article's place; None when it is not shown."""
        whole = self._whole_place(article_id)
        if whole is None or self._view is None:
            return whole
        at = bisect_left(self._view, whole)
        return at if at < len(self._view) and self._view[at] == whole else None

    def _whole_place(self, article_id: str) -> int | None:
        key, day = self._located(article_id)
        return self.order.place(key, day) if key else None

    def neighbour(self, article_id: str, step: int) -> Entry | None:
        """The entry `step` places further down (or up) the list; None past its ends.

        Of an article that is not shown: from where it would stand.
        """
        place = self.place(article_id)
        if place is None:
            whole = self._whole_place(article_id)
            if whole is None or self._view is None:
                return None
            place = bisect_left(self._view, whole) - (step > 0)
        if not 0 <= place + step < len(self):
            return None
        return self.entry(place + step)

    def at_date(self, date: str) -> Entry | None:
        """The first article that is not newer than a date, whole or partial; when all are, the oldest that has a date."""
        if not len(self):
            return None
        day = day_of(date)
        at = bisect_left(self._days, -day, key=lambda number: -number)
        if at and (at == len(self._days) or not self._days[at]):
            return self.entry(self._starts[at] - 1)  # older than all that have a date: the oldest of these
        return self.entry(min(self._starts[at], len(self) - 1))

    def with_problems(self, limit: int) -> list[Entry]:
        """Articles whose sheet or amendments cannot be read."""
        rows = self._catalogue.ask(
            "SELECT article FROM sheet WHERE annotator = ? AND problem != '' UNION"
            " SELECT article FROM problem WHERE article != '' LIMIT ?",
            (self._annotator, limit),
        )
        ids = dict.fromkeys([id for (id,) in rows] + list(self._over))
        return [entry for id in ids if (entry := self.get(id)) is not None and entry.problem]

    def next_uncertain(self, article_id: str | None) -> Entry | None:
        """The next article with tags to review, from the top again after the last; never the article itself."""
        rows = self._catalogue.ask(
            "SELECT article FROM sheet WHERE annotator = ? AND uncertain > 0", (self._annotator,)
        )
        ids = {row[0] for row in rows} | set(self._over)
        return self._next(article_id, [id for id in ids if (entry := self.get(id)) is not None and entry.uncertain])

    def _next(self, article_id: str | None, ids: Iterable[str]) -> Entry | None:
        start = -1 if article_id is None else self._whole_place(article_id)
        start = -1 if start is None else start
        places = sorted((place <= start, place, id) for id in ids if (place := self._whole_place(id)) is not None)
        found = next((id for _, place, id in places if place != start), None)
        return None if found is None else self.get(found)

    def next_of(self, article_id: str | None, ids: Iterable[str]) -> Entry | None:
        """The next of some articles in the list, shown or not, from the top again after the last; never the article itself."""
        return self._next(article_id, ids)

    def after(self, article_id: str | None, keys: Iterable[int]) -> Iterator[Entry]:
        """Some articles by their keys, shown or not, in the list's order from behind an article, round its end; never itself."""
        places = self.order.places_of(keys)
        here = self._whole_place(article_id) if article_id is not None else None
        here = -1 if here is None else here
        first = bisect_left(places, here + 1)
        for place in (*places[first:], *places[:first]):
            entry = self.of_key(self.order.keys[place]) if place != here else None
            if entry is not None:
                yield entry

    def suggests_elsewhere(self, article_id: str) -> bool:
        """Whether anything was ever suggested for another article, decided or not."""
        sql = (
            "SELECT 1 FROM sheet CROSS JOIN article ON article.id = sheet.article"
            " WHERE suggests > 0 AND annotator != ? AND article != ? LIMIT 1"
        )
        return bool(self._catalogue.ask(sql, (self._annotator, article_id)))

    def next_copy(self, article_id: str) -> Entry | None:
        """The next article of its group of near-duplicates, shown or not, from the top again after the last."""
        rows = self._catalogue.ask(
            "SELECT id FROM article WHERE twins = (SELECT twins FROM article WHERE id = ?)", (article_id,)
        )
        return self._next(article_id, [id for (id,) in rows])

    def _touched_keys(self) -> set[int]:
        """The articles that the catalogue has tags of, or that are called done or skipped."""
        if self._touched is None:
            rows = self._catalogue.ask(
                "SELECT key FROM sheet CROSS JOIN article ON article.id = sheet.article WHERE annotator = ?"
                " AND (tags > 0 OR status IN ('done', 'skipped'))",
                (self._annotator,),
            )
            self._touched = {key for (key,) in rows}
        return self._touched

    def next_untouched(self, article_id: str | None) -> Entry | None:
        """The next shown article that has neither a tag nor been called done or skipped; None when there is none below."""
        place = self.place(article_id) if article_id is not None else -1
        if place is None:
            found = self.neighbour(article_id or "", 1)
            place = (self.place(found.id) or 0) - 1 if found is not None else len(self)
        touched = self._touched_keys()
        for article, entry in self._over.items():
            if entry.tags or entry.status in ("done", "skipped"):
                touched.add(self._located(article)[0])
            else:
                touched.discard(self._located(article)[0])
        for below in range(place + 1, len(self)):
            if self._key(below) not in touched:
                return self.entry(below)
        return None

    # -- rows -----------------------------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """Headings and articles."""
        return self._headings[-1]

    def row(self, number: int) -> Row:
        """A heading or an article as it stands on the screen. Raises IndexError."""
        day = self._day_of_row(number)
        if self._headings[day] == number:
            return self._heading(day)
        return self.entry(number - day - 1)

    def row_of(self, article_id: str) -> int | None:
        """The row that shows an article; None when it is not shown."""
        place = self.place(article_id)
        return None if place is None else place + self._day_of_place(place) + 1

    def heading_of(self, row: int) -> int:
        """The row of the heading above a row."""
        return self._headings[self._day_of_row(row)]

    def _day_of_row(self, row: int) -> int:
        if not 0 <= row < self.row_count:
            raise IndexError(row)
        return bisect_left(self._headings, row + 1) - 1

    def _day_of_place(self, place: int) -> int:
        return bisect_left(self._starts, place + 1) - 1

    def _heading(self, day: int) -> Day:
        first, last = self._starts[day], self._starts[day + 1]
        return Day(date_of(self._days[day]), last - first, self._done_count(day))

    def _done_count(self, day: int) -> int:
        """How many of a day's articles that are shown are done."""
        done = self._done_keys.get(self._days[day], set())
        if self._view is None:
            return len(done)
        return sum(self._key(place) in done for place in range(self._starts[day], self._starts[day + 1])) if done else 0
