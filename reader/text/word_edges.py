"""Whether a span cuts a word: begins or ends between two signs of one. Scripts written without blanks have no such places here."""

from __future__ import annotations

from collections.abc import Iterator

from reader.patterns import lazy
from reader.text.spans import Span

_UNSPACED = lazy(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
)


def cuts_a_word(text: str, span: Span) -> bool:
    """Whether an edge of a span, in code points, lies within a word of its text."""
    return _within(text, span.start) or _within(text, span.end)


def whole_places(text: str, words: str) -> Iterator[Span]:
    """Each place in a text where the words stand and cut no other word, from the first to the last."""
    at = text.find(words) if words else -1
    while at >= 0:
        span = Span(at, at + len(words))
        if not cuts_a_word(text, span):
            yield span
        at = text.find(words, at + 1)


def _within(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return before.isalnum() and after.isalnum() and not (_UNSPACED.match(before) or _UNSPACED.match(after))
