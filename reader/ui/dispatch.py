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
        self.refusal = ""

    def press(self, event: events.Key, context: Context) -> str | None:
        """Take a key; the id of the command that ran, "" while a sequence is open, None for a key that runs nothing.

        What is to be said of the last is in `refusal`, which is empty where the key was to end something, as Escape does.
        """
        key = pressed(event.key, event.character)
        keys = (self.pending, key) if self.pending else (key,)
        self.pending = self.refusal = ""
        command = self.keymap.command(context, keys)
        if command is None:
            if len(keys) == 1 and self.keymap.continues(context, key):
                self.pending = key
                return ""
            if key != "escape":
                self.refusal = self._refuse(f"{shown(keys)} does nothing here", context)
            return None
        handler = self.handlers.get(command)
        if handler is None:
            self.refusal = self._refuse(f"“{BY_ID[command].title}” does nothing here", context)
            return None
        handler(key)
        return command

    def _refuse(self, what: str, context: Context) -> str:
        help_key = self.keymap.key_of("app.help", context)
        return f"{what}; {shown(help_key) if help_key else 'help'} shows what does"

    def following(self, context: Context) -> str:
        """What may follow the open sequence, for the line below the article."""
        # Letters first: what is cut off at the end of the line is what the signs run, which have keys of their own.
        pairs = sorted(self.keymap.following(context, self.pending), key=lambda pair: not pair[0].isalpha())
        return " · ".join(f"{shown(key)} {BY_ID[command].title}" for key, command in pairs)
