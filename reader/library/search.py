"""The articles of a catalogue that match a query: the newest at once, then all of them, their number, the most relevant.

    query ─ asking.plan ─▶ Plan ─▶ SQL ─▶ keys, in the list's order (day, the latest first; key)
                             └─ check ─▶ regular expressions over the texts of the candidates

A search belongs to the thread that runs it; only `interrupt` is for others.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from itertools import islice
from time import monotonic
from typing import Any

import msgspec

from reader.library import asking
from reader.library.asking import HITS, Check, Condition
from reader.library.catalogue import Catalogue
from reader.library.packing import unpack
from reader.library.patterns import SECONDS, compiled
from reader.library.query.tree import Pattern, Query
from reader.library.relevance import by_relevance
from reader.library.streams import newest_hits

WHOLE = 60.0
"""Seconds that the regular expressions of a search may take for all texts together."""

RELEVANT = 2000
"""Hits that are put in order by relevance: the newest ones."""

_FEW = 2000  # articles that are quicker looked up one by one than met in the list's order


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
        self, catalogue: Catalogue, query: Query, annotator: str, *, each: float = SECONDS, whole: float = WHOLE
    ) -> None:
        """Prepare a search.

        Args:
            annotator: whose labels and status are asked for.
            each: seconds for the regular expressions of one text.
            whole: … of all texts of one call.
        """
        self.query = query
        self.limits = Limits()
        self._catalogue = catalogue
        self._annotator = annotator
        self._each = each
        self._whole = whole
        self._stopped = False
        self._made: asking.Plan | None = None

    @property
    def has_patterns(self) -> bool:
        """Whether texts have to be looked through: then all takes as long as there are candidates."""
        return self._plan.check is not None

    @property
    def _plan(self) -> asking.Plan:
        if self._made is None:
            sources = self._run("SELECT source, name FROM source") if "source:" in str(self.query) else []
            self._made = asking.plan(self.query, self._annotator, sources)
        return self._made

    def interrupt(self) -> None:
        """Let whatever runs, and whatever is asked from now on, end with `Stopped`. For another thread."""
        self._stopped = True
        self._catalogue.db.interrupt()

    # -- what is asked --------------------------------------------------------------------------------------------

    def newest(self, limit: int) -> list[int]:
        """The keys of the first `limit` hits in the list's order. Raises Stopped."""
        plan = self._plan
        if plan.check is not None:
            return list(islice(self._checked(), limit))
        if plan.match:
            return newest_hits(self._run, plan.match, plan.days, plan.where, limit)
        where = self._where(lookups=self._are_few())
        return [key for (key,) in self._run(f"{_LISTED.format(where.sql)} LIMIT ?", (*where.parameters, limit))]

    def all_keys(self) -> array[int]:
        """The keys of all hits in the list's order. Raises Stopped."""
        if self._plan.check is not None:
            return array("q", self._checked())
        return array("q", (key for (key,) in self._candidates()))

    def count(self) -> int:
        """The number of hits. Raises Stopped."""
        plan = self._plan
        if plan.check is not None:
            return sum(1 for _ in self._checked())
        if plan.match and not plan.conditions and plan.days is None:
            return int(self._run("SELECT count(*) FROM words WHERE words MATCH ?", (plan.match,))[0][0])
        where = self._where(lookups=self._are_few())
        return int(self._run(f"SELECT count(*) FROM article AS a WHERE {where.sql}", where.parameters)[0][0])

    def ranked(self, limit: int) -> list[int]:
        """The keys of the first `limit` hits, the most relevant of the newest `RELEVANT` first (see `relevance`). Raises Stopped."""
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

    def _where(self, *, lookups: bool) -> Condition:
        """All that SQL can tell, as a condition on `a`.

        Args:
            lookups: whether articles may be looked up one by one instead of met in the list's order.
        """
        where = self._plan.where
        parts = [] if where.sql == "1" else [where]
        if self._plan.match:
            parts.insert(0, Condition(f"a.key IN ({HITS})", (self._plan.match,)))
        sql = " AND ".join(part.sql for part in parts) or "1"
        if not lookups:
            sql = sql.replace("a.key IN", "+a.key IN")
        return Condition(sql, tuple(value for part in parts for value in part.parameters))

    def _are_few(self) -> bool:
        """Whether one of the conditions that must hold leaves few articles."""
        sets = [one for one in self._plan.conditions if one.sql.startswith("a.key IN (")]
        if self._plan.match:
            sets.append(Condition(f"a.key IN ({HITS})", (self._plan.match,)))
        for one in sets:
            inner = one.sql.removeprefix("a.key IN (").removesuffix(")")
            counted = f"SELECT count(*) FROM ({inner} LIMIT {_FEW})"
            if self._run(counted, one.parameters)[0][0] < _FEW:
                return True
        return False

    def _candidates(self, columns: tuple[Condition, ...] = ()) -> list[tuple[Any, ...]]:
        """The key of each article that SQL leaves, in the list's order, with what else is asked of it."""
        where = self._where(lookups=self._are_few())
        asked = "".join(f", {column.sql}" for column in columns)
        sql = _LISTED.format(where.sql).replace("SELECT a.key", f"SELECT a.key{asked}", 1)
        return self._run(sql, (*(value for column in columns for value in column.parameters), *where.parameters))

    # -- regular expressions --------------------------------------------------------------------------------------

    def _checked(self) -> Iterator[int]:
        """The candidates whose texts the regular expressions match."""
        plan = self._plan
        assert plan.check is not None
        self.limits = Limits()
        candidates = self._candidates(plan.asked)
        end = monotonic() + self._whole
        for number, (key, *asked) in enumerate(candidates):
            self._go_on()
            left = end - monotonic()
            if left <= 0:
                self.limits.left = len(candidates) - number
                return
            text = _Text(self._catalogue, key, min(self._each, left))
            try:
                if _holds(plan.check, asked, text):
                    yield key
            except TimeoutError:
                self.limits.texts += 1


