"""Names that hold for a whole corpus (`annotations/entities.yaml`, `format: reader-entities/1`). People write the file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from reader import yamlfile
from reader.entities.mention import EntityLabel
from reader.entities.plain import plain
from reader.errors import FormatError, Problem

FORMAT = yamlfile.Format("reader-entities", 1)
FILE = "entities.yaml"

_Word = Annotated[str, msgspec.Meta(min_length=1)]


class NameRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person, place or thing: its forms are mentions of it wherever they stand as whole words.

    Attributes:
        name: the fullest form, by which all are called; of a single word without variants the articles may have a fuller one.
        kind: what it is.
        variants: other forms that mean it.
    """

    name: _Word
    kind: EntityLabel
    variants: list[_Word] = []


class EntitiesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `entities.yaml`: names that hold for a whole corpus.

    Attributes:
        never: words that are no entity, nor is anything within them.
    """

    format: str
    names: list[NameRow] = []
    never: list[_Word] = []


def read_entities(path: Path) -> EntitiesFile:
    """Read the names of a corpus.

    Raises:
        FormatError: with every problem of the file, each at its line and column.
        InputError: it cannot be read.
    """
    return entities_from(yamlfile.read(path))


def entities_from(loaded: yamlfile.Loaded) -> EntitiesFile:
    """The names in a tree. Raises FormatError as `read_entities`."""
    FORMAT.bring_up(loaded)
    file = yamlfile.typed(loaded, EntitiesFile)
    problems = _clashes(loaded, file)
    if problems:
        raise FormatError(problems)
    return file


def _clashes(loaded: yamlfile.Loaded, file: EntitiesFile) -> list[Problem]:
    """Forms that stand for two things at once. One that stands twice for the same says nothing new, and does no harm."""
    words: list[tuple[str, tuple[str | int, ...]]] = []
    for i, row in enumerate(file.names):
        words.append((row.name, ("names", i, "name")))
        words += [(variant, ("names", i, "variants", j)) for j, variant in enumerate(row.variants)]
    words += [(word, ("never", i)) for i, word in enumerate(file.never)]
    problems: list[Problem] = []
    taken: dict[str, tuple[str | int, ...]] = {}
    for said, where in words:
        word = " ".join(said.split())
        if not word:
            problems.append(loaded.problem("there is no word in it", *where))
            continue
        there = taken.setdefault(plain(word), where)
        same = there[:2] == where[:2] or there[0] == where[0] == "never"
        if not same:
            problems.append(loaded.problem(f"{word!r} stands on line {loaded.place(*there)[0]} already", *where))
    return problems
