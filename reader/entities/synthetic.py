"""Training sentences made from templates, the gazetteer and made-up names: the turns of news reports that the open data lacks.

Used by training only. All choices come from one seeded generator, so the same files give the same sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from reader.entities.gazetteer import items
from reader.entities.tokens import placed

TEMPLATES = Path(__file__).parent / "model" / "templates.yaml"
SEED = 20200301
ROUNDS = 6

_SLOT = re.compile(r"\{(\w+)\}")
_SLOTS_OF = {
    "PER": ("PER", "LAST", "GIVEN", "KUNYA"),
    "LOC": ("CITY", "COUNTRY", "REGION", "STREET", "MADE", "UPPER"),
    "ORG": ("BODY", "ARMED", "AGENCY", "MIN", "ORG"),
    "MISC": ("DEM", "PEOPLE", "OPERATION", "FULLOPERATION"),
}
_TYPES = {slot: kind for kind, slots in _SLOTS_OF.items() for slot in slots}


class _Names:
    """Names for the slots."""

    def __init__(self, chance: random.Random, lists: dict[str, list[str]]) -> None:
        self.chance = chance
        self.lists = lists
        self.listed: dict[str, list[str]] = {}
        for section, _, item in items():
            self.listed.setdefault(section, []).append(item)
        peoples = self.listed["demonym"]
        self.adjectives = [name for name in peoples if not (name.endswith("s") and name[:-1] in peoples)]

    def made(self) -> str:
        """A word that is no name anywhere, with the look of one."""
        middle = "".join(self.chance.choices(self.lists["middles"], k=self.chance.choice((0, 1, 1, 2))))
        return self._one_of("starts") + middle + self._one_of("ends")

    def given(self) -> str:
        return self.made() if self.chance.random() < 0.25 else self._capital("given")

    def last(self) -> str:
        if self.chance.random() < 0.12:
            return f"al-{self.made()}"
        return self.made() if self.chance.random() < 0.6 else self._capital("surname")

    def _capital(self, section: str) -> str:
        return "-".join(part.capitalize() for part in self.chance.choice(self.listed[section]).split("-"))

    def person(self) -> str:
        roll = self.chance.random()
        middle = ""
        if roll < 0.12:
            middle = self.chance.choice("ABCDEFGHJKLMNPRST") + ". "
        elif roll < 0.25:
            middle = self.given() + " "
        elif roll < 0.3:
            middle = self.chance.choice(("de", "del", "van", "bin", "al", "de la", "el")) + " "
        return f"{self.given()} {middle}{self.last()}"

    def place(self) -> str:
        return self.made() if self.chance.random() < 0.6 else self._one_of("prefixes") + self.made()

    def institution(self) -> str:
        place = self.chance.choice(self.listed["city"]) if self.chance.random() < 0.5 else self.made()
        kind = self._one_of("kinds")
        if kind in ("University", "Bank") and self.chance.random() < 0.4:
            return f"{kind} of {place}"
        return f"{place} {kind}"

    def _one_of(self, name: str) -> str:
        return self.chance.choice(self.lists[name])

    def fill(self, slot: str) -> str:
        """A name for `slot`."""
        pick = self.chance.choice
        match slot:
            case "PER":
                return self.person()
            case "LAST":
                return self.last()
            case "GIVEN":
                return self.given()
            case "KUNYA":
                return f"Abu {self.given()} al-{self.made()}"
            case "MADE":
                return self.place()
            case "UPPER":
                return pick(self.listed[pick(("city", "capital"))]).upper()
            case "CITY":
                return pick(self.listed[pick(("city", "capital"))])
            case "STREET":
                first = self.made() if self.chance.random() < 0.7 else self.person()
                return f"{first} {self._one_of('streets')}"
            case "MIN":
                return self._one_of("ministries")
            case "ORG":
                return self.institution()
            case "FULLOPERATION":
                return f"Operation {self._one_of('codes')} {self._one_of('codes')}"
            case "OPERATION":
                return f"{self._one_of('codes')} {self._one_of('codes')}"
            case "TITLE":
                return self._one_of("titles")
            case "DEM":
                return pick(self.adjectives)
        return pick(self.listed[slot.lower()])


def sentences(templates: Path = TEMPLATES, rounds: int = ROUNDS) -> Iterator[tuple[list[str], list[str]]]:
    """The tokens and tags of each template, filled `rounds` times; one without slots comes twice."""
    data = yaml.safe_load(templates.read_text(encoding="utf-8"))
    lines = data.pop("sentences").splitlines()
    names = _Names(random.Random(SEED), data)
    for number in range(rounds):
        for line in lines:
            if number < 2 or "{" in line:
                yield _filled(line, names)


def _filled(line: str, names: _Names) -> tuple[list[str], list[str]]:
    text = ""
    spans: list[tuple[int, int, str]] = []
    at = 0
    for slot in _SLOT.finditer(line):
        text += line[at : slot.start()]
        start = len(text)
        text += names.fill(slot[1])
        if slot[1] in _TYPES:
            spans.append((start, len(text), _TYPES[slot[1]]))
        at = slot.end()
    text += line[at:]
    words: list[str] = []
    tags: list[str] = []
    for start, word in placed(text):
        span = next((span for span in spans if span[0] <= start < span[1]), None)
        words.append(word)
        tags.append("O" if span is None else f"{'B' if start == span[0] else 'I'}-{span[2]}")
    return words, tags
