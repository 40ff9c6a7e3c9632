"""The list of what the article names: each thing with its kind, how often it is mentioned here and in the corpus, its variants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from rich.style import Style
from textual import events

from reader.control.keys import pressed
from reader.entities.mention import EntityLabel
from reader.library.things import Thing
from reader.session.messages import ThingsFound
from reader.session.things_here import Key, ThingHere
from reader.text.counts import counted
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.screens.dialog import typed
from reader.ui.screens.thing_words import query_of, so_far, uncounted
from reader.ui.screens.walked import Walked
from reader.ui.widgets.bars import beside, key_hints
from reader.ui.widgets.rows import Parts

Wish = tuple[Literal["go", "mentions"], ThingHere] | tuple[Literal["corpus", "narrow"], str]
_KIND, _HERE, _CORPUS = 13, 6, 10  # cells
_WIDE = 64  # cells from which on there is room for variants
_ROOMY = 100  # and for all that is said of its keys


class EntityListScreen(Walked[Wish]):
    """Gives back a thing to go to or to show the mentions of, or a query for the corpus.

    Args:
        things: in text order.
        begin: the thing that is held at first.
        said: what else is to be said of them: which kinds are switched off.
        style: of a kind, as it is painted in the text.
        former: the list that is shown again, as it was left.
        hidden: the things of kinds that are switched off.
    """

    def __init__(
        self,
        things: Sequence[ThingHere],
        begin: Key | None,
        said: str,
        style: Callable[[EntityLabel], Style],
        former: EntityListScreen | None = None,
        hidden: Sequence[ThingHere] = (),
    ) -> None:
        self._all = list(things)
        self._hidden = list(hidden)
        self._said = said
        self._style = style
        self._typed: str = former._typed if former is not None else ""
        self._filtering = False
        self._by_place: bool = former is not None and former._by_place
        if former is not None and former.held is not None:
            begin = former.held.key
        self._counts: dict[Key, Thing] = {}
        self._found: ThingsFound | None = None
        self._told = ""
        self.shown: list[ThingHere] = []
        self._sort()
        super().__init__(next((at for at, thing in enumerate(self.shown) if thing.key == begin), 0))

    @property
    def keys(self) -> list[Key]:
        """The things whose counts the corpus can be asked for, in the order of the answer."""
        return [thing.key for thing in self._all if not uncounted(thing.label)]

    def tell(self, found: ThingsFound) -> None:
        """Take the counts of `keys`."""
        self._found = found
        self._counts = {key: thing for key, thing in zip(self.keys, found.things, strict=False) if thing is not None}
        self.rows.touch_all()
        self.say()

    @property
    def types(self) -> bool:
        return self._filtering

    @property
    def hints(self) -> list[tuple[str, str]]:
        walk = [("↑ ↓ PgUp PgDn", "walk"), ("Enter", "go to the first mention")]
        if self._filtering:
            return [*walk, ("letters", "filter by words"), ("Tab", "keep what is found"), ("Esc", "show all")]
        acts = [("z", "all its mentions here"), ("c", "every mention in the corpus"), ("f", "filter the list by it")]
        return [*walk, *acts, ("s", "by place, or by how often"), ("/", "filter by words"), ("q Esc", "back")]

    # -- rows

    def _sort(self) -> None:
        found = self._alike(self._all)
        self.shown = found if self._by_place else sorted(found, key=lambda thing: -len(thing.mentions))

    def _alike(self, things: Sequence[ThingHere]) -> list[ThingHere]:
        words = self._typed.casefold().split()
        return [
            thing
            for thing in things
            if all(word in f"{thing.label} {thing.name} {' '.join(thing.variants)}".casefold() for word in words)
        ]

    def _nothing(self) -> str:
        """Why nothing is left of the list."""
        hidden = self._alike(self._hidden)
        if not hidden:
            return "nothing matches"
        return f"“{one_line(hidden[0].name)}” is a kind that is switched off: {hidden[0].label}"

    @property
    def held(self) -> ThingHere | None:
        """The thing that is held."""
        return self.shown[self.at] if self.at < len(self.shown) else None

    @property
    def count(self) -> int:
        return len(self.shown)

    def painted(self, place: int) -> Parts:
        thing = self.shown[place]
        held = place == self.at
        style, faint = (theme.chosen, theme.chosen_faint) if held else (theme.plain, theme.faint)
        known = self._counts.get(thing.key)
        room = self.width - 2 - _KIND - _HERE - _CORPUS
        name = room * 11 // 20 if self.width >= _WIDE else max(16, room)
        return [
            ("▸ " if held else "  ", style if held else theme.accent),
            (fitted(thing.label, _KIND), style if held else self._style(thing.label)),
            (fitted(one_line(thing.name), name), style),
            (f"{len(thing.mentions):>{_HERE - 2},}  ", style),
            (f"{known.articles:>{_CORPUS - 2},}  " if known is not None else " " * _CORPUS, faint),
            (fitted(", ".join(map(one_line, thing.variants)), max(0, room - name)), faint),
        ]

    def say(self) -> None:
        mentions = sum(len(thing.mentions) for thing in self._all)
        wide = self.width >= _WIDE
        count = counted(len(self._all), "entity") + (f", {counted(mentions, 'mention')}" if wide else "")
        filtering = (
            f"  /{one_line(self._typed)}{'▏' if self._filtering else ''}" if self._filtering or self._typed else ""
        )
        said = f"  {self._said}" if self._said else ""
        late = so_far(self._found) if self._found is not None else ""
        columns = ["kind · name · here · articles · also as"] if wide else []
        columns += ["here · articles"]
        top: Parts = [(count, theme.bright), (filtering, theme.accent), (said, theme.accent)]
        forms: list[Parts] = [[(form, theme.faint)] for form in ([late] if late else columns)]
        self.top_bar.say(top, beside(top, self.width, *forms))
        if self._told or self.held is None:
            self.bottom_bar.say(
                [(self._told or self._nothing(), theme.bad), ("   Esc", theme.accent), (" back", theme.faint)]
            )
            return
        if self._filtering:
            keys = [("Enter", "go there"), ("↑ ↓", "walk"), ("Tab", "keep what is found"), ("Esc", "all")]
        elif self.width < _ROOMY:
            keys = [
                ("z", "here"),
                ("c", "corpus"),
                ("f", "filter list"),
                ("/", "filter"),
                ("Enter", "go"),
                ("Esc", "back"),
            ]
        else:
            keys = [("z", "mentions"), ("c", "in the corpus"), ("f", "filter the list"), ("s", "sort"), ("/", "filter")]
            keys += [("Enter", "go there"), ("Esc", "back")]
        self.bottom_bar.say(key_hints(keys, self.width)[1:])

    def _again(self, held: ThingHere | None = None) -> None:
        self._sort()
        self.renew(self.shown.index(held) if held in self.shown else 0)

    # -- keys

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        held, self._told = self.held, ""
        if key == "escape" and (self._filtering or self._typed):
            self._filtering, self._typed = False, ""
            self._again(held)
        elif key == "escape" or (key == "q" and not self._filtering):
            self.dismiss(None)
        elif self.walk(key):
            return
        elif key == "enter":
            if held is not None:
                self.dismiss(("go", held))
        elif key == "tab" and self._filtering:
            self._filtering = False
            self.say()
        elif self._filtering:
            self._typed = typed(self._typed, key, event.character)
            self._again()
        elif key == "/":
            self._filtering = True
            self.say()
        elif key == "s":
            self._by_place = not self._by_place
            self._again(held)
        elif held is not None and key == "z":
            self.dismiss(("mentions", held))
        elif held is not None and key in ("c", "f"):
            self._told = uncounted(held.label)
            if self._told:
                self.say()
            else:
                self.dismiss(("corpus" if key == "c" else "narrow", query_of(held.name, self._counts.get(held.key))))
        else:
            self.say()
