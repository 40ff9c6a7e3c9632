"""What could not be read, in one list."""

from __future__ import annotations

from textual import events

from reader.control.keys import pressed
from reader.errors import Problem
from reader.ui import theme
from reader.ui.safe import one_line
from reader.ui.screens.dialog import Dialog, Parts

_LEAVE = {"q", "escape", "!", "enter"}


class ProblemsScreen(Dialog[None]):
    """Each problem with its place and what to do about it."""

    def __init__(self, problems: list[Problem]) -> None:
        rows: list[Parts] = []
        for problem in problems:
            rows.append([(one_line(problem.message), theme.plain)])
            if problem.place:
                rows.append([(f"    {one_line(problem.place)}", theme.faint)])
            if problem.hint:
                rows.append([(f"    {one_line(problem.hint)}", theme.faint)])
        keys = [("↑ ↓ Space", theme.accent), (" scroll   ", theme.faint), ("q", theme.accent), (" back", theme.faint)]
        super().__init__(rows, [(f"what could not be read ({len(problems)})", theme.bad)], keys)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        if not self.scroll_by_key(key) and key in _LEAVE:
            self.dismiss(None)
