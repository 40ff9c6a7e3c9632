"""The thread that asks the catalogue what the list's filter and the search of the corpus ask for.

A question that comes while an older one of its kind is being answered ends that one: only what was typed last is answered.
Each answer comes in two parts, the newest articles at once and all of them after.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import msgspec
from msgspec.structs import replace

from reader.library.catalogue import Catalogue
from reader.session.lending import lend_large_memory
from reader.session.messages import Found, HitsFound, Post

if TYPE_CHECKING:
    from reader.library.query import Query
    from reader.library.search import Limits, Search

Kind = Literal["list", "search", "next"]  # `next`: which article is to be gone to
Stage = Literal["first", "hits", "all"]  # the newest articles; passages; all articles. In this order
FIRST = 200  # articles that are shown before all of them are known
RANKED = 500  # articles that are put in order by relevance
PAINT_FIRST = 0.008  # seconds
PAUSE = 0.15  # seconds without another question after which all is asked for
AHEAD = 40  # articles whose passages are looked for at a time
_DAMAGED = "the catalogue is damaged"


class _Question(msgspec.Struct, frozen=True):
    """What is to be answered; of an older number than the last of its kind it is no longer asked."""

    kind: Kind
    number: int
    query: Query
    by_relevance: bool = False
    stage: Stage = "first"
    dismissed: Collection[str] = ()
    keys: tuple[int, ...] = ()  # whose passages are asked for; of all, those that were found first


class Finder:
    """The thread, from here. Everything is called on the screen's thread."""

    def __init__(
        self,
        catalogue: Callable[[], Path],
        annotator: str,
        post: Post,
        renamed: Callable[[], Sequence[Sequence[str]]] = lambda: (),
        flagged: Callable[[], Collection[str]] = lambda: (),
        dismissed: Callable[[], Collection[str]] = lambda: (),
    ) -> None:
        """
        Args:
            catalogue: where the catalogue is now.
            annotator: whose tags `label:` and `status:` mean, as `sheet.annotator` names it.
            renamed: all names of each label that has several, at present.
            flagged: the ids of the articles that are flagged, at present.
            dismissed: the keys of the suggestions that are dismissed, at present; called on the screen's thread.
        """
        self._catalogue = catalogue
        self._annotator = annotator
        self._post = post
        self._renamed = renamed
        self._flagged = flagged
        self._dismissed = dismissed
        self._wake = threading.Condition()
        self._waiting: dict[tuple[Stage, Kind], _Question] = {}
        self._asked: dict[Kind, int] = {"list": 0, "search": 0, "next": 0}
        self._search: Search | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask(self, kind: Kind, text: str, *, typing: bool = False, by_relevance: bool = False) -> tuple[int, Query]:
        """Ask which articles a query means; `Found` follows, with the number that this returns.

        Args:
            typing: whether the text is still being typed: its last word is the beginning of one.

        Raises:
            QueryError: the query cannot be understood. What was asked before is no longer answered.
        """
        from reader.library.query import parse  # late: a screen opens before anything is asked

        with self._wake:
            self._asked[kind] += 1
            number = self._asked[kind]
            for stage in get_args(Stage):
                self._waiting.pop((stage, kind), None)
            if self._search is not None:  # one of the other kind is taken up again after this
                self._search.interrupt()
        query = parse(text, typing=typing)
        dismissed = self._dismissed() if "is:suggested" in str(query) else ()
        self._put(_Question(kind, number, query, by_relevance, dismissed=dismissed))
        return number, query

    def ask_hits(self, number: int, query: Query, keys: tuple[int, ...]) -> None:
        """Ask for the passages of some articles that were found by the question of that number; `HitsFound` follows."""
        self._put(_Question("search", number, query, stage="hits", keys=keys))

    def close(self) -> None:
        """Answer no more."""
        with self._wake:
            self._closed = True
            if self._search is not None:
                self._search.interrupt()
            self._wake.notify()

    def _put(self, question: _Question) -> None:
        with self._wake:
            self._waiting[question.stage, question.kind] = question
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="finder", daemon=True)
                self._thread.start()
            self._wake.notify()

    def _current(self, question: _Question) -> bool:
        return not self._closed and self._asked[question.kind] == question.number

    def _run(self) -> None:
        from reader.library.search import Stopped

        catalogue: Catalogue | None = None
        lend_large_memory()
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._waiting)
                if self._closed:
                    break
                if all(stage == "all" for stage, _ in self._waiting):
                    # It may take long, and cannot be stopped in the middle: not while somebody types on.
                    self._wake.wait_for(
                        lambda: self._closed or any(stage != "all" for stage, _ in self._waiting), PAUSE
                    )
                    if self._closed or not self._waiting:
                        continue
                question = self._waiting.pop(min(self._waiting, key=lambda asked: get_args(Stage).index(asked[0])))
                if question.stage == "first":  # the letter that was typed is painted before anything is looked for
                    self._wake.wait_for(lambda asked=question: not self._current(asked), PAINT_FIRST)  # type: ignore[misc]
            try:
                catalogue = self._opened(catalogue)
                self._answer(catalogue, question)
            except Exception as error:  # whatever goes wrong with one question, the next is answered
                interrupted = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
                if isinstance(error, Stopped) or interrupted:
                    self._take_up_again(question)
                elif self._current(question):
                    self._say_failure(question, error)
        if catalogue is not None:
            catalogue.close()

    def _opened(self, catalogue: Catalogue | None) -> Catalogue:
        """The catalogue that stands there now."""
        path = self._catalogue()
        if catalogue is not None and catalogue.path == path and not (catalogue.broken or catalogue.left_behind):
            return catalogue
        if catalogue is not None:
            catalogue.close()
        return Catalogue(path)

    def _take_up_again(self, question: _Question) -> None:
        with self._wake:
            if self._current(question):
                self._waiting.setdefault((question.stage, question.kind), question)

    def _say_failure(self, question: _Question, error: Exception) -> None:
        damaged = _is_damage(error)
        said = _DAMAGED if damaged else f"the search failed: {error}"
        if question.stage == "hits":
            self._post(HitsFound(question.number, (), question.keys, said, damaged=damaged))
        else:
            self._post(Found(question.kind, question.number, array("q"), True, said, damaged=damaged))

    def _answer(self, catalogue: Catalogue, question: _Question) -> None:
        from reader.library.search import Search

        if question.stage == "hits":
            self._look_for_passages(catalogue, question)
            return
        identity = catalogue.get("identity", "")
        search = Search(
            catalogue,
            question.query,
            self._annotator,
            renamed=self._renamed(),
            flagged=self._flagged(),
            dismissed=question.dismissed,
        )
        with self._wake:
            if not self._current(question):
                return
            self._search = search
        try:
            if question.stage == "first" and question.kind != "next":
                first = array("q", search.ranked(RANKED) if question.by_relevance else search.newest(FIRST))
                self._post(Found(question.kind, question.number, first, False, "", identity))
                self._put(replace(question, stage="all", keys=tuple(first) if question.by_relevance else ()))
                return
            keys = search.all_keys()
            if question.by_relevance:  # what lies behind the best is walked to by date
                best = set(question.keys)
                keys = array("q", [*question.keys, *(key for key in keys if key not in best)])
            if self._current(question):
                self._post(Found(question.kind, question.number, keys, True, _said(search.limits), identity))
        finally:
            with self._wake:
                self._search = None

    def _look_for_passages(self, catalogue: Catalogue, question: _Question) -> None:
        from reader.library.hits import Concordance, Hit, hits

        concordance = Concordance(question.query)
        found: list[Hit] = []
        problem, damaged = "", False
        for key in question.keys:
            if not self._current(question):
                return
            try:
                found += hits(catalogue, (key,), concordance, self._annotator)
            except sqlite3.OperationalError:
                raise
            except Exception as error:  # of this text; the others have theirs
                damaged = damaged or _is_damage(error)
                problem = _DAMAGED if damaged else f"the passages of an article cannot be had: {error}"
        identity = catalogue.get("identity", "")
        self._post(HitsFound(question.number, tuple(found), question.keys, problem, identity, damaged))


def _is_damage(error: Exception) -> bool:
    """Whether an error says that the catalogue is damaged, and not that SQLite does not take the question."""
    if not isinstance(error, sqlite3.DatabaseError) or isinstance(error, sqlite3.ProgrammingError):
        return False
    code = getattr(error, "sqlite_errorcode", None)  # none of a text that cannot be unpacked
    return code is None or code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _said(limits: Limits) -> str:
    """What a search could not look at; "" when there is no such thing."""
    if limits.left:
        return f"the regular expression takes too long: {limits.left:,} articles were not looked at"
    return f"the regular expression takes too long in {limits.texts:,} articles" if limits.texts else ""
