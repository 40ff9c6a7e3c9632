"""Calendar dates written in text: finding them, and reading them only when day, month and year are certain.

Used by the stamp cutter, the rules for date lines and by `published`, which chooses a document's date of publication.
A weekday or "yesterday" is never a date; a numeric date whose day and month could change places has no ISO form until
`day_first` is known from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from reader.cleaning.months import ENGLISH_MONTHS, MONTHS, WEEKDAYS
from reader.patterns import lazy

_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
#: A year, also one that the number of comments is glued to (`7. Januar 20220`).
_YEAR_AND_COUNT = r"(?:(?:19|20)\d\d(?!\d)|20[0-3]\d(?=\d{1,2}(?!\d)))"


def _any_of(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _date(months: Iterable[str]) -> re.Pattern[str]:
    """The pattern of a date whose month is a number or one of these names."""
    month = _any_of(months)
    return lazy(
        rf"""(?:(?<!\d)(?<!/)(?:
          (?P<y1>{_YEAR})(?P<s1>[-/.])\s?(?P<m1>1[0-2]|0?[1-9])(?P=s1)\s?(?P<d1>{_DAY})
        | (?P<a2>\d{{1,2}})\s?(?P<s2>[-/.])\s?(?P<b2>\d{{1,2}})\s?(?P=s2)\s?(?P<y2>{_YEAR}|\d\d(?![\d.:/]))
        | (?P<d3>{_DAY})(?:{"|".join(_AFTER_DAY)}|\.)?[\s\-./]{{0,2}}(?:of\s|de\s|d[’'])?
          (?P<n3>{month})\b(?:/[^\W\d_]{{3,10}})?[.,]?[\s\-,/]{{0,2}}(?:de[l]?\s)?(?P<y3>{_YEAR_AND_COUNT})
        | (?P<d8>{_DAY})-(?P<n8>{month})-(?P<y8>\d\d)(?![\d:])
        | (?P<y6>{_YEAR})\s?[年년]\s?(?P<m6>\d{{1,2}})\s?[月월]\s?(?P<d6>\d{{1,2}})\s?[日일]
        | (?P<y7>{_YEAR})[-/.\s]{{1,2}}(?P<n7>{month})[-/.\s]{{1,2}}(?P<d7>{_DAY})
        ) | (?:(?<![^\W\d_])(?:(?<!/)|(?=\w{{3,12}}\b\.?\s))|(?-i:(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-Þ])))(?:
          (?P<n4>{month})\b[.,]?[\s\-]{{0,2}}
          (?P<d4>{_DAY}|(?:0[1-9]|[12]\d|3[01])(?={_YEAR}))(?:st|nd|rd|th)?[,.]?[\s\-]{{0,2}}(?:at\s)?
          (?P<y4>{_YEAR_AND_COUNT})
        ))""",
        re.X | re.I,
    )


def _folded(name: str) -> str:
    """A name as patterns compare it, which hold the i with a dot and the one without for the same letter."""
    return name.casefold().replace("\u0307", "").replace("ı", "i")


_AFTER_DAY = ("st", "nd", "rd", "th", "er", "º", "a")
_LONGEST = 64  # more than a date can take
#: Digits of other scripts, each one code point as its ASCII twin.
_DIGITS = {
    first + value: str(value) for first in (0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xE50, 0xFF10) for value in range(10)
}
_NUMBERS = {_folded(name): number for name, number in MONTHS.items()}
_LETTERS = lazy(r"[^\W\d_]+")
# A pattern of the months of all languages is ten times as dear to compile, and slower: most texts do without.
_IN_ENGLISH = _date(ENGLISH_MONTHS)
_IN_ANY = _date(MONTHS)
_ELSEWHERE = frozenset(
    lead + _folded(name) for name in MONTHS if name not in ENGLISH_MONTHS for lead in ("", *_AFTER_DAY)
)


def _date_in(text: str) -> re.Pattern[str]:
    """The pattern of the dates in a text, by the months that it can name."""
    return _IN_ENGLISH if _ELSEWHERE.isdisjoint(_LETTERS.findall(_folded(text))) else _IN_ANY


TIME = lazy(
    r"""(?:\bat\s+|\bum\s+|\bà\s+|@\s*|T)?(?<!\d)(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:[:.][0-5]\d(?:\.\d+)?)?(?:\s?Uhr)?
    (?:\s?[ap]\.?m\b\.?)?(?:\s?(?:Z\b|[+-]\d\d:?\d\d
      |\(?(?:GMT|UTC|UTC[+-]\d+|[ECMP][SD]?T|BST|CES?T|EES?T|IST|MSK|ET|PT)\b\)?(?:[+-]\d+)?))?
    | \b(?:1[0-2]|0?\d)\s?[ap]\.?m\b\.?(?:\s?[ECMP][SD]?T\b)?""",
    re.X | re.I,
)
WEEKDAY = lazy(rf"\b(?:{_any_of(WEEKDAYS)})\b(?:-feira\b)?[.,]?", re.I)
HINT = lazy(r"\d\d\d\d|\d[./]\s?\d|\d-[^\W\d_]{3,9}-\d")
CUES = lazy(
    r"""\b(?:date\sof\spublication|date|dated|published|publish\sdate|publication\sdate|posted|updated|last\supdated?|last\smodified|modified|created|added|issued|released
    |first\spublished|first\sposted|originally\spublished|on|at|the|of|local\stime|time
    |veröffentlicht|aktualisiert|stand|erstellt|geändert|am|um|vom|den|der|publié|mis\sà\sjour|modifié|le|à|publicado|actualizado|el|pubblicato|aggiornato|il
    |gepubliceerd|bijgewerkt|op|yayınlanma|güncelleme|tarihi|publicerad|uppdaterad|опубликовано|обновлено)\b:?""",
    re.X | re.I,
)


class Written(msgspec.Struct, frozen=True):
    """A date as written at `[start, end)` of a text. `iso` is None while day and month could change places."""

    start: int
    end: int
    iso: str | None
    pair: tuple[int, int, int] | None = None

    def read(self, day_first: bool | None) -> str | None:
        """The ISO date, given which number comes first in this document (None: not known)."""
        if self.iso is not None or self.pair is None or day_first is None:
            return self.iso
        a, b, year = self.pair
        return _iso(year, b, a) if day_first else _iso(year, a, b)

    @property
    def day_first(self) -> bool | None:
        """What this date proves about the order of its numbers."""
        if self.pair is None or self.pair[0] == self.pair[1]:
            return None
        a, b, _ = self.pair
        return True if a > 12 else False if b > 12 else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _full(year: int) -> int:
    """A year of two digits as one of four."""
    return year if year > 99 else year + (2000 if year < 60 else 1900)


def dates_in(text: str) -> Iterator[Written]:
    """The dates written in `text`, in order; impossible ones (31 February) are left out."""
    plain = text if text.isascii() else text.translate(_DIGITS)
    for match in _date_in(plain).finditer(plain):
        written = _read(match)
        if written is not None:
            yield written


def _read(match: re.Match[str]) -> Written | None:
    part = match.groupdict()
    start, end = match.span()
    for k in ("1", "6"):
        if part[f"y{k}"]:
            iso = _iso(int(part[f"y{k}"]), int(part[f"m{k}"]), int(part[f"d{k}"]))
            return Written(start, end, iso) if iso else None
    for k in ("3", "4", "7", "8"):
        if part[f"y{k}"]:
            iso = _iso(_full(int(part[f"y{k}"])), _NUMBERS[_folded(part[f"n{k}"])], int(part[f"d{k}"]))
            return Written(start, end, iso) if iso else None
    a, b, year = int(part["a2"]), int(part["b2"]), int(part["y2"])
    if len(part["y2"]) == 2:
        if part["s2"] == "-":
            return None
        year = _full(year)
    if part["s2"] == "." or a > 12 or a == b:
        iso = _iso(year, b, a)
        return Written(start, end, iso, (a, b, year)) if iso else None
    if b > 12:
        iso = _iso(year, a, b)
        return Written(start, end, iso, (a, b, year)) if iso else None
    return Written(start, end, None, (a, b, year)) if a and b else None


def dated(text: str) -> tuple[Written, int] | None:
    """The first date of a short line, and how many words the line says besides when.

    Weekdays, times and words such as "Published" count as saying when. None for long lines and lines without a date.
    """
    if len(text) > 200 or not HINT.search(text):
        return None
    written = next(dates_in(text), None)
    if written is None:
        return None
    return written, words_besides(text)


def words_besides(text: str) -> int:
    """How many words of two letters or more a line holds besides dates, times, weekdays and words such as "Published"."""
    plain = text if text.isascii() else text.translate(_DIGITS)
    rest = _date_in(plain).sub(" ", plain)
    rest = CUES.sub(" ", WEEKDAY.sub(" ", TIME.sub(" ", rest)))
    return len(re.findall(r"\w{2,}", rest))


def date_line(text: str) -> Written | None:
    """The date of a line that says nothing but when."""
    found = dated(text)
    return found[0] if found is not None and found[1] == 0 else None


_CUE = lazy(
    r"""\s*(?P<cue>(?:(?:publication\s+)?date(?:\s+of\s+publication|\s+published)?
      |(?:first\s+|last\s+)?(?:published|updated|posted))(?:\s+(?:on|at))?\s*:?\s+)?""",
    re.X | re.I,
)
_BEFORE_TIME = lazy(r",?\s*(?:at\s+)?", re.I)
_BLANKS = lazy(r"\s*")
_CLOCK = lazy(r"\d{4}(?=\s)")
_BETWEEN = lazy(r"\s?[|/,–-]?\s?")
_BEHIND = lazy(
    r"""(?:\s?\(updated[^()]{0,40}\)|\))?(?:\s?Get\ short\ URL(?:\s\d+){0,3})?\s?(?:[-–—|:]\s)?(?:title:\s)?""",
    re.X | re.I,
)


def _past(text: str, at: int, *patterns: re.Pattern[str]) -> int | None:
    """Where the first of the patterns that matches at `at` ends; None when none does."""
    return next((match.end() for pattern in patterns if (match := pattern.match(text, at))), None)


def _past_twin(text: str, at: int) -> int | None:
    """Where a second date, run together with one that ends at `at`, ends with its time; None without one."""
    start = _past(text, at, _BETWEEN) or at
    twin = _date_in(text[start : start + _LONGEST]).match(text, start)
    return _past_time(text, twin.end()) if twin else None


def _past_time(text: str, at: int) -> int:
    """Where the time of day that follows a date at `at` ends; `at` without one."""
    return _past(text, _past(text, at, _BEFORE_TIME) or at, _CLOCK, TIME) or at


def stamp_at(text: str, at: int = 0) -> tuple[int, str] | None:
    """Where a date glued to the front of `text[at:]` ends (the blank after it included), and its date as written.

    A stamp carries a year and is followed by blank and a capital, a digit or a quote; "March 5, 2020 was" is prose.
    """
    cue = _CUE.match(text, at)
    start = cue.end() if cue else at
    start = _past(text, _past(text, start, WEEKDAY) or start, _BLANKS) or start
    written = _date_in(text[start : start + _LONGEST]).match(text, start)
    if written is None:
        return None
    end = _past_twin(text, written.end()) or _past_time(text, written.end())
    end = _past_twin(text, end) or end
    end = _past(text, end, _BEHIND) or end
    if end >= len(text) or not text[end - 1].isspace():
        return None
    after = text[end:].lstrip()
    if not after or (after[0].islower() and not (cue and cue.group("cue"))) or after[0] in ",.;:)":
        return None
    return end, written.group()
