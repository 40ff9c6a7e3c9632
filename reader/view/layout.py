"""The screen rows of a text for a measure of so many cells.

A layout keeps nothing but the offset at which each row begins, so that 2 MB are laid out in milliseconds: the rows of
narrow paragraphs (each code point takes one cell) are the matches of one regular expression. A paragraph that holds
wide or combining characters is first written as a string of *cells* (see `_cell_string`), and the same is done there.

Offsets are code points of the text, rows and columns count from 0, columns and widths are terminal cells. Widths are
those of the safe form of a text, since that is what is painted. Blocks are joined by two line feeds, so the empty row
between paragraphs comes by itself.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from reader.patterns import lazy
from reader.text.cells import WIDE, char_width, clusters, is_narrow
from reader.text.safe_chars import safe

_BLANKS = " \t\n"
_LEAST_WIDTH = 2
"""A wide character must fit in a row."""
_SHORT = 32
"""Code points of a piece whose cells are remembered."""
_REMEMBERED = 256
"""Rows: a few screens of them."""


@lru_cache(maxsize=8)
def _narrow_rows(width: int) -> re.Pattern[str]:
    """One match is one row, with the blanks and the line feed that end it. Some alternative matches at every offset."""
    return re.compile(
        rf"[^\n]{{1,{width}}}(?:[ \t]+(?=[^\n])|[ \t]*(?:\n|\Z))"  # as many words as fit
        rf"|[^\n]{{{width}}}"  # a word longer than the row is broken
        r"|\n"
    )


# The cell string of a paragraph holds one character for each cell and one for each code point that takes none:
#   n narrow   w wide, a row may end on either side of it   h wide, of a script with blanks between words
#   c, o wide closing and opening punctuation: no row begins with the one or ends with the other
#   W the second cell of a wide character   z a code point that takes no cell   and the blank as itself
_CLOSING = frozenset("、。，．！？；：」』）】》〉〕］｝・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々％")
_OPENING = frozenset("「『（【《〈〔［｛")
_SEQUENCE = lazy("[\u200d\ufe0f\U0001f1e6-\U0001f1ff]")
_APART = lazy("[ A-Za-z\u3400-\u9fff]")  # nothing joins these to what stands before them


@lru_cache(maxsize=16)
def _cell_rows(width: int, marks: bool) -> re.Pattern[str]:
    """`marks`: there are cells of more than one code point (three times as slow)."""
    cell = "[^z]z*+" if marks else "."
    return re.compile(
        rf"(?:{cell}){{1,{width}}}(?:[ ]+(?=.)|[ ]*\Z|(?<=[wc]W)(?!c)|(?<!oW)(?=[wo]))"
        rf"|(?:{cell}){{1,{width}}}(?!W)"
        rf"|{cell}"
    )


def _cell_class(char: str) -> str:
    if char in _BLANKS:
        return " "
    cells = char_width(char)
    if cells < 2:
        return "n" if cells else "z"
    if char in _CLOSING:
        return "cW"
    if char in _OPENING:
        return "oW"
    return "hW" if "\u1100" <= char <= "\u11ff" or "\uac00" <= char <= "\ud7ff" else "wW"


class _CellTable(dict[int, str]):
    """For `str.translate`: the cell class of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _cell_class(chr(code))
        return found


_CELL_TABLE = _CellTable()


def _cell_string(paragraph: str) -> str:
    """The cells of a safe paragraph; `len(it) - it.count("W")` code points."""
    cells = "".join(_cell_pieces(paragraph)) if _SEQUENCE.search(paragraph) else paragraph.translate(_CELL_TABLE)
    return cells.replace(" z", "nz")  # a blank that carries a mark is drawn, and ends no row


def _cell_pieces(paragraph: str) -> Iterator[str]:
    """The cells piece by piece: clusters are looked for only round what joins characters."""
    done = 0
    for match in _SEQUENCE.finditer(paragraph):
        if match.start() < done:
            continue
        start = match.start()
        while start > done and _APART.match(paragraph, start - 1) is None:
            start -= 1
        beyond = _APART.search(paragraph, match.end())
        end = len(paragraph) if beyond is None else beyond.start()
        yield paragraph[done:start].translate(_CELL_TABLE)
        yield _known_cells(paragraph[start:end]) if end - start < _SHORT else _cells_of_clusters(paragraph[start:end])
        done = end
    yield paragraph[done:].translate(_CELL_TABLE)


