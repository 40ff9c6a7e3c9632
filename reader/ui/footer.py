"""The footer: the keys that are worth knowing where the keyboard is, of commands that can run just now."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import lru_cache

from reader.control.commands import COMMANDS, Context
from reader.control.keymap import Keymap
from reader.control.keys import shown
from reader.ui.widgets.bars import Part, key_hints

_REMEMBERED = 64  # footers


class Footer:
    """Args:
    keymap: what the keys are.
    unable: command id → why it cannot run just now; "" when it can.
    """

    def __init__(self, keymap: Keymap, unable: Mapping[str, Callable[[], str]]) -> None:
        self._keymap = keymap
        self._unable = unable
        # Remembered for each set of commands that can run: which that is costs a few looks into memory, laying out costs more.
        self._rows = lru_cache(maxsize=None)(self._find)
        self._laid_out = lru_cache(maxsize=_REMEMBERED)(self._lay_out)

    def parts(self, context: Context, width: int) -> list[Part]:
        """As many keys as there is room for."""
        can = tuple(why is None or not why() for _, _, why in self._rows(context))
        return self._laid_out(context, can, width)

    def forget(self) -> None:
        """Lay out anew: the theme is another one."""
        self._laid_out.cache_clear()

    def _find(self, context: Context) -> list[tuple[str, str, Callable[[], str] | None]]:
        # In the raw document little of what applies anywhere has a handler.
        anywhere = ("app.help",) if context == "raw" else tuple(c.id for c in COMMANDS if c.context == "anywhere")
        return [
            (shown(key), command.footer, self._unable.get(command.id))
            for command in COMMANDS
            if command.footer
            and (command.context == context or command.id in anywhere)
            and (key := self._keymap.key_of(command.id, context))
        ]

    def _lay_out(self, context: Context, can: tuple[bool, ...], width: int) -> list[Part]:
        rows = zip(self._rows(context), can, strict=True)
        return key_hints([(key, word) for (key, word, _), able in rows if able], width)


def keys_of(context: Context, keymap: Keymap, width: int, without: Container[str] = ()) -> list[Part]:
    """The keys of a context that says them itself, at most two for each command; `without`: commands that cannot run."""
    return key_hints(
        [
            (" or ".join(map(shown, keymap.keys[command.id][:2])), command.footer or command.title)
            for command in COMMANDS
            if command.context == context and keymap.keys.get(command.id) and command.id not in without
        ],
        width,
    )
