"""How a form is written: what two spellings of it have in common."""

from __future__ import annotations

_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"})


def plain(form: str) -> str:
    """A form as it is matched: on one line with single blanks, its apostrophes straight, its hyphens plain."""
    return " ".join(form.translate(_SAME).split())
