"""Values that wait, to be had again by their numbers: on disk as soon as they are many, so that a million spans need no memory."""

from __future__ import annotations

import json
import weakref
from array import array
from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import msgspec

T = TypeVar("T")

_IN_MEMORY = 1 << 20  # bytes of all of them
_PACKED, _AS_JSON = b"\0", b"\1"  # how a value is kept


class Kept(Generic[T]):
    """Values of one type, in the order in which they came. A context manager; nothing of it is left after, or when it is gone."""

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind
        self._file = SpooledTemporaryFile(_IN_MEMORY, prefix="reader-kept-")  # noqa: SIM115 - closed by `close`
        weakref.finalize(self, self._file.close)
        self._encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
        self._decoder = msgspec.msgpack.Decoder(kind, dec_hook=_of_kind)
        self._ends = array("q", [0])
        self._at = 0  # where the file is

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all of them."""
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, value: T) -> int:
        """Keep a value; its number, from 0."""
        try:
            data = _PACKED + self._encoder.encode(value)
        except UnicodeEncodeError:  # a lone surrogate, which has no UTF-8
            text = json.dumps(msgspec.to_builtins(value, enc_hook=_plain), ensure_ascii=False)
            data = _AS_JSON + text.encode("utf-8", "surrogatepass")
        self._go(self._ends[-1])
        self._at += self._file.write(data)
        self._ends.append(self._at)
        return len(self) - 1

    def __getitem__(self, number: int) -> T:
        if not 0 <= number < len(self):
            raise IndexError(number)
        self._go(self._ends[number])
        data = self._file.read(self._ends[number + 1] - self._at)
        self._at += len(data)
        if data[:1] == _PACKED:
            return self._decoder.decode(memoryview(data)[1:])
        value = json.loads(data[1:].decode("utf-8", "surrogatepass"))
        return msgspec.convert(value, self._kind, dec_hook=_of_kind)

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self)):
            yield self[number]

    def _go(self, place: int) -> None:
        if place != self._at:  # to go where one is would write out what is buffered
            self._at = self._file.seek(place)


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    return dict(value)  # a mapping of another kind


def _of_kind(kind: type, value: Any) -> Any:
    return kind(value)
