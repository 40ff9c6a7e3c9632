"""A small form: fields one under the other, each a line to type or some values to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events

from reader.control.keys import pressed
from reader.ui import theme
from reader.ui.edited_line import EditedLine
from reader.ui.safe import fitted, one_line
from reader.ui.safe import width as cells
from reader.ui.screens.dialog import Dialog
from reader.ui.widgets.rows import Parts

_NAME = 16
_FRAME = 6  # rows beside those of the fields


class LineField:
    """A line to type.

    Args:
        hint: what is said of it while it is held.
        several: whether it may have several lines; their breaks are shown as `␊`, Ctrl+J makes one.
    """

    def __init__(self, name: str, text: str = "", hint: str = "", *, several: bool = False) -> None:
        self.name = name
        self.hint = hint
        self.several = several
        self.line = EditedLine(text)
        self.line.fresh = False  # what is typed is put to what stands there

    @property
    def value(self) -> str:
        return self.line.text

    def press(self, key: str, character: str | None) -> bool:
        """Take a key; whether it means anything here."""
        if key == "ctrl+j" and self.several:
            self.line.insert("\n", several=True)
            return True
        return self.line.press(key, character)

    def paste(self, text: str) -> None:
        """Put in what was pasted."""
        self.line.insert(text, several=self.several)

    def parts(self, room: int, *, held: bool) -> Parts:
        if held:
            return self.line.parts(room)
        text = one_line(self.value.replace("\n", "␊"))
        return [(fitted(text, room), theme.plain)]


class ChoiceField:
    """Some values, of which one may be chosen.

    Args:
        foreign: whether the present value, the last one, is none that may be chosen anew.
    """

    hint = "← → or its number or first letter; Backspace clears"

    def __init__(self, name: str, values: Sequence[str], value: str, *, foreign: bool = False) -> None:
        self.name = name
        self.values = ("", *values)
        self.at = self.values.index(value) if value in self.values else 0
        self.foreign = len(self.values) - 1 if foreign else -1

    @property
    def value(self) -> str:
        return self.values[self.at]

    def press(self, key: str, character: str | None) -> bool:
        """Take a key; whether it means anything here."""
        last = len(self.values) - 1
        if key in ("left", "right"):
            self.at = max(0, min(last, self.at + (1 if key == "right" else -1)))
        elif key in ("home", "end"):
            self.at = 0 if key == "home" else last
        elif key in ("backspace", "delete", "0"):
            self.at = 0
        elif key in "123456789" and len(key) == 1:
            if int(key) > last:
                return False
            self.at = int(key)
        elif character is not None and character.isprintable():
            order = [*range(self.at + 1, last + 1), *range(1, self.at + 1)]
            letter = character.casefold()
            found = next((at for at in order if self.values[at].casefold().startswith(letter)), None)
            if found is None:
                return False
            self.at = found
        else:
            return False
        return True

    def paste(self, text: str) -> None:
        """Values are chosen, not pasted."""

    def parts(self, room: int, *, held: bool) -> Parts:
        """The values side by side, from the one on from which the chosen one is in sight; it stands in brackets."""
        texts = [self._text(at) for at in range(len(self.values))]
        first = 0
        while first < self.at and sum(map(cells, texts[first : self.at + 1])) + 2 > room:
            first += 1
        parts: Parts = [("…", theme.faint)] if first else []
        for at in range(first, len(texts)):
            style = theme.plain if at else theme.faint
            if at == self.at:
                style = theme.chosen if held else theme.bright
            elif at == self.foreign:
                style = theme.faint
            parts.append((texts[at], style))
        return parts

    def _text(self, at: int) -> str:
        name = one_line(self.values[at]) or "none"
        if at == self.foreign:
            name += " (not in the scheme)"
        number = f"{at} " if 0 < at < 10 else ""
        return f"[{number}{name}]" if at == self.at else f" {number}{name} "


Field = LineField | ChoiceField


class FormScreen(Dialog[list[str]]):
    """Gives back the fields' values, or None when all is to stay as it was.

    Args:
        top: what is filled in.
        check: what is wrong with the values; "" when they can be saved.
    """

    DEFAULT_CSS = "FormScreen #frame { height: 10; }"

    def __init__(
        self, top: Parts, fields: Sequence[Field], check: Callable[[list[str]], str] = lambda values: ""
    ) -> None:
        self._fields = list(fields)
        self._check = check
        self._at = 0
        self._said = ""
        self._began = self.values
        hints = [("↑ ↓", "field")] if len(self._fields) > 1 else []
        hints += [("Enter", "save"), ("Esc", "as it was")]
        if any(isinstance(field, LineField) and field.several for field in fields):
            hints.append(("Ctrl+J", "new line"))
        bottom: Parts = [part for key, word in hints for part in ((key, theme.accent), (f" {word}  ", theme.faint))]
        super().__init__([], top, bottom)

    @property
    def types(self) -> bool:
        return True

    @property
    def hints(self) -> list[tuple[str, str]]:
        keys = [("↑ ↓ Tab", "from field to field")] if len(self._fields) > 1 else []
        if any(isinstance(field, ChoiceField) for field in self._fields):
            keys += [("← →", "choose a value; its number or first letter does the same"), ("Backspace", "no value")]
        if any(isinstance(field, LineField) for field in self._fields):
            keys += [("← → Home End", "move in the text"), ("Ctrl+W Ctrl+U", "delete a word, all of it")]
        if any(isinstance(field, LineField) and field.several for field in self._fields):
            keys.append(("Ctrl+J", "new line"))
        return [*keys, ("Enter", "save"), ("Esc", "as it was")]

    @property
    def values(self) -> list[str]:
        return [field.value for field in self._fields]

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#frame").styles.height = min(len(self._fields) + _FRAME, event.size.height)
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        room = max(10, self.rows.size.width - _NAME - 4)
        rows: list[Parts] = []
        for at, field in enumerate(self._fields):
            held = at == self._at
            name = (f"{fitted(field.name, _NAME)}  ", theme.bright if held else theme.faint)
            rows.append([("▸ " if held else "  ", theme.accent), name, *field.parts(room, held=held)])
        held_field = self._fields[self._at]
        note: Parts = (
            [(f"  {one_line(self._said)}", theme.bad)] if self._said else [(f"  {held_field.hint}", theme.faint)]
        )
        # What is said stands in sight, below the fields where there is room for all of them.
        lowest = max(1, self.rows.size.height - 2)
        first = max(0, min(self._at - lowest + 1, len(rows) - lowest))
        self.rows.set_rows([*rows[first : first + lowest], [], note])

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()  # else a dialog's own way with it comes after this
        self._fields[self._at].paste(event.text)
        self._said = ""
        self._show()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        said, self._said = self._said, ""
        steps = {"down": 1, "tab": 1, "up": -1, "shift+tab": -1}
        if key == "escape":
            if self.values == self._began or said == _ONCE_MORE:
                self.dismiss(None)
                return
            self._said = _ONCE_MORE
        elif key == "enter":
            self._said = self._check(self.values)
            if not self._said:
                self.dismiss(self.values)
                return
        elif key in steps:
            self._at = (self._at + steps[key]) % len(self._fields)
        elif not self._fields[self._at].press(key, event.character):
            field = self._fields[self._at]
            if isinstance(field, ChoiceField) and event.character is not None and event.character.isprintable():
                self._said = f"no value of {field.name} begins with {event.character}"
        self._show()


_ONCE_MORE = "Esc once more drops what you have set; Enter saves it"
