"""A list of styled rows, as dialogs and the review show them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip

from reader.ui import theme
from reader.ui.widgets.lines import LinesPane, strip_of

Parts = list[tuple[str, Style]]


class Rows(LinesPane):
    """Rows of styled parts.

    Args:
        ground: the name of the style of what is left of a row.
    """

    def __init__(self, rows: Sequence[Parts], *, id: str = "rows", ground: str = "plain") -> None:
        super().__init__(id=id)
        self._ground = ground
        self._rows = rows

    def set_rows(self, rows: Sequence[Parts]) -> None:
        """Show other rows; a sequence that makes them when they are asked for is asked only for those in sight."""
        self._rows = rows
        self.top = 0
        self.touch_all()

    def set_row(self, row: int, parts: Parts) -> None:
        if isinstance(self._rows, list):
            self._rows[row] = parts
        self.touch([row])

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def paint_row(self, row: int) -> Strip:
        return strip_of(self._rows[row], self.size.width, getattr(theme, self._ground))
