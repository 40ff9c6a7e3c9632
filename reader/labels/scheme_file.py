"""Label schemes as YAML (`labels.yaml`, `format: reader-labels/1`). People write them; the program only reads them."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec

from reader import yamlfile
from reader.errors import FormatError, Problem
from reader.labels.scheme import COLOURS, DIGITS, Label, Scheme

FORMAT = "reader-labels"
NEWEST = 1
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NAME = re.compile(r"[^\s/:,#\"'\[\]{}]+")


class LabelRow(msgspec.Struct, forbid_unknown_fields=True):
    """One label as the file has it."""

    name: str
    key: str = ""
    colour: str = ""
    description: str = ""
    examples: list[str] = []
    parent: str = ""
    attributes: dict[str, list[str]] = {}
    scope: Literal["passage", "article"] = "passage"
    formerly: list[str] = []


class SchemeFile(msgspec.Struct, forbid_unknown_fields=True):
    """The whole of `labels.yaml`."""

    format: str
    labels: list[LabelRow]
    name: str = ""


def read_scheme(path: Path) -> Scheme:
    """Read a label scheme.

    Raises:
        FormatError: with every problem of the file, each at its line and column.
    """
    loaded = yamlfile.read(path)
    yamlfile.check_format(loaded, FORMAT, NEWEST)
    file = yamlfile.typed(loaded, SchemeFile)
    problems = _problems(file, loaded)
    if problems:
        raise FormatError(problems)
    labels = tuple(
        Label(
            name=row.name,
            key=row.key,
            colour=row.colour,
            description=row.description,
            examples=tuple(row.examples),
            parent=row.parent,
            attributes={name: tuple(values) for name, values in row.attributes.items()},
            scope=row.scope,
            formerly=tuple(row.formerly),
        )
        for row in file.labels
    )
    return Scheme(labels, name=file.name or path.parent.name, sha256=sha256(path.read_bytes()).hexdigest())


def _problems(file: SchemeFile, loaded: yamlfile.Loaded) -> list[Problem]:
    """What the types cannot say: names and keys that clash, parents that are missing, colours that are none."""
    problems: list[Problem] = []
    names: dict[str, int] = {}
    keys: dict[str, int] = {}

    def at(message: str, *where: str | int, hint: str = "") -> None:
        problems.append(loaded.problem(message, "labels", *where, hint=hint))

    if not file.labels:
        at("the scheme has no labels")
    for i, row in enumerate(file.labels):
        if not _NAME.fullmatch(row.name):
            at(f"a label's name is one word, not {row.name!r}", i, "name", hint="letters, digits, `-` and `_`")
        for name in dict.fromkeys((row.name, *row.formerly)):
            if name in names:
                line, _ = loaded.place("labels", names[name])
                at(f"the name {name!r} is taken by the label on line {line}", i, "name")
            names.setdefault(name, i)
        if row.key:
            if len(row.key) != 1 or not row.key.isprintable() or row.key.isspace():
                at(f"a label's key is one character, not {row.key!r}", i, "key")
            elif row.key in DIGITS:
                at(f"the key {row.key!r} is a digit; digits belong to the first ten labels in order", i, "key")
            elif row.key.isupper():
                at(
                    f"the key {row.key!r} is a capital; capitals belong to jumps",
                    i,
                    "key",
                    hint=f"try {row.key.lower()!r}",
                )
            elif row.key == "/":
                at("the key '/' filters the label palette", i, "key")
            elif row.key in keys:
                other = file.labels[keys[row.key]]
                line, _ = loaded.place("labels", keys[row.key], "key")
                at(f"the key {row.key!r} of {row.name!r} is taken by {other.name!r} on line {line}", i, "key")
            keys.setdefault(row.key, i)
        if row.colour and row.colour not in COLOURS and not _COLOUR.fullmatch(row.colour):
            at(f"{row.colour!r} is no colour", i, "colour", hint=f"#rrggbb or one of {', '.join(COLOURS)}")
    parents = {row.name: row.parent for row in file.labels}
    for i, row in enumerate(file.labels):
        if row.parent and row.parent not in parents:
            at(f"the parent {row.parent!r} is no label of this scheme", i, "parent")
        elif row.parent and _in_a_circle(row.name, parents):
            at(f"the parents of {row.name!r} go round in a circle", i, "parent")
    return problems


def _in_a_circle(name: str, parents: dict[str, str]) -> bool:
    seen: set[str] = set()
    while name:
        if name in seen:
            return True
        seen.add(name)
        name = parents.get(name, "")
    return False
