"""The items of a list inside of one JSON document, one at a time: a file may be larger than the memory.

(Parsers that stream, as ijson does, name each value by its path, which takes memory by the square of the depth: 200 KB of
brackets end the process.)
"""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Iterator
from io import TextIOWrapper
from json.decoder import JSONDecodeError
from pathlib import Path
from typing import Any, TextIO

from reader.exchange.incoming import IncomingError
from reader.exchange.text_files import LONGEST, refuse_utf16

_CHUNK = 1 << 20  # characters read at once
_BLANK = " \t\r\n"
_DEEPEST = 32  # lists and objects that lead to the items


def items(path: Path, through: Collection[str] = ()) -> Iterator[tuple[int, Any]]:
    """The items of the list that a file is, or of those that its object has under some keys, each with the line that it ends in.

    Args:
        through: keys whose lists hold items, or whose objects hold such keys again. What stands under others is read over.
            None where the file is a list.

    Raises:
        IncomingError: the file cannot be read, is not JSON, or has no such list.
    """
    try:
        with path.open("rb") as data, TextIOWrapper(data, "utf-8-sig", newline="") as file:
            refuse_utf16(data.peek(2), path)
            scanner = _Scanner(file, path)
            if not through and scanner.next() != "[":
                raise IncomingError("this is no JSON array", path=path, line=scanner.line)
            found = yield from _under(scanner, frozenset(through), 0)
            if scanner.next():
                raise scanner.wrong("something stands behind its end")
    except OSError as error:
        raise IncomingError(f"it cannot be read: {error.strerror or error}", path=path) from error
    except UnicodeDecodeError as error:
        raise IncomingError("this is not UTF-8: it is in another encoding", path=path) from error
    if not found:
        raise IncomingError(f"there is no list under {' or '.join(map(repr, through))}", path=path)


def _under(scanner: _Scanner, through: frozenset[str], depth: int) -> Generator[tuple[int, Any], None, bool]:
    """The items of a list, or of the lists of an object; returns whether there was a list."""
    if depth > _DEEPEST:
        raise scanner.wrong("this is nested too deeply")
    if scanner.next() == "[":
        yield from _of_list(scanner)
        return True
    found = False
    scanner.take("{")
    while scanner.next() != "}":
        key = scanner.value()
        if not isinstance(key, str):
            raise scanner.wrong("a key is no text")
        scanner.take(":")
        if key in through and scanner.next() in "[{":
            found |= yield from _under(scanner, through, depth + 1)
        else:
            scanner.value()
        if scanner.next() != "}":
            scanner.take(",")
            if scanner.next() == "}":
                raise scanner.wrong("a comma stands before a closing bracket")
    scanner.take("}")
    return found


def _of_list(scanner: _Scanner) -> Iterator[tuple[int, Any]]:
    scanner.take("[")
    while scanner.next() != "]":
        scanner.item += 1
        value = scanner.value()
        yield scanner.line, value
        if scanner.next() != "]":
            scanner.take(",")
            if scanner.next() == "]":
                raise scanner.wrong("a comma stands before a closing bracket")
    scanner.take("]")


class _Scanner:
    """Values of a file in their order; holds the one that it is at, and what was read beyond it.

    Attributes:
        item: how many items of lists were begun; a file may be one line.
    """

    def __init__(self, file: TextIO, path: Path) -> None:
        self._file, self._path = file, path
        self._text, self._at = "", 0
        self._line, self._counted = 1, 0  # the line of `_text[_counted]`
        self._ended = False
        self.item = 0
        self._decoder = json.JSONDecoder()

    @property
    def line(self) -> int:
        """The line that it is at, from 1."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def wrong(self, why: str) -> IncomingError:
        hint = f"item {self.item} of the list" if self.item else ""
        return IncomingError(f"this is not JSON: {why}", path=self._path, line=self.line, hint=hint)

    def next(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            while self._at < len(self._text):
                if (char := self._text[self._at]) not in _BLANK:
                    return char
                self._at += 1
            if self._ended:
                return ""
            self._more()

    def take(self, char: str) -> None:
        """Go behind the next character.

        Raises:
            IncomingError: it is another one.
        """
        found = self.next()
        if found != char:
            raise self.wrong(f"here should be {char!r}, {f'not {found!r}' if found else 'but the file ends'}")
        self._at += 1

    def value(self) -> Any:
        """The value that begins here.

        Raises:
            IncomingError: there is none, or it is too large.
        """
        self.next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except JSONDecodeError as error:
                if self._ended or self._is_wrong(error):
                    raise self.wrong(error.msg[:1].lower() + error.msg[1:]) from error
            except (RecursionError, ValueError) as error:
                why = "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
                raise self.wrong(why) from error
            else:
                if self._ended or end < len(self._text):  # a number at the end may go on
                    self._at = end
                    return value
            if len(self._text) - self._at > LONGEST:
                raise self.wrong(f"a value is longer than {LONGEST >> 20} million characters")
            self._more()

    def _is_wrong(self, error: JSONDecodeError) -> bool:
        """Whether what is read cannot become JSON by what follows it."""
        return error.pos < len(self._text) - 16 and not error.msg.startswith("Unterminated")

    def _more(self) -> None:
        """Read on: twice as much of a long value each time, so that it is not begun too often."""
        self._line, rest = self.line, self._text[self._at :]
        more = self._file.read(max(_CHUNK, len(rest)))
        self._ended = not more
        self._text, self._at, self._counted = rest + more, 0, 0
