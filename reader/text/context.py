"""A passage in its context, as a line of a concordance shows it."""

from __future__ import annotations

from typing import NamedTuple

from reader.patterns import lazy
from reader.text.spans import Span

WIDTH = 60
"""Code points of context at either side."""

_LONGEST = 300
_SPACE = lazy(r"\s+")


class InContext(NamedTuple):
    """`hit` with what stands before and after it, each on one line; the context is cut at the edges of words, a long hit is cut."""

    before: str
    hit: str
    after: str


def in_context(text: str, span: Span, width: int = WIDTH) -> InContext:
    """The passage at half-open code-point offsets of a text, with so many code points of context at either side."""
    start, end = span
    before = text[max(0, start - width) : start]
    if start > width and not text[start - width - 1].isspace():
        before = _after_first_blank(before)
    after = text[end : end + width]
    if end + width < len(text) and not text[end + width].isspace():
        after = _after_first_blank(after[::-1])[::-1]
    hit = text[start : min(end, start + _LONGEST)]
    return InContext(_flat(before).lstrip(), _flat(hit), _flat(after).rstrip())


def _after_first_blank(text: str) -> str:
    """`text` without the part of a word that it begins with; all of it where nothing is blank."""
    match = _SPACE.search(text)
    return text if match is None else text[match.end() :]


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text)
