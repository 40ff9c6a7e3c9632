"""What is written of tags where there is room: beside the row in which they start, and in the blank row below the paragraph.

The text never moves for it. Beside a row stand the labels of the tags that start there, then other annotators' tags with their
names and suggestions with a question mark, as far as they fit; what finds no room there is written below the paragraph with the
passage's first words. Pure: pieces of safe text, each with the label's place in the scheme, or None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.text.cells import width
from reader.text.one_line import cut, one_line
from reader.view.layers import Layers, Note, PaintedTag

_LEAST = 4  # cells: less of a label says nothing
_WORDS = 18  # cells of a passage that tell which it is
_UP = "↑ "
_MEANT = "▸"
_ABOVE = 40  # rows of a paragraph, above its end, whose tags are written below it


class Piece(NamedTuple):
    """A safe text with the place in the scheme of the label that it names; None for everything else.

    Attributes:
        meant: it names the suggestion that is decided next.
    """

    text: str
    label: int | None = None
    meant: bool = False


class Written(NamedTuple):
    """What is written in a row: from which cell on, and how many tags found no room."""

    at: int
    pieces: Sequence[Piece]
    left_out: int = 0


NOTHING = Written(0, ())


def named(note: Note) -> str:
    """How another annotator's tag, or a suggestion, is called."""
    if note.whose:
        return f"{one_line(note.whose)}: {one_line(note.label)}"
    return f"{_MEANT if note.meant else ''}?{one_line(note.label)}"


def _names(layers: Layers, row: int) -> list[Piece]:
    names = [Piece(one_line(tag.label), tag.label_index) for tag in layers.starting(row)]
    notes = layers.notes(row)
    return names + [Piece(named(mark), None, mark.meant) for mark in notes] if notes else names


def beside(layers: Layers, row: int, usual: int, room: int) -> Written:
    """What is written to the right of a row.

    Args:
        usual: the cell, from the beginning of the row, where labels begin; more than `room` where there is no margin.
        room: the cells of a row, with the margin.
    """
    names = _names(layers, row)
    if not names:
        return NOTHING
    sizes = [width(name.text) for name in names]
    needed = sum(sizes) + len(sizes) - 1
    first = layers.layout.cells(row) + 1
    if usual <= room - _LEAST:
        at = usual
        if first < usual and needed > room - usual:
            # The free rest of a short row takes more of them.
            earlier = max(first, min(usual, room - needed))
            if _fitting(sizes, room - earlier) > _fitting(sizes, room - usual):
                at = earlier
        pieces, left_out = _as_fit(names, sizes, room - at)
        return Written(at, pieces, left_out)
    if first + 1 + needed <= room:
        return Written(room - needed, _as_fit(names, sizes, needed)[0])
    return Written(room, (), len(names))


def _fitting(sizes: Sequence[int], room: int) -> int:
    """How many of several texts fit whole, with a blank between them and the number of those that do not."""
    if sum(sizes) + len(sizes) - 1 <= room:
        return len(sizes)
    used = 0
    for place, size in enumerate(sizes):
        if used + size + len(f" +{len(sizes) - place - 1}") > room:
            return place
        used += size + 1
    return len(sizes) - 1


def _as_fit(names: Sequence[Piece], sizes: Sequence[int], room: int) -> tuple[list[Piece], int]:
    """The names as far as they fit, the first cut at need; then how many more there are, and that number."""
    fit = max(1, _fitting(sizes, room))
    more = len(names) - fit
    pieces: list[Piece] = []
    left = room - (len(f" +{more}") if more else 0)
    if left < 1:
        return [Piece(f"+{len(names)}")], len(names)
    for place, name in enumerate(names[:fit]):
        text = cut(name.text, max(1, left))
        last = place == len(names) - 1
        pieces.append(Piece(text if last else f"{text} ", name.label, name.meant))
        left -= width(text) + 1
    if more:
        pieces.append(Piece(f"+{more}"))
    return pieces, more


def rows_above(layers: Layers, blank: int) -> range:
    """The rows of the paragraph that ends above a blank row, or at the end of the text; its last ones when it is long."""
    layout = layers.layout
    first = blank
    while first > 0 and blank - first < _ABOVE and not layout.is_blank(first - 1):
        first -= 1
    return range(first, blank)


def blank_below(layers: Layers, row: int) -> int:
    """The blank row below the paragraph of a row, or the one after the last; -1 when it is far away."""
    layout = layers.layout
    for at in range(row + 1, row + _ABOVE + 1):
        if at >= layout.rows or layout.is_blank(at):
            return at
    return -1


def below(layers: Layers, blank: int, usual: int, room: int) -> Written:
    """What is written in the blank row below a paragraph: what found no room beside its rows."""
    waiting: list[PaintedTag | Note] = []
    for row in rows_above(layers, blank):
        missing = beside(layers, row, usual, room).left_out
        if missing:
            there: list[PaintedTag | Note] = [*layers.starting(row), *layers.notes(row)]
            waiting += there[-missing:]
    if not waiting:
        return NOTHING
    names = [
        Piece(named(tag), None, tag.meant) if isinstance(tag, Note) else Piece(one_line(tag.label), tag.label_index)
        for tag in waiting
    ]
    sizes = [width(name.text) for name in names]
    left = room - len(_UP)
    if sum(sizes) + len(sizes) - 1 > left:
        return Written(0, [Piece(_UP), *_as_fit(names, sizes, max(_LEAST, left))[0]])
    # What is left goes to the passages' first words, in their order.
    spare = left - sum(sizes) - 2 * (len(sizes) - 1)
    text = layers.layout.text
    out = [Piece(_UP)]
    for place, (name, tag) in enumerate(zip(names, waiting, strict=True)):
        words = f" “{cut(one_line(text[tag.start : min(tag.end, tag.start + 4 * _WORDS)]), _WORDS)}”"
        if width(words) > spare:
            words = ""
        spare -= width(words)
        between = "" if place == len(names) - 1 else "  " if spare >= 0 else " "
        out += [name, Piece(words + between)]
    return Written(0, [piece for piece in out if piece.text])


def changed(layers: Layers, rows: Iterable[int], shown: set[int], usual: int, room: int) -> set[int]:
    """The blank rows that must be written anew when tags in `rows` came or went.

    Args:
        shown: the blank rows that something was written in when they were last painted.
    """
    out: set[int] = set()
    for row in rows:
        if shown or beside(layers, row, usual, room).left_out:
            blank = blank_below(layers, row)
            if blank in shown or beside(layers, row, usual, room).left_out:
                out.add(blank)
    return out - {-1}
