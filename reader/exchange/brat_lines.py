"""The lines of brat's stand-off files (`.ann`), read: text-bound annotations, relations, events, attributes, notes.

The format is that of https://brat.nlplab.org/standoff.html, as far as brat 1.3 reads it (`server/src/annotation.py`). Offsets are
code points of the text file. What our data has no like for is brought nearest: an event is its trigger with a link to each
argument, a group of equivalents a chain of links, a reference to a knowledge base an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from msgspec.structs import replace

from reader.exchange.escapes import unescaped
from reader.exchange.incoming import IncomingError, IncomingLink, IncomingSpan
from reader.text.spans import Span

ID_NOTE = "ReaderId"  # the type of a note that holds the id of our tag
NOTE = "AnnotatorNotes"

_ID = re.compile(r"([A-Za-z]+|#[A-Za-z]*)[0-9]+.*|\*")
_PLACES = re.compile(r"-?\d+ -?\d+(?:;-?\d+ -?\d+)*")


class Standoff:
    """What the lines of one text hold."""

    def __init__(self, text: str, path: Path) -> None:
        self._text, self._path = text, path
        self.spans: dict[str, IncomingSpan] = {}
        self.notes: list[str] = []  # what was not read as it stands
        self._own: dict[str, str] = {}  # the id of the tag that an annotation was exported from
        self._triggers: dict[str, str] = {}
        self._links: list[tuple[str, str, str, int]] = []
        self._attributes: list[tuple[str, str, str]] = []
        self._notes: list[tuple[str, str]] = []
        self._seen: set[str] = set()

    def read(self, lines: Iterable[tuple[int, str]]) -> None:
        """Take lines with their numbers.

        Raises:
            IncomingError: one does not hold what its kind must.
        """
        for number, line in lines:
            if not line.strip():
                continue
            name, tab, rest = line.partition("\t")
            if not tab or not _ID.fullmatch(name):
                raise self._error("an id and a tab are due at the beginning", number)
            if name != "*" and name in self._seen:
                raise self._error(f"a second annotation has the id {name}", number)
            self._seen.add(name)
            data, _, tail = rest.partition("\t")
            try:
                self._take(name, data, tail, number)
            except ValueError as error:
                raise self._error(f"{name}: {error}", number) from error

    def finished(self) -> tuple[tuple[IncomingSpan, ...], tuple[IncomingLink, ...]]:
        """The spans, in the order of their lines, and the links.

        Raises:
            IncomingError: an annotation is joined to one that is not there.
        """
        for target, name, value in self._attributes:
            if (span := self.spans.get(self._of(target))) is not None:
                self.spans[self._of(target)] = replace(span, attributes={**span.attributes, name: value})
        for target, note in self._notes:
            if (span := self.spans.get(self._of(target))) is not None:
                self.spans[self._of(target)] = replace(span, note=f"{span.note}\n{note}" if span.note else note)
        names = self._names()
        links = []
        for source, target, type, number in self._links:
            ends = (self._of(source), self._of(target))
            for name, end in zip((source, target), ends, strict=True):
                if end not in self.spans:
                    raise self._error(f"there is no {name} to join", number)
            links.append(IncomingLink(names[ends[0]], names[ends[1]], type))
        return tuple(replace(span, id=names[name]) for name, span in self.spans.items()), tuple(links)

    def _names(self) -> dict[str, str]:
        """The id of each span: that of the tag it was exported from, unless it is a copy of another."""
        names: dict[str, str] = {}
        taken: set[str] = set()
        for name in self.spans:
            own = self._own.get(name, name)
            names[name] = own if own not in taken else name
            taken.add(names[name])
        return names

    def _of(self, name: str) -> str:
        """The text-bound annotation of that id, or the trigger of the event."""
        return self._triggers.get(name, name)

    def _take(self, name: str, data: str, tail: str, line: int) -> None:
        kind = name[0]
        if kind == "T":
            self.spans[name] = self._text_bound(name, data, tail)
        elif kind == "R":
            type, *ends = data.split()
            if len(ends) != 2 or not all(":" in end for end in ends):
                raise ValueError("a type and two arguments are due")
            source, target = (end.partition(":")[2] for end in ends)
            self._links.append((source, target, unescaped(type), line))
        elif kind == "E":
            trigger, *arguments = (part.partition(":")[::2] for part in data.split())
            self._triggers[name] = trigger[1]
            self._links += ((name, target, unescaped(role), line) for role, target in arguments)
        elif kind == "*":
            type, *members = data.split()
            self._links += ((a, b, unescaped(type), line) for a, b in pairwise(members))
        elif kind in "AM":
            type, target, *values = data.split(" ", 2)
            self._attributes.append((target, unescaped(type), unescaped(values[0]) if values else "true"))
        elif kind == "N":
            type, target, reference = data.split(" ", 2)
            self._attributes.append((target, unescaped(type), reference))
        elif kind == "#":
            type, target = data.split()
            if type == ID_NOTE:
                self._own[target] = tail
            else:
                text = unescaped(tail)
                self._notes.append((target, text if type == NOTE else f"{type}: {text}"))
        else:
            raise ValueError("brat knows no such kind of annotation")

    def _text_bound(self, name: str, data: str, tail: str) -> IncomingSpan:
        type, _, places = data.partition(" ")
        if not type or not _PLACES.fullmatch(places.strip()):
            raise ValueError(f"a type and offsets are due, not {data!r}")
        parts = [Span(*map(int, place.split(" "))) for place in places.strip().split(";")]
        start, end = min(part.start for part in parts), max(part.end for part in parts)
        words = [self._text[max(part.start, 0) : max(part.end, 0)] for part in parts]
        label = unescaped(type)
        if any(self._text[a.end : b.start].strip() or b.start < a.end for a, b in pairwise(parts)):
            said = ", ".join(f"“{word}”" for word in words)
            self.notes.append(f"{name} is in parts: it is read from the first to the last, with what lies between")
            return IncomingSpan(start, end, label, note=f"Of parts in brat: {said}.")
        quoted = tail if tail.strip() != " ".join(words).strip() else self._text[max(start, 0) : max(end, 0)]
        return IncomingSpan(start, end, label, text=quoted)

    def _error(self, message: str, line: int) -> IncomingError:
        return IncomingError(message, path=self._path, line=line)
