"""What was written, kept beside it until it has been read again: on disk, so that a million spans need no memory."""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct
from tempfile import TemporaryFile
from types import TracebackType
from typing import NamedTuple

import msgspec

from reader.exchange.comparing import content
from reader.exchange.incoming import Incoming
from reader.exchange.record import Record

_ENCODER = msgspec.msgpack.Encoder()
_RECORDS = msgspec.msgpack.Decoder(Record)
_SIZES = Struct("<IQQ")


class Kept(NamedTuple):
    """A record that was kept.

    Attributes:
        id: the article's.
        content: what is compared of it, as `packed` makes it.
    """

    id: str
    content: bytes
    packed: bytes

    @property
    def record(self) -> Record:
        """The record itself."""
        return _RECORDS.decode(self.packed)


def packed(one: Record | Incoming) -> bytes:
    """What is compared of a record, or of what was read back: equal bytes when nothing was lost and nothing renamed."""
    return _ENCODER.encode(content(one))


class Spool:
    """Records in the order in which they came, or of the names of their files. A context manager; nothing of it is left after."""

    def __init__(self) -> None:
        self._file = TemporaryFile(prefix="reader-export-")  # noqa: SIM115 - closed by `__exit__`
        self.count = 0
        self._files: list[tuple[str, int]] = []

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, record: Record) -> None:
        """Keep a record."""
        if record.file:
            self._files.append((record.file, self._file.tell()))
        parts = (record.id.encode("utf-8", "surrogatepass"), packed(record), _ENCODER.encode(record))
        self._file.write(_SIZES.pack(*map(len, parts)) + b"".join(parts))
        self.count += 1

    def __iter__(self) -> Iterator[Kept]:
        """The records, in order. Once, and after the last was added."""
        self._file.seek(0)
        places = sorted(self._files)
        for at in range(self.count):
            if places:
                self._file.seek(places[at][1])
            name, content, whole = map(self._file.read, _SIZES.unpack(self._file.read(_SIZES.size)))
            yield Kept(name.decode("utf-8", "surrogatepass"), content, whole)
