"""Folding: the letters and digits of a text, without case and signs, so that two spellings of a headline compare equal."""

from __future__ import annotations

from reader.patterns import lazy


def fold(text: str) -> str:
    """Letters and digits of `text`, case-folded."""
    return "".join(filter(str.isalnum, text.casefold()))


_SITE = lazy(r"\s+(?:[|»·•–—-]|::)\s+[^|»\s][^|»–—]{0,60}?$")


def headlines(title: str) -> list[str]:
    """The folded headlines that a page's title may hold: whole, then without one, two or three names of site and section."""
    found = [fold(title)]
    for _ in range(3):
        shorter = _SITE.sub("", title)
        if shorter == title or len(shorter.split()) < 3:
            break
        title = shorter
        found.append(fold(title))
    return [f for f in found if f]


def find_folded(needle: str, text: str) -> tuple[int, int] | None:
    """Where `needle` (already folded) stands in `text`: half-open code points, at word boundaries; None without a match."""
    letters: list[str] = []
    at: list[int] = []
    for i, c in enumerate(text):
        if c.isalnum():
            for f in c.casefold():
                if f.isalnum():
                    letters.append(f)
                    at.append(i)
    found = "".join(letters).find(needle)
    if found < 0 or not needle:
        return None
    start, end = at[found], at[found + len(needle) - 1] + 1
    if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
        return None
    return start, end
