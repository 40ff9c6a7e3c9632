"""What may follow the first of two keys: in the line below at once, and in a panel of columns for whoever stops to look."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from reader.ui import theme
from reader.ui.dispatch import Follower
from reader.ui.safe import fitted
from reader.ui.widgets.rows import Parts, Rows

if TYPE_CHECKING:
    from reader.ui.screens.reading import ReadingScreen

AFTER = 0.35  # seconds: whoever knows the second key has pressed it by then
_COLUMN = 56  # cells, about: titles are whole then
_KEY = 7


def in_columns(followers: Sequence[Follower], width: int, rows_at_most: int) -> list[Parts]:
    """The followers in columns to be read downwards, as many as it takes for the rows that there are."""
    count = max(1, width // _COLUMN)
    while ceil(len(followers) / count) > rows_at_most and width // (count + 1) >= _KEY + 8:
        count += 1
    high = ceil(len(followers) / count)
    room = width // count - 1
    rows: list[Parts] = []
    for row in range(min(high, rows_at_most)):
        parts: Parts = []
        for follower in followers[row::high]:
            words = theme.bar if follower.able else theme.bar_faint
            parts.append((f" {fitted(follower.key, _KEY - 1)}", theme.bar_accent if follower.able else theme.bar_faint))
            parts.append((fitted(follower.title, room - _KEY) + " ", words))
        rows.append(parts)
    return rows


class Following:
    """The panel of the main screen."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._soon: asyncio.TimerHandle | None = None
        self.pane = Rows([], id="following", ground="bar")

    def await_key(self) -> None:
        """The first of two keys was pressed: show the panel, unless the second comes first."""
        self._soon = asyncio.get_running_loop().call_later(AFTER, self._show)

    def end(self) -> None:
        """The second key has come."""
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
            if self.pane.display:
                self.pane.display = False

    def _show(self) -> None:
        screen = self._screen
        if not screen.is_running or not screen.dispatcher.pending:
            return
        rows = in_columns(screen.dispatcher.followers(screen.key_context), screen.size.width, screen.size.height - 8)
        self.pane.set_rows(rows)
        self.pane.styles.height = len(rows)
        self.pane.styles.margin = (0, 0, screen.below.height, 0)
        self.pane.display = True
