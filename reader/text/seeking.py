"""Searching a text as one types: where a query stands, also within words.

Case and diacritics are folded, each character for itself, so that offsets stay those of the text; a query with a capital minds the
case. A blank stands for blanks of any length, also over the end of a line; quotes and dashes stand for all of their kind.

Offsets are half-open and count code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from reader.text.finding import is_diacritic
from reader.text.spans import Span, trimmed

MOST = 10_000
"""Hits that are gathered; a text of millions of characters has more of a single letter than anybody walks through."""

_MARK = "\0"  # a combining mark in a folded text: between any two characters of a query there may be some
_ALIKE = dict(zip("‘’ʼ`“”„«»‐‑–—−", "''''" + '"' * 5 + "-----", strict=True))
_BASES = dict(zip("ıłøđð", "ilodd", strict=True))
_BLANKS = r"(?:[^\S\n]|\n(?!\n))+"


class _Table(dict[int, str]):
    """For `str.translate`: what each character is folded to, worked out when it is first met."""

    def __init__(self, *, cased: bool) -> None:
        self._cased = cased

    def __missing__(self, code: int) -> str:
        found = self[code] = _folded(chr(code), cased=self._cased)
        return found


_TABLES = {cased: _Table(cased=cased) for cased in (False, True)}


def _folded(char: str, *, cased: bool) -> str:
    """One character for one."""
    if is_diacritic(char) or char in "\u200b\u200c\u200d\u2060\ufeff\xad":
        return _MARK
    parts = unicodedata.normalize("NFKD", char)
    first, marks = parts[0], parts[1:]
    # The parts of a Hangul syllable, and the voicing of kana, are no marks: such a character is none without them.
    base = first if first.isalpha() and all(map(is_diacritic, marks)) else char
    base = _ALIKE.get(base, base)
    if cased:
        return base
    lower = base.lower()[:1]
    return _BASES.get(lower, lower)


@lru_cache(maxsize=2)
def _folded_text(text: str, cased: bool) -> str:
    if text.isascii():
        return text if cased else text.lower()
    return text.translate(_TABLES[cased])


def minds_case(query: str) -> bool:
    """Whether a query is looked for as it is written: it has a capital."""
    return any(char.isupper() for char in query)


@lru_cache(maxsize=8)
def _pattern(query: str) -> re.Pattern[str] | None:
    """None for a query of nothing but blanks and marks. It begins with no blank: runs of them would be tried from each place."""
    cased = minds_case(query)
    plain = query.translate(_TABLES[cased]).replace(_MARK, "").lstrip()
    if not plain:
        return None
    parts: list[str] = []
    for char in plain:
        if not char.isspace():
            parts.append(re.escape(char))
        elif parts[-1:] != [_BLANKS]:
            parts.append(_BLANKS)
    return re.compile(f"{_MARK}*".join(parts))


def hits(text: str, query: str) -> list[Span]:
    """Where a query stands in a text, in text order, at most `MOST`; none begins or ends with white space."""
    pattern = _pattern(query)
    if pattern is None:
        return []
    folded = _folded_text(text, minds_case(query))
    found: list[Span] = []
    for match in pattern.finditer(folded):
        end = match.end()
        while end < len(folded) and folded[end] == _MARK and not text[end].isspace():
            end += 1  # the marks of the last letter
        span = trimmed(text, Span(match.start(), end))
        if span.start < span.end:
            found.append(span)
        if len(found) == MOST:
            break
    return found


def nearest(found: Sequence[Span], offset: int, by: int) -> int | None:
    """The place of the first hit from `offset` on (`by` > 0), or of the last one that begins before it; round the ends.

    Args:
        found: hits in text order.
    """
    if not found:
        return None
    from bisect import bisect_left

    place = bisect_left(found, (offset,))
    return place % len(found) if by > 0 else (place - 1) % len(found)
