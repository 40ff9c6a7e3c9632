"""Offsets of a text in another that differs from it in blanks only: formats of tokens keep no white space to the letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from reader.text.spans import Span

_BLANKS = re.compile(r"\s+")
Onto = Callable[[Span], Span]


@lru_cache(maxsize=2)
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
    seen = [at for at, char in enumerate(text) if not char.isspace()]
    there = [at for at, char in enumerate(other) if not char.isspace()]
    places = dict(zip(seen, there, strict=True))

    def moved(span: Span) -> Span:
        first = next((at for at in range(span.start, span.end) if at in places), None)
        if first is None:
            return Span(0, 0)
        last = next(at for at in range(span.end - 1, span.start - 1, -1) if at in places)
        return Span(places[first], places[last] + 1)

    return moved
