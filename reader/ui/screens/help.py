"""Help: every command with its keys, from the one table, as the keymap in force has them."""

from __future__ import annotations

from textual import events

from reader.control.commands import COMMANDS, DIGITS, Command
from reader.control.keymap import Keymap
from reader.control.keys import pressed, shown
from reader.project.place import Project
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.screens.dialog import Dialog, Parts

_KEYS = 24
_LEAVE = {"q", "escape", "?", "f1", "enter"}


def _keys_of(command: Command, keymap: Keymap) -> str:
    keys = keymap.keys.get(command.id, ())
    if keys == DIGITS:
        return "1 … 9 0"
    return " or ".join(shown(key) for key in keys) or "in ctrl+p"


def help_rows(keymap: Keymap, project: Project) -> list[Parts]:
    """The help as rows, grouped as the table is."""
    rows: list[Parts] = [
        [("The selection always holds something: a word, a name, a sentence, a paragraph.", theme.plain)],
        [("Move it, grow it, and press the label's digit. Everything is saved as you go.", theme.plain)],
    ]
    group = ""
    for command in COMMANDS:
        if command.group != group:
            group = command.group
            rows += [[], [(group, theme.accent)]]
        rows.append(
            [
                (f"  {fitted(_keys_of(command, keymap), _KEYS)}", theme.bright),
                (command.title, theme.plain),
                (f".  {command.help}" if command.help else "", theme.faint),
            ]
        )
    rows += [[], [("Labels", theme.accent)]]
    palette = theme.Palette(project.scheme)
    digits = {label.name: digit for digit, label in project.scheme.by_digit.items()}
    for index, label in enumerate(project.scheme.labels):
        opens = keymap.keys.get("article.labels" if label.scope == "article" else "tag.choose", ())
        key = digits.get(label.name, f"{shown(opens[0])} {label.key}" if opens else "")
        rows.append(
            [
                (f"  {fitted(key, 6)}", theme.bright),
                (fitted(label.name, _KEYS - 4), palette.label(index)),
                (one_line(label.description), theme.plain),
            ]
        )
    rows += [[], [("Tags are kept in ", theme.faint), (one_line(str(project.annotations)), theme.plain)]]
    return rows


class HelpScreen(Dialog[None]):
    """The help, to scroll through."""

    def __init__(self, keymap: Keymap, project: Project) -> None:
        title = [(f"reader: keys ({one_line(keymap.name)} keymap)", theme.bright)]
        keys = [("↑ ↓ Space", theme.accent), (" scroll   ", theme.faint), ("q", theme.accent), (" back", theme.faint)]
        super().__init__(help_rows(keymap, project), title, keys)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        if not self.scroll_by_key(key) and key in _LEAVE:
            self.dismiss(None)
