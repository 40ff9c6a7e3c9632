"""The very first start: one line that says how to begin, until a few keys were pressed, and never again."""

from __future__ import annotations

import os

from reader import paths
from reader.control.commands import Context
from reader.control.keymap import Keymap
from reader.control.keys import shown
from reader.ui import theme
from reader.ui.widgets.bars import Part, key_hints

KEYS = 6  # after which somebody has begun


class FirstRun:
    """Whether this is the user's first start, and what to say then.

    The program keeps the places where one stopped in the state folder; a user of whom there is nothing in it is new.
    """

    def __init__(self, keymap: Keymap) -> None:
        self._keymap = keymap
        self._left = 0

    @property
    def on(self) -> bool:
        return self._left > 0

    def begin(self) -> bool:
        """Look whether the user is new."""
        try:
            with os.scandir(paths.state_folder()) as kept:
                new = next(kept, None) is None
        except FileNotFoundError:
            new = True
        except OSError:
            new = False
        self._left = KEYS if new else 0
        return new

    def press(self) -> None:
        """A key was pressed."""
        self._left = max(0, self._left - 1)

    def parts(self, context: Context, width: int) -> list[Part]:
        """How to begin, where the keyboard is."""
        keymap = self._keymap
        if context == "library":
            rows = [(("library.down", "library.up"), "choose an article"), (("library.open",), "read it")]
        else:
            rows = [
                (("move.word.next", "move.sentence.next", "move.entity.next"), "move"),
                (("select.grow", "select.shrink"), "size"),
            ]
        hints = [
            (" ".join(keys), word)
            for commands, word in rows
            if (keys := [shown(key) for command in commands if (key := keymap.key_of(command, context))])
        ]
        if context != "library" and keymap.capitals == "jump":
            hints.insert(0, ("A … Z", "jump to a word"))
        hints.append(("1 … 9", "tag it"))
        hints += [
            (shown(key), word)
            for command, word in (("app.help", "all keys"),)
            if (key := keymap.key_of(command, context))
        ]
        lead: Part = (" to begin: ", theme.faint)
        return [lead, *key_hints(hints, width - 11)]
