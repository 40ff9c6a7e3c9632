"""The article's pane without a screen: what each key does to what is held and to what is in sight.

All of it is the program's: motions, jump, the way a view follows, the default keymap. `played` reads real keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from reader.control.keymap import Keymap, default_keymap
from reader.text.spans import Span
from reader.view import caret as carets
from reader.view import jump, sight
from reader.view.caret import Caret, Ground
from reader.view.layout import Layout
from reader.view.motions import MOTIONS, move
from strokes.passages import Marked

LABEL = "1"


class Seen(NamedTuple):
    """What is held, and the row at the top of the pane."""

    caret: Caret
    top: int


def single_keys(keymap: Keymap) -> dict[str, str]:
    """The first key of each motion of the article that has one which is no sequence: id → key."""
    found = {}
    for motion in MOTIONS:
        keys = [key for key in keymap.keys.get(motion, ()) if " " not in key]
        if keys and keymap.command("article", (keys[0],)) == motion:
            found[motion] = keys[0]
    return found


@dataclass(frozen=True)
class Size:
    """Cells of a row of text, and rows of the pane."""

    measure: int
    page: int


class Pane:
    """One article in a pane of a size."""

    def __init__(self, marked: Marked, size: Size) -> None:
        self.size = size
        self.layout = Layout(marked.article.text, size.measure)
        self.ground = Ground(marked.units, self.layout)
        self.keymap = default_keymap()
        self.keys = single_keys(self.keymap)

    def start(self) -> Seen:
        """The article just opened."""
        return Seen(carets.start(self.ground), 0)

    def visible(self, top: int) -> Span:
        return sight.in_sight(top, self.layout, self.size.page)

    def moved(self, seen: Seen, motion: str) -> Seen:
        """After a motion; the same object when it led nowhere."""
        caret = move(self.ground, seen.caret, motion)
        return seen if caret is seen.caret else self.at(seen.top, caret)

    def at(self, top: int, caret: Caret) -> Seen:
        """What is seen when a caret is held in a view that follows it."""
        return Seen(caret, sight.followed(top, self.layout, self.size.page, caret))

    def turned(self, seen: Seen, by: int) -> Seen:
        """After a page key."""
        top = sight.turned(seen.top, self.layout.rows, self.size.page, by)
        if top == seen.top:
            return seen
        entered = sight.entered_at(top, self.layout, self.size.page, seen.caret.span)
        if entered is None:
            return Seen(seen.caret, top)
        return Seen(carets.select(seen.caret, carets.word_at(self.ground, entered)), top)

    def played(self, seen: Seen, keys: Iterable[str]) -> tuple[Seen, list[Span]]:
        """What is seen after keys, and the passages that were tagged.

        Raises:
            ValueError: a key does nothing.
        """
        state: jump.State | None = None
        tagged: list[Span] = []
        for key in keys:
            command = self.keymap.command("article", (key,))
            if state is not None and not (command == "jump.ends" and isinstance(state, jump.Hints)):
                found = jump.answer(self.ground, state, self.visible(seen.top), key)
                if found.refusal:
                    raise ValueError(found.refusal)
                if not found.passed:
                    state, seen = self._jumped(seen, found)
                    continue
                state = None
            if len(key) == 1 and (key.isupper() or key == jump.SIGNS):
                state, seen = self._jumped(seen, jump.jump(self.ground, seen.caret, self.visible(seen.top), key))
            elif command == "jump.ends":
                before = state.before if state is not None else None
                state, seen = self._jumped(seen, jump.ask_end(self.ground, seen.caret, before))
            elif command == "tag.digit":
                tagged.append(seen.caret.span)
            elif command == "view.page.down":
                seen = self.turned(seen, 1)
            elif command == "view.page.up":
                seen = self.turned(seen, -1)
            elif command in MOTIONS:
                seen = self.moved(seen, command)
            else:
                raise ValueError(f"{key!r} runs {command}")
        return seen, tagged

    def _jumped(self, seen: Seen, found: jump.Answer) -> tuple[jump.State | None, Seen]:
        if found.state is not None:
            return found.state, Seen(found.caret, seen.top)  # nothing scrolls while letters are shown
        return None, self.at(seen.top, found.caret)
