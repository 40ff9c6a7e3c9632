"""What all screens that lie over the main one share: a framed list of rows, with a title and a line of keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from reader.control.keys import pressed
from reader.text.typable import typable, typed_by
from reader.ui import theme
from reader.ui.safe import width as width_of
from reader.ui.widgets.bars import Bar
from reader.ui.widgets.rows import Parts, Rows

Result = TypeVar("Result")
_PASTED = 1000  # characters that are taken of what is pasted


def wrapped(text: str, cells: int) -> list[str]:
    """A safe text on as many lines as it needs at a width."""
    lines = [""]
    for word in _pieces(text.split(" "), cells):
        if lines[-1] and width_of(lines[-1]) + 1 + width_of(word) > cells:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _pieces(words: Iterable[str], cells: int) -> Iterator[str]:
    """The words, those that are too long for a line (paths are) in pieces."""
    for word in words:
        while width_of(word) > cells:
            upto = next(end for end in range(min(len(word), cells), 0, -1) if end == 1 or width_of(word[:end]) <= cells)
            yield word[:upto]
            word = word[upto:]
        yield word


def fitting(forms: Sequence[str], cells: int) -> str:
    """The first of some ways to say the same that has room in so many cells; else the last."""
    return next((form for form in forms if width_of(form) <= cells), forms[-1])


def wrapped_parts(lead: Parts, body: Parts, cells: int) -> list[Parts]:
    """Rows that begin with `lead`, with the words of `body` beside it on as many of them as they need at a width."""
    indent = sum(width_of(text) for text, _ in lead)
    rows: list[Parts] = [list(lead)]
    used = indent
    for text, style in body:
        for word in _pieces(text.split(), max(1, cells - indent)):
            if used > indent and used + 1 + width_of(word) > cells:
                rows.append([(" " * indent, style)])
                used = indent
            blank = " " if used > indent else ""
            rows[-1].append((blank + word, style))
            used += width_of(blank + word)
    return rows


def typed(text: str, key: str, character: str | None) -> str:
    """What stands in a filter after a key."""
    if key == "backspace":
        return text[:-1]
    return text + typed_by(character)


def retyped(text: str, key: str, character: str | None) -> str:
    """What stands in a line after a key, if it is still what stood there at first: typing begins it anew."""
    return typed(text, key, character) if key == "backspace" else typed_by(character) or text


def pasted(text: str) -> str:
    """What of a pasted text goes into a line: no line breaks, nothing that steers a terminal."""
    return typable(text[:_PASTED])


class Dialog(ModalScreen[Result], inherit_bindings=False):
    """A framed list over the main screen."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $veil; }
    #frame { width: 92%; max-width: 110; height: 88%; border: round $faint; background: $ground; padding: 0 1; }
    #rows { height: 1fr; }
    #top, #bottom { height: 1; }
    """

    helps = True  # whether help shows its keys
    leave = frozenset({"q", "escape", "enter"})  # the keys that lead back from what is only looked at

    def __init__(self, rows: list[Parts], top: Parts, bottom: Parts) -> None:
        super().__init__()
        self.rows = Rows(rows)
        self.top_bar = Bar(id="top", ground=theme.plain)
        self.bottom_bar = Bar(id="bottom", ground=theme.plain)
        self.top_bar.say(top)
        self.bottom_bar.say(bottom)

    def compose(self) -> ComposeResult:
        with Vertical(id="frame"):
            yield self.top_bar
            yield self.rows
            yield self.bottom_bar

    @property
    def hints(self) -> list[tuple[str, str]]:
        """Its keys and what each does, for whoever asks for help in it; else what its bottom line says."""
        return [("", "".join(text for text, _ in self.bottom_bar.left).strip())]

    @property
    def types(self) -> bool:
        """Whether a key that types something is text just now."""
        return False

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is typed, on one line."""
        event.stop()
        if self.types:
            for char in pasted(event.text):
                self.on_key(events.Key("space" if char == " " else char, char))

    def on_key(self, event: events.Key) -> None:
        """Scroll, or go back: all that can be done where there is nothing to choose or to type."""
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        if not self.scroll_by_key(key) and key in self.leave:
            self.dismiss(None)

    def scroll_by_key(self, key: str) -> bool:
        """Scroll for the keys that every list knows; whether `key` was one."""
        rows, page = self.rows, max(1, self.rows.page - 1)
        steps = {"down": 1, "j": 1, "up": -1, "k": -1, "space": page, "pagedown": page, "pageup": -page}
        steps |= {"home": -rows.row_count, "end": rows.row_count}
        if key in steps:
            rows.scroll_rows(rows.top + steps[key])
        return key in steps
