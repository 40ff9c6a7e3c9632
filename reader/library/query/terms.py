"""What stands in a query, checked: values of fields, regular expressions, the phrases of a NEAR."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from reader.library.folding import words_of
from reader.library.query.dates import read_dates, read_so_far
from reader.library.query.errors import QueryError
from reader.library.query.tree import MARKS, STATUSES, Column, Field, FieldName, Near, Pattern, Query, Words
from reader.yamlfile import nearest

MAX_PATTERN = 1000
"""Code points of a regular expression."""

_OF_WORDS = ("entity", "source")  # compared word by word


def field(name: str, value: str, prefix: bool, starred: bool, start: int, end: int, *, typing: bool) -> Query | None:
    """A field with its value, which stands at `start` to `end`.

    Args:
        prefix: whether the value may go on; `starred`, whether a `*` says so.
        typing: whether somebody is still typing it; then None means that it is not enough yet.
    """
    value = " ".join(value.split())
    if name == "date":
        if starred:
            raise QueryError("dates take no `*`", end - 1, end, "date:2020 is the whole year, date:2020-03 the month")
        return read_so_far(value, start) if typing else read_dates(value, start)
    if name == "status":
        value = value.lower()
        fits = [status for status in STATUSES if status.startswith(value)] if prefix else [value]
        if not set(fits) & set(STATUSES):
            raise QueryError(f"there is no status {value!r}", start, end, nearest(value, STATUSES))
        prefix = prefix and value not in STATUSES
    if name == "is":
        value = value.lower()
        meant = [mark for mark in MARKS if mark == value or (prefix and mark.startswith(value))]
        if not meant:
            raise QueryError(f"there is no `is:{value}`", start, end, nearest(value, MARKS))
        value, prefix = meant[0], False
    if name == "language":
        value = value.lower().replace("_", "-")
    if name in _OF_WORDS and not words_of(value):
        if typing:
            return None
        raise QueryError("there is no letter or digit here to look for", start, end)
    return Field(cast("FieldName", name), value, prefix)


def pattern(source: str, ignore_case: bool, column: Column, start: int, *, unfinished: bool) -> Query | None:
    """A regular expression, which stands at `start`. None for an unfinished one that says nothing yet."""
    from reader.library.patterns import PatternError, TooLarge, compiled

    if not source:
        if unfinished:
            return None
        raise QueryError("this regular expression is empty", start - 1, start + 1)
    if len(source) > MAX_PATTERN:
        raise QueryError(
            f"a regular expression has at most {MAX_PATTERN:,} characters", start + MAX_PATTERN, start + len(source)
        )
    found = Pattern(source, ignore_case, column)
    try:
        compiled(found)
    except PatternError as error:
        if unfinished:
            return None
        place = start + min(error.place, len(source))
        said = str(error) if isinstance(error, TooLarge) else f"this is no regular expression: {error}"
        raise QueryError(said, place, min(place + 1, start + len(source))) from None
    return found


def near(phrases: Sequence[Words], within: int, column: Column, start: int, end: int, *, typing: bool) -> Query | None:
    """A NEAR of these phrases, which stands at `start` to `end`."""
    if len(phrases) > 1:
        return Near(tuple(phrases), within, column)
    if typing:
        return Words(phrases[0].text, phrases[0].prefix, column) if phrases else None
    raise QueryError("NEAR needs two words or phrases", start, end, "NEAR(ceasefire Idlib, 8)")
