"""The history: what was done, newest first; to go there, or to take back all down to an act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from textual import events

from reader.control.keys import pressed
from reader.session.past import Act
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.screens.dialog import typed
from reader.ui.screens.walked import Walked
from reader.ui.widgets.rows import Parts

Wish = tuple[Literal["go", "turn"], Act]
_ARTICLE = 26


class HistoryScreen(Walked[Wish]):
    """Gives back what is to be done with which act, or None."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self._acts = list(acts)
        self._found = list(acts)
        self._typed = ""
        self._filtering = False
        # The newest act that is done: what undo would take back.
        super().__init__(
            next((place for place, act in enumerate(acts) if not (act.undone or act.refused)), max(0, len(acts) - 1))
        )

    @property
    def types(self) -> bool:
        return self._filtering

    @property
    def hints(self) -> list[tuple[str, str]]:
        keys = [("↑ ↓ PgUp PgDn", "choose"), ("Enter", "go to where it was done")]
        if self._filtering:
            return [*keys, ("letters", "filter by words"), ("Tab", "keep what is found"), ("Esc", "show all")]
        keys += [("u", "take back all down to it, or do all up to it again"), ("Ctrl+R", "do again"), ("/", "filter")]
        return [*keys, ("q Esc", "back")]

    # -- painting

    @property
    def count(self) -> int:
        return len(self._found)

    def painted(self, place: int) -> Parts:
        act, held = self._found[place], place == self.at
        style, faint = (theme.chosen, theme.chosen_faint) if held else (theme.plain, theme.faint)
        if act.undone and not held:
            style = theme.faint
        article = _ARTICLE if self.app_width >= 96 else 12
        return [
            ("▸ " if held else "  ", theme.accent),
            (f"{fitted(act.at, 16)}  ", faint),
            (f"{fitted(act.article, article)}  ", faint),
            ("refused: " if act.refused else "undone: " if act.undone else "", theme.bad if act.refused else faint),
            (one_line(act.title), style),
        ]

    @property
    def app_width(self) -> int:
        return self.app.size.width if self.is_attached else 120

    def say(self) -> None:
        undone = sum(act.undone for act in self._acts)
        count = f"history: {len(self._acts)} act{'s'[: len(self._acts) != 1]}" + (
            f", {undone} undone" if undone else ""
        )
        typed = f"  /{one_line(self._typed)}{'▏' if self._filtering else ''}" if self._filtering or self._typed else ""
        self.top_bar.say([(count, theme.bright), (typed, theme.accent)])
        act = self._found[self.at] if self._found else None
        if act is None:
            self.bottom_bar.say([("nothing matches" if self._acts else "nothing was done yet", theme.bad)])
            return
        keys = [("Enter", "go there"), ("↑ ↓", "choose")]
        if self._filtering:
            keys.append(("Tab", "keep what is found"))
        else:  # what u does is said on the narrowest screen too
            if act.elsewhere:
                keys.append(("", act.elsewhere))
            elif act.refused:
                keys.insert(0, ("u", "try it again"))
            elif act.undone:
                keys.insert(0, ("u", f"do {act.steps} again" if act.steps > 1 else "do it again"))
            else:
                keys.insert(0, ("u", f"take back all {act.steps} down to here" if act.steps > 1 else "take it back"))
            keys.append(("/", "filter"))
        keys.append(("Esc", "back"))
        self.bottom_bar.say_keys(keys)

    def _filter(self) -> None:
        words = self._typed.casefold().split()
        self._found = [act for act in self._acts if act.matches(words)]
        self.renew(0)

    # -- keys

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        act = self._found[self.at] if self._found else None
        if key == "tab" and self._filtering:
            self._filtering = False  # what was found stays, and u takes back down to it
            self.say()
        elif key == "escape" and (self._filtering or self._typed):
            self._filtering, self._typed = False, ""
            self._filter()
        elif key in ("escape", "q") and not (self._filtering and key == "q"):
            self.dismiss(None)
        elif self.walk(key):
            return
        elif key == "enter":
            if act is not None:
                self.dismiss(("go", act))
        elif self._filtering:
            self._typed = typed(self._typed, key, event.character)
            self._filter()
        elif key == "/":
            self._filtering = True
            self.say()
        elif key in ("u", "ctrl+r") and act is not None and (key == "u" or act.undone):
            self.dismiss(("turn", act))
