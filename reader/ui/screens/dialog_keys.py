"""What can be pressed in the screen below: shown over a dialog when help is asked for there."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from reader.ui import theme
from reader.ui.safe import fitted, one_line, width
from reader.ui.screens.dialog import Dialog, wrapped_parts
from reader.ui.widgets.rows import Parts

_WIDEST_KEY = 22


class DialogKeys(Dialog[None]):
    """The keys of one dialog; any key goes back to it."""

    DEFAULT_CSS = "DialogKeys #frame { height: auto; max-height: 90%; max-width: 72; }"

    helps = False

    def __init__(self, hints: Sequence[tuple[str, str]]) -> None:
        super().__init__([], [("keys here", theme.bright)], [("any key", theme.accent), (" back", theme.faint)])
        self._hints = hints

    def on_resize(self, event: events.Resize) -> None:
        room = max(20, min(72, event.size.width * 92 // 100) - 6)
        column = min(_WIDEST_KEY, max((width(key) for key, _ in self._hints), default=0))
        rows: list[Parts] = []
        for key, word in self._hints:
            lead = [(f" {fitted(key, column)}  ", theme.accent)]
            rows += wrapped_parts(lead, [(one_line(word), theme.plain)], room)
        self.rows.styles.height = max(1, min(len(rows), event.size.height - 6))
        self.rows.set_rows(rows)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(None)
