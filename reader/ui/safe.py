"""The one door through which text of articles, files and annotators comes to the screen.

Textual's markup is never parsed from data: everything is painted as segments of plain text, made safe here.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from reader.text.safe_chars import safe

__all__ = ["cut", "fitted", "one_line", "width"]


def one_line(text: str) -> str:
    """Any text as one line that nothing in it can break out of."""
    return safe(" ".join(text.split()))


def width(text: str) -> int:
    """The cells that a safe text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fitted(text: str, cells: int) -> str:
    """A text on one line of exactly so many cells, cut with an ellipsis or filled with blanks."""
    line = cut(one_line(text), cells)
    return line + " " * (cells - width(line))


def cut(line: str, cells: int) -> str:
    """A safe text in at most so many cells, its end replaced by an ellipsis where it is longer; its blanks stay."""
    if width(line) <= cells:
        return line
    return set_cell_size(line, max(0, cells - 1)) + "…" if cells > 0 else ""