_LISTED = "SELECT a.key FROM article AS a WHERE {} ORDER BY a.day DESC, a.key"


class _Text:
    """A text, had when it is first asked for; with the time that is left for it."""

    def __init__(self, catalogue: Catalogue, key: int, seconds: float) -> None:
        self._catalogue = catalogue
        self._key = key
        self._end = monotonic() + seconds
        self._had: tuple[str, str, int] | None = None

    def matches(self, pattern: Pattern) -> bool:
        """Whether a regular expression matches. Raises TimeoutError."""
        if self._had is None:
            found = self._catalogue.db.execute(
                "SELECT title, head, packed FROM article JOIN text USING (key) WHERE key = ?", (self._key,)
            ).fetchone()
            if found is None:  # taken out meanwhile
                return False
            title, head, packed = found
            self._had = title, unpack(packed, self._catalogue.dictionary), head
        title, text, head = self._had
        if pattern.column == "title":
            return self._in(pattern, title)
        return self._in(pattern, text) or (not head and self._in(pattern, title))

    def _in(self, pattern: Pattern, text: str) -> bool:
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        return compiled(pattern).search(text, timeout=left, concurrent=True) is not None


def _holds(check: Check, asked: list[Any], text: _Text) -> bool:
    if check.kind == "asked":
        return bool(asked[check.asked])
    if check.kind == "not":
        return not _holds(check.parts[0], asked, text)
    if check.pattern is not None:
        return text.matches(check.pattern)
    # What SQL has told costs nothing: first.
    parts = sorted(check.parts, key=_costs)
    if check.kind == "and":
        return all(_holds(part, asked, text) for part in parts)
    return any(_holds(part, asked, text) for part in parts)


def _costs(check: Check) -> bool:
    return check.pattern is not None or any(map(_costs, check.parts))
