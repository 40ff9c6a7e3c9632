"""Which rows of a text are in sight: how a view follows the caret and turns its pages. Pure; rows count from 0.

A view is its top row and its page, the number of rows that it shows.
"""

from __future__ import annotations

from reader.text.spans import Span
from reader.view.caret import Caret
from reader.view.layout import Layout

_MARGIN = 2  # rows that stay in sight before and after what is held
_KEPT = 2  # rows of a page that the next one shows again
BELOW = 1  # rows after the last one, where what is written of the last paragraph's tags may stand


def clamped(top: int, rows: int, page: int) -> int:
    """The top row nearest to `top` that leaves no more room below the last row than there must be."""
    return max(0, min(top, rows - page))


def revealed(top: int, rows: int, page: int, first: int, last: int, margin: int = _MARGIN) -> int:
    """The top row after scrolling as little as needed to see rows `first` to `last`; the first wins when they do not fit.

    What is farther away than a page comes to stand a third below the top.
    """
    margin = min(margin, max(0, (page - 1) // 4))
    new = top
    if last > new + page - 1 - margin:
        new = last - page + 1 + margin
    if first < new + margin:
        new = first - margin
    if abs(new - top) > page:
        new = first - page // 3
    return clamped(new, rows, page)


def followed(top: int, layout: Layout, page: int, caret: Caret) -> int:
    """The top row from which what is held can be seen; of more than a page, the end that moves."""
    first, last = layout.row_of(caret.span.start), layout.row_of(max(caret.span.start, caret.span.end - 1))
    if caret.side == "end" and last - first >= page and (caret.extending or caret.anchor is not None):
        first = last
    return revealed(top, layout.rows + BELOW, page, first, last)


def turned(top: int, rows: int, page: int, by: int) -> int:
    """The top row after turning so many pages; two rows stay."""
    return clamped(top + by * max(1, page - _KEPT), rows + BELOW, page)


def entered_at(top: int, layout: Layout, page: int, held: Span) -> int | None:
    """The offset in the second row where reading goes on after turning; None while the start of what is held is in sight."""
    if top <= layout.row_of(held.start) < top + page:
        return None
    return layout.start(min(top + 1, layout.rows - 1))


def in_sight(top: int, layout: Layout, page: int) -> Span:
    """The part of the text that is in sight."""
    last = min(top + page, layout.rows) - 1
    return Span(layout.start(min(top, last)), layout.bounds(last)[1])
