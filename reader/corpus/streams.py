"""Small streams: bytes that were read to look at, put back before the rest; UTF-16 as UTF-8; lines of bounded length."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

_CHUNK = 1 << 16


class Rejoined(io.RawIOBase):
    """`head`, then what is left of `stream`, which stays open when this is closed."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._at = 0
        self._stream = stream
        # What has come is given at once: a pipe may stay open for long.
        self._next = stream.read1 if hasattr(stream, "read1") else stream.read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head[self._at : self._at + len(buffer)]
        self._at += len(data)
        data = data or self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Recoded(io.RawIOBase):
    """A stream of another encoding as UTF-8."""

    def __init__(self, stream: io.BufferedReader[Rejoined], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            data = self._stream.read1(_CHUNK)
            self._ended = not data
            self._ready = self._decoder.decode(data, final=self._ended).encode("utf-8", "surrogatepass")
        data = self._ready[: len(buffer)]
        self._ready = self._ready[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def without_mark(stream: BinaryIO) -> tuple[io.BufferedReader, int]:
    """The stream without its byte-order mark, and where that ends; UTF-16, which has no lines of bytes, as UTF-8, and -1."""
    head = stream.read(3)
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encoding = "utf-16-le" if head[:2] == codecs.BOM_UTF16_LE else "utf-16-be"
        wide = io.BufferedReader(Rejoined(head[2:], stream))
        return io.BufferedReader(_Recoded(wide, encoding)), -1
    begun = head.removeprefix(codecs.BOM_UTF8)
    return io.BufferedReader(Rejoined(begun, stream), _CHUNK), len(head) - len(begun)


def lines(stream: BinaryIO, longest: int, place: int = 0) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream, each with the byte at which it begins.

    A line of more than `longest` bytes is None; it is passed over without being held.

    Args:
        place: of the first line; -1 where bytes do not count, and all lines are at -1.
    """
    counted = place >= 0
    while line := stream.readline(longest + 1):
        begin = place
        length = len(line)
        if length <= longest or line.endswith(b"\n"):
            yield begin, line
        else:
            while piece := stream.readline(_CHUNK):
                length += len(piece)
                if piece.endswith(b"\n"):
                    break
            yield begin, None
        if counted:
            place += length


def at_row(stream: BinaryIO, place: int) -> bool:
    """Put a stream that stands at its beginning to `place`; whether a row can begin there: after a line's end or a mark."""
    if place == 0:
        return True
    _pass_over(stream, place - 1)
    before = stream.read(1)
    return before in (b"\n", b"\r") or (place == len(codecs.BOM_UTF8) and before == codecs.BOM_UTF8[-1:])


def _pass_over(stream: BinaryIO, count: int) -> None:
    if stream.seekable():
        stream.seek(count)
        return
    while count and (piece := stream.read(min(count, _CHUNK))):
        count -= len(piece)
