"""The letters of a jump over the rows of the text. Pure: it takes the runs of a row and gives them with the letters put in.

A hint takes the place of the first letter of its word, which the reader has just typed; one of two letters takes two cells. The
letter of an end stands in the cell after its word, where a blank or a punctuation mark is. Rows stay as wide as they are, but for
an end at the end of a row, which takes one cell more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from reader.text.cells import clusters, is_narrow
from reader.view.jump import Asked, Ends, Hints, State, end_letters
from reader.view.layers import Look
from reader.view.layout import Layout

_REACH = 64  # code points that two cells may take


class Mark(NamedTuple):
    """Letters that stand at an offset, instead of what is there."""

    offset: int
    letters: str
    kind: str  # `hint` or `end`


def marks_of(state: State | None) -> list[Mark]:
    """The letters that a jump shows, in text order; of a code that is half typed, what is still to type."""
    match state:
        case Hints(order=order, codes=codes, typed=typed, at=at):
            return sorted(
                Mark(order[place].start, code[len(typed) :], "hint")
                for code, place in codes.items()
                if code.startswith(typed) and place != at
            )
        case Ends(ends=ends):
            return [Mark(end, letter, "end") for end, letter in end_letters(ends)]
        case Asked() | None:
            return []


class Marks:
    """The letters of a jump, row by row."""

    def __init__(self, layout: Layout, state: State | None) -> None:
        self._layout = layout
        self._marks = marks_of(state)
        self._rows = [_row_of(layout, mark) for mark in self._marks]

    def over(self, row: int, runs: Sequence[tuple[str, Look]]) -> list[tuple[str, Look]]:
        """The runs of a row (`Layers.runs`) with its letters; all else is dimmed, but for what is held."""
        first, last = bisect_left(self._rows, row), bisect_left(self._rows, row + 1)
        dimmed = [(text, look if look.selected else look._replace(dim=True)) for text, look in runs]
        start = self._layout.start(row)
        return _with_letters(dimmed, [(mark.offset - start, mark) for mark in self._marks[first:last]])


def _row_of(layout: Layout, mark: Mark) -> int:
    """The row in which a mark stands: an end in the row of its word, also where the row ends with it."""
    return layout.row_of(mark.offset - (mark.kind == "end"))


class _Piece(NamedTuple):
    """What is drawn instead of `[start, end)` of a row."""

    start: int
    end: int
    drawn: str
    kind: str


def _with_letters(runs: Sequence[tuple[str, Look]], marks: Sequence[tuple[int, Mark]]) -> list[tuple[str, Look]]:
    row = "".join([text for text, _ in runs])
    pieces = _pieces(row, marks)
    out: list[tuple[str, Look]] = []
    at = 0  # code points of the row that came before the run
    for text, look in runs:
        upto, done = at + len(text), at
        while pieces and pieces[0].start < upto:
            piece = pieces[0]
            if piece.start >= at:
                if piece.start > done:
                    out.append((text[done - at : piece.start - at], look))
                out.append((piece.drawn, _marked(look, piece.kind)))
            done = min(piece.end, upto)
            if piece.end > upto:
                break  # it goes on over the next run
            pieces.pop(0)
        if done < upto:
            out.append((text[done - at :], look))
        at = upto
    return out + [(piece.drawn, _marked(Look(), piece.kind)) for piece in pieces if piece.start >= at]


def _pieces(row: str, marks: Sequence[tuple[int, Mark]]) -> list[_Piece]:
    """The letters in their places; where two would overlap, the first one is drawn."""
    pieces: list[_Piece] = []
    for place, mark in marks:
        if pieces and place < max(pieces[-1].end, pieces[-1].start + 1):
            continue
        drawn, taken = _taken(row[place : place + _REACH], mark.letters)
        pieces.append(_Piece(place, place + taken, drawn, mark.kind))
    return pieces


def _marked(look: Look, kind: str) -> Look:
    return Look(title=look.title, tags=look.tags, mark=kind)


def _taken(text: str, letters: str) -> tuple[str, int]:
    """Letters for the first cells of a text, as wide as what they cover, and the code points that they cover."""
    if is_narrow(text):
        shown = letters[: max(1, len(text))]
        return shown, min(len(shown), len(text))
    taken = cells = 0
    for _, end, wide in clusters(text):
        taken, cells = end, cells + wide
        if cells >= len(letters):
            break
    shown = letters[: max(1, cells)]
    return shown + " " * max(0, cells - len(shown)), taken
