"""The date of publication: an amendment, else the metadata, else the best line of the text that says when."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from reader.cleaning.dates import LATER, Written, dated, dates_in
from reader.cleaning.looks import FULL_STOP
from reader.cleaning.page import Page
from reader.patterns import lazy

_DAY_FIRST_LANGUAGES = frozenset({"de", "fr", "es", "it", "pt", "nl", "tr", "ru", "pl", "sv"})
_FIRST = lazy(
    r"\b(?:published|posted|publish date|veröffentlicht|erstellt|publié|publicado|pubblicato|gepubliceerd|yayınlanma"
    r"|опубликовано)\b",
    re.I,
)
_NOT_IT = lazy(
    r"©|\bcopyright\b|\bsince\b|\bjoined\b|@\w|\bexpires?\b|\bborn\b|\bsays:?$|\bevents?\b|\bdeadline\b", re.I
)
_IN_URL = lazy(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")
_FAR = 40.0
_SURE = 30.0
_CHRONICLE = 12.0


class _Candidate(msgspec.Struct, frozen=True):
    doubt: float
    index: int
    origin: str
    written: Written


def read_date(text: str) -> str | None:
    """The ISO date that begins a metadata field; None when it holds none or an ambiguous one."""
    written = next(dates_in(text), None)
    return None if written is None else written.read(written.day_first)


def published(page: Page, url: str = "") -> tuple[str | None, str]:
    """ISO date and its origin: the rule whose line said it, `dated-line` or `url`; `(None, "")` when unsure."""
    candidates = sorted(_candidates(page), key=lambda c: (c.doubt, c.index))
    address = _IN_URL.search(url)
    named = read_date("-".join(address.groups())) if address else None
    order = _day_first(page, [c.written for c in candidates], named)
    for candidate in candidates:
        iso = candidate.written.read(order)
        if iso is not None:
            return iso, candidate.origin
        if candidate.doubt <= 4:
            # The line that says when is there, but its numbers could change places: no other line knows better.
            break
    return (named, "url") if named else (None, "")


def _candidates(page: Page) -> Iterator[_Candidate]:
    """Every short line that holds a date, and how doubtful it is that this is the date of publication."""
    first, end = page.body
    titles = page.title or (first,)
    other = False
    for i, line in enumerate(page.lines):
        rule = page.rule_of.get(i, "")
        other = other or (rule == "section" and i >= first)
        if rule == "date-stamp":
            yield from (_Candidate(-10, i, rule, w) for w in dates_in(line.text))
            continue
        found = dated(line.text) if page.looks[i].words <= 24 and rule != "caption" else None
        if found is None or _NOT_IT.search(line.text) or (i in page.title and found[1] > 3):
            continue
        cued = bool(_FIRST.search(line.text) or LATER.search(line.text))
        if not rule and not cued and (found[1] > 6 or (found[1] and FULL_STOP.search(line.text))):
            continue  # prose: what happened on that day, not when it was written
        doubt = min(abs(i - titles[-1]), abs(i - first), _FAR) * (0.5 if i < first else 0.8)
        if i >= end:
            doubt = min(doubt, 8 + 0.5 * (i - end), _FAR)
        doubt += min(found[1], 12) * 0.7
        doubt += 15 if other else 0
        # A date among paragraphs, kept as text, heads a chronicle's entry.
        doubt += _CHRONICLE if not rule and page.inside(i) and found[1] == 0 else 0
        doubt += 5 if LATER.search(line.text) and not _FIRST.search(line.text) else 0
        doubt -= 5 if _FIRST.search(line.text) else 0
        if doubt <= _SURE:
            yield _Candidate(doubt, i, rule if rule in ("date-line", "byline") else "dated-line", found[0])


def _day_first(page: Page, written: list[Written], named: str | None) -> bool | None:
    """Whether numeric dates of this document put the day first, by what its certain ones and its address prove."""
    proofs = {w.day_first for w in written} - {None}
    if not proofs and named:
        proofs = {order for w in written for order in (True, False) if w.iso is None and w.read(order) == named}
    if len(proofs) == 1:
        return proofs.pop()
    return True if page.language in _DAY_FIRST_LANGUAGES else None
