"""The articles of a catalogue that match a query: the newest at once, then all of them, their number, the most relevant.

    query ─ asking.plan ─▶ Plan ─▶ SQL ─▶ keys, in the list's order (day, the latest first; key)
                             └─ check ─▶ regular expressions (and frequent prefixes) over the texts of the candidates

A search belongs to the thread that runs it; only `interrupt` is for others.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from time import monotonic
from typing import Any

import msgspec

from reader.library import asking
from reader.library.asking import HITS, Check, Condition, all_of, among
from reader.library.catalogue import Catalogue
from reader.library.matching import Text
from reader.library.packing import unpack
from reader.library.patterns import SECONDS, compiled
from reader.library.query.tree import Near, Pattern, Query, Words
from reader.library.relevance import by_relevance
from reader.library.streams import Run, newest_hits

WHOLE = 60.0
"""Seconds that the regular expressions of a search may take for all texts together."""

RELEVANT = 2000
"""Hits that are put in order by relevance: the newest ones."""

_FEW = 2000  # articles that are quicker looked up one by one than met in the list's order
_LOOKS = 400  # articles that are looked at for a prefix before the index is asked,
_LOOKING = 0.1  # and for how many seconds
_TRIED = 48  # of them, after which it is seen whether that leads anywhere


class Stopped(Exception):
    """The search was interrupted."""


class Limits(msgspec.Struct):
    """What the time limits of regular expressions cut off.

    Attributes:
        texts: articles whose text took too long, and which are not among the hits.
        left: articles that were not looked at, because all together took too long.
    """

    texts: int = 0
    left: int = 0

    def __bool__(self) -> bool:
        return bool(self.texts or self.left)


class Search:
    """A query over a catalogue.

    Attributes:
        query: what is sought.
        limits: what was cut off in the last call, and why the hits may not be all.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        query: Query,
        annotator: str,
        *,
        renamed: Sequence[Sequence[str]] = (),
        flagged: Collection[str] = (),
        dismissed: Collection[str] = (),
        each: float = SECONDS,
        whole: float = WHOLE,
    ) -> None:
        """Prepare a search.

        Args:
            annotator: whose labels and status are asked for.
            renamed: all names of each label that has several, of which any stands for all.
            flagged: the ids of the articles that `is:flagged` means.
            dismissed: the keys of the suggestions that `is:suggested` does not mean any more.
            each: seconds for the regular expressions of one text.
            whole: … of all texts of one call.
        """
        self.query = query
        self.limits = Limits()
        self._catalogue = catalogue
        self._annotator = annotator
        self._renamed = renamed
        self._flagged = flagged
        self._dismissed = dismissed
        self._each = each
        self._whole = whole
        self._stopped = False
        self._plans: dict[bool, asking.Plan] = {}

    @property
    def _plan(self) -> asking.Plan:
        return self._planned(looking=False)

    def _planned(self, *, looking: bool) -> asking.Plan:
        if looking not in self._plans:
            sources = self._run("SELECT source, name FROM source") if "source:" in str(self.query) else []
            self._plans[looking] = asking.plan(
                self.query,
                self._annotator,
                sources,
                self._renamed,
                flagged=self._flagged,
                decided=self._decided() if "is:suggested" in str(self.query) else (),
                looking=looking,
            )
        return self._plans[looking]

    def _decided(self) -> list[str]:
        from reader.library.suggested import decided_articles  # late: few queries ask for suggestions

        return decided_articles(self._run, self._annotator, self._dismissed, self._renamed)

    def interrupt(self) -> None:
        """Let whatever runs, and whatever is asked from now on, end with `Stopped`. For another thread."""
        self._stopped = True
        self._catalogue.db.interrupt()

    # -- what is asked --------------------------------------------------------------------------------------------

    def newest(self, limit: int) -> list[int]:
        """The keys of the first `limit` hits in the list's order. Raises Stopped."""
        plan = self._plan
        if plan.check is not None:
            return list(islice(self._checked(plan, self._candidates(plan)), limit))
        if asking.has_prefix(self.query) and (found := self._by_looking(limit)) is not None:
            return found
        return [key for key, *_ in self._newest(plan, limit)]

    def _newest(self, plan: asking.Plan, limit: int) -> list[tuple[Any, ...]]:
        """The first candidates of a plan: their keys, and what else is asked of them."""
        if plan.match and not plan.asked and not asking.has_prefix(self.query):
            return [(key,) for key in newest_hits(self._run, plan.match, plan.days, plan.where, limit)]
        return self._candidates(plan, limit)

    def _by_looking(self, limit: int) -> list[int] | None:
        """The first hits, when prefixes are so frequent that they are soon found by looking for them; None when they are not."""
        if limit > _LOOKS:
            return None
        plan = self._planned(looking=True)
        reach = min(4 * limit, _LOOKS)
        candidates = self._newest(plan, reach)
        found = list(islice(self._checked(plan, candidates[:_TRIED], _LOOKING), limit))
        if len(candidates) == reach and 2 * reach * len(found) < limit * _TRIED:
            return None  # at half the rate that is needed, the rest would be looked at in vain
        found += islice(self._checked(plan, candidates[_TRIED:], _LOOKING), limit - len(found))
        if len(found) == limit or (len(candidates) < reach and not self.limits):
            return found
        self.limits = Limits()
        return None

    def all_keys(self) -> array[int]:
        """The keys of all hits in the list's order. Raises Stopped."""
        plan = self._plan
        if plan.check is not None:
            return array("q", self._checked(plan, self._candidates(plan)))
        where = self._where(plan)
        sql = f"SELECT a.key FROM article AS a WHERE {where.sql} ORDER BY a.day DESC, a.key"
        return array("q", (key for (key,) in self._row_by_row(sql, where.parameters)))

    def count(self) -> int:
        """The number of hits. Raises Stopped."""
        plan = self._plan
        if plan.check is not None:
            return sum(1 for _ in self._checked(plan, self._candidates(plan)))
        if plan.match and not plan.conditions and plan.days is None:
            return int(self._run("SELECT count(*) FROM words WHERE words MATCH ?", (plan.match,))[0][0])
        where = self._where(plan)
        return int(self._run(f"SELECT count(*) FROM article AS a WHERE {where.sql}", where.parameters)[0][0])

    def ranked(self, limit: int) -> list[int]:
        """The first `limit` hits, the newest `RELEVANT` by `relevance`, then the rest by date. Raises Stopped."""
        newest = self.newest(max(limit, RELEVANT))
        best = by_relevance(self._catalogue, self.query, newest[:RELEVANT], self._run)
        return [*best, *newest[RELEVANT:]][:limit]

    # -- SQL ------------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self._stopped:
            raise Stopped

    def _run(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        self._go_on()
        try:
            return self._catalogue.db.execute(sql, parameters).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise Stopped from None
            raise

    def _row_by_row(self, sql: str, parameters: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """The rows one by one: of a hundred thousand none is kept."""
        self._go_on()
        try:
            yield from self._catalogue.db.execute(sql, parameters)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise Stopped from None
            raise

    def _where(self, plan: asking.Plan) -> Condition:
        """All that SQL can tell, as a condition on `a`."""
        match = [among(HITS, plan.match)] if plan.match else []
        conditions = [*match, *plan.conditions]
        # The index of a frequent prefix has to be gone through to its end.
        few = self._few([*plan.conditions, *(match if "*" not in plan.match else ())])
        if few is not None:
            conditions[conditions.index(few)] = few.looked_up
        return all_of([*conditions, *plan.dated])

    def _few(self, conditions: Sequence[Condition]) -> Condition | None:
        """One of the conditions that leaves few articles, so that these are looked up and not met in the list's order."""
        for one in conditions:
            if one.keys and self._run(f"SELECT count(*) FROM ({one.keys} LIMIT {_FEW})", one.parameters)[0][0] < _FEW:
                return one
        return None

    def _candidates(self, plan: asking.Plan, limit: int = -1) -> list[tuple[Any, ...]]:
        """The key of each article that SQL leaves, in the list's order, with what else is asked of it; the first of them."""
        where = self._where(plan)
        columns = "".join(f", {column.sql}" for column in plan.asked)
        parameters = [value for column in plan.asked for value in column.parameters]
        sql = f"SELECT a.key{columns} FROM article AS a WHERE {where.sql} ORDER BY a.day DESC, a.key LIMIT ?"
        return self._run(sql, (*parameters, *where.parameters, limit))

    # -- looking at texts -----------------------------------------------------------------------------------------

    def _checked(
        self, plan: asking.Plan, candidates: list[tuple[Any, ...]], whole: float | None = None
    ) -> Iterator[int]:
        """The candidates whose texts hold what is sought in them."""
        assert plan.check is not None
        self.limits = Limits()
        end = monotonic() + (self._whole if whole is None else whole)
        for number, (key, *asked) in enumerate(candidates):
            self._go_on()
            left = end - monotonic()
            if left <= 0:
                self.limits.left = len(candidates) - number
                return
            text = _Text(self._run, self._catalogue, key, min(self._each, left))
            try:
                if _holds(plan.check, asked, text):
                    yield key
            except TimeoutError:
                self.limits.texts += 1


_TEXT = "SELECT title, head, packed FROM article JOIN text USING (key) WHERE key = ?"


class _Text:
    """A text, had when it is first asked for; with the time that is left for it."""

    def __init__(self, run: Run, catalogue: Catalogue, key: int, seconds: float) -> None:
        self._run = run
        self._catalogue = catalogue
        self._key = key
        self._end = monotonic() + seconds
        self._had: Text | None = None

    def holds(self, sought: Words | Near | Pattern) -> bool:
        """Whether a regular expression matches, or words stand in it. Raises TimeoutError."""
        if self._had is None:
            found = self._run(_TEXT, (self._key,))
            if not found:  # taken out meanwhile
                return False
            title, head, packed = found[0]
            self._had = Text(title, unpack(packed, self._catalogue.dictionary), head)
        had = self._had
        if not isinstance(sought, Pattern):
            return had.holds(sought)
        if sought.column == "title":
            return self._matches(sought, had.own_title)
        return self._matches(sought, had.text) or (not had.head and self._matches(sought, had.own_title))

    def _matches(self, pattern: Pattern, text: str) -> bool:
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        return compiled(pattern).search(text, timeout=left, concurrent=True) is not None


def _holds(check: Check, asked: list[Any], text: _Text) -> bool:
    if check.kind == "asked":
        return bool(asked[check.asked])
    if check.kind == "not":
        return not _holds(check.parts[0], asked, text)
    if check.sought is not None:
        return text.holds(check.sought)
    # What SQL has told costs nothing: first.
    parts = sorted(check.parts, key=_costs)
    if check.kind == "and":
        return all(_holds(part, asked, text) for part in parts)
    return any(_holds(part, asked, text) for part in parts)


def _costs(check: Check) -> bool:
    return check.sought is not None or any(map(_costs, check.parts))
