"""One thing that the analyst and somebody else both changed: which of the two is to stand."""

from __future__ import annotations

from typing import Literal

from textual import events

from reader.control.keys import pressed
from reader.tags.applying import Conflict
from reader.ui import theme
from reader.ui.safe import one_line
from reader.ui.screens.dialog import Dialog, wrapped
from reader.ui.widgets.rows import Parts

Answer = Literal["ours", "theirs", "later"]
_ANSWERS: dict[str, Answer] = {"o": "ours", "t": "theirs", "n": "later"}
_WIDEST = 90


class ClashScreen(Dialog[Answer]):
    """Gives back the answer; None to decide none of them now.

    Args:
        article: how the list calls the conflict's article.
        place: which one of how many it is.
    """

    DEFAULT_CSS = "ClashScreen #frame { height: 13; max-width: 100; }"

    def __init__(self, conflict: Conflict, article: str, place: tuple[int, int]) -> None:
        keys: Parts = []
        for key, word in (("o", "yours"), ("t", "theirs"), ("n", "the next one, this later"), ("Esc", "later")):
            keys += [(key, theme.accent), (f" {word}   ", theme.faint)]
        number, count = place
        of = f", {number} of {count}" if count > 1 else ""
        super().__init__([], [(f"you and somebody else changed the same thing{of}", theme.bad)], keys)
        self._conflict = conflict
        self._article = article

    @property
    def hints(self) -> list[tuple[str, str]]:
        answers = [("o", "yours is to stand"), ("t", "theirs is to stand"), ("n", "the next one, this later")]
        return [*answers, ("Esc", "decide none of them now")]

    def on_resize(self, event: events.Resize) -> None:
        width = max(20, min(_WIDEST, event.size.width * 92 // 100 - 6))
        conflict = self._conflict
        rows: list[Parts] = [[(line, theme.faint)] for line in wrapped(one_line(self._article), width)[:2]]
        rows += [[(line, theme.plain)] for line in wrapped(one_line(conflict.message), width)[:3]]
        rows.append([])
        for key, whose, said in (("o", "yours", conflict.ours), ("t", "theirs, which stands now", conflict.theirs)):
            rows.append([(f" {key} ", theme.accent), (f" {whose}:  ", theme.bright), (one_line(said), theme.plain)])
        self.rows.set_rows(rows)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        if key in _ANSWERS:
            self.dismiss(_ANSWERS[key])
        elif key in ("escape", "q"):
            self.dismiss(None)
