"""The table of commands as it is listed: grouped, each with its keys as they are shown, and found by words or by a pressed key."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reader.control.commands import COMMANDS, DIGITS, Command
from reader.control.keymap import Keymap
from reader.control.keys import shown

CAPITALS = "A … Z"


def grouped() -> Iterator[tuple[str, list[Command]]]:
    """The commands under the headings of the table, in its order."""
    for group, commands in groupby(COMMANDS, key=lambda command: command.group):
        yield group, list(commands)


def keys_shown(keymap: Keymap, command: Command) -> str:
    """The keys of a command as a person reads them; "" for one that has none."""
    keys = keymap.keys.get(command.id, ())
    if keys == DIGITS:
        return "1 … 9 0"
    written = [shown(key) for key in keys]
    if command.id == "jump.word" and keymap.capitals == "jump":
        written.insert(0, CAPITALS)
    return " or ".join(written)


def matches(keymap: Keymap, command: Command, typed: str) -> bool:
    """Whether what was typed finds a command: all its words stand in what is said of it, or it is a key of it, or begins one."""
    if not typed.strip():
        return True
    words = typed.casefold().split()
    said = f"{command.title} {command.help} {command.group} {command.id}".casefold()
    return all(word in said for word in words) or found_by_key(keymap, command, typed)


def found_by_key(keymap: Keymap, command: Command, typed: str) -> bool:
    """Whether what was typed is a key of a command as a keymap writes it or as it is shown, or the first of two."""
    typed = typed.strip()
    for key in keymap.keys.get(command.id, ()):
        for written in (key, shown(key)):
            if (
                written == typed
                or written.startswith(f"{typed} ")
                or (len(typed) > 1 and written.casefold() == typed.casefold())
            ):
                return True
    capital = len(typed) == 1 and typed.isupper()
    return capital and command.id == "jump.word" and keymap.capitals == "jump"
