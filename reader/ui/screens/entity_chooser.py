"""Choosing somebody or something of the whole corpus by typing part of a name; the most frequent come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.style import Style
from textual import events

from reader.control.keys import pressed
from reader.entities.mention import EntityLabel
from reader.library.things import Thing
from reader.session.messages import ThingsFound
from reader.session.things import MOST
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.screens.dialog import typed
from reader.ui.screens.thing_words import so_far
from reader.ui.screens.walked import Walked
from reader.ui.widgets.bars import beside, key_hints
from reader.ui.widgets.rows import Parts

_KIND, _NUMBER = 13, 9  # cells
_WIDE = 64  # cells from which on there is room for variants


class EntityChooser(Walked[Thing]):
    """Gives back the thing that is chosen.

    Args:
        ask: asks for the things like what is typed; `tell` takes the answer.
        style: of a kind, as it is painted in the text.
    """

    def __init__(self, ask: Callable[[], None], style: Callable[[EntityLabel], Style]) -> None:
        self._ask = ask
        self._style = style
        self._typed = ""
        self._found: ThingsFound | None = None
        self._things: Sequence[Thing] = ()
        self._waits = True  # for the answer to what is typed now
        super().__init__()

    @property
    def types(self) -> bool:
        return True

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [
            ("letters", "any words of the name, or their beginnings"),
            ("↑ ↓ PgUp PgDn", "walk"),
            ("Enter", "filter the list by what is held"),
            ("Ctrl+U", "begin anew"),
            ("Esc", "back, nothing chosen"),
        ]

    def tell(self, found: ThingsFound) -> None:
        """Take the answer."""
        held = self.held.name if self.at and self.held is not None and not self._waits else None
        self._found, self._waits = found, False
        self._things = [thing for thing in found.things if thing is not None]
        self.renew(next((at for at, thing in enumerate(self._things) if thing.name == held), 0))

    @property
    def held(self) -> Thing | None:
        """The thing that is held."""
        return self._things[self.at] if self.at < len(self._things) else None

    @property
    def typed(self) -> str:
        """What is typed."""
        return self._typed

    # -- painting

    @property
    def count(self) -> int:
        return len(self._things)

    def painted(self, place: int) -> Parts:
        thing = self._things[place]
        held = place == self.at
        style, faint = (theme.chosen, theme.chosen_faint) if held else (theme.plain, theme.faint)
        room = self.width - 2 - _KIND - 2 * _NUMBER
        name = room * 11 // 20 if self.width >= _WIDE else max(16, room)
        return [
            ("▸ " if held else "  ", style if held else theme.accent),
            (fitted(thing.label, _KIND), style if held else self._style(thing.label)),
            (fitted(one_line(thing.name), name), style),
            (f"{thing.articles:>{_NUMBER - 2},}  ", style),
            (f"{thing.mentions:>{_NUMBER - 2},}  ", faint),
            (fitted(", ".join(map(one_line, thing.variants)), max(0, room - name)), faint),
        ]

    def say(self) -> None:
        found = self._found
        late = so_far(found) if found is not None else ""
        columns = ["kind · name · articles · mentions · also as"] if self.width >= _WIDE else []
        columns += ["articles · mentions"]
        top: Parts = [("articles that name: ", theme.bright), (f"{one_line(self._typed)}▏", theme.accent)]
        forms: list[Parts] = [[(form, theme.faint)] for form in ([late] if late else columns)]
        self.top_bar.say(top, beside(top, self.width, *forms))
        if found is None:
            self.bottom_bar.say([("looking …", theme.faint)])
        elif found.problem:
            self.bottom_bar.say([(one_line(found.problem), theme.bad)])
        elif not self._things:
            nothing = "no such name" if self._typed.strip() else "no names are known yet"
            self.bottom_bar.say(
                [
                    (f"{nothing}{f': {late}' if late else ''}", theme.bad),
                    ("   Esc", theme.accent),
                    (" back", theme.faint),
                ]
            )
        else:
            more = f"the first {MOST}" if len(self._things) >= MOST else ""
            keys = [("type", "to filter"), ("↑ ↓", "walk"), ("Enter", "filter the list"), ("Esc", "back")]
            self.bottom_bar.say(key_hints(keys, self.width - len(more))[1:], [(more, theme.faint)] if more else [])

    # -- keys

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        if key == "escape":
            self.dismiss(None)
        elif self.walk(key):
            return
        elif key == "enter":
            if self.held is not None and not self._waits:
                self.dismiss(self.held)
        else:
            text = "" if key == "ctrl+u" else typed(self._typed, key, event.character)
            if text != self._typed:
                self._typed, self._waits = text, True
                self._ask()
            self.say()
