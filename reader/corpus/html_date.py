"""The date of publication that a page's markup says, found by htmldate and held against what its head says.

htmldate's quick search (head, JSON-LD, address, marked elements) is right in 93 of 100 answers on pages in ten languages; its search of the
whole text less often, so that what it finds only there is a likely date, behind what the cleaned text says.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any


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
    except Exception:  # whatever the library makes of a hostile page
        return stated, ""
    return (stated if stated[0].startswith(quick) else (quick, "htmldate")), ""


def _find(root: Any, *, extensive: bool) -> str | None:
    from htmldate import find_date

    # The tree and never the markup: the library takes a text for an address and would load it.
    found = find_date(root, original_date=True, extensive_search=extensive)
    return str(found) if found else None


@cache
def _quiet() -> None:
    logging.getLogger("htmldate").setLevel(logging.CRITICAL + 1)
