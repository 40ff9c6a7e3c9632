"""What the list says of an article and of a day, and how it is fetched from the catalogue: a page at a time, when it is painted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date as Date

import msgspec

from reader.cleaning.article import Article
from reader.library.catalogue import Catalogue
from reader.tags.model import Status, TagSheet

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


def with_work_of(entry: Entry, known: Entry) -> Entry:
    """`entry` with what `known` says of the annotator's work."""
    return msgspec.structs.replace(
        entry,
        status=known.status,
        tags=known.tags,
        uncertain=known.uncertain,
        problem=known.problem,
        suggested=entry.suggested if known.suggested is None else known.suggested,
    )


class FetchedEntries:
    """The entries of articles as their catalogue has them.

    Attributes:
        catalogue: where they are fetched from.
        annotator: whose work they show, as `sheet.annotator` names it.
        known: the entries in memory, by their articles' keys.
    """

    def __init__(self, catalogue: Catalogue, annotator: str) -> None:
        self.catalogue = catalogue
        self.annotator = annotator
        self.known: dict[int, Entry] = {}
        self._place_of: dict[str, tuple[int, int]] = {}  # id → key and day
        self._others = False
        self._decided: Decided | None = None

    def begin_anew(self) -> None:
        """Forget them all: the catalogue says something else now."""
        self.known.clear()
        self._place_of.clear()
        sql = "SELECT 1 FROM sheet WHERE annotator != ? LIMIT 1"
        self._others = bool(self.catalogue.ask(sql, (self.annotator,)))

    def count_suggestions(self, decided: Decided) -> bool:
        """Say from now on how many suggestions are open; whether any article may have some."""
        self._decided = decided
        suggests = self.any_suggested("")
        if suggests:
            self.known.clear()
        return suggests

    def any_suggested(self, besides: str) -> bool:
        """Whether anything was ever suggested for another article than this one, decided or not."""
        sql = (
            "SELECT 1 FROM sheet CROSS JOIN article ON article.id = sheet.article"
            " WHERE suggests > 0 AND annotator != ? AND article != ? LIMIT 1"
        )
        return bool(self.catalogue.ask(sql, (self.annotator, besides)))

    def of_id(self, article_id: str) -> Entry | None:
        """The entry of an article; None when there is none of that id."""
        key = self.located(article_id)[0]
        return (self.known.get(key) or self.of_key(key)) if key else None

    def of_key(self, key: int) -> Entry | None:
        """The entry of the article of a key; None when it is gone."""
        if key not in self.known:
            self.fetch([key])
        return self.known.get(key)

    def located(self, article_id: str) -> tuple[int, int]:
        """Key and day of an article; zeros when there is none of that id."""
        if article_id not in self._place_of:
            rows = self.catalogue.ask("SELECT key, day FROM article WHERE id = ?", (article_id,))
            if not rows:
                return 0, 0
            self._place_of[article_id] = rows[0]
        return self._place_of[article_id]

    def fetch(self, keys: Sequence[int]) -> None:
        """Have the entries of some articles in memory."""
        if len(self.known) > KEPT:
            self.known.clear()
        some = ",".join(map(str, keys))
        rows = self.catalogue.ask(
            "SELECT article.key, day, article.id, date, title, coalesce(name, ''), coalesce(status, 'new'),"
            " coalesce(tags, 0), coalesce(nullif(own.problem, ''), (SELECT message FROM problem WHERE"
            " problem.article = article.id AND problem.article != ''), ''), coalesce(uncertain, 0),"
            " CASE WHEN twins IS NULL THEN 0 ELSE (SELECT count(*) FROM article other WHERE other.twins = article.twins) END"
            " FROM article LEFT JOIN source USING (source)"
            f" LEFT JOIN sheet own ON own.article = article.id AND own.annotator = ? WHERE article.key IN ({some})",
            (self.annotator,),
        )
        others, proposed = self._others_of(some)
        left = self._open_of(proposed)
        for key, day, *fields in rows:
            id = fields[0]
            theirs = tuple(others.get(id, ())), tuple(proposed.get(id, ())), left.get(id)
            self.known[key] = Entry(*(*fields, *theirs))
            self._place_of[id] = (key, day)

    def _others_of(
        self, keys: str
    ) -> tuple[dict[str, list[tuple[str, Status, int]]], dict[str, list[tuple[str, int]]]]:
        """What others have done, and what is suggested, by the articles' ids."""
        others: dict[str, list[tuple[str, Status, int]]] = {}
        proposed: dict[str, list[tuple[str, int]]] = {}
        if self._others:
            for article_id, name, status, tags, suggests in self.catalogue.ask(
                "SELECT article.id, annotator, status, tags, suggests FROM article JOIN sheet ON sheet.article = article.id"
                f" WHERE article.key IN ({keys}) AND annotator != ? AND sheet.problem = '' ORDER BY annotator",
                (self.annotator,),
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

        return open_suggestions(self.catalogue.ask, ids, self.annotator, *self._decided())
