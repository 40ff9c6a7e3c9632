"""The tree that a query is read into. `str` of any part is a query that is read into the same part."""

from __future__ import annotations

from typing import Literal

import msgspec

from reader.patterns import lazy

Column = Literal["", "title"]
FieldName = Literal["label", "entity", "status", "source", "annotator", "language", "id", "is"]

OPERATORS = ("AND", "OR", "NOT", "NEAR")
FIELDS = ("title", "label", "entity", "date", "status", "source", "annotator", "language", "id", "is")
MARKS = ("flagged", "suggested")  # what `is:` asks for
STATUSES = ("new", "reading", "done", "skipped")
WITHIN = 10  # words between the phrases of a NEAR that names no number

_NEEDS_QUOTES = lazy(r'[\s()"“”„,]|^[-/]|^[A-Za-z]+:|\*|^NEAR/')


class Everything(msgspec.Struct, frozen=True):
    """Matches every article: an empty query."""

    def __str__(self) -> str:
        return ""


class Words(msgspec.Struct, frozen=True):
    """A word or a phrase in the text or the title.

    Attributes:
        text: as it was typed; it holds at least one word of the full-text index, and several are a phrase.
        prefix: whether the last word may go on.
        column: `title` when only the title is asked.
    """

    text: str
    prefix: bool = False
    column: Column = ""

    def __str__(self) -> str:
        return f"{_of(self.column)}{_quoted(self.text)}{'*' * self.prefix}"


class Near(msgspec.Struct, frozen=True):
    """Phrases with at most `within` words between the end of any and the start of the last."""

    phrases: tuple[Words, ...]
    within: int = WITHIN
    column: Column = ""

    def __str__(self) -> str:
        phrases = " ".join(str(msgspec.structs.replace(phrase, column="")) for phrase in self.phrases)
        return f"{_of(self.column)}NEAR({phrases}, {self.within})"


class Pattern(msgspec.Struct, frozen=True):
    """A regular expression, sought in the text (and in a title that is no part of it); in the title alone for that column.

    Attributes:
        source: as it was typed between the slashes.
    """

    source: str
    ignore_case: bool = False
    column: Column = ""

    def __str__(self) -> str:
        return f"{_of(self.column)}/{self.source}/{'i' * self.ignore_case}"


class Field(msgspec.Struct, frozen=True):
    """What is said of an article has this value."""

    name: FieldName
    value: str
    prefix: bool = False

    def __str__(self) -> str:
        return f"{self.name}:{_quoted(self.value)}{'*' * self.prefix}"


class Dated(msgspec.Struct, frozen=True):
    """The date is one of these days. Articles without a date have none of any.

    Attributes:
        first, last: ISO dates, whole or partial, both included; "" where it is open.
    """

    first: str
    last: str

    def __str__(self) -> str:
        return f"date:{self.first}" if self.first == self.last else f"date:{self.first}..{self.last}"


class And(msgspec.Struct, frozen=True):
    """All of these; two or more."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " ".join(f"({part})" if isinstance(part, Or) else str(part) for part in self.parts)


class Or(msgspec.Struct, frozen=True):
    """Any of these; two or more."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(f"({part})" if isinstance(part, And) else str(part) for part in self.parts)


class Not(msgspec.Struct, frozen=True):
    """All but these."""

    part: Query

    def __str__(self) -> str:
        return f"NOT ({self.part})" if isinstance(self.part, And | Or) else f"-{self.part}"


Query = Everything | Words | Near | Pattern | Field | Dated | And | Or | Not


def _of(column: str) -> str:
    return f"{column}:" if column else ""


def _quoted(text: str) -> str:
    if text in OPERATORS or not text or _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
