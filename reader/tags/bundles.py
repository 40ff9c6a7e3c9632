"""How many sheets are written together: each step of a bundle waits for the disk once, and all of it is in memory meanwhile."""

from __future__ import annotations

MOST_SHEETS, MOST_TAGS = 64, 20_000


def is_full(sheets: int, tags: int) -> bool:
    """Whether a bundle of so many sheets, with so many tags in all, is written before more are taken."""
    return sheets >= MOST_SHEETS or tags >= MOST_TAGS
