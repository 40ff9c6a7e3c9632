"""The caret: it always holds a selection.

There is no insert mode, so there is no place between two characters to stand at: the caret holds a word, an entity, a
phrase, a clause, a quotation, a sentence, a paragraph, or any passage grown, extended, nudged or dragged from them. Motions
(`reader.view.motions`) make a new caret from an old one. A selection is never empty and never begins or ends with white
space; only in a text without any visible character is it `Span(0, 0)`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from reader.text.graphemes import cluster_end, cluster_start, seen
from reader.text.spans import Span
from reader.view.layout import Layout
from reader.view.units import Units


class Ground(NamedTuple):
    """What a caret moves over: the units of a text, and its rows."""

    units: Units
    layout: Layout


class Caret(msgspec.Struct, frozen=True):
    """A selection and what the next motion must know.

    Attributes:
        span: the selection.
        extending: motions move one end and leave the other.
        anchor: while extending (or after a shifted motion): what the fixed end holds; None otherwise.
        side: which end moves, when one does.
        goal: the column that motions by row keep to; None until the first.
        way: the selections from which it was grown, the smallest first; shrinking goes back through them.
        last: the id of the last motion ("" for none).
    """

    span: Span
    extending: bool = False
    anchor: Span | None = None
    side: Literal["start", "end"] = "end"
    goal: int | None = None
    way: tuple[Span, ...] = ()
    last: str = ""

    @property
    def head(self) -> int:
        """The offset of the moving end: `span.start` or `span.end`."""
        return self.span.end if self.side == "end" else self.span.start


def start(ground: Ground) -> Caret:
    """The caret of an article just opened: its first word, or without words its first paragraph."""
    span = ground.units.first("word") or ground.units.first("paragraph")
    return Caret(span or Span(0, 0))


def select(caret: Caret, span: Span) -> Caret:
    """Hold `span`, whatever was held; extending ends, the last motion is remembered."""
    return Caret(span, last=caret.last)


def word_at(ground: Ground, offset: int) -> Span:
    """The word at `offset`, else the nearest of its paragraph, else of the text (a click between words)."""
    units = ground.units
    before, after = units.starting_before("word", offset + 1), units.ending_after("word", offset)
    if before is None or after is None or before == after:
        return before or after or start(ground).span
    block = units.at("paragraph", offset)
    if block is not None and block.holds(before) != block.holds(after):
        return before if block.holds(before) else after
    return before if offset - before.end < after.start - offset else after


def span_between(ground: Ground, a: int, b: int) -> Span:
    """What a drag from the character at `a` to the one at `b` holds, both included, without what is not seen at its ends."""
    text = ground.units.text
    first, last = cluster_start(text, min(a, b, len(text) - 1)), max(a, b)
    span = seen(text, Span(first, cluster_end(text, max(0, last))))
    return span if span.start < span.end else word_at(ground, first)


def reaching(caret: Caret, word: Span) -> Caret:
    """The caret with its moving end carried as far as `word`, which is held too; the motion after it does not extend."""
    before = replace(caret, anchor=caret.anchor or caret.span)
    anchor = before.anchor or caret.span
    after = extended(before, word.end if word.start >= anchor.start else word.start)
    return caret if after is before else after


def moved(caret: Caret, span: Span | None) -> Caret:
    """The caret on `span` outside of any extension; the same caret when there is no span or nothing changes."""
    if span is None or (span == caret.span and caret.anchor is None):
        return caret
    return Caret(span)


def extended(caret: Caret, edge: int | None) -> Caret:
    """The caret with its moving end at `edge`, on either side of its anchor; the same caret when that changes nothing.

    An edge inside the anchor leaves the anchor itself selected.
    """
    anchor = caret.anchor or caret.span
    if edge is None:
        return caret
    if edge > anchor.end:
        after = replace(caret, span=Span(anchor.start, edge), side="end")
    elif edge < anchor.start:
        after = replace(caret, span=Span(edge, anchor.end), side="start")
    else:
        after = replace(caret, span=anchor)
    return caret if after.span == caret.span else replace(after, anchor=anchor, way=(), goal=None)
