"""A question that wants y or n."""

from __future__ import annotations

from textual import events

from reader.ui import theme
from reader.ui.safe import one_line
from reader.ui.screens.dialog import Dialog, wrapped

_WIDEST = 72


class ConfirmScreen(Dialog[bool]):
    """True for yes; anything but y is no."""

    DEFAULT_CSS = "ConfirmScreen #frame { height: 7; max-width: 72; }"

    def __init__(self, question: str, title: str = "not saved") -> None:
        keys = [("y", theme.accent), (" yes   ", theme.faint), ("n", theme.accent), (" no", theme.faint)]
        self._question = one_line(question)
        super().__init__([], [(title, theme.bad)], keys)

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [("y", "yes"), ("any other key", "no")]

    def on_resize(self, event: events.Resize) -> None:
        cells = max(10, min(_WIDEST, event.size.width * 92 // 100) - 6)
        self.rows.set_rows([[(line, theme.plain)] for line in wrapped(self._question, cells)])
        self.query_one("#frame").styles.height = max(7, min(self.rows.row_count + 4, event.size.height))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(event.character in ("y", "Y"))
