"""Values kept on disk while an import runs, to be had again by their numbers: a million spans need no memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")


def _packed(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    return dict(value)  # a mapping of another kind


def _unpacked(kind: type, value: Any) -> Any:
    return kind(value)


class Kept(Generic[T]):
    """Values of one type. A context manager; nothing of it is left after."""

    def __init__(self, kind: type[T]) -> None:
        self._file = TemporaryFile(prefix="reader-import-")  # noqa: SIM115 - closed by `__exit__`
        self._encoder = msgspec.msgpack.Encoder(enc_hook=_packed)
        self._decoder = msgspec.msgpack.Decoder(kind, dec_hook=_unpacked)
        self._places = array("q", [0])

    def __enter__(self) -> Kept[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._places) - 1

    def add(self, value: T) -> int:
        """Keep a value; its number, from 0."""
        data = self._encoder.encode(value)
        self._file.seek(self._places[-1])
        self._file.write(data)
        self._places.append(self._places[-1] + len(data))
        return len(self) - 1

    def __getitem__(self, number: int) -> T:
        if not 0 <= number < len(self):
            raise IndexError(number)
        start, end = self._places[number], self._places[number + 1]
        self._file.seek(start)
        return self._decoder.decode(self._file.read(end - start))

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self)):
            yield self[number]
