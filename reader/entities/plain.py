"""How a form is written: what two spellings of it have in common."""

from __future__ import annotations

from functools import lru_cache

_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"})


@lru_cache(maxsize=1 << 16)  # all forms of a long list are asked for again at each decision
def plain(form: str) -> str:
    """A form as it is matched: on one line with single blanks, its apostrophes straight, its hyphens plain."""
    return " ".join(form.translate(_SAME).split())
