"""The settings: each with its value, where that comes from, and how it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual import events

from reader.control.settings import Value, settings_path, values_of
from reader.errors import ReaderError
from reader.paths import short
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.screens.dialog import Dialog, wrapped_parts
from reader.ui.widgets.rows import Parts

_WIDEST = 104
_NAME = 17


def settings_rows(options: Mapping[str, str | None], width: int) -> list[Parts]:
    """What is set, as rows of at most `width` cells; of a file that is broken, what is wrong with it.

    Args:
        options: what the command line said.
    """
    rows: list[Parts] = []
    try:
        values = list(values_of(options).values())
    except ReaderError as error:
        values = []
        for problem in error.problems:
            if problem.path is not None:
                problem = problem.at(short(problem.path, Path.cwd()))
            said = [(one_line(str(problem)), theme.bad)]
            rows += wrapped_parts([], said, width)
    path = settings_path()
    for value in values:
        rows += _rows_of(value, value.told.replace(str(path), path.name), width)
    there = "" if path.exists() else " (not there yet; it begins with `format: reader-settings/1`)"
    rows += [
        [],
        *wrapped_parts(
            [],
            [
                ("Settings are read at the start, from", theme.faint),
                (one_line(f"{short(path, Path.cwd())}{there}"), theme.plain),
            ],
            width,
        ),
    ]
    words = "The command line comes before the environment, that before the file. No file of a project sets anything."
    return [*rows, *wrapped_parts([], [(words, theme.faint)], width)]


def _rows_of(value: Value, told: str, width: int) -> list[Parts]:
    setting = value.setting
    lead: Parts = [(fitted(setting.name, _NAME), theme.accent)]
    indent: Parts = [(" " * _NAME, theme.plain)]
    ways = [setting.line, f"{setting.variable}={setting.example}"]
    ways += [f"{setting.option} {setting.example}"] if setting.option else []
    choices = f" One of {', '.join(setting.choices)}." if setting.choices else ""
    return [
        *wrapped_parts(lead, [(one_line(value.value), theme.bright), (f" ({one_line(told)})", theme.faint)], width),
        *wrapped_parts(indent, [(setting.help + choices, theme.plain)], width),
        *wrapped_parts(indent, [(" · ".join(ways), theme.faint)], width),
        [],
    ]


class SettingsScreen(Dialog[None]):
    """The settings, to look at."""

    DEFAULT_CSS = "SettingsScreen #frame { height: auto; max-height: 90%; }"

    def __init__(self, options: Mapping[str, str | None]) -> None:
        keys = [("↑ ↓ Space", theme.accent), (" scroll   ", theme.faint), ("q", theme.accent), (" back", theme.faint)]
        super().__init__([], [("settings", theme.bright)], keys)
        self._options = options

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [("↑ ↓ Space PgUp", "scroll"), ("q Esc", "back")]

    def on_resize(self, event: events.Resize) -> None:
        rows = settings_rows(self._options, max(_NAME + 16, min(_WIDEST, event.size.width * 92 // 100 - 4)))
        self.rows.styles.height = max(1, min(len(rows), event.size.height * 9 // 10 - 4))
        self.rows.set_rows(rows)
