"""Help: every command with its keys, from the one table, as the keymap in force has them."""

from __future__ import annotations

from textual import events

from reader.control.commands import COMMANDS, DIGITS, Command
from reader.control.keymap import Keymap
from reader.control.keys import pressed, shown
from reader.project.place import Project
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.screens.dialog import Dialog, wrapped_parts
from reader.ui.widgets.rows import Parts

_KEYS = 24
_WIDEST = 104
_LEAVE = {"q", "escape", "?", "f1", "enter"}


def _keys_of(command: Command, keymap: Keymap) -> str:
    keys = keymap.keys.get(command.id, ())
    if keys == DIGITS:
        return f"{keymap.for_label('1')} … 9 0"
    palette = keymap.keys.get("app.palette", ())
    return " or ".join(shown(key) for key in keys) or (f"{shown(palette[0])}, by name" if palette else "no key")


def help_rows(keymap: Keymap, project: Project, width: int) -> list[Parts]:
    """The help as rows of at most `width` cells, grouped as the table is."""
    rows: list[Parts] = []
    lines = [
        "The selection always holds something: a word, a name, a sentence, a paragraph.",
        "Move it, grow it, and press the label's digit. Everything is saved as you go.",
    ]
    if keymap.counts != "none":
        number = "Alt with digits" if keymap.counts == "alt" else "A number"
        lines.append(f"{number} before a motion, a nudge or a page: so many times.")
    for line in lines:
        rows += wrapped_parts([], [(line, theme.plain)], width)
    group = ""
    for command in COMMANDS:
        if command.group != group:
            group = command.group
            rows += [[], [(group, theme.accent)]]
        lead = [(f"  {fitted(_keys_of(command, keymap), _KEYS)}", theme.bright)]
        title = f"{command.title}." if command.help else command.title
        rows += wrapped_parts(lead, [(title, theme.plain), (command.help, theme.faint)], width)
    rows += [[], [("Labels", theme.accent)]]
    palette = theme.Palette(project.scheme)
    digits = {label.name: digit for digit, label in project.scheme.by_digit.items()}
    for index, label in enumerate(project.scheme.labels):
        opens = keymap.keys.get("article.labels" if label.scope == "article" else "tag.choose", ())
        key = digits.get(label.name, f"{shown(opens[0])} {label.key}" if opens else "")
        named = fitted(label.name, _KEYS - 4)
        lead = [(f"  {fitted(key, 6)}", theme.bright), (named, palette.label(index))]
        rows += wrapped_parts(lead, [(one_line(label.description), theme.plain)], width)
    folder = one_line(str(project.annotations))
    return [*rows, [], *wrapped_parts([], [("Tags are kept in", theme.faint), (folder, theme.plain)], width)]


class HelpScreen(Dialog[None]):
    """The help, to scroll through."""

    def __init__(self, keymap: Keymap, project: Project) -> None:
        title = [(f"reader: keys ({one_line(keymap.name)} keymap)", theme.bright)]
        keys = [("↑ ↓ Space", theme.accent), (" scroll   ", theme.faint), ("q", theme.accent), (" back", theme.faint)]
        super().__init__([], title, keys)
        self._keymap = keymap
        self._project = project

    def on_resize(self, event: events.Resize) -> None:
        width = max(_KEYS + 16, min(_WIDEST, event.size.width * 92 // 100 - 4))
        self.rows.set_rows(help_rows(self._keymap, self._project, width))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        if not self.scroll_by_key(key) and key in _LEAVE:
            self.dismiss(None)
