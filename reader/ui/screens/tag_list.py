"""The list of an article's tags, to walk, to go to, and to change."""

from __future__ import annotations

from typing import Protocol

from textual import events

from reader.control.keys import pressed
from reader.session.desk import Desk
from reader.session.tag_list import Heading, LinkRow, Row, TagRow, matching, place_of, tag_rows
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.screens.dialog import typed
from reader.ui.screens.walked import Walked
from reader.ui.widgets.bars import key_hints
from reader.ui.widgets.rows import Parts

_LABEL = 14
_COLUMNS = "line · label · passage · what is said of it"
_KEYS = (
    ("Enter", "go there"),
    ("x", "remove"),
    ("r", "relabel"),
    ("a", "attributes and note"),
    ("/", "filter"),
    ("u", "undo"),
    ("Esc", "back"),
)


_KEYS_FILTERING = (("Enter", "go there"), ("↑ ↓", "walk"), ("Tab", "keep what is found"), ("Esc", "all"))


class Acts(Protocol):
    """What the list asks for. Each act says what it did, or why it did not, with whether that is bad news."""

    @property
    def desk(self) -> Desk | None: ...

    @property
    def palette(self) -> theme.Palette: ...

    def remove_row(self, row: TagRow | LinkRow) -> tuple[str, bool]: ...

    def relabel_row(self, row: TagRow, then: Said) -> None: ...

    def describe_row(self, row: TagRow, then: Said) -> None: ...

    def turn(self, command: str) -> tuple[str, bool]: ...


class Said(Protocol):
    """Told what came of an act that asked something."""

    def __call__(self, text: str, badly: bool, /) -> None: ...


