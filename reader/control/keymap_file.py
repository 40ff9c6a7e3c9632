"""Keymaps as YAML (`keymaps/*.yaml`, `format: reader-keymap/1`): the packaged ones and the user's own on top of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from reader import paths, yamlfile
from reader.control.commands import BY_ID, COMMANDS, CONTEXTS, Context
from reader.control.keymap import Keymap, default_keymap, problems_of
from reader.errors import FormatError, InputError, Problem, UsageError

FORMAT = yamlfile.Format("reader-keymap", 1)


class KeymapFile(msgspec.Struct, forbid_unknown_fields=True):
    """The whole of a keymap file. Commands that it does not name keep the keys of the keymap it extends.

    Attributes:
        keys: where → command id → its keys, each one key or two with a blank between them.
        capitals: `jump` keeps all capital letters for jumping to words; `free` lets them be bound.
        counts: how often a motion runs: `alt` has it from Alt with digits, `digits` from digits (labels then have Alt); or `none`.
    """

    format: str
    keys: dict[Context, dict[str, list[str]]]
    name: str = ""
    description: str = ""
    extends: Literal["default", "nothing"] = "default"
    capitals: Literal["jump", "free"] = "jump"
    counts: Literal["none", "alt", "digits"] = "alt"


def load_keymap(name: str | None) -> Keymap:
    """The keymap of that name: the user's own, else a packaged one; a name with a suffix or a slash is a file.

    Raises:
        UsageError: there is no such keymap.
        FormatError: with every problem of the file.
        InputError: the file cannot be read.
    """
    if name is None or (name == "default" and not _own(name).exists()):
        return default_keymap()
    return read_keymap(find_keymap(name))


def find_keymap(name: str) -> Path:
    """The file of a keymap. Raises UsageError when there is none."""
    if name.endswith((".yaml", ".yml")) or "/" in name:
        return Path(name)
    packaged = paths.keymaps_folder()
    for candidate in (_own(name), packaged / f"{name}.yaml"):
        if candidate.is_file():
            return candidate
    known = sorted(path.stem for folder in (_own(name).parent, packaged) for path in folder.glob("*.yaml"))
    raise UsageError(f"there is no keymap {name!r}", hint=f"known: {', '.join(dict.fromkeys(known))}")


def _own(name: str) -> Path:
    return paths.config_folder() / "keymaps" / f"{name}.yaml"


def read_keymap(path: Path) -> Keymap:
    """Read a keymap file. Raises FormatError with every problem of it, InputError when it cannot be read."""
    return keymap_from(yamlfile.read(path))


def keymap_from(loaded: yamlfile.Loaded) -> Keymap:
    """The keymap in a tree. Raises FormatError as `read_keymap`."""
    FORMAT.bring_up(loaded)
    problems: list[Problem] = []
    try:
        file = yamlfile.typed(loaded, KeymapFile)
    except FormatError as error:
        problems += error.problems
        file = _as_far_as_understood(loaded)
    own: dict[str, tuple[str, ...]] = {}
    for context, commands in file.keys.items():
        for command_id, keys in commands.items():
            place = ("keys", context, command_id)
            if command_id in BY_ID and BY_ID[command_id].context != context and context in CONTEXTS:
                right = BY_ID[command_id].context
                problems.append(loaded.problem(f"{command_id!r} belongs under `{right}`, not `{context}`", *place))
            own[command_id] = tuple(keys)
    base = {command.id: command.keys for command in COMMANDS} if file.extends == "default" else {}
    merged = {**_without(base, own), **own}
    contexts = {command_id: context for context, commands in file.keys.items() for command_id in commands}
    # Of a key that stands twice, the place of the first; looked up, for a file of nothing but mistakes would take for ever.
    indexes = {command_id: {key: i for i, key in reversed(list(enumerate(keys)))} for command_id, keys in own.items()}
    for wrong in problems_of(merged, file.capitals, file.counts):
        where: tuple[str | int, ...] = ("keys",)
        if wrong.command in contexts:
            where = ("keys", contexts[wrong.command], wrong.command)
            index = indexes[wrong.command].get(wrong.keys)
            if index is not None:
                where = (*where, index)
        problems.append(loaded.problem(wrong.message, *where, hint=wrong.hint))
    if problems:
        raise FormatError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return Keymap(merged, name=file.name or loaded.path.stem, capitals=file.capitals, counts=file.counts)


def _as_far_as_understood(loaded: yamlfile.Loaded) -> KeymapFile:
    """What of a keymap is of the right type, so that all else that is wrong with it is said at once."""
    tree: Any = loaded.value
    given = tree.get("keys")
    keys: Any = {
        context: {
            command_id: [key for key in keys if isinstance(key, str)]
            for command_id, keys in commands.items()
            if isinstance(keys, list)
        }
        for context, commands in (given.items() if isinstance(given, dict) else ())
        if isinstance(commands, dict)
    }
    return KeymapFile(
        format="",
        keys=keys,
        extends="nothing" if tree.get("extends") == "nothing" else "default",
        capitals="free" if tree.get("capitals") == "free" else "jump",
        counts=tree["counts"] if tree.get("counts") in ("none", "digits") else "alt",
    )


def robbed(loaded: yamlfile.Loaded) -> list[Problem]:
    """Commands that a keymap does not name and that have no key left, since it gives theirs to others.

    That may be meant, and such a keymap is used; but nothing else would say it.
    """
    file = _as_far_as_understood(loaded)
    if file.extends == "nothing":
        return []
    named = {command_id for commands in file.keys.values() for command_id in commands}
    takers = {
        (BY_ID[command_id].context, key): (context, command_id)
        for context, commands in file.keys.items()
        for command_id, keys in commands.items()
        if command_id in BY_ID
        for key in keys
    }
    problems = []
    for command in COMMANDS:
        taken = [takers.get((command.context, key)) for key in command.keys]
        if command.id not in named and taken and all(taken):
            message = f"{command.keys[0]!r} is the last key of {command.id}"
            hint = "name that as well: with another key, or with [] for none"
            problems.append(loaded.problem(message, "keys", *(taken[0] or ()), hint=hint))
    return problems


def _without(base: dict[str, tuple[str, ...]], own: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The base's keys less those that the file gives to other commands of the same context."""
    taken = {
        (BY_ID[command_id].context, key) for command_id, keys in own.items() if command_id in BY_ID for key in keys
    }
    return {
        command_id: tuple(key for key in keys if (BY_ID[command_id].context, key) not in taken)
        for command_id, keys in base.items()
        if command_id not in own
    }


def check_keymap(path: Path) -> list[Problem]:
    """All problems of a keymap file."""
    try:
        read_keymap(path)
    except (FormatError, InputError) as error:
        return list(error.problems)
    return []


def render_keymap(keymap: Keymap, description: str = "") -> str:
    """A keymap as a whole file, for users to start from."""
    keys = {
        context: {c.id: list(keymap.keys.get(c.id, ())) for c in COMMANDS if c.context == context}
        for context in CONTEXTS
    }
    head = {
        "format": str(FORMAT),
        "name": keymap.name,
        "description": description,
        "capitals": keymap.capitals,
        "counts": keymap.counts,
    }
    return yamlfile.dump({**head, "keys": keys})
