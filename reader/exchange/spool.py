"""What was written, kept beside it until it has been read again: on disk, so that a million spans need no memory."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from types import TracebackType

import msgspec

from reader.exchange.record import Record


class Spool:
    """Records in the order in which they came, or of the names of their files. A context manager; nothing of it is left after."""

    def __init__(self) -> None:
        self._file = TemporaryFile(prefix="reader-export-")  # noqa: SIM115 - closed by `__exit__`
        self._encoder = msgspec.msgpack.Encoder()
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
        packed = self._encoder.encode(record)
        if record.file:
            self._files.append((record.file, self._file.tell()))
        self._file.write(len(packed).to_bytes(8, "little"))
        self._file.write(packed)
        self.count += 1

    def __iter__(self) -> Iterator[Record]:
        """The records, in order. Once, and after the last was added."""
        decoder = msgspec.msgpack.Decoder(Record)
        self._file.seek(0)
        places = sorted(self._files)
        for at in range(self.count):
            if places:
                self._file.seek(places[at][1])
            size = int.from_bytes(self._file.read(8), "little")
            yield decoder.decode(self._file.read(size))
