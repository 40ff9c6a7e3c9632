"""From a pressed key to a command: contexts and two-key sequences."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import events

from reader.control.commands import BY_ID, Context
from reader.control.keymap import Keymap
from reader.control.keys import pressed, shown

Handler = Callable[[str], None]


class Dispatcher:
    """Runs the command that the keys ask for.

    Args:
        keymap: what the keys mean.
        handlers: command id → what it does; called with the key that was pressed last.
    """

    def __init__(self, keymap: Keymap, handlers: Mapping[str, Handler]) -> None:
        self.keymap = keymap
        self.handlers = handlers
        self.pending = ""

    def press(self, event: events.Key, context: Context) -> str | None:
        """Take a key; the id of the command that ran, "" while a sequence is open, None for a key without meaning."""
        key = pressed(event.key, event.character)
        keys = (self.pending, key) if self.pending else (key,)
        self.pending = ""
        command = self.keymap.command(context, keys)
        if command is None:
            if len(keys) == 1 and self.keymap.continues(context, key):
                self.pending = key
                return ""
            return None
        handler = self.handlers.get(command)
        if handler is None:
            return None
        handler(key)
        return command

    def following(self, context: Context) -> str:
        """What may follow the open sequence, for the line below the article."""
        pairs = self.keymap.following(context, self.pending)
        return " · ".join(f"{shown(key)} {BY_ID[command].title}" for key, command in pairs)
