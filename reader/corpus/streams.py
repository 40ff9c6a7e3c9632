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
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)]
        self._head = self._head[len(data) :]
        data = data or self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Recoded(io.RawIOBase):
    """A stream of another encoding as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            data = self._stream.read(_CHUNK)
            self._ended = not data
            self._ready = self._decoder.decode(data, final=self._ended).encode("utf-8", "surrogatepass")
        data = self._ready[: len(buffer)]
        self._ready = self._ready[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def without_mark(stream: BinaryIO) -> io.BufferedReader:
    """The stream without its byte-order mark; UTF-16, which has no lines of bytes, as UTF-8."""
    head = stream.read(3)
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encoding = "utf-16-le" if head[:2] == codecs.BOM_UTF16_LE else "utf-16-be"
        rest = io.BufferedReader(Rejoined(head[2:], stream))
        return io.BufferedReader(_Recoded(rest, encoding))
    return io.BufferedReader(Rejoined(head.removeprefix(codecs.BOM_UTF8), stream), _CHUNK)


def lines(stream: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """The lines of a stream; None for one of more than `longest` bytes, which is passed over without being held."""
    while line := stream.readline(longest + 1):
        if len(line) <= longest or line.endswith(b"\n"):
            yield line
            continue
        while (piece := stream.readline(_CHUNK)) and not piece.endswith(b"\n"):
            pass
        yield None
