"""From a pressed key to a command: contexts, two-key sequences, and counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from textual import events

from reader.control.commands import BY_ID, Context
from reader.control.keymap import Keymap
from reader.control.keys import pressed, shown

Handler = Callable[[str], None]

MOST = 999
"""How often a count lets a motion run."""


class Follower(NamedTuple):
    """A key that may follow another, and what the two do."""

    key: str
    title: str
    able: bool


class Dispatcher:
    """Runs the command that the keys ask for.

    Args:
        keymap: what the keys mean.
        handlers: command id → what it does; called with the key that was pressed last.
        unable: command id → why it cannot run just now; "" when it can.
        again: called before a command is refused for such a reason; whether what was in the way may be gone now.

    Attributes:
        pending: the first key of a sequence that is open.
        count: as gathered for the command that follows; 0 for none.
        times: how often the command that runs just now is to do what it does.
    """

    def __init__(
        self,
        keymap: Keymap,
        handlers: Mapping[str, Handler],
        unable: Mapping[str, Callable[[], str]] | None = None,
        again: Callable[[], bool] = lambda: False,
    ) -> None:
        self.keymap = keymap
        self.handlers = handlers
        self.unable = unable or {}
        self._again = again
        self.pending = ""
        self.refusal = ""
        self.count = 0
        self.times = 1

    @property
    def typed(self) -> str:
        """What waits for the next key, as it is shown: a count, the first key of a sequence, or both."""
        return " ".join(([str(self.count)] if self.count else []) + ([shown(self.pending)] if self.pending else []))

    def press(self, event: events.Key, context: Context) -> str | None:
        """Take a key; the id of the command that ran, "" while something is open, None for a key that runs nothing.

        What is to be said of the last is in `refusal`, which is empty where the key was to end something, as Escape does.
        """
        key = pressed(event.key, event.character)
        if digit := "" if self.pending else self.keymap.digit_of_count(key):
            return self._counted(digit)
        keys = (self.pending, key) if self.pending else (key,)
        count, self.count = self.count, 0
        self.pending = self.refusal = ""
        if count and key == "escape":
            return None
        command = self.keymap.command(context, keys)
        if command is None:
            if len(keys) == 1 and self.keymap.continues(context, key):
                self.pending, self.count = key, count
                return ""
            if key != "escape":
                self.refusal = self._refuse(f"{shown(keys)} does nothing here", context)
            return None
        handler = self.handlers.get(command)
        if handler is None:
            self.refusal = self._refuse(f"“{BY_ID[command].title}” does nothing here", context)
            return None
        if not self._can(command) and not (self._again() and self._can(command)):
            self.refusal = self.unable[command]()
            return None
        if count and BY_ID[command].takes_count:
            self.times = count
        try:
            handler(key.removeprefix("alt+") if command == "tag.digit" else key)
        finally:
            self.times = 1
        return command

    def _counted(self, digit: str) -> str | None:
        self.count = min(MOST, 10 * self.count + int(digit))
        self.refusal = "" if self.count else "a count begins with 1 to 9"
        return "" if self.count else None

    def runnable(self) -> set[str]:
        """The commands that have a handler here and can run now."""
        return {command for command in self.handlers if self._can(command)}

    def _can(self, command: str) -> bool:
        why = self.unable.get(command)
        return why is None or not why()

    def _refuse(self, what: str, context: Context) -> str:
        help_key = self.keymap.key_of("app.help", context)
        return f"{what}; {shown(help_key) if help_key else 'help'} shows what does"

    def followers(self, context: Context) -> list[Follower]:
        """What may follow the open sequence: letters first, in their order."""
        found = {
            key: command for key, command in self.keymap.following(context, self.pending) if command in self.handlers
        }
        keys = sorted(found, key=lambda key: (not key.isalpha(), key))
        return [Follower(shown(key), BY_ID[found[key]].title, self._can(found[key])) for key in keys]

    def following(self, context: Context) -> str:
        """What may follow the open sequence or the count, for the line below the article: what can run now comes first."""
        if not self.pending:
            return f"times: a motion, a nudge or a page · {shown('escape')} drops it"
        followers = sorted(self.followers(context), key=lambda follower: not follower.able)
        return " · ".join(f"{follower.key} {follower.title}" for follower in followers)
