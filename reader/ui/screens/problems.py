"""What could not be read, in one list."""

from __future__ import annotations

from pathlib import Path

from textual import events

from reader.errors import Problem
from reader.paths import short
from reader.ui import theme
from reader.ui.safe import one_line
from reader.ui.screens.dialog import Dialog, wrapped
from reader.ui.widgets.rows import Parts


class ProblemsScreen(Dialog[None]):
    """Each problem with its place and what to do about it."""

    leave = Dialog.leave | {"!"}

    def __init__(self, problems: list[Problem], working: Path) -> None:
        """
        Args:
            working: the folder from which their paths are shown.
        """
        keys = [("↑ ↓ Space", theme.accent), (" scroll   ", theme.faint), ("q", theme.accent), (" back", theme.faint)]
        super().__init__([], [(f"what could not be read ({len(problems)})", theme.bad)], keys)
        self._problems = [
            problem.at(short(problem.path, working)) if problem.path is not None else problem for problem in problems
        ]

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [("↑ ↓ Space PgUp", "scroll"), ("Home End", "first, last"), ("q Esc", "back")]

    def on_resize(self, event: events.Resize) -> None:
        width = max(20, min(104, event.size.width * 92 // 100 - 6))
        rows: list[Parts] = []
        for problem in self._problems:
            rows += [[(line, theme.plain)] for line in wrapped(one_line(problem.message), width)]
            for more in (problem.place, problem.hint):
                if more:
                    rows += [[(f"    {line}", theme.faint)] for line in wrapped(one_line(more), width - 4)]
        self.rows.set_rows(rows)
