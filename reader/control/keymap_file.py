"""Keymaps as YAML (`keymaps/*.yaml`, `format: reader-keymap/1`): the packaged ones and the user's own on top of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from reader import paths, yamlfile
from reader.control.commands import BY_ID, COMMANDS, CONTEXTS, Context
from reader.control.keymap import Capitals, Keymap, default_keymap, problems_of
from reader.control.keys import is_capital
from reader.errors import FormatError, InputError, Problem, UsageError

FORMAT = yamlfile.Format("reader-keymap", 1)


class KeymapFile(msgspec.Struct, forbid_unknown_fields=True):
    """The whole of a keymap file. Commands that it does not name keep the keys of the keymap it extends.

    Attributes:
        keys: where → command id → its keys, each one key or two with a blank between them.
        extends: `default`, the name of another keymap, its file seen from this one, or `nothing`.
        capitals: `jump` keeps all capital letters for jumping to words; `free` lets them be bound; else as in what it extends.
        counts: which digits say how often a motion runs: `alt`, `digits` (labels have Alt then), `none`; else as what it extends.
    """

    format: str
    keys: dict[Context, dict[str, list[str]]]
    name: str = ""
    description: str = ""
    extends: str = "default"
    capitals: Literal["jump", "free"] | None = None
    counts: Literal["none", "alt", "digits"] | None = None


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


def load_packaged(name: str) -> Keymap:
    """A keymap that comes with the program, whatever the user has of the same name."""
    return read_keymap(paths.keymaps_folder() / f"{name}.yaml")


def find_keymap(name: str, *, seen_from: Path | None = None) -> Path:
    """The file of a keymap.

    Args:
        seen_from: the keymap file that names it: paths are relative to its folder, and its own name means the packaged one.

    Raises:
        UsageError: there is none.
    """
    if name.endswith((".yaml", ".yml")) or "/" in name:
        return Path(name) if seen_from is None else seen_from.parent / name
    for candidate in (_own(name), paths.keymaps_folder() / f"{name}.yaml"):
        if candidate.is_file() and not (seen_from is not None and _same(candidate, seen_from)):
            return candidate
    raise UsageError(f"there is no keymap {name!r}", hint=yamlfile.nearest(name, known_keymaps()))


def known_keymaps() -> list[str]:
    """The names of the user's own keymaps and of those that come with the program."""
    folders = (_own("default").parent, paths.keymaps_folder())
    return list(dict.fromkeys(sorted(path.stem for folder in folders for path in folder.glob("*.yaml"))))


def _own(name: str) -> Path:
    return paths.config_folder() / "keymaps" / f"{name}.yaml"


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def read_keymap(path: Path) -> Keymap:
    """Read a keymap file. Raises FormatError with every problem of it, InputError when it cannot be read."""
    return _keymap_of(yamlfile.read(path), ())


def keymap_from(loaded: yamlfile.Loaded) -> Keymap:
    """The keymap in a tree. Raises FormatError as `read_keymap`."""
    return _keymap_of(loaded, ())


def _keymap_of(loaded: yamlfile.Loaded, within: tuple[Path, ...]) -> Keymap:
    """The keymap in a tree; `within` are the files that extend it, one another in turn."""
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
                message = f"{command_id!r} belongs under `{right}`, not `{context}`"
                problems.append(loaded.problem(message, *place, of_key=True))
            own[command_id] = tuple(keys)
    base = _base(loaded, file, within, problems)
    capitals, counts = file.capitals or base.capitals, file.counts or base.counts
    inherited = _without(base.keys, own, capitals)
    merged = {**inherited, **own}
    contexts = {command_id: context for context, commands in file.keys.items() for command_id in commands}
    # Of a key that stands twice, the place of the first; looked up, for a file of nothing but mistakes would take for ever.
    indexes = {command_id: {key: i for i, key in reversed(list(enumerate(keys)))} for command_id, keys in own.items()}
    for wrong in problems_of(merged, capitals, counts):
        where: tuple[str | int, ...] = ("keys",)
        if wrong.command in contexts:
            where = ("keys", contexts[wrong.command], wrong.command)
            index = indexes[wrong.command].get(wrong.keys)
            if index is not None:
                where = (*where, index)
        of_key = not wrong.keys and wrong.command in contexts
        problems.append(loaded.problem(wrong.message, *where, hint=wrong.hint, of_key=of_key))
    if problems:
        raise FormatError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return Keymap(merged, name=file.name or loaded.path.stem, capitals=capitals, counts=counts)


def _base(loaded: yamlfile.Loaded, file: KeymapFile, within: tuple[Path, ...], problems: list[Problem]) -> Keymap:
    """What a keymap file extends; what is wrong with that is added to `problems`."""
    if file.extends == "default":
        return default_keymap()
    if file.extends == "nothing":
        return Keymap({}, name="nothing")
    within = (*within, loaded.path)
    try:
        path = find_keymap(file.extends, seen_from=loaded.path)
        if any(_same(path, other) for other in within):
            raise UsageError(f"`extends` comes back to {path.name}", hint="a keymap cannot extend itself")
        return _keymap_of(yamlfile.read(path), within)
    except (UsageError, InputError, FormatError) as error:
        first = error.problems[0]
        message = first.message
        if first.path is not None and first.path != loaded.path:
            message = f"{first.place}: {message}"
        hint = first.hint
        if isinstance(error, UsageError) and hint.startswith("known: "):
            hint += ", nothing"
        problems.append(loaded.problem(f"`extends: {file.extends}`: {message}", "extends", hint=hint))
        return default_keymap()


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
        extends=extends if isinstance(extends := tree.get("extends"), str) else "default",
        capitals=capitals if (capitals := tree.get("capitals")) in ("free", "jump") else None,
        counts=counts if (counts := tree.get("counts")) in ("none", "alt", "digits") else None,
    )


def robbed(loaded: yamlfile.Loaded) -> list[Problem]:
    """Commands that a keymap does not name and that have no key left, since it gives theirs to others.

    That may be meant, and such a keymap is used; but nothing else would say it.
    """
    file = _as_far_as_understood(loaded)
    named = {command_id for commands in file.keys.values() for command_id in commands}
    takers = {
        (BY_ID[command_id].context, key): (context, command_id)
        for context, commands in file.keys.items()
        for command_id, keys in commands.items()
        if command_id in BY_ID
        for key in keys
    }
    problems = []
    for command_id, keys in _base(loaded, file, (), []).keys.items():
        taken = [takers.get((BY_ID[command_id].context, key)) for key in keys]
        if command_id not in named and taken and all(taken):
            message = f"{keys[0]!r} is the last key of {command_id}"
            hint = "name that as well: with another key, or with [] for none"
            problems.append(loaded.problem(message, "keys", *(taken[0] or ()), hint=hint))
    return problems


def _without(
    base: Mapping[str, tuple[str, ...]], own: Mapping[str, tuple[str, ...]], capitals: Capitals
) -> dict[str, tuple[str, ...]]:
    """The base's keys less those that the file gives to other commands of the same context, and to the jump."""
    taken = {
        (BY_ID[command_id].context, key) for command_id, keys in own.items() if command_id in BY_ID for key in keys
    }

    def stays(command_id: str, key: str) -> bool:
        jumps = capitals == "jump" and is_capital(key.split(" ")[0])
        return not jumps and (BY_ID[command_id].context, key) not in taken

    return {
        command_id: tuple(key for key in keys if stays(command_id, key))
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
