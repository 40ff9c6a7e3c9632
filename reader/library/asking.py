"""From the tree of a query to SQL over the catalogue's tables; values are parameters, words quoted strings of FTS5.

What is purely of words and stands at the top, joined by AND with the rest, becomes one MATCH, whose hits the index streams from
the newest down. Dates at the top become bounds of days. All else is a condition on the article `a`. Regular expressions are no
SQL: what the rest leaves are candidates, and `Check` says what is still to be found out of each.

A prefix costs the index as much as it has occurrences, even for its newest hit alone: `looking` makes it something to be found
out as well.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import msgspec

from reader.library.folding import words_of
from reader.library.mentioning import folded_name
from reader.library.query.tree import And, Dated, Everything, Field, Near, Not, Or, Pattern, Query, Words
from reader.library.ranks import bounds
from reader.library.things import EXACTLY, SAME

_LAST_DAY = 1 << 40
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)

HITS = "SELECT hits.key FROM words CROSS JOIN ranked AS hits ON hits.rank = words.rowid WHERE words MATCH ?"
"""The keys of the articles that a MATCH finds."""

_ARTICLES_OF = "SELECT x.key FROM sheet AS s CROSS JOIN article AS x ON x.id = s.article WHERE "


class Condition(msgspec.Struct, frozen=True):
    """SQL with its parameters.

    Attributes:
        keys: the SELECT of the articles' keys for which it holds, where it is of that kind; "" where it is not. `sql` asks then
            whether an article that was met is among them.
    """

    sql: str
    parameters: tuple[Any, ...] = ()
    keys: str = ""

    @property
    def looked_up(self) -> Condition:
        """The same where the articles are looked up by their keys, instead of met in another order."""
        return Condition(f"a.key IN ({self.keys})", self.parameters) if self.keys else self


def among(keys: str, *parameters: object) -> Condition:
    """Whether the article `a` is among those whose keys a SELECT gives."""
    return Condition(f"+a.key IN ({keys})", parameters, keys)


class Check(msgspec.Struct, frozen=True):
    """What is to be found out of a candidate: whether conditions hold, by number (`asked`), and what its text holds (`sought`).

    Attributes:
        kind: `and`, `or`, `not`, `asked`, `sought`.
    """

    kind: str
    parts: tuple[Check, ...] = ()
    asked: int = 0
    sought: Words | Near | Pattern | None = None


class Plan(msgspec.Struct, frozen=True):
    """What is asked of the catalogue.

    Attributes:
        match: the MATCH; "" without one.
        days: the first and the last day, both included; None for all.
        conditions: on the article `a`; all must hold.
        check: what is to be found out of each candidate that is left; None when nothing is.
        asked: the conditions that `check` asks about.
    """

    match: str
    days: tuple[int, int] | None
    conditions: tuple[Condition, ...]
    check: Check | None
    asked: tuple[Condition, ...]

    @property
    def where(self) -> Condition:
        """All conditions but the MATCH, days included, as one; "1" without any."""
        return all_of([*self.conditions, *self.dated])

    @property
    def dated(self) -> tuple[Condition, ...]:
        """The days as a condition; none for all."""
        return () if self.days is None else (Condition("a.day BETWEEN ? AND ?", self.days),)


def plan(
    query: Query,
    annotator: str,
    sources: Sequence[tuple[int, str]] = (),
    renamed: Sequence[Sequence[str]] = (),
    *,
    flagged: Collection[str] = (),
    decided: Collection[str] = (),
    looking: bool = False,
) -> Plan:
    """What to ask for the articles that match a query.

    Args:
        annotator: whose sheets `label:` and `status:` ask about.
        sources: number and name of each source of the catalogue.
        renamed: all names of each label that has several: any of them stands for all.
        flagged: the ids of the articles that `is:flagged` means.
        decided: those of the articles with suggestions that `is:suggested` does not mean.
        looking: whether prefixes are looked for in the texts of candidates, as regular expressions are.
    """
    return _Planner(annotator, sources, renamed, {"flagged": flagged, "decided": decided}, looking).plan(query)


def has_prefix(query: Query) -> bool:
    """Whether a word of a query may go on."""
    if isinstance(query, And | Or):
        return any(map(has_prefix, query.parts))
    if isinstance(query, Near):
        return any(map(has_prefix, query.phrases))
    return has_prefix(query.part) if isinstance(query, Not) else isinstance(query, Words) and query.prefix


def of_words(query: Query) -> bool:
    """Whether a query can be one MATCH."""
    if isinstance(query, And):
        return all(of_words(_positive(part)) for part in query.parts) and any(map(of_words, query.parts))
    if isinstance(query, Or):
        return all(map(of_words, query.parts))
    return isinstance(query, Words | Near)


def _positive(query: Query) -> Query:
    return query.part if isinstance(query, Not) else query


NAMING = "SELECT key FROM looked_through WHERE row IN (SELECT rowid FROM named WHERE named MATCH ?)"
"""The keys of the articles whose entities a MATCH meets."""


def match_of(query: Query) -> str:
    """A query that is `of_words` in the language of FTS5."""
    match query:
        case Words():
            return f"{_column(query.column)}{_phrase(query)}"
        case Near():
            phrases = " ".join(_phrase(phrase) for phrase in query.phrases)
            return f"{_column(query.column)}NEAR({phrases}, {query.within})"
        case And():
            wanted = [match_of(part) for part in query.parts if not isinstance(part, Not)]
            wanted = [f"({text})" if " OR " in text else text for text in wanted]
            unwanted = [f" NOT ({match_of(part.part)})" for part in query.parts if isinstance(part, Not)]
            joined = " AND ".join(wanted)
            return f"({joined})" + "".join(unwanted) if len(wanted) > 1 and unwanted else joined + "".join(unwanted)
        case Or():
            return " OR ".join(match_of(part) for part in query.parts)
    raise TypeError(query)


def _column(name: str) -> str:
    return f"{name} : " if name else ""


def _phrase(words: Words) -> str:
    text = words.text.replace("\0", " ").replace('"', '""')
    return f'"{text}"{" *" if words.prefix else ""}'


def all_of(conditions: Sequence[Condition]) -> Condition:
    """All of some conditions; "1" without any."""
    return _joined(conditions, " AND ") if conditions else Condition("1")


def _joined(conditions: Sequence[Condition], by: str) -> Condition:
    sql = by.join(condition.sql for condition in conditions)
    return Condition(f"({sql})", tuple(value for condition in conditions for value in condition.parameters))


class _Planner:
    def __init__(
        self,
        annotator: str,
        sources: Sequence[tuple[int, str]],
        renamed: Sequence[Sequence[str]],
        ids: Mapping[str, Collection[str]],
        looking: bool,
    ) -> None:
        self.annotator = annotator
        self.sources = sources
        self.renamed = renamed
        self.ids = ids
        self.looking = looking
        self.asked: list[Condition] = []

    def plan(self, query: Query) -> Plan:
        parts = query.parts if isinstance(query, And) else (query,)
        words: list[Query] = [part for part in parts if of_words(part) and not self.looks(part)]
        without: list[Query] = [
            part for part in parts if isinstance(part, Not) and of_words(part.part) and not self.looks(part)
        ]
        textual = tuple(words + without) if words else ()
        days: tuple[int, int] | None = None
        conditions: list[Condition] = []
        checks: list[Check] = []
        for part in parts:
            if part in textual or isinstance(part, Everything):
                continue
            if isinstance(part, Dated):
                first, last = days_of(part)
                days = (first, last) if days is None else (max(days[0], first), min(days[1], last))
            elif self.looks(part):
                relaxed = self.relaxed(part)
                if relaxed is not None:
                    conditions.append(relaxed)
                checks.append(self.check(part))
            else:
                conditions.append(self.condition(part))
        match = match_of(And(textual) if len(textual) > 1 else textual[0]) if textual else ""
        check = Check("and", tuple(checks)) if len(checks) > 1 else checks[0] if checks else None
        return Plan(match, days, tuple(conditions), check, tuple(self.asked))

    def looks(self, query: Query) -> bool:
        """Whether the texts of candidates have to be looked at for it."""
        if isinstance(query, And | Or):
            return any(map(self.looks, query.parts))
        if isinstance(query, Not):
            return self.looks(query.part)
        return isinstance(query, Pattern) or (self.looking and has_prefix(query))

    # -- conditions -----------------------------------------------------------------------------------------------

    def condition(self, query: Query) -> Condition:
        """A query without regular expressions as a condition, which is true or false and never NULL."""
        if of_words(query):
            return among(HITS, match_of(query))
        match query:
            case And():
                return self._and(query)
            case Or():
                return _joined([self.condition(part) for part in query.parts], " OR ")
            case Not():
                inner = self.condition(query.part)
                return Condition(f"NOT {inner.sql}", inner.parameters)
            case Dated():
                return Condition("a.day BETWEEN ? AND ?", days_of(query))
            case Field():
                return self.field(query)
            case Everything():
                return Condition("1")
        raise TypeError(query)

    def _and(self, query: And) -> Condition:
        """Words together are one MATCH here as well."""
        words = tuple(part for part in query.parts if of_words(part))
        rest = [self.condition(part) for part in query.parts if part not in words]
        if words:
            rest.insert(0, self.condition(And(words) if len(words) > 1 else words[0]))
        return _joined(rest, " AND ")

    def field(self, field: Field) -> Condition:
        match field.name:
            case "label":
                like, parameters = self._label(field)
                labelled = f"SELECT l.sheet FROM sheet_label AS l WHERE {like}"
                return among(f"{_ARTICLES_OF}s.annotator = ? AND s.sheet IN ({labelled})", self.annotator, *parameters)
            case "status":
                return self._status(field)
            case "annotator":
                like, parameters = _like("s.annotator", field)
                return among(f"{_ARTICLES_OF}{like}", *parameters)
            case "entity":
                return _entity(field)
            case "source":
                fit = [number for number, name in self.sources if _says(name, field.value, field.prefix)]
                return Condition("ifnull(a.source, 0) IN (SELECT value FROM json_each(?))", (str(fit),))
            case "language":
                exact, parameters = _like("ifnull(a.language, '')", field)
                if field.prefix:
                    return Condition(f"({exact})", parameters)
                region = Field("language", f"{field.value}-", True)
                also, more = _like("replace(ifnull(a.language, ''), '_', '-')", region)
                return Condition(f"({exact} OR {also})", (*parameters, *more))
            case "is":
                if field.value == "suggested":
                    suggests = "s.suggests > 0 AND s.suggests > s.uncertain AND s.annotator <> ?"
                    undecided = "s.article NOT IN (SELECT value FROM json_each(?))"
                    return among(f"{_ARTICLES_OF}{suggests} AND {undecided}", self.annotator, self._listed("decided"))
                return among(
                    "SELECT key FROM article WHERE id IN (SELECT value FROM json_each(?))", self._listed("flagged")
                )
            case "id":
                if field.prefix:
                    end = field.value + "\U0010ffff"
                    return among("SELECT key FROM article WHERE id BETWEEN ? AND ?", field.value, end)
                return among("SELECT key FROM article WHERE id = ?", field.value)

    def _listed(self, which: str) -> str:
        return json.dumps(sorted(self.ids[which]))

    def _label(self, field: Field) -> tuple[str, tuple[str, ...]]:
        """Whether `l` is a label of that name; of one that was renamed, all its names mean it."""
        like, parameters = _like("l.label", field)
        meant = [name for names in self.renamed if any(_is_like(name, field) for name in names) for name in names]
        if not meant:
            return like, parameters
        return f"({like} OR l.label IN (SELECT value FROM json_each(?)))", (*parameters, json.dumps(meant))

    def _status(self, field: Field) -> Condition:
        """An article without a sheet is new."""
        is_new = "new".startswith(field.value) if field.prefix else field.value == "new"
        own = f"{_ARTICLES_OF}s.annotator = ? AND s.status"
        if is_new:
            return Condition(f"+a.key NOT IN ({own} <> 'new')", (self.annotator,))
        like, parameters = _like("s.status", field)
        return among(f"{_ARTICLES_OF}s.annotator = ? AND {like}", self.annotator, *parameters)

    # -- regular expressions --------------------------------------------------------------------------------------

    def relaxed(self, query: Query) -> Condition | None:
        """What holds wherever a query may, whatever its regular expressions say; None for nothing."""
        if not self.looks(query):
            return self.condition(query)
        if isinstance(query, And):
            known = [found for part in query.parts if (found := self.relaxed(part)) is not None]
            return _joined(known, " AND ") if known else None
        if isinstance(query, Or):
            parts = [self.relaxed(part) for part in query.parts]
            known = [part for part in parts if part is not None]
            return _joined(known, " OR ") if len(known) == len(parts) else None
        return None

    def check(self, query: Query) -> Check:
        if not self.looks(query):
            self.asked.append(self.condition(query))
            return Check("asked", asked=len(self.asked) - 1)
        match query:
            case Pattern() | Words() | Near():
                return Check("sought", sought=query)
            case Not():
                return Check("not", (self.check(query.part),))
            case And():
                return Check("and", tuple(self.check(part) for part in query.parts))
            case Or():
                return Check("or", tuple(self.check(part) for part in query.parts))
        raise TypeError(query)


def _entity(field: Field) -> Condition:
    """Whether an article names something with these words, or a thing that is called so elsewhere; or (`=`) that thing."""
    thing = f"SELECT key FROM mentioned WHERE entity IN ({SAME})"
    folded = folded_name(field.value)
    if not folded:
        return Condition("0")
    if field.value.startswith(EXACTLY):
        return among(thing, folded)
    match = match_of(Words(field.value, field.prefix))
    return among(NAMING, match) if field.prefix else among(f"{NAMING} UNION {thing}", match, folded)


def days_of(dated: Dated) -> tuple[int, int]:
    """The first and the last day, both included (see `ranks`)."""
    first = bounds(dated.first)[0] if dated.first else 1
    last = bounds(dated.last)[1] if dated.last else _LAST_DAY
    return first, last


def _like(column: str, field: Field) -> tuple[str, tuple[str, ...]]:
    """Whether a column has a field's value, whatever the case of ASCII letters."""
    escaped = field.value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{column} LIKE ? ESCAPE '\\'", (escaped + "%" * field.prefix,)


def _is_like(name: str, field: Field) -> bool:
    """The same of a name."""
    folded, value = (text.translate(_LOWER) for text in (name, field.value))
    return folded.startswith(value) if field.prefix else folded == value


def _says(name: str, value: str, prefix: bool) -> bool:
    """Whether a name has the words of a value one after the other."""
    words, wanted = words_of(name), words_of(value)
    for i in range(len(words) - len(wanted) + 1):
        here = words[i : i + len(wanted)]
        if here == wanted or (prefix and here[:-1] == wanted[:-1] and here[-1].startswith(wanted[-1])):
            return True
    return False
