"""The gazetteer: common public facts as data for features and rules (states, cities, peoples, bodies, given names, ranks).

`gazetteer.txt` holds named sections. Sections of names match whole stretches of tokens; sections of words match one token.
Both sides are folded (case, accents, curly apostrophes), so that "Erdoğan" and "Erdogan", "SYRIA" and "Syria" are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

import msgspec
from msgspec.structs import replace

from reader.entities.tokens import words_of

NAMES = frozenset(("country", "capital", "city", "region", "body", "armed", "agency", "demonym", "people"))
_SECTION = re.compile(r"^\[(\w+)( !)?\]$")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "’": "'", "ʼ": "'"})


def fold(word: str) -> str:
    """`word` without case, accents and inner apostrophes ("Da’esh" → "daesh")."""
    word = word.lower().translate(_LETTERS)
    if len(word) > 3:
        word = word[0] + word[1:-1].replace("'", "") + word[-1]
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


class Entry(msgspec.Struct, frozen=True):
    """A name of the gazetteer.

    Attributes:
        words: its folded tokens.
        section: what it names.
        capitals: it must be written in capitals ("IS", "WHO").
        sure: it is what it is without a context.
    """

    words: tuple[str, ...]
    section: str
    capitals: bool
    sure: bool


class Gazetteer(msgspec.Struct, frozen=True):
    """Attributes:
    names: first folded token → entries, longest first.
    words: folded token → the sections of words that hold it.
    """

    names: dict[str, tuple[Entry, ...]]
    words: dict[str, tuple[str, ...]]

    def at(self, folded: list[str], words: list[str], index: int) -> list[Entry]:
        """The longest entries that begin at token `index`: several when one name is of several kinds."""
        found: list[Entry] = []
        for entry in self.names.get(folded[index], ()):
            length = len(entry.words)
            if found and length < len(found[0].words):
                break
            if length > 1 and tuple(folded[index : index + length]) != entry.words:
                continue
            stretch = words[index : index + length]
            if entry.capitals:
                if stretch[0].isupper():
                    found.append(entry)
            elif any(word[0].isupper() for word in stretch):
                found.append(entry)
        return found

    def holds(self, word: str, *sections: str) -> bool:
        """Whether `word` alone is a name or a word of one of the sections."""
        folded = fold(word)
        if any(section in sections for section in self.words.get(folded, ())):
            return True
        return any(len(entry.words) == 1 and entry.section in sections for entry in self.names.get(folded, ()))


def items() -> Iterator[tuple[str, bool, str]]:
    """The `(section, sure, item)` of the package's gazetteer, in its order."""
    source = resources.files("reader.entities").joinpath("gazetteer.txt").read_text(encoding="utf-8")
    section, sure = "", False
    for line in source.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if heading := _SECTION.match(line):
            section, sure = heading[1], heading[2] is not None
        else:
            for item in line.split(",") if section in NAMES else line.split():
                if item := item.strip():
                    yield section, sure, item


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of the package, read once."""
    names: dict[tuple[tuple[str, ...], str], Entry] = {}
    words: dict[str, dict[str, None]] = {}
    for section, sure, item in items():
        if section not in NAMES:
            words.setdefault(fold(item), {})[section] = None
            continue
        tokens = words_of(item)
        capitals = len(tokens) == 1 and len(item) > 1 and item.isupper()
        if section in ("body", "armed"):
            sure = sure or len(tokens) > 1 or capitals
        entry = Entry(tuple(map(fold, tokens)), section, capitals, sure)
        if sure or (entry.words, section) not in names:
            names[entry.words, section] = entry
    # Scraped texts lose apostrophes: "Syrias" is Syria's.
    for entry in list(names.values()):
        owned = (entry.words[0] + "s",)
        if (
            len(entry.words) == 1
            and entry.section in ("country", "capital", "city")
            and not entry.words[0].endswith("s")
        ):
            names.setdefault((owned, entry.section), replace(entry, words=owned))
    by_first: dict[str, list[Entry]] = {}
    for entry in names.values():
        by_first.setdefault(entry.words[0], []).append(entry)
    return Gazetteer(
        {first: tuple(sorted(entries, key=lambda entry: -len(entry.words))) for first, entries in by_first.items()},
        {word: tuple(kinds) for word, kinds in words.items()},
    )
