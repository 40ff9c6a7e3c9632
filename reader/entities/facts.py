"""What no article says of a name, but everybody knows: the package's `variants.txt`, read at its first use.

A row of `[same LABEL]` is one thing with its fullest name first; a people's row is its country and its adjectives and nouns.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

import msgspec

from reader.entities.spelling import key, plain

_GROUP = "group"


class Facts(msgspec.Struct, frozen=True):
    """Attributes:
    same: `(label, key of a name)` → the fullest name of the thing.
    country: key of a people's word → the country's key ("turkish" → "turkey").
    given: plain given name → the plain names that it is short for, or that are short for it.
    translated: plain word → the word that stands for it when names are compared ("jaish" → "army").
    """

    same: dict[tuple[str, str], str]
    country: dict[str, str]
    given: dict[str, frozenset[str]]
    translated: dict[str, str]


@lru_cache(maxsize=1)
def facts() -> Facts:
    """The facts of the package, read once."""
    same: dict[tuple[str, str], str] = {}
    country: dict[str, str] = {}
    given: dict[str, set[str]] = {}
    translated: dict[str, str] = {}
    for section, line in _rows():
        kind, _, label = section.partition(" ")
        if kind == "same":
            names = _items(line)
            same.update(((label, key(name)), names[0]) for name in names)
        elif section == "people":
            place, _, words = line.partition(":")
            names = _items(words)
            for name in names:
                country.setdefault(key(name), key(place))
                same[_GROUP, key(name)] = names[0]
                same.setdefault((_GROUP, key(name + "s")), names[0])
        elif section == "translated":
            first, *others = line.split()
            translated.update(dict.fromkeys(others, first))
        else:
            words_of = [plain(word) for word in line.split()]
            for word in words_of[1:]:
                given.setdefault(words_of[0], set()).add(word)
                given.setdefault(word, set()).add(words_of[0])
    return Facts(same, country, {word: frozenset(others) for word, others in given.items()}, translated)


def _rows() -> Iterator[tuple[str, str]]:
    section = ""
    source = resources.files("reader.entities").joinpath("variants.txt").read_text(encoding="utf-8")
    for line in source.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            yield section, line


def _items(line: str) -> list[str]:
    return [item.strip() for item in line.split(",")]
