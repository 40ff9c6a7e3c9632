"""Where one goes from an article: the next one with tags to review, without tags, of the same story, or of some that were found."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.library.entries import Entry
    from reader.library.listing import Listing


class NextArticle:
    """The next article of a list as it was last read, from the article of an id; None stands before the first."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self._touched: set[int] | None = None  # until it is asked for

    def uncertain(self, article_id: str | None) -> Entry | None:
        """The next article with tags to review, from the top again after the last; never the article itself."""
        rows = self._ask("SELECT article FROM sheet WHERE annotator = ? AND uncertain > 0", self._annotator)
        listing = self._listing
        ids = {row[0] for row in rows} | set(listing.over)
        return self.among(article_id, [id for id in ids if (entry := listing.get(id)) is not None and entry.uncertain])

    def among(self, article_id: str | None, ids: Iterable[str]) -> Entry | None:
        """The next of some articles in the list, shown or not, from the top again after the last; never the article itself."""
        listing = self._listing
        start = -1 if article_id is None else listing.whole_place(article_id)
        start = -1 if start is None else start
        places = sorted((place <= start, place, id) for id in ids if (place := listing.whole_place(id)) is not None)
        found = next((id for _, place, id in places if place != start), None)
        return None if found is None else listing.get(found)

    def after(self, article_id: str | None, keys: Iterable[int]) -> Iterator[Entry]:
        """Some articles by their keys, shown or not, in the list's order from behind an article, round its end; never itself."""
        listing = self._listing
        places = listing.rows.order.places_of(keys)
        here = listing.whole_place(article_id) if article_id is not None else None
        here = -1 if here is None else here
        first = bisect_left(places, here + 1)
        for place in (*places[first:], *places[:first]):
            entry = listing.of_key(listing.rows.order.keys[place]) if place != here else None
            if entry is not None:
                yield entry

    def copy(self, article_id: str) -> Entry | None:
        """The next article of its group of near-duplicates, shown or not, from the top again after the last."""
        rows = self._ask("SELECT id FROM article WHERE twins = (SELECT twins FROM article WHERE id = ?)", article_id)
        return self.among(article_id, [id for (id,) in rows])

    def untouched(self, article_id: str | None) -> Entry | None:
        """The next shown article that has neither a tag nor been called done or skipped; None when there is none below."""
        listing = self._listing
        place = listing.place(article_id) if article_id is not None else -1
        if place is None:
            found = listing.neighbour(article_id or "", 1)
            place = (listing.place(found.id) or 0) - 1 if found is not None else len(listing)
        touched = self._touched_keys()
        for article, entry in listing.over.items():
            key, _ = listing.fetched.located(article)
            if entry.tags or entry.status in ("done", "skipped"):
                touched.add(key)
            else:
                touched.discard(key)
        key_at = listing.rows.key
        for below in range(place + 1, len(listing)):
            if key_at(below) not in touched:
                return listing.entry(below)
        return None

    def _touched_keys(self) -> set[int]:
        """The articles that the catalogue has tags of, or that are called done or skipped."""
        if self._touched is None:
            rows = self._ask(
                "SELECT key FROM sheet CROSS JOIN article ON article.id = sheet.article WHERE annotator = ?"
                " AND (tags > 0 OR status IN ('done', 'skipped'))",
                self._annotator,
            )
            self._touched = {key for (key,) in rows}
        return self._touched

    @property
    def _annotator(self) -> str:
        return self._listing.fetched.annotator

    def _ask(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        return self._listing.fetched.catalogue.ask(sql, values)
