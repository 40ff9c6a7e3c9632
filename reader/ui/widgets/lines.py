"""A widget that is rows: it paints the rows in sight, remembers them, and repaints only those that changed.

Textual's own scroll view recomputes more than a key may cost, so the row at the top is ours to keep.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.filter import ANSIToTruecolor, NoColor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reader.ui import theme
from reader.ui.safe import cut
from reader.ui.safe import width as cells_of
from reader.view.sight import clamped, revealed

_REMEMBERED = 2000
_BELOW = -1  # the number of the rows below the last one, which are all alike
_WHEEL = 3


class Painted(Widget):
    """A widget without border and padding whose rows are painted as `render_line` gives them.

    Textual asks every widget in sight for all its rows at each key and wraps each row in styles. Here there is nothing to wrap,
    and nothing for `NO_COLOR` to take out: the theme has no colour then.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        if any(not isinstance(line_filter, (ANSIToTruecolor, NoColor)) for line_filter in self.get_line_filters()):
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        if crop.x or crop.width != self.size.width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        return strips


class LinesPane(Painted):
    """Rows `top`, `top + 1`, … below `head` fixed ones. Subclasses say how many rows there are and paint one."""

    head = 0

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.top = 0
        self._strips: dict[int, Strip] = {}

    # -- for subclasses

    @property
    def row_count(self) -> int:
        raise NotImplementedError

    def paint_row(self, row: int) -> Strip:
        """The row as it is to be seen, as wide as the widget."""
        raise NotImplementedError

    def paint_head(self, y: int) -> Strip:
        """Fixed row `y`, above the others."""
        return Strip.blank(self.row_width, theme.plain)

    def paint_below(self) -> Strip:
        """What stands below the last row, when there is room."""
        return Strip.blank(self.row_width, theme.plain)

    # -- rows

    @property
    def row_width(self) -> int:
        """Cells of a row."""
        return self.size.width

    @property
    def page(self) -> int:
        """How many rows are in sight."""
        return max(1, self.size.height - self.head)

    def render_line(self, y: int) -> Strip:
        if y < self.head:
            return self.paint_head(y)
        row = self.top + y - self.head
        if row >= self.row_count:
            row = _BELOW
        strip = self._strips.get(row)
        if strip is None:
            if len(self._strips) > _REMEMBERED:
                self._strips.clear()
            strip = self._strips[row] = self.paint_below() if row == _BELOW else self.paint_row(row)
        return strip

    def touch(self, rows: Iterable[int]) -> None:
        """Repaint rows; those out of sight cost nothing."""
        size, head, shift = self.size, self.head, self.head - self.top
        regions = []
        for row in rows:
            self._strips.pop(row, None)
            if head <= row + shift < size.height:
                regions.append(Region(0, row + shift, size.width, 1))
        if regions:
            self.refresh(*regions)

    def touch_head(self) -> None:
        if self.head:
            self.refresh(Region(0, 0, self.size.width, self.head))

    def touch_all(self) -> None:
        self._strips.clear()
        self.refresh()

    def scroll_rows(self, top: int) -> bool:
        """Bring row `top` to the top, as far as there are rows; whether anything moved."""
        top = clamped(top, self.row_count, self.page)
        if top == self.top:
            return False
        self.top = top
        self.refresh()
        return True

    def reveal(self, first: int, last: int, margin: int = 2) -> bool:
        """Scroll as little as needed to see rows `first` to `last`; the first wins when they do not fit."""
        return self.scroll_rows(revealed(self.top, self.row_count, self.page, first, last, margin))

    def on_resize(self, event: events.Resize) -> None:
        self.top = clamped(self.top, self.row_count, self.page)
        self.touch_all()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(self.top + _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(self.top - _WHEEL)


def strip_of(parts: Iterable[tuple[str, Style]], width: int, fill: Style | None = None) -> Strip:
    """A strip of exactly `width` cells; what does not fit is cut with an ellipsis."""
    segments: list[Segment] = []
    left = width
    for text, style in parts:
        cells = cells_of(text)
        if cells > left:
            text = cut(text, left)
            cells = cells_of(text)
        if text:
            segments.append(Segment(text, style))
        left -= cells
        if left <= 0:
            break
    if left > 0:
        segments.append(Segment(" " * left, theme.plain if fill is None else fill))
    return Strip(segments, width)