class TagListScreen(Walked[TagRow | LinkRow]):
    """Gives back the row to go to, or None.

    Args:
        begin: the id of the tag that is held at first.

    Attributes:
        found: the rows that the filter leaves.
    """

    def __init__(self, acts: Acts, begin: str = "") -> None:
        self._acts = acts
        self._typed = ""
        self._filtering = False
        self._told: tuple[str, bool] = ("", False)
        self._all: list[Row] = []
        self.found: list[Row] = []
        self._told_of = False  # whether any of the tags has more than a label
        self._take()
        super().__init__(self.nearest(place_of(self.found, begin) or 0, 1))

    @property
    def types(self) -> bool:
        return self._filtering

    @property
    def hints(self) -> list[tuple[str, str]]:
        walk = [("↑ ↓ PgUp PgDn", "walk"), ("Enter", "go to the passage")]
        if self._filtering:
            return [*walk, ("letters", "filter by words"), ("Tab", "keep what is found"), ("Esc", "show all")]
        acts = [("x", "remove the tag or link"), ("r", "relabel"), ("a", "attributes and note")]
        return [*walk, *acts, ("u Ctrl+R", "undo, redo"), ("/", "filter"), ("q Esc", "back")]

    # -- rows

    def _take(self) -> None:
        desk = self._acts.desk
        self._all = tag_rows(desk) if desk is not None else []
        self.found = matching(self._all, self._typed)
        self._told_of = any(
            isinstance(row, TagRow) and (row.tag.note or row.tag.attributes or row.links) for row in self._all
        )

    @property
    def count(self) -> int:
        return len(self.found)

    def nearest(self, place: int, step: int) -> int:
        """The row at a place, or the next one in that direction that can be held."""
        place = max(0, min(len(self.found) - 1, place))
        for way in (step, -step):
            at = place
            while 0 <= at < len(self.found):
                if not isinstance(self.found[at], Heading):
                    return at
                at += way
        return 0

    def lead(self, place: int) -> int:
        """With a row the headings above it."""
        while place and isinstance(self.found[place - 1], Heading):
            place -= 1
        return place

    @property
    def held(self) -> TagRow | LinkRow | None:
        row = self.found[self.at] if self.at < len(self.found) else None
        return None if isinstance(row, Heading) else row

    def tell(self, text: str = "", badly: bool = False) -> None:
        """Show the tags as they are now, and say something."""
        self._told = (text, badly)
        self._take()
        self.renew(self.at)

    # -- painting

    def painted(self, place: int) -> Parts:
        """A row as it is to be seen."""
        row, desk = self.found[place], self._acts.desk
        held = place == self.at
        style, faint = (theme.chosen, theme.chosen_faint) if held else (theme.plain, theme.faint)
        mark = ("▸ " if held else "  ", theme.accent)
        if isinstance(row, Heading) or desk is None:
            return [(f"  {one_line(row.title)}" if isinstance(row, Heading) else "", theme.accent)]
        line = f"{desk.ground.layout.row_of(row.place.start) + 1:>5}" if row.place is not None else "    ?"
        label = style if held else self._acts.palette.label(desk.scheme.index(row.label))
        if isinstance(row, LinkRow):
            end = f"  line {line.strip()}" if row.place is not None else ""
            return [
                mark,
                ("      └ ", faint),
                (f"{one_line(row.link.type)} → ", style),
                (f"{one_line(row.label)} ", label),
                (f"“{one_line(row.target.text[:200])}”", style),
                (end, faint),
            ]
        tag = row.tag
        about = [f"{one_line(name)} {one_line(value)}" for name, value in tag.attributes.items()]
        about += [f"✎ {one_line(tag.note)}"] if tag.note else []
        about += [f"⇄{row.links}"] if row.links else []
        told = " · ".join(about)
        room = self.width - 9 - _LABEL - (self.width * 2 // 5 if self._told_of else 0)
        passage = f"“{one_line(tag.text[:400])}”"
        review = "to review  " if row.uncertain else ""
        return [
            mark,
            (f"{line} ", faint),
            (f"{fitted(row.label, _LABEL)} ", label),
            (review, theme.bad if not held else style),
            (fitted(passage, max(8, room - len(review))), style),
            (f"  {told}" if told else "", faint),
        ]

    def say(self) -> None:
        own = sum(isinstance(row, TagRow) and not row.annotator for row in self._all)
        others = sum(isinstance(row, TagRow) and bool(row.annotator) for row in self._all)
        count = f"{own:,} tag{'s'[: own != 1]} in this article" + (f", {others:,} of others" if others else "")
        typed = f"  /{one_line(self._typed)}{'▏' if self._filtering else ''}" if self._filtering or self._typed else ""
        said, badly = self._told
        left: Parts = [(count, theme.bright), (typed, theme.accent)]
        left += [(f"  {one_line(said)}", theme.bad if badly else theme.accent)] if said else []
        self.top_bar.say(left, [] if said else [(_COLUMNS, theme.faint)])
        if self.held is None:
            told = "nothing matches" if self._all else "no passage of this article is tagged yet"
            self.bottom_bar.say([(told, theme.bad), ("   Esc", theme.accent), (" back", theme.faint)])
            return
        self.bottom_bar.say(key_hints(_KEYS_FILTERING if self._filtering else _KEYS, self.width)[1:])

    def _filter(self) -> None:
        self.found = matching(self._all, self._typed)
        self.renew(0)

    # -- keys

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        self._told = ("", False)
        if key == "escape" and (self._filtering or self._typed):
            held = self.held
            self._filtering, self._typed = False, ""
            self._filter()
            if held in self.found:
                self.hold(self.found.index(held))
        elif key == "escape" or (key == "q" and not self._filtering):
            self.dismiss(None)
        elif key == "tab" and self._filtering:
            self._filtering = False
            self.say()
        elif self.walk("down" if key == "n" and not self._filtering else key):
            return
        elif key == "enter":
            self._go()
        elif self._filtering:
            self._typed = typed(self._typed, key, event.character)
            self._filter()
        elif key == "/":
            self._filtering = True
            self.say()
        else:
            self._act(key)

    def _go(self) -> None:
        row = self.held
        if row is not None and row.place is None:
            self.tell("its words are gone from the text: the review places it, or x removes it", True)
        elif row is not None:
            self.dismiss(row)

    def _act(self, key: str) -> None:
        row = self.held
        if key in ("u", "ctrl+r"):
            self.tell(*self._acts.turn("history.undo" if key == "u" else "history.redo"))
        elif row is None or key not in ("x", "delete", "r", "a"):
            self.say()
        elif isinstance(row, TagRow) and row.annotator:
            self.tell(f"this is {row.annotator}’s tag: it cannot be changed here", True)
        elif key in ("x", "delete"):
            self.tell(*self._acts.remove_row(row))
        elif isinstance(row, LinkRow):
            self.tell("a link is removed by x; a tag by x, r or a on its own row", True)
        else:
            (self._acts.relabel_row if key == "r" else self._acts.describe_row)(row, self.tell)
