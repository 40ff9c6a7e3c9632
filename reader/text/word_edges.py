"""Whether a span cuts a word: begins or ends between two signs of one. Scripts written without blanks have no such places here."""

from __future__ import annotations

from typing import NamedTuple

from reader.patterns import lazy
from reader.text.spans import Span

_UNSPACED = lazy(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
)
_MOST_PLACES = 10_000  # of words within other words
_MOST_CHARACTERS = 10_000_000  # that are compared at them


def cuts_a_word(text: str, span: Span) -> bool:
    """Whether an edge of a span, in code points, lies within a word of its text."""
    return _within(text, span.start) or _within(text, span.end)


class WholePlace(NamedTuple):
    """Where words stand in a text and cut no other word: the first such place, and whether it is certainly the only one."""

    first: Span | None
    is_only: bool


def whole_place(text: str, words: str) -> WholePlace:
    """Look for the words; only the first ten thousand places where they stand within others are looked at."""
    first: Span | None = None
    left = min(_MOST_PLACES, 2 + _MOST_CHARACTERS // len(words)) if words else 0
    at = text.find(words) if words else -1
    while at >= 0 and left:
        span = Span(at, at + len(words))
        if not cuts_a_word(text, span):
            if first is not None:
                return WholePlace(first, False)
            first = span
        at = text.find(words, at + 1)
        left -= 1
    return WholePlace(first, first is not None and at < 0)


def _within(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return before.isalnum() and after.isalnum() and not (_UNSPACED.match(before) or _UNSPACED.match(after))
