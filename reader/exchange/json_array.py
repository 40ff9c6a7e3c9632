"""Objects of a JSON array, read one at a time, so that a file of any size needs the memory of its largest object.

Only braces and strings are looked at to find where an object ends; what is between is for a decoder that knows its type.
(Parsers that stream, as ijson does, name each value by its path, which takes memory by the square of the depth: 200 KB of
brackets end the process.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reader.exchange.incoming import IncomingError

_PIECE = 1 << 20
_LONGEST = 256 << 20  # bytes of an object
_DEEPEST = 1000  # objects within objects
_BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(rb"[ \t\r\n]*+")
# Strings and all else up to the next brace; no match where a string or the data ends before one.
_TO_BRACE = re.compile(rb'(?:[^"{}]*+"[^"\\]*+(?:\\.[^"\\]*+)*+")*+[^"{}]*+([{}])', re.DOTALL)


def objects(path: Path) -> Iterator[tuple[int, bytes]]:
    """The objects of a file that is one JSON array, as JSON, with their numbers from 1.

    Raises:
        IncomingError: the file cannot be read, or is no array of objects.
    """
    try:
        with path.open("rb") as file:
            yield from _Objects(file, path)
    except OSError as error:
        raise IncomingError(f"it cannot be read: {error.strerror or error}", path=path) from error


class _Objects:
    """The objects of an array as they stand in its file."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self._path = file, path
        self._data = b""
        self._at = 0
        self._number = 0

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        self._more()
        if self._data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise IncomingError("this is UTF-16; these files are UTF-8", path=self._path, line=1)
        self._at = len(_BOM) if self._data.startswith(_BOM) else 0
        if self._sign() != b"[":
            raise IncomingError("this is no JSON array", path=self._path, line=1)
        self._at += 1
        if self._sign() == b"]":
            return self._end()
        while True:
            self._number += 1
            if (sign := self._sign()) != b"{":
                raise self._error("this is no object" if sign else "the file ends within the array")
            yield self._number, self._object()
            if (sign := self._sign()) == b"]":
                return self._end()
            if sign != b",":
                raise self._error("no comma follows it" if sign else "the file ends within the array")
            self._at += 1

    def _object(self) -> bytes:
        """The object that begins here; it stands before what is read next."""
        start, depth = self._at, 0
        while True:
            match = _TO_BRACE.match(self._data, self._at)
            if match is None:
                self._data, self._at, start = self._data[start:], self._at - start, 0
                if len(self._data) > _LONGEST:
                    raise self._error(f"it is longer than {_LONGEST >> 20} MB")
                if not self._more():
                    raise self._error("the file ends within it")
                continue
            self._at = match.end()
            depth += 1 if match[1] == b"{" else -1
            if depth > _DEEPEST:
                raise self._error("this is nested too deeply")
            if depth == 0:
                return self._data[start : self._at]

    def _sign(self) -> bytes:
        """The next character that is no white space; none at the end of the file."""
        while True:
            match = _SPACE.match(self._data, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._data):
                return self._data[self._at : self._at + 1]
            self._data, self._at = b"", 0
            if not self._more():
                return b""

    def _end(self) -> None:
        self._at += 1
        if self._sign():
            raise self._error("something follows the end of the array")

    def _more(self) -> bool:
        # As much again, so that what is looked at twice is never more than what is read.
        piece = self._file.read(max(_PIECE, len(self._data)))
        self._data += piece
        return bool(piece)

    def _error(self, reason: str) -> IncomingError:
        return IncomingError(reason, path=self._path, line=self._number)
