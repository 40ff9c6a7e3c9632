"""Offsets of a text in another that differs from it in blanks only: formats of tokens keep no white space to the letter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

from reader.text.spans import Span

_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"\S+")
Onto = Callable[[Span], Span]


@lru_cache(maxsize=4)
def squeezed(text: str) -> str:
    """A text without blanks; of the last ones it is remembered, since the parts of an article come one after the other."""
    return _BLANKS.sub("", text)


def onto(text: str, other: str) -> Onto | None:
    """What takes a span of `text` to the same characters of `other`; None when they differ in more than white space.

    A span of blanks alone becomes empty; blanks at the edges of a span fall away unless the texts are equal.
    """
    if text == other:
        return lambda span: span
    if _BLANKS.sub("", text) != squeezed(other):
        return None
    seen, there = _Words(text), _Words(other)

    def moved(span: Span) -> Span:
        first, last = seen.count_to(span.start), seen.count_to(span.end)
        return Span(there.at(first), there.at(last - 1) + 1) if first < last else Span(0, 0)

    return moved


class _Words:
    """The characters of a text that are no blanks, by their number."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []  # of words
        self._before: list[int] = []  # characters of the words before each
        self._count = 0
        for word in _WORD.finditer(text):
            start, end = word.span()
            self._starts.append(start)
            self._before.append(self._count)
            self._count += end - start

    def count_to(self, at: int) -> int:
        """How many there are before a place of the text."""
        word = bisect_right(self._starts, at) - 1
        if word < 0:
            return 0
        upto = self._before[word + 1] if word + 1 < len(self._before) else self._count
        return min(self._before[word] + at - self._starts[word], upto)

    def at(self, number: int) -> int:
        """Where in the text one of them stands."""
        word = bisect_right(self._before, number) - 1
        return self._starts[word] + number - self._before[word]
