"""The list of an article's tags and of what is suggested there, to walk, to go to, to change and to decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from textual import events

from reader.control.keys import pressed
from reader.session.desk import Desk, OthersTag
from reader.session.tag_list import (
    Heading,
    HeldRow,
    LinkRow,
    Row,
    SuggestionRow,
    TagRow,
    matching,
    place_of,
    tag_rows,
)
from reader.text.counts import counted
from reader.ui import theme
from reader.ui.safe import one_line, width
from reader.ui.screens.dialog import typed
from reader.ui.screens.tag_rows import painted_row
from reader.ui.screens.walked import Walked
from reader.ui.widgets.bars import beside, key_hints
from reader.ui.widgets.rows import Parts

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


_KEYS_SUGGESTED = (
    ("Enter", "take over"),
    ("d", "dismiss"),
    ("→", "go there"),
    ("'", "next suggestion"),
    ("s", "show dismissed"),
    ("/", "filter"),
    ("u", "undo"),
    ("Esc", "back"),
)
_KEYS_DISMISSED = (
    ("d", "suggest it again"),
    ("→", "go there"),
    ("s", "hide dismissed"),
    ("u", "undo"),
    ("Esc", "back"),
)
_KEYS_FILTERING = (("Enter", "go there"), ("↑ ↓", "walk"), ("Tab", "keep what is found"), ("Esc", "all"))


Decision = Literal["take", "dismiss", "bring back"]


class Acts(Protocol):
    """What the list asks for. Each act says what it did, or why it did not, with whether that is bad news."""

    @property
    def desk(self) -> Desk | None: ...

    @property
    def palette(self) -> theme.Palette: ...

    def suggested(self, desk: Desk) -> Sequence[OthersTag]: ...

    def dismissed(self, desk: Desk) -> Sequence[OthersTag]: ...

    def displaced(self, desk: Desk) -> str: ...

    def decide_row(self, row: SuggestionRow, decision: Decision) -> tuple[str, bool]: ...

    def remove_row(self, row: TagRow | LinkRow) -> tuple[str, bool]: ...

    def relabel_row(self, row: TagRow, then: Said) -> None: ...

    def describe_row(self, row: TagRow, then: Said) -> None: ...

    def turn(self, command: str) -> tuple[str, bool]: ...


class Said(Protocol):
    """Told what came of an act that asked something."""

    def __call__(self, text: str, badly: bool, /) -> None: ...


class TagListScreen(Walked[HeldRow]):
    """Gives back the row to go to, or None.

    Args:
        begin: the id of the tag, or of the suggestion, that is held at first.

    Attributes:
        found: the rows that the filter leaves.
    """

    def __init__(self, acts: Acts, begin: str = "") -> None:
        self._acts = acts
        self._typed = ""
        self._filtering = False
        self._with_dismissed = False
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
        acts += [("Enter d on ?label", "take the suggestion over; dismiss it"), ("→", "go there, to a suggestion too")]
        acts += [("'", "next suggestion"), ("s", "show dismissed suggestions; d suggests one again")]
        return [*walk, *acts, ("u Ctrl+R", "undo, redo"), ("/", "filter"), ("q Esc", "back")]

    # -- rows

    def _take(self) -> None:
        desk = self._acts.desk
        self._all = []
        if desk is not None:
            dismissed = self._acts.dismissed(desk) if self._with_dismissed else ()
            self._all = tag_rows(desk, self._acts.suggested(desk), dismissed, self._acts.displaced(desk))
        self.found = matching(self._all, self._typed)
        self._told_of = any(
            isinstance(row, SuggestionRow)
            or (isinstance(row, TagRow) and (row.tag.note or row.tag.attributes or row.links))
            for row in self._all
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
    def held(self) -> HeldRow | None:
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
        desk = self._acts.desk
        if desk is None:
            return []
        held = place == self.at
        palette = self._acts.palette
        return painted_row(self.found[place], desk, palette, width=self.width, held=held, told_of=self._told_of)

    def say(self) -> None:
        own = sum(isinstance(row, TagRow) and not row.annotator for row in self._all)
        others = sum(isinstance(row, TagRow) and bool(row.annotator) for row in self._all)
        suggested = sum(isinstance(row, SuggestionRow) and not row.dismissed for row in self._all)
        count = f"{counted(own, 'tag')} in this article"
        count += f", {counted(suggested, 'suggestion')}" if suggested else ""
        count += f", {others:,} of others" if others else ""
        typed = f"  /{one_line(self._typed)}{'▏' if self._filtering else ''}" if self._filtering or self._typed else ""
        said, badly = self._told
        left: Parts = [(count, theme.bright), (typed, theme.accent)]
        if said:
            news = f"  {one_line(said)}"
            if width(f"{count}{typed}{news}") > self.width:
                left, news = [], news.strip()
            left.append((news, theme.bad if badly else theme.accent))
        self.top_bar.say(left, [] if said else beside(left, self.width, [(_COLUMNS, theme.faint)]))
        if self.held is None:
            told = "nothing matches" if self._all else "no passage of this article is tagged yet"
            self.bottom_bar.say([(told, theme.bad), ("   Esc", theme.accent), (" back", theme.faint)])
            return
        self.bottom_bar.say(key_hints(self._keys, self.width)[1:])

    @property
    def _keys(self) -> tuple[tuple[str, str], ...]:
        if self._filtering:
            return _KEYS_FILTERING
        if isinstance(self.held, SuggestionRow):
            return _KEYS_DISMISSED if self.held.dismissed else _KEYS_SUGGESTED
        return _KEYS

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
        elif key == "enter" and isinstance(self.held, SuggestionRow) and not self._filtering:
            self._decide(self.held, "take")
        elif key in ("enter", "right"):
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
        if key in ("'", "s"):
            (self._next_suggestion if key == "'" else self._switch_dismissed)()
        elif key in ("u", "ctrl+r"):
            self.tell(*self._acts.turn("history.undo" if key == "u" else "history.redo"))
        elif row is None or key not in ("x", "delete", "r", "a", "d"):
            self.say()
        elif isinstance(row, SuggestionRow):
            if key == "d":
                self._decide(row, "bring back" if row.dismissed else "dismiss")
            else:
                ways = "d suggests it again" if row.dismissed else "Enter takes it over, d dismisses it"
                self.tell(f"a suggestion is no tag yet: {ways}", True)
        elif key == "d":
            self.tell("d dismisses a suggestion; a tag is removed by x", True)
        elif isinstance(row, TagRow) and row.annotator:
            self.tell(f"this is {row.annotator}’s tag: it cannot be changed here", True)
        elif key in ("x", "delete"):
            self.tell(*self._acts.remove_row(row))
        elif isinstance(row, LinkRow):
            self.tell("a link is removed by x; a tag by x, r or a on its own row", True)
        else:
            (self._acts.relabel_row if key == "r" else self._acts.describe_row)(row, self.tell)

    # -- suggestions

    def _decide(self, row: SuggestionRow, decision: Decision) -> None:
        """Take over, dismiss or bring back a suggestion, and hold the next one that is open."""
        if row.dismissed and decision == "take":
            self.tell("it is dismissed: d suggests it again", True)
            return
        told, badly = self._acts.decide_row(row, decision)
        self.tell(told, badly)
        if decision == "bring back":
            self.hold(place_of(self.found, row.tag.id) or self.at)
        elif not badly and not self._is_open(self.at):
            self._next_suggestion()

    def _is_open(self, place: int) -> bool:
        row = self.found[place] if place < len(self.found) else None
        return isinstance(row, SuggestionRow) and not row.dismissed

    def _next_suggestion(self) -> None:
        """Hold the next open suggestion; round the end."""
        count = len(self.found)
        there = next((at % count for at in range(self.at + 1, self.at + 1 + count) if self._is_open(at % count)), None)
        if there is not None:
            self.hold(there)

    def _switch_dismissed(self) -> None:
        desk, held = self._acts.desk, self.held
        if desk is None:
            return
        if not self._with_dismissed and not self._acts.dismissed(desk):
            self.tell("nothing was dismissed in this article", True)
            return
        self._with_dismissed = not self._with_dismissed
        self.tell("dismissed suggestions are shown" if self._with_dismissed else "dismissed suggestions are hidden")
        if held in self.found:
            self.hold(self.found.index(held))
