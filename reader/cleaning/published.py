"""The date of publication: an amendment, else the metadata, else the best line of the text that says when."""

from __future__ import annotations

from reader.cleaning.dates import LATER, Written, dates_in
from reader.cleaning.page import Page

_DAY_FIRST_LANGUAGES = frozenset({"de", "fr", "es", "it", "pt", "nl", "tr", "ru", "pl", "sv"})
_REACH = 30


def read_date(text: str) -> str | None:
    """The ISO date that begins a metadata field; None when it holds none or an ambiguous one."""
    for written in dates_in(text):
        return written.read(written.day_first)
    return None


def published(page: Page) -> tuple[str | None, str]:
    """ISO date and its origin (the rule whose line said it); `(None, "")` when unsure."""
    candidates: list[tuple[int, int, str, Written]] = []
    for i, rule in page.rule_of.items():
        if rule not in ("date-stamp", "date-line", "byline"):
            continue
        for written in dates_in(page.lines[i].text):
            candidates.append((_score(page, i, rule), i, rule, written))
            break
    order = _day_first(page, [c[3] for c in candidates])
    for _, _, rule, written in sorted(candidates, key=lambda c: (c[0], c[1])):
        iso = written.read(order)
        if iso is not None:
            return iso, rule
    return None, ""


def _score(page: Page, i: int, rule: str) -> int:
    """How unlikely the line is to give the date of publication (the lowest wins)."""
    if rule == "date-stamp":
        return -1
    first, end = page.body
    distance = first - i if i < first else i - end if i >= end else 0
    score = min(distance, _REACH) + (6 if i >= end else 0)
    return score + (8 if LATER.search(page.lines[i].text) else 0)


def _day_first(page: Page, written: list[Written]) -> bool | None:
    """Whether numeric dates of this document put the day first, by what its certain ones prove."""
    proofs = {w.day_first for w in written} - {None}
    if len(proofs) == 1:
        return proofs.pop()
    return True if page.language in _DAY_FIRST_LANGUAGES else None
