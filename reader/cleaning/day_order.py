"""Which number of `4/5/2017` is the day: only by evidence, never by a guess.

Evidence, strongest first: a weekday beside the date; the other dates of the page that can be read in one way only; the
address; dates that lie together in one order and are scattered in the other; the language; the weekday on which an
article's news happened; British spelling, months written out behind the day, American time zones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reader.cleaning.dates import WEEKDAY, Written, dates_in
from reader.cleaning.months import WEEKDAYS
from reader.cleaning.page import Page
from reader.patterns import lazy

_DAY_FIRST_LANGUAGES = frozenset({"de", "fr", "es", "it", "pt", "nl", "tr", "ru", "pl", "sv", "ar"})
_BESIDE, _SENTENCE = 16, 60
_GLANCE = 60_000
_LETTERS = lazy(r"[^\W\d_]")
_EAST_ASIAN = lazy(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NEAR, _APART = 45, 90
_DAY_THEN_MONTH = lazy(
    r"\b\d{1,2}(?:st|nd|rd|th)?\.?\s(?:of\s)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,?\s(?:19|20)\d\d\b"
)
_MONTH_THEN_DAY = lazy(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d\b"
)
#: American spelling is no evidence: half the world's English news is spelt so and puts the day first.
_AMERICAN = lazy(r"\b(?:E[SD]?T|P[SD]T|C[SD]T|Calif\.|Fla\.|Tex\.|Mass\.|Pa\.|N\.Y\.|N\.J\.)(?!\w)")
#: The weekday that an article's first sentences name is that of its publication or the one before (in 87 of 100).
_NEWS_DAY = lazy(
    r"(?<!next )(?<!last )(?<!every )\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?! [Pp]rayer)"
)
_BRITISH = lazy(
    r"\b(?:BST|AES?T|AEDT|NZS?T|[a-z]*(?:colour|favour|honour|labour|neighbour|behaviour)[a-z]*|centres?|centred|defence|programmes?"
    r"|travelled|travelling|cancelled|organisations?|organis(?:e|ed|ing)|realis(?:e|ed|ing)|recognis(?:e|ed|ing)|whilst)\b"
    r"|£\s?\d|\.(?:co|org|gov)\.uk\b|\.com\.au\b|\.co\.(?:nz|za|in)\b"
)


def readings(written: Written) -> dict[bool, str]:
    """The ISO dates that a date can stand for, by whether the day comes first; both equal when its order is certain."""
    if written.iso is not None:
        return {True: written.iso, False: written.iso}
    found = {order: written.read(order) for order in (True, False)}
    return {order: iso for order, iso in found.items() if iso is not None}


def by_weekday(text: str, written: Written) -> bool | None:
    """The order in which the date falls on the weekday that stands beside it."""
    beside = [*WEEKDAY.finditer(text, max(0, written.start - _BESIDE), written.start)][-1:]
    beside += [*WEEKDAY.finditer(text, written.end, written.end + _BESIDE)][:1]
    for match in beside:
        number = WEEKDAYS.get(match.group().rstrip(".,").casefold().removesuffix("-feira"))
        fitting = [order for order, iso in readings(written).items() if date.fromisoformat(iso).weekday() == number]
        if len(fitting) == 1:
            return fitting[0]
    return None


def day_first(page: Page, best: Written, written: Sequence[Written], named: str | None) -> bool | None:
    """Whether numeric dates of this page put the day first; None when nothing settles it.

    Args:
        page: the page.
        best: its date of publication, if it could be read.
        written: its dates that count, that one included.
        named: the ISO date that the page's address names.
    """
    proofs = {w.day_first for w in written} - {None}
    if proofs:
        return proofs.pop() if len(proofs) == 1 else None
    open_dates = [w for w in written if w.iso is None]
    certain = {w.iso for w in written if w.iso} | ({named} if named else set())
    for found in (
        _by_weekdays(page, open_dates),
        _by_equals(open_dates, certain),
        _by_nearness(open_dates, certain),
        _by_language(page),
    ):
        if found is not None:
            return found
    return _one({_by_news_day(page, best), _by_custom(page.raw[:_GLANCE])} - {None})


def _one(votes: set[bool | None]) -> bool | None:
    """The vote when all agree."""
    return votes.pop() if len(votes) == 1 else None


def _by_weekdays(page: Page, open_dates: Sequence[Written]) -> bool | None:
    """Weekdays beside any of the dates, wherever on the page these are written."""
    wanted = {w.pair for w in open_dates}
    votes: set[bool | None] = set()
    for line in page.lines:
        if len(line.text) > 200 or not WEEKDAY.search(line.text):
            continue
        for w in dates_in(line.text):
            vote = by_weekday(line.text, w) if w.iso is None and w.pair in wanted else None
            if vote is not None:
                votes.add(vote)
    return _one(votes)


def _by_equals(open_dates: Sequence[Written], certain: set[str]) -> bool | None:
    """A date in question that is, read in one order, a day that the page also names beyond doubt."""
    return _one({order for w in open_dates for order, iso in readings(w).items() if iso in certain})


def _by_nearness(open_dates: Sequence[Written], certain: set[str]) -> bool | None:
    """Read in one order the dates lie near the certain ones, and near one another; in the other order far away."""
    known = [date.fromisoformat(iso).toordinal() for iso in certain]
    votes: set[bool | None] = set()
    for w in open_dates if known else ():
        away = {
            order: min(abs(date.fromisoformat(iso).toordinal() - k) for k in known)
            for order, iso in readings(w).items()
        }
        for order in (True, False):
            if away[order] <= _NEAR and away[not order] >= _APART:
                votes.add(order)
    if votes:
        return _one(votes)
    days = {
        order: sorted({date.fromisoformat(readings(w)[order]).toordinal() for w in open_dates})
        for order in (True, False)
    }
    if len(days[True]) < 3:
        return None
    spread = {order: days[order][-1] - days[order][0] for order in days}
    for order in (True, False):
        if spread[order] * 4 < spread[not order]:
            return order
    return None


def _by_language(page: Page) -> bool | None:
    if page.language in _DAY_FIRST_LANGUAGES:
        return True
    letters = _LETTERS.findall(page.raw[:_GLANCE])
    if page.language or sum(not c.isascii() for c in letters) < max(20, 0.03 * len(letters)):
        return None
    return None if _EAST_ASIAN.search(page.raw, 0, _GLANCE) else True


def _by_news_day(page: Page, best: Written) -> bool | None:
    start, end = page.body
    for line in page.lines[start:end]:
        match = _NEWS_DAY.search(line.text, 0, _GLANCE)
        if match is None or len(line.text) < _SENTENCE:
            continue
        number = WEEKDAYS[match.group().casefold()]
        return _one({o for o, iso in readings(best).items() if (date.fromisoformat(iso).weekday() - number) % 7 <= 1})
    return None


def _by_custom(raw: str) -> bool | None:
    """How an English page writes its months out, how it spells and which time zones it names."""
    day = len(_DAY_THEN_MONTH.findall(raw)) + len(_BRITISH.findall(raw))
    month = len(_MONTH_THEN_DAY.findall(raw))
    american = len(_AMERICAN.findall(raw))
    if day >= 2 and day >= 3 * (month + american):
        return True
    return False if american and american + month >= 2 and american + month >= 3 * day else None
