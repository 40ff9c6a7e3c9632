"""Help: every command with its keys, from the one table, as the keymap in force has them; searched by words or by a key."""

from __future__ import annotations

from textual import events

from reader.control.commands import BEHIND, COMMANDS, Command, Context
from reader.control.keymap import Keymap
from reader.control.keys import pressed, shown
from reader.control.listing import found, found_by_key, grouped, keys_shown
from reader.labels import Label
from reader.project.place import Project
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.screens.dialog import Dialog, typed, wrapped_parts
from reader.ui.widgets.rows import Parts

_KEYS = 24
_WIDEST = 104


def _keys_of(command: Command, keymap: Keymap) -> str:
    palette = keymap.keys.get("app.palette", ())
    return keys_shown(keymap, command) or (f"{shown(palette[0])}, by name" if palette else "no key")


def help_rows(
    keymap: Keymap, project: Project, width: int, context: Context = "article", sought: str = ""
) -> list[Parts]:
    """The help as rows of at most `width` cells, grouped as the table is; the groups of `context` come first.

    Args:
        sought: words, or a key; shown is what they find.
    """
    rows: list[Parts] = []
    lines = [
        "The selection always holds something: a word, a name, a sentence, a paragraph.",
        "Move it, grow it, and press the label's digit. Everything is saved as you go.",
    ]
    if keymap.counts != "none":
        number = "Alt with digits" if keymap.counts == "alt" else "A number"
        lines.append(f"{number} before a motion, a nudge or a page: so many times.")
    for line in lines if not sought.strip() else []:
        rows += wrapped_parts([], [(line, theme.plain)], width)
    places = {place: number for number, place in enumerate(BEHIND[context])}
    commands = sorted(found(keymap, sought), key=lambda command: places.get(command.context, len(places)))
    for group, those in grouped(commands):
        rows += [[], [(group, theme.accent)]]
        for command in those:
            lead = [(f"  {fitted(_keys_of(command, keymap), _KEYS)}", theme.bright)]
            title = f"{command.title}." if command.help else command.title
            rows += wrapped_parts(lead, [(title, theme.plain), (command.help, theme.faint)], width)
    rows += _label_rows(keymap, project, width, sought.strip())
    if sought.strip():
        return rows[1:] or [[(f"“{one_line(sought)}” is no key, and stands in nothing here", theme.bad)]]
    folder = one_line(str(project.annotations))
    return [*rows, [], *wrapped_parts([], [("Tags are kept in", theme.faint), (folder, theme.plain)], width)]


def _label_rows(keymap: Keymap, project: Project, width: int, sought: str) -> list[Parts]:
    rows: list[Parts] = []
    palette = theme.Palette(project.scheme)
    words, by_key = sought.casefold().split(), bool(found_by_key(keymap, sought))
    digits = {label.name: digit for digit, label in project.scheme.by_digit.items()}
    for index, label in enumerate(project.scheme.labels):
        key = digits.get(label.name) or _key_of_label(keymap, label)
        said = f"{label.name} {label.description}".casefold()
        if sought and key != sought and (by_key or not all(word in said for word in words)):
            continue
        named = fitted(label.name, _KEYS - 4)
        lead = [(f"  {fitted(key, 6)}", theme.bright), (named, palette.label(index))]
        rows += wrapped_parts(lead, [(one_line(label.description), theme.plain)], width)
    return [[], [("Labels", theme.accent)], *rows] if rows else []


def _key_of_label(keymap: Keymap, label: Label) -> str:
    opens = keymap.keys.get("article.labels" if label.scope == "article" else "tag.choose", ())
    return f"{shown(opens[0])} {label.key}" if opens else ""


class HelpScreen(Dialog[None]):
    """The help, to scroll through and to search.

    Args:
        context: where the keyboard was; its keys come first.
    """

    leave = Dialog.leave | {"?", "f1"}

    helps = False

    def __init__(self, keymap: Keymap, project: Project, context: Context = "article") -> None:
        super().__init__([], [], [])
        self._keymap = keymap
        self._project = project
        self._place = context
        self._sought: str | None = None  # what is typed to search; None while nothing is
        self._say()

    @property
    def types(self) -> bool:
        return self._sought is not None

    @property
    def hints(self) -> list[tuple[str, str]]:
        if self._sought is not None:
            return [("words, or a key", "search"), ("↑ ↓", "scroll"), ("Esc", "all keys")]
        return [("↑ ↓ Space", "scroll"), ("/", "search, by words or by a key"), ("q", "back")]

    def _say(self) -> None:
        title: Parts = [(f"reader: keys ({one_line(self._keymap.name)} keymap)", theme.bright)]
        if self._sought is not None:
            title.append((f"  /{one_line(self._sought)}▏", theme.accent))
        self.top_bar.say(title)
        self.bottom_bar.say(
            [part for key, word in self.hints for part in ((key, theme.accent), (f" {word}   ", theme.faint))]
        )

    def _show(self) -> None:
        width = max(_KEYS + 16, min(_WIDEST, self.app.size.width * 92 // 100 - 4))
        self.rows.set_rows(help_rows(self._keymap, self._project, width, self._place, self._sought or ""))
        self._say()

    def on_resize(self, event: events.Resize) -> None:
        self._show()

    def _search(self, text: str | None) -> None:
        self._sought = text
        self._show()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        sought = self._sought
        if sought is None:
            if key == "/":
                self._search("")
            elif not self.scroll_by_key(key) and key in self.leave:
                self.dismiss(None)
        elif key == "escape" or (key == "backspace" and not sought):
            self._search(None)
        elif (key.startswith(("ctrl+", "alt+", "shift+")) or key in ("tab", "delete", "enter")) and key in _all_keys(
            self._keymap
        ):
            self._search(key)  # a key that types nothing is sought as it is
        elif key != "space" and len(key) > 1 and key != "backspace":
            self.scroll_by_key(key)
        else:
            self._search(typed(sought, key, event.character))


def _all_keys(keymap: Keymap) -> set[str]:
    return {key for command in COMMANDS for written in keymap.keys.get(command.id, ()) for key in written.split(" ")}
