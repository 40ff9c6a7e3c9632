"""A page as the texts and spans that it shows: what a person sees of it, to the letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from reader.exchange.incoming import Incoming, IncomingError, IncomingLink, IncomingSpan

_ARTICLE = re.compile(rb'<article id="a(\d+)"')


def incoming_articles(path: Path) -> Iterator[Incoming]:
    """The articles of a page, in the order of their numbers, one in memory at a time.

    Raises:
        IncomingError: it is no such page, or is cut short.
    """
    places: dict[int, tuple[int, int]] = {}
    try:
        with path.open("rb") as file:
            line, start, last = 0, 0, b""
            for line, data in enumerate(file, 1):
                if match := _ARTICLE.match(data):
                    places[int(match[1])] = (start, line)
                start += len(data)
                last = data
            if last.strip() != b"</html>":
                raise IncomingError("this is no page of ours, or it is cut short", path=path, line=line)
            for number in sorted(places):
                start, line = places[number]
                file.seek(start)
                yield _article(file.readline(), path, line)
    except OSError as error:
        raise IncomingError(f"it cannot be read: {error.strerror or error}", path=path) from error


def _article(data: bytes, path: Path, line: int) -> Incoming:
    reading = _Reading()
    try:
        reading.feed(data.decode("utf-8"))
        reading.close()
        return reading.incoming(path, line)
    except (ValueError, KeyError, IndexError) as error:
        raise IncomingError(f"this article is not as it was written: {error}", path=path, line=line) from error


class _Said:
    """The words of one element."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0

    def add(self, data: str) -> None:
        self._parts.append(data)
        self.length += len(data)

    def whole(self) -> str:
        return "".join(self._parts)


class _Tag:
    def __init__(self) -> None:
        self.label = self.id = self.note = ""
        self.start, self.end = -1, -1
        self.attributes: dict[str, str] = {}
        self.links: list[tuple[str, int]] = []


#: The class of an element, or its name → what takes its words.
_VALUES = ("label", "id", "note", "annotator", "type", "sha", "dt", "dd")


class _Reading(HTMLParser):
    """One article."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text = _Said()
        self._said: _Said | None = None  # the element whose words are being taken
        self._open: list[tuple[str, Callable[[], None] | None]] = []
        self._tags: dict[int, _Tag] = {}
        self._tag: _Tag | None = None
        self._skip = False
        self._values: dict[str, str] = {}
        self._labels: list[str] = []
        self._names: list[str] = []
        self._type = ""
        self._start = 0

    def incoming(self, path: Path, line: int) -> Incoming:
        """What was read."""
        tags = [self._tags[number] for number in sorted(self._tags)]
        spans = (IncomingSpan(one.start, one.end, one.label, one.id, "", one.attributes, one.note) for one in tags)
        links = (IncomingLink(one.id, self._tags[to].id, type) for one in tags for type, to in one.links)
        return Incoming(
            path=path,
            line=line,
            text=self._text.whole(),
            spans=tuple(spans),
            links=tuple(links),
            labels=tuple(self._labels),
            id=self._values.get("id", ""),
            annotator=self._values.get("annotator", ""),
            text_sha256=self._values["sha"],
            start=self._start,
            note=self._values.get("note", ""),
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        closing: Callable[[], None] | None = None
        kind = given.get("class", "")
        if kind == "unseen":
            self._take(chr(int(given["data-c"], 16)))
            self._skip = True
            closing = self._seen
        elif kind == "text":
            self._said = self._text
            closing = self._stop
        elif tag == "mark":
            one = self._tags.setdefault(int(given["data-t"]), _Tag())
            one.start = self._text.length if one.start < 0 else one.start
            closing = lambda: setattr(one, "end", self._text.length)  # noqa: E731
        elif tag == "li" and "data-t" in given:
            self._tag = self._tags.setdefault(int(given["data-t"]), _Tag())
            closing = self._leave
        elif kind == "start":
            self._start = int(given["value"])
        elif "data-to" in given and self._tag:
            self._tag.links.append((self._type, int(given["data-to"])))
        elif (name := kind if kind in _VALUES else tag) in _VALUES:
            said = self._said = _Said()
            closing = lambda: self._value(name, said)  # noqa: E731
        self._open.append((tag, closing))

    def handle_endtag(self, tag: str) -> None:
        name, closing = self._open.pop()
        if name != tag:
            raise ValueError(f"</{tag}> closes <{name}>")
        if closing:
            closing()

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self._take(data)

    def _take(self, data: str) -> None:
        if self._said:
            self._said.add(data)

    def _seen(self) -> None:
        self._skip = False

    def _stop(self) -> None:
        self._said = None

    def _leave(self) -> None:
        self._tag = None

    def _value(self, name: str, said: _Said) -> None:
        """Put the words of an element where they belong."""
        self._said, text = None, said.whole()
        if name == "type":
            self._type = text
        elif name == "dt":
            self._names.append(text)
        elif name == "dd" and self._tag:
            self._tag.attributes[self._names[-1]] = text
        elif self._tag:
            setattr(self._tag, name, text)
        elif name == "label":
            self._labels.append(text)
        else:
            self._values[name] = text
