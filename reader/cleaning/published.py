"""The date of publication: the date of the page that its place, its line and the other dates speak for, when they do.

Each candidate gets a score, the sum of the weights of its features; the scores of a page and that of *none of them* are
made into probabilities. The weights are fitted by `bench/train_dates.py` (a conditional logit, McFadden 1974).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import exp

from reader.cleaning.date_candidates import Candidate, candidates
from reader.cleaning.date_weights import NONE, SURE, WEIGHTS
from reader.cleaning.dates import dates_in
from reader.cleaning.day_order import by_weekday, day_first, readings
from reader.cleaning.page import Page
from reader.patterns import lazy

_IN_URL = lazy(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")
_COMPACT = lazy(r"\s*((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?:[0-9]{6})?(?![0-9])")
_NUMBER = lazy(r"\s*(?P<seconds>[0-9]{9,10})(?:[0-9]{3})?(?:\.[0-9]{0,9})?\s*")
_FIRST, _AHEAD = datetime(1990, 1, 1, tzinfo=UTC), timedelta(days=2)
_LINE = 60
#: Rules whose name tells what sort of line a date stands in.
_TELLING = frozenset(
    {"date-stamp", "date-line", "dated-line", "byline", "source-line", "rights", "caption", "newsletter"}
)


def read_date(text: str) -> str | None:
    """The ISO date of a metadata field, which begins it; for metadata alone, where a bare number can be a date.

    Read are dates as people write them, days without separators (`20200301`, also with a time behind), and seconds or
    milliseconds since 1970 (the day in UTC, from 1990 to the day after tomorrow).

    None when it holds none, or an ambiguous one: what the page proves about the order of day and month (`day_first`) is not
    asked for `03/04/2020` of a metadata field, which then gives way to the dates of the page.
    """
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return _since_1970(number)
    whole = _COMPACT.match(text)
    written = next(dates_in("-".join(whole.groups()) if whole else text), None)
    return None if written is None else written.read(written.day_first)


def _since_1970(number: re.Match[str]) -> str | None:
    moment = datetime.fromtimestamp(int(number["seconds"]), UTC)
    return moment.date().isoformat() if _FIRST <= moment <= datetime.now(UTC) + _AHEAD else None


def published(page: Page, url: str = "") -> tuple[str | None, str]:
    """ISO date and its origin, or `(None, "")` when unsure.

    The origin is the rule that took the line (`dated-line` when none did) and the line itself, shortened: `date-line:
    "Published 3 March 2020"`. A date that only the address names has the origin `url`.
    """
    address = _IN_URL.search(url)
    named = read_date("-".join(address.groups())) if address else None
    found = candidates(page)
    best = choice(found)
    if best is not None:
        iso = read(page, best, found, named)
        if iso is not None:
            return iso, _origin(page, best)
    return (named, "url") if named else (None, "")


def chances(found: Sequence[Candidate], weights: Mapping[str, float] = WEIGHTS, none: float = NONE) -> list[float]:
    """The probability that each candidate is the date of publication; they sum to less than 1."""
    scores = [sum(weights.get(name, 0.0) * value for name, value in c.features.items()) for c in found]
    top = max([none, *scores])
    parts = [exp(score - top) for score in scores]
    total = sum(parts) + exp(none - top)
    return [part / total for part in parts]


def choice(
    found: Sequence[Candidate], weights: Mapping[str, float] = WEIGHTS, none: float = NONE, sure: float = SURE
) -> Candidate | None:
    """The likeliest candidate of the likeliest day; None when that day is less likely than `sure`."""
    days: dict[object, float] = {}
    odds = chances(found, weights, none)
    for c, p in zip(found, odds, strict=True):
        day = c.written.iso or c.written.pair
        days[day] = days.get(day, 0.0) + p
    if not days:
        return None
    best = max(days, key=lambda day: days[day])
    if days[best] < sure:
        return None
    of_day = [
        (p, -k) for k, (c, p) in enumerate(zip(found, odds, strict=True)) if (c.written.iso or c.written.pair) == best
    ]
    return found[-max(of_day)[1]]


def read(page: Page, best: Candidate, found: Sequence[Candidate], named: str | None) -> str | None:
    """The ISO date of the chosen candidate; None when nothing settles which of its numbers is the day.

    Args:
        page: the page.
        best: the candidate.
        found: all candidates.
        named: the ISO date that the page's address names.
    """
    written = best.written
    if written.iso is not None:
        return written.iso
    if named in readings(written).values():
        return named
    order = by_weekday(page.lines[best.index].text, written)
    return written.read(day_first(page, written, [c.written for c in found], named) if order is None else order)


def _origin(page: Page, best: Candidate) -> str:
    rule = page.rule_of.get(best.index, "")
    text = " ".join(page.lines[best.index].text.split())
    if len(text) > _LINE:
        at = max(0, min(best.written.start - _LINE // 3, len(text) - _LINE + 1))
        text = ("…" if at else "") + text[at : at + _LINE - 2].strip() + ("…" if at + _LINE - 2 < len(text) else "")
    return f'{rule if rule in _TELLING else "dated-line"}: "{text}"'
