"""Dates of articles beside dates that were chosen: days, months or years, each compared as far as both go."""

from __future__ import annotations

from datetime import date as calendar

from reader.errors import UsageError

_LENGTHS = (4, 7, 10)


def checked_date(said: str) -> str:
    """A date as `2020`, `2020-03` or `2020-03-01`.

    Raises:
        UsageError: it is none.
    """
    if len(said) in _LENGTHS and said.isascii():
        try:
            calendar.fromisoformat(said + "-01-01"[len(said) - 4 :])
        except ValueError:
            pass
        else:
            return said
    raise UsageError(f"{said!r} is no date", hint="write 2020-03-01, 2020-03 or 2020")


def is_before(date: str, other: str) -> bool:
    """Whether a date lies before another; of a month and a day in it neither does."""
    length = min(len(date), len(other), 10)
    return date[:length] < other[:length]


def is_within(date: str, since: str, until: str) -> bool:
    """Whether a date lies between two, both included; "" for no bound."""
    return not (since and is_before(date, since)) and not (until and is_before(until, date))
