"""What brat 1.3 asks of its files, as `annotation.py` and `projectconfig.py` of its server say it: a strict reader for tests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_STORED = re.compile(r"[a-zA-Z0-9_-]+")
_ID = re.compile(r"(?:[A-Za-z]+|#[A-Za-z]*)[0-9]+")


class Annotations(NamedTuple):
    text: str
    bounds: dict[str, tuple[str, list[tuple[int, int]]]]
    relations: list[tuple[str, str, str]]
    attributes: list[tuple[str, str, str]]
    notes: list[tuple[str, str, str]]

    def words(self, id: str) -> list[str]:
        return [self.text[start:end] for start, end in self.bounds[id][1]]


def annotations(folder: Path, name: str) -> Annotations:
    """The annotations of a document; an AssertionError where brat would complain."""
    text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
    found = Annotations(text, {}, [], [], [])
    seen = set()
    lines = (folder / f"{name}.ann").read_bytes().decode("utf-8").splitlines()  # as codecs.open parts lines
    for line in lines:
        id, data, *tail = line.split("\t", 2)
        assert _ID.fullmatch(id), line
        assert id not in seen, line
        seen.add(id)
        if id[0] == "T":
            _take_bound(found, id, data, tail[0])
        elif id[0] == "R":
            type, *arguments = data.split(" ")
            roles, ids = zip(*(one.split(":") for one in arguments), strict=True)
            assert len(roles) == 2 == len(set(roles)), line
            found.relations.append((type, *ids))
        elif id[0] == "A":
            type, target, value = data.split(" ")
            found.attributes.append((type, target, value))
        else:
            assert id[0] == "#", line
            type, target = data.split()
            found.notes.append((type, target, tail[0].strip()))
    for ids in ([r[1:] for r in found.relations], [a[1:2] for a in found.attributes], [n[1:2] for n in found.notes]):
        assert all(id in found.bounds for one in ids for id in one)
    return found


def _take_bound(found: Annotations, id: str, data: str, tail: str) -> None:
    type, places = data.split(" ", 1)
    assert _STORED.fullmatch(type), data
    spans = [tuple(map(int, place.split(" "))) for place in places.split(";")]
    for number, (start, end) in enumerate(spans):
        assert 0 <= start < end <= len(found.text), data
        assert not any(end >= a and start < b for a, b in spans[:number]), data
    assert tail == " ".join(found.text[start:end] for start, end in spans), data
    found.bounds[id] = (type, spans)


def configuration(path: Path) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Section → type → argument → types; of `[labels]` the argument is "" and the list what is shown."""
    sections: dict[str, dict[str, dict[str, list[str]]]] = {}
    section: dict[str, dict[str, list[str]]] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if match := re.match(r"^\s*\[(.*)\]\s*$", line):
            name = match[1]
            section = sections.setdefault(name, {})
        elif line.strip() and not re.match(r"^\s*#", line):
            assert not re.match(r"^\s*-+\s*$", line), line
            pattern = r"^(\s*)([^\t]+)(?:\t(.*))?$" if name == "labels" else r"^(\s*)(\S+)(?:\s+(.*))?$"
            indent, terms, arguments = re.match(pattern, line).groups()
            first, *others = [term.strip() for term in terms.split("|")]
            assert not indent, line
            assert _STORED.fullmatch(first) or first == "<OVERLAP>", line
            assert first not in section, line
            section[first] = {"": others}
            for argument in (arguments or "").split(","):
                if argument.strip():
                    key, types = re.match(r"^(\S*?):(\S*)$", argument.strip()).groups()
                    assert key not in section[first], line
                    assert all(types.split("|")), line
                    section[first][key] = types.split("|")
    return sections
