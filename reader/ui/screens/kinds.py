"""Which kinds of entities are marked in the text: each is switched on and off, and the text shows it at once."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from textual import events

from reader.control.keys import pressed
from reader.entities.mention import EntityLabel
from reader.session.kinds import KINDS, Kinds
from reader.text.counts import counted
from reader.ui import theme
from reader.ui.safe import fitted
from reader.ui.screens.walked import Walked
from reader.ui.widgets.bars import key_hints
from reader.ui.widgets.rows import Parts


class KindsScreen(Walked[None]):
    """The kinds.

    Args:
        kinds: which are on.
        style: of a kind, as it is painted in the text.
        changed: called when one was switched.
    """

    DEFAULT_CSS = """
    KindsScreen { align: right bottom; background: transparent; }
    KindsScreen #frame { width: 64; max-width: 100%; height: 12; }
    """

    def __init__(self, kinds: Kinds, style: Callable[[EntityLabel], Style], changed: Callable[[], None]) -> None:
        self._kinds = kinds
        self._style = style
        self._changed = changed
        self._here = kinds.counts()
        super().__init__()

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [
            ("1 … 8", "switch that kind on or off"),
            ("Space Enter", "switch the one that is held"),
            ("a", "all on"),
            ("↑ ↓", "walk"),
            ("q Esc", "back; what is off stays off until it is switched on"),
        ]

    @property
    def count(self) -> int:
        return len(KINDS)

    def painted(self, place: int) -> Parts:
        kind = KINDS[place]
        held, off = place == self.at, kind in self._kinds.off
        style, faint = (theme.chosen, theme.chosen_faint) if held else (theme.plain, theme.faint)
        name = style if held else theme.faint if off else self._style(kind)
        return [
            ("▸ " if held else "  ", style if held else theme.accent),
            (f"{place + 1}  ", theme.chosen if held else theme.accent),
            ("[ ] " if off else "[x] ", style),
            (f"{kind:<14}", name),
            (
                fitted(
                    f"{counted(self._here[kind], 'mention')} here" if self._here[kind] else "", max(0, self.width - 23)
                ),
                faint,
            ),
        ]

    def say(self) -> None:
        off = len(self._kinds.off & set(KINDS))
        told = f"{off} off: neither marked nor gone to" if off else "all are on"
        self.top_bar.say([("kinds of entities", theme.bright)], [(f"{told} ", theme.faint)])
        keys = [("1…8 Space", "on, off"), ("a", "all on"), ("Esc", "back")]
        self.bottom_bar.say(key_hints(keys, self.width)[1:])

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        if key in ("escape", "q"):
            self.dismiss(None)
        elif key in ("space", "enter"):
            self._switch(self.at)
        elif key.isdigit() and 1 <= int(key) <= len(KINDS):
            self._switch(int(key) - 1)
        elif key == "a":
            self._kinds.all_on()
            self._show(self.at)
        else:
            self.walk(key)

    def _switch(self, place: int) -> None:
        self._kinds.toggle(KINDS[place])
        self._show(place)

    def _show(self, place: int) -> None:
        self._changed()
        self.rows.touch_all()
        self.hold(place)
