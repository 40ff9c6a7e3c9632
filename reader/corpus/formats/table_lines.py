"""The lines of a delimited table as text, of bounded length, with the byte at which each begins where bytes can be counted."""

from __future__ import annotations

import csv
import io
from abc import ABC, abstractmethod
from typing import BinaryIO

from reader.corpus.decoding import Encoding

_CHUNK = 1 << 16


class TableLines(ABC):
    """An iterator over lines with their ends (`\\n`, `\\r`, `\\r\\n`), for `csv.reader`.

    A row that grows beyond `longest` raises csv.Error and can be gone on after: nothing longer is held.

    Attributes:
        place: the byte of the file at which the next line begins; -1 where bytes cannot be counted.
        count: the lines that were read.
    """

    def __init__(self, longest: int, place: int) -> None:
        self.place = place
        self.count = 0
        self._longest = longest
        self._row = 0

    def begin_row(self) -> None:
        """What is read from here on belongs to another row."""
        self._row = 0

    def __iter__(self) -> TableLines:
        return self

    @abstractmethod
    def __next__(self) -> str: ...

    def _grow(self, length: int) -> None:
        self.count += 1
        self._row += length
        if self._row > self._longest:
            self._row = 0
            raise csv.Error(f"it is longer than {self._longest / 1048576:.4g} MiB")


class ByteLines(TableLines):
    """Lines of an encoding in which a byte of a line's end is nothing else and each line can be decoded alone."""

    def __init__(self, stream: BinaryIO, encoding: Encoding, longest: int, place: int) -> None:
        super().__init__(longest, place)
        self._next = (
            stream.read1 if hasattr(stream, "read1") else stream.read
        )  # what has come: a pipe may stay open for long
        self._encoding = encoding
        self._ready: list[
            bytes | int
        ] = []  # last first; a number stands for that many bytes of a line that is too long
        self._begun: list[bytes] = []  # of the line whose end is not read yet
        self._held = self._dropped = 0

    def __next__(self) -> str:
        if not self._ready:
            self._ready = self._more()
        line = self._ready.pop()
        length = line if isinstance(line, int) else len(line)
        self.place += length
        self._grow(length)
        return "" if isinstance(line, int) else line.decode(self._encoding.codec, self._encoding.errors)

    def _more(self) -> list[bytes | int]:
        while data := self._next(_CHUNK):
            self._begun.append(data)
            self._held += len(data)
            if b"\n" in data or b"\r" in data:
                lines = self._split()
                if lines:
                    return lines
            elif self._held > self._longest:
                self._drop()
        if not self._begun and not self._dropped:
            raise StopIteration
        return self._whole(b"".join(self._begun).splitlines(keepends=True) or [b""], b"")

    def _split(self) -> list[bytes | int]:
        lines = b"".join(self._begun).splitlines(keepends=True)
        # A `\r` at the end may be half of a line's end.
        rest = b"" if lines[-1].endswith(b"\n") else lines.pop()
        if not lines:
            self._begun = [rest]
            return []
        return self._whole(lines, rest)

    def _whole(self, lines: list[bytes], rest: bytes) -> list[bytes | int]:
        ready: list[bytes | int] = [*reversed(lines)]
        if self._dropped:
            ready[-1] = self._dropped + len(lines[0])
        self._begun, self._held, self._dropped = ([rest] if rest else []), len(rest), 0
        return ready

    def _drop(self) -> None:
        self._dropped += self._held
        self._begun, self._held = [], 0


class TextLines(TableLines):
    """Lines of any encoding."""

    def __init__(self, stream: BinaryIO, encoding: Encoding, longest: int, place: int) -> None:
        super().__init__(longest, -1)
        self._text = io.TextIOWrapper(stream, encoding.codec, encoding.errors, newline="")

    def __next__(self) -> str:
        line = self._text.readline(self._longest + 1)
        if not line:
            raise StopIteration
        if len(line) > self._longest and not line.endswith(("\n", "\r")):
            while (piece := self._text.readline(_CHUNK)) and not piece.endswith(("\n", "\r")):
                pass
        self._grow(len(line))
        return line
