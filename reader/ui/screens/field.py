"""A field of the open article, set by hand: its title or its date."""

from __future__ import annotations

from typing import NamedTuple

from textual import events

from reader.control.keys import pressed
from reader.ui import theme
from reader.ui.edited_line import EditedLine
from reader.ui.safe import one_line
from reader.ui.screens.dialog import Dialog
from reader.ui.widgets.rows import Parts

_ROOM = 4  # cells beside the line: frame and padding


class Answer(NamedTuple):
    """What is to stand in the field: "" for nothing, None for what cleaning finds."""

    value: str | None


class FieldScreen(Dialog[Answer]):
    """A line to edit. Gives back None when the field is to stay as it is.

    Args:
        name: of the field.
        value: what stands in it now.
        origin: where that comes from.
        found: what cleaning finds, for the way back to it.
        form: how it is written; "" for any text.
    """

    DEFAULT_CSS = "FieldScreen #frame { height: 8; }"

    def __init__(self, name: str, value: str, origin: str, found: str, form: str = "") -> None:
        self.line = EditedLine(value)
        self._found = found
        self._form = form
        self._said = ""
        top: Parts = [(f"{name} ", theme.accent), (f"({one_line(origin) or 'none'})", theme.faint)]
        hints = (("empty", "none"), ("Ctrl+R", "what cleaning finds"), ("Enter", "save"), ("Esc", "as it was"))
        super().__init__([[], [], [], []], top, [])
        self.bottom_bar.say_keys(hints)

    @property
    def types(self) -> bool:
        return True

    @property
    def hints(self) -> list[tuple[str, str]]:
        edits = [
            ("← → Home End", "move in the line"),
            ("Backspace Del", "delete"),
            ("Ctrl+W Ctrl+U", "delete a word, all of it"),
        ]
        ends = [("Enter", "save; an empty line for none"), ("Ctrl+R", "what cleaning finds"), ("Esc", "as it was")]
        return [*edits, *ends]

    def on_resize(self, event: events.Resize) -> None:
        self._show()

    def refuse(self, why: str) -> None:
        """Say why what is typed cannot be saved, and go on."""
        self._said = why
        self._show()

    def _show(self) -> None:
        room = max(10, self.rows.size.width - 1)
        self.rows.set_rows(
            [
                self.line.parts(room),
                [],
                [("cleaning finds: ", theme.faint), (one_line(self._found) or "none", theme.plain)],
                [(one_line(self._said), theme.bad)] if self._said else [(self._form, theme.faint)],
            ]
        )

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()  # else a dialog's own way with it comes after this
        self.line.insert(event.text)
        self._show()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        if key == "escape":
            self.dismiss(None)
        elif key == "enter":
            self.dismiss(Answer(self.line.text.strip()))
        elif key == "ctrl+r":
            self.dismiss(Answer(None))
        elif self.line.press(key, event.character):
            self._said = ""
            self._show()
