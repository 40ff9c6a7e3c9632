"""The table of commands as it is listed: grouped, each with its keys as they are shown, and found by words or by a pressed key."""

from __future__ import annotations

from collections.abc import Iterable

from reader.control.commands import COMMANDS, DIGITS, Command
from reader.control.keymap import Keymap
from reader.control.keys import is_capital, shown

CAPITALS = "A … Z"


def grouped(commands: Iterable[Command] = COMMANDS) -> list[tuple[str, list[Command]]]:
    """Commands under their headings, each heading where its first command stands."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return list(groups.items())


def keys_shown(keymap: Keymap, command: Command) -> str:
    """The keys of a command as a person reads them; "" for one that has none."""
    keys = keymap.keys.get(command.id, ())
    if keys == DIGITS:
        return f"{keymap.for_label('1')} … 9 0"
    written = [shown(key) for key in keys]
    if command.id == "jump.word" and keymap.capitals == "jump":
        written.insert(0, CAPITALS)
    return " or ".join(written)


def found(keymap: Keymap, typed: str) -> list[Command]:
    """The commands that what was typed finds, in the table's order.

    A key finds what it runs, and the first of two keys all that may follow it; else all words have to stand in what is said of a
    command.
    """
    words = typed.casefold().split()
    return found_by_key(keymap, typed) or [
        command
        for command in COMMANDS
        if all(word in f"{command.title} {command.help} {command.group} {command.id}".casefold() for word in words)
    ]


def found_by_key(keymap: Keymap, typed: str) -> list[Command]:
    """The commands that a key runs, or may lead to."""
    typed = typed.strip()
    return [command for command in COMMANDS if _is_key_of(keymap, command, typed)] if typed else []


def _is_key_of(keymap: Keymap, command: Command, typed: str) -> bool:
    """Whether what was typed is a key of a command as keymaps write it or as it is shown, or the first of two."""
    if command.id == "jump.word" and is_capital(typed) and keymap.capitals == "jump":
        return True
    for key in keymap.keys.get(command.id, ()):
        for written in (key, shown(key)):
            if written == typed or written.startswith(f"{typed} "):
                return True
            if len(typed) > 1 and written.casefold() == typed.casefold():
                return True
    return False
