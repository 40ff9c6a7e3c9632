"""Spans of tokens as one tag for each token: IOB2 as we write it, and what others write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.text.spans import Span

_OUTSIDE = ("O", "")
_ALONE = ("U", "S")
_LAST = ("L", "E")


class Chunk(NamedTuple):
    """A labelled span of tokens; places of tokens, half-open."""

    span: Span
    label: str


def chunks(tags: Sequence[str]) -> list[Chunk]:
    """The spans of a sequence of tags: IOB1, IOB2, BILOU or IOBES, or bare labels, where like neighbours are one span.

    An `I-` that continues nothing begins a span, as all lenient readers take it.
    """
    found: list[Chunk] = []
    start, label = 0, ""

    def close(end: int) -> None:
        if label:
            found.append(Chunk(Span(start, end), label))

    for at, tag in enumerate(tags):
        side, _, name = tag.partition("-")
        if tag in _OUTSIDE:
            close(at)
            label = ""
            continue
        if not name or len(side) != 1:
            side, name = "I", tag
        if side in ("B", *_ALONE) or name != label:
            close(at)
            start, label = at, name
        if side in (*_LAST, *_ALONE):
            close(at + 1)
            label = ""
    close(len(tags))
    return found
