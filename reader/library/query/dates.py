"""Days as a query names them: `2020`, `2020-03`, `2020-03-15`, ranges with `..`, and `>=`, `>`, `<=`, `<`."""

from __future__ import annotations

from datetime import date, timedelta

from reader.library.query.errors import QueryError
from reader.library.query.tree import Dated
from reader.patterns import lazy

_HINT = "dates are written 2020, 2020-03 or 2020-03-15; ranges 2020-03..2020-05, ..2020, >=2020-03"
_DATE = lazy(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_OTHERWISE = lazy(r"(?:(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?|(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4}))")
_NO_DATE = lazy(r"[^0-9.<>=-]")
_LAST_PIECE = lazy(r"(?:-?\d+|\D)$")
_COMPARED = lazy(r"(>=|<=|>|<)")


def read_dates(value: str, start: int) -> Dated:
    """The days that `value` names, which stands at `start` of the query. Raises QueryError."""
    sign = _COMPARED.match(value)
    if sign is not None:
        year, *rest = _date(value[sign.end() :], start + sign.end())
        written = _written(year, *rest)
        if sign[1] == ">=":
            return Dated(written, "")
        if sign[1] == "<=":
            return Dated("", written)
        beside = _beside(year, rest, 1 if sign[1] == ">" else -1)
        if beside is None:
            raise QueryError(f"there is no date beyond {written}", start, start + len(value))
        return Dated(beside, "") if sign[1] == ">" else Dated("", beside)
    first, dots, last = value.partition("..")
    if not dots:
        written = _written(*_date(value, start))
        return Dated(written, written)
    if not first and not last:
        raise QueryError("a range of dates has at least one end", start, start + len(value), _HINT)
    after, before = "", ""
    if first:
        after = _written(*_date(first, start))
    if last:
        before = _written(*_date(last, start + len(first) + 2))
    if after and before and before < after[: len(before)]:
        raise QueryError(
            f"this range ends ({before}) before it begins ({after})", start, start + len(value), f"{before}..{after}"
        )
    return Dated(after, before)


def _date(value: str, start: int) -> tuple[int, int, int]:
    """Year, month and day, 0 where it is not named."""
    end = start + len(value)
    match = _DATE.fullmatch(value)
    if match is None or not value.isascii():
        raise QueryError(f"{value!r} is no date" if value else "a date is missing", start, end, _meant(value) or _HINT)
    year, month, day = (int(part or 0) for part in match.groups())
    if year == 0 or (match[2] and not 1 <= month <= 12):
        raise QueryError(f"there is no {'month' if year else 'year'} {value[:7]}", start, end, _HINT)
    if match[3]:
        try:
            date(year, month, day)
        except ValueError:
            raise QueryError(f"there is no day {value}", start, end, _HINT) from None
    return year, month, day


def _meant(value: str) -> str:
    """A hint for a date written in another way, where it can be only one."""
    match = _OTHERWISE.fullmatch(value)
    if match is None or not value.isascii():
        return ""
    if match[1]:
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    else:
        year, month, day = int(match[6]), int(match[5]), int(match[4] or 0)
        if day and month <= 12 and day <= 12 and day != month:
            return f"did you mean {_written(year, month, day)} or {_written(year, day, month)}?"
        if month > 12:
            month, day = day, month
    try:
        date(year, month, day or 1)
    except ValueError:
        return ""
    return f"did you mean {_written(year, month, day)}?"


def _written(year: int, month: int = 0, day: int = 0) -> str:
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _beside(year: int, rest: list[int], step: int) -> str | None:
    """The year, month or day after or before the one named."""
    month, day = rest
    if day:
        try:
            return (date(year, month, day) + timedelta(step)).isoformat()
        except OverflowError:
            return None
    if month:
        year, month = divmod(year * 12 + month - 1 + step, 12)
        return _written(year, month + 1) if 1 <= year <= 9999 else None
    return _written(year + step) if 1 <= year + step <= 9999 else None


def read_so_far(value: str, start: int) -> Dated | None:
    """The days that a value names as far as it is typed; None while that is none. Raises QueryError for what becomes no date."""
    if _NO_DATE.search(value):
        return read_dates(value, start)
    for _ in range(8):
        try:
            return read_dates(value, start)
        except QueryError:
            value = _LAST_PIECE.sub("", value)
    return None
