"""A line of text with a place in it where typing happens: what a prompt with a present value needs."""

from __future__ import annotations

from reader.text.safe_chars import safe
from reader.text.typable import typable, typed_by
from reader.text.words import words
from reader.ui import theme
from reader.ui.safe import fitted, width
from reader.ui.widgets.rows import Parts

_TURNS = {"left", "right", "home", "end"}


class EditedLine:
    """A text and the place of the cursor, in code points.

    Attributes:
        fresh: whether what is typed first takes the place of all of it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = len(text)
        self.fresh = bool(text)

    def press(self, key: str, character: str | None) -> bool:
        """Take a key by its name (`control.keys.pressed`); whether it means anything here."""
        if key in _TURNS:
            self.at = {"left": max(0, self.at - 1), "right": min(len(self.text), self.at + 1), "home": 0}.get(
                key, len(self.text)
            )
        elif key in ("backspace", "delete"):
            start = self.at - (key == "backspace")
            if 0 <= start < len(self.text):
                self._replace(start, start + 1, "")
        elif key == "ctrl+w":
            starts = [word.start for word in words(self.text[: self.at])]
            self._replace(starts[-1] if starts else 0, self.at, "")
        elif key == "ctrl+u":
            self._replace(0, len(self.text), "")
        elif text := typed_by(character):
            self.insert(text)
        else:
            return False
        self.fresh = False
        return True

    def insert(self, text: str, *, several: bool = False) -> None:
        """Put a text where the cursor is, without what steers a terminal, and on one line unless there may be several."""
        text = typable(text, several=several)
        if not text:  # nothing of it can be typed: what stands there stays
            return
        self._replace(0 if self.fresh else self.at, len(self.text) if self.fresh else self.at, text)
        self.fresh = False

    def _replace(self, start: int, end: int, text: str) -> None:
        self.text = self.text[:start] + text + self.text[end:]
        self.at = start + len(text)

    def parts(self, room: int) -> Parts:
        """The line with its cursor, in at most so many cells; of a long one the part where the cursor is."""
        text, at = self.text, self.at
        start = max(0, at - room + 2)
        lead = "…" if start else ""
        before = safe(text[start + len(lead) : at]) if at > start else ""
        under = safe(text[at]) if at < len(text) else " "
        after = safe(text[at + 1 :])
        left = room - width(lead) - width(before) - width(under)
        return [
            (lead + before, theme.found if self.fresh else theme.bright),
            (under, theme.bright + theme.reversed_),
            (fitted(after, left) if left > 0 and after else "", theme.bright),
        ]
