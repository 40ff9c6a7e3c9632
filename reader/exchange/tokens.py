"""Tokens of a text for the formats that are made of them: words as the reader knows them, and each other character that is seen.

Tokens never hold white space. spaCy's own format has spaCy's tokens instead.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reader.exchange.format import Alignment
from reader.text.spans import Span
from reader.text.words import words


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The tokens of `text[start:end]`, in order; offsets in `text`."""
    out: list[Span] = []
    piece = text[start:end]
    at = 0
    for word in [*words(piece), Span(len(piece), len(piece))]:
        out += (Span(start + one, start + one + 1) for one in range(at, word.start) if not piece[one].isspace())
        if word.start < word.end:
            out.append(Span(start + word.start, start + word.end))
        at = word.end
    return out


def aligned(span: Span, of: Sequence[Span], alignment: Alignment) -> Span | None:
    """The tokens of a span, as half-open places in `of`; None when there are none.

    Args:
        alignment: `expand` to all tokens that the span touches; `contract` to those that lie within it; `strict` to those that
            have the very same edges, blanks apart.
    """
    first = bisect_right(of, span.start, key=lambda token: token.end)
    last = bisect_left(of, span.end, key=lambda token: token.start)
    if first >= last:
        return None
    inside_first = first + (of[first].start < span.start)
    inside_last = last - (of[last - 1].end > span.end)
    if alignment == "expand":
        return Span(first, last)
    if alignment == "strict" and (inside_first, inside_last) != (first, last):
        return None
    return Span(inside_first, inside_last) if inside_first < inside_last else None