def _cells_of_clusters(piece: str) -> str:
    out: list[str] = []
    for start, end, cells in clusters(piece):
        first = _CELL_TABLE[ord(piece[start])]
        if cells == 2 and len(first) == 1:
            first = "wW"  # a flag, or a character in its emoji form
        out.append(first + "z" * (end - start - 1))
    return "".join(out)


_known_cells = lru_cache(maxsize=1024)(_cells_of_clusters)


class Row(NamedTuple):
    """What is drawn of a row.

    Attributes:
        start, end: the offsets of what is drawn, without the row's line feed and the blanks at its end.
        drawn: its safe form, one code point for one.
        bounds: the offsets between which its clusters lie, `start` and `end` among them; empty where each code point is a
            cluster of one cell.
        columns: the column of each bound, the last of which is how many cells the row takes; empty as `bounds`.
    """

    start: int
    end: int
    drawn: str
    bounds: Sequence[int] = ()
    columns: Sequence[int] = ()

    @property
    def cells(self) -> int:
        """How many cells it takes."""
        return self.columns[-1] if self.columns else self.end - self.start


class Layout:
    """The rows of `text` at `width` cells. At least one row, also of an empty text."""

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.width = max(_LEAST_WIDTH, width)
        self._remembered: dict[int, Row] = {}
        self._starts = array("I", self._row_starts()) or array("I", [0])

    def _row_starts(self) -> Iterator[int] | list[int]:
        if self.text.isascii() or WIDE.search(self.text) is None:
            return [match.start() for match in _narrow_rows(self.width).finditer(self.text)]
        return self._mixed_starts()

    def _mixed_starts(self) -> Iterator[int]:
        text, narrow = self.text, _narrow_rows(self.width)
        at = 0
        while at < len(text):
            wide = WIDE.search(text, at)
            start = len(text) if wide is None else text.rfind("\n", at, wide.start()) + 1 or at
            for match in narrow.finditer(text, at, start):
                yield match.start()
            if wide is None:
                return
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            offset = start
            cells = _cell_string(safe(text[start:end]))
            for match in _cell_rows(self.width, "z" in cells).finditer(cells):
                yield offset
                row = match[0]
                offset += len(row) - row.count("W")
            at = end + 1

    @property
    def rows(self) -> int:
        return len(self._starts)

    def row_of(self, offset: int) -> int:
        """The row that `offset` stands in; offsets past the end are in the last row."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def start(self, row: int) -> int:
        """The offset of the row's first code point."""
        return self._starts[row]

    def row(self, row: int) -> Row:
        """What is drawn of a row; those asked for lately are remembered."""
        known = self._remembered.get(row)
        if known is not None:
            return known
        if len(self._remembered) >= _REMEMBERED:
            self._remembered.clear()
        start = self._starts[row]
        end = self._starts[row + 1] if row + 1 < len(self._starts) else len(self.text)
        drawn = self.text[start:end].rstrip(_BLANKS)
        end = start + len(drawn)
        drawn = safe(drawn)
        if is_narrow(drawn):
            known = Row(start, end, drawn)
        else:
            found = clusters(drawn)
            bounds = [start, *[start + upto for _, upto, _ in found]]
            known = Row(start, end, drawn, bounds, [0, *accumulate([cells for _, _, cells in found])])
        self._remembered[row] = known
        return known

    def bounds(self, row: int) -> tuple[int, int]:
        """The offsets of what is drawn of the row: without its line feed and the blanks at its end."""
        return self.row(row)[:2]

    def drawn(self, row: int) -> str:
        """The row as it is painted: the safe form of its drawn part."""
        return self.row(row).drawn

    def cells(self, row: int) -> int:
        """The cells that the drawn part of the row takes."""
        return self.row(row).cells

    def is_blank(self, row: int) -> bool:
        """Whether nothing is drawn of the row: it lies between paragraphs."""
        return self.text.startswith("\n", self._starts[row]) or self.row(row).start == self.row(row).end

    def column(self, offset: int) -> int:
        """The column at which the cluster of `offset` is drawn; for undrawn offsets the first column after the row."""
        row = self.row(self.row_of(offset))
        offset = min(max(row.start, offset), row.end)
        return row.columns[bisect_right(row.bounds, offset) - 1] if row.columns else offset - row.start

    def offset_at(self, row: int, column: int) -> int:
        """The offset of the cluster drawn at `column`; left of the row its first, right of it its end."""
        drawn = self.row(row)
        column = min(max(0, column), drawn.cells)
        return drawn.bounds[bisect_right(drawn.columns, column) - 1] if drawn.columns else drawn.start + column
