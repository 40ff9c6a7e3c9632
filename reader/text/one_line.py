"""Any text as one line of so many cells: for rows, bars and messages, which nothing in a text may break out of."""

from __future__ import annotations

from reader.text.cells import clusters, is_narrow, width
from reader.text.safe_chars import safe


def one_line(text: str) -> str:
    """Any text as one safe line."""
    return safe(" ".join(text.split()))


def cut(line: str, cells: int) -> str:
    """A safe text in at most so many cells, its end replaced by an ellipsis where it is longer; its blanks stay."""
    if width(line) <= cells:
        return line
    if is_narrow(line):
        return line[: max(0, cells - 1)] + "…" if cells > 0 else ""
    end = taken = 0
    for _, upto, own in clusters(line):
        if taken + own > cells - 1:
            break
        end, taken = upto, taken + own
    return line[:end] + "…" if cells > 0 else ""


def fitted(text: str, cells: int) -> str:
    """A text on one line of exactly so many cells, cut with an ellipsis or filled with blanks."""
    line = cut(one_line(text), cells)
    return line + " " * (cells - width(line))
