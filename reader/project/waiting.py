"""Articles that wait until the whole corpus has gone by: on disk as soon as they are many, be it the whole corpus."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")

_IN_MEMORY = 1 << 22  # bytes of all of them


class Waiting(Generic[T]):
    """Values of one type in the order in which they came. A context manager; nothing of it is left after.

    Texts may hold lone surrogates, which msgspec does not encode: they are kept as they are, by the standard library's JSON.
    """

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind
        self._file = SpooledTemporaryFile(_IN_MEMORY, prefix="reader-export-")  # noqa: SIM115 - closed by `__exit__`
        self._places = array("q", [0])

    def __enter__(self) -> Waiting[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, value: T) -> int:
        """Keep a value; its number, from 0."""
        self._file.write(json.dumps(msgspec.to_builtins(value), ensure_ascii=False).encode("utf-8", "surrogatepass"))
        self._places.append(self._file.tell())
        return len(self._places) - 2

    def __iter__(self) -> Iterator[T]:
        """All of them, once the last was added."""
        for start, end in zip(self._places, self._places[1:], strict=False):
            self._file.seek(start)
            text = self._file.read(end - start).decode("utf-8", "surrogatepass")
            yield msgspec.convert(json.loads(text), self._kind)
