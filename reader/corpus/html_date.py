"""The date of publication that a page's markup says, found by htmldate and held against what its head says.

htmldate's quick search (head, JSON-LD, address, marked elements) is right in 93 of 100 answers on pages in many languages; its
search of the whole text less often, so that what it finds only there is a likely date, behind what the cleaned text says. A
head that gives its time in UTC may name the day before or after: the same moment said elsewhere in the page with the clock of
the place gives the day.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from reader.patterns import lazy

_MOMENT = lazy(r"(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)")
_LONGEST_SCRIPT = 1 << 20
_MOST_ELEMENTS = 200


def dated(root: Any, stated: tuple[str, str]) -> tuple[tuple[str, str], str]:
    """The date with its origin, and the likely date (ISO, empty when there is a better one); never raises.

    Args:
        root: the page as lxml's tree; it is not changed.
        stated: the date in the page's head, and where it stands.
    """
    _quiet()
    try:
        quick = _find(root, extensive=False)
        if quick is None:
            return stated, "" if stated[0] else _find(root, extensive=True) or ""
        if stated[0].startswith(quick):
            return _local(root, stated), ""
    except Exception:  # whatever the library makes of a hostile page
        return stated, ""
    return (quick, "htmldate"), ""


def _find(root: Any, *, extensive: bool) -> str | None:
    from htmldate import find_date

    # The tree and never the markup: the library takes a text for an address and would load it.
    found = find_date(root, original_date=True, extensive_search=extensive)
    return str(found) if found else None


def _local(root: Any, stated: tuple[str, str]) -> tuple[str, str]:
    """A moment in UTC as the page says it elsewhere with an offset; what it is where no place says it."""
    match = _MOMENT.match(stated[0])
    moment = _moment(match.group()) if match else None
    if moment is None or moment.utcoffset():
        return stated
    for other, origin in _moments(root):
        local = _moment(other)
        if local is not None and local.utcoffset() and abs(local - moment) < timedelta(minutes=1):
            return other, origin
    return stated


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _moments(root: Any) -> Iterator[tuple[str, str]]:
    """Moments with an offset in `<time>` elements and JSON-LD, and where they stand."""
    for value in root.xpath("//time/@datetime")[:_MOST_ELEMENTS]:
        if match := _MOMENT.match(value.strip()):
            yield match.group(), "<time>"
    for script in root.xpath("//script[@type='application/ld+json']")[:_MOST_ELEMENTS]:
        if len(script.text or "") <= _LONGEST_SCRIPT:
            for match in _MOMENT.finditer(script.text or ""):
                yield match.group(), "JSON-LD"


@cache
def _quiet() -> None:
    logging.getLogger("htmldate").setLevel(logging.CRITICAL + 1)
