"""What was written, read again as its real consumer reads it, and compared with what it was made of.

Where a record is a line of the file (`Format.by_line`), the lines are read as soon as some are written, and nothing has to be kept.
Else the records wait on disk until the file is whole.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import msgspec

from reader.exchange.comparing import content, losses
from reader.exchange.destination import Place
from reader.exchange.format import ExportError, Format, ReadOptions
from reader.exchange.incoming import Incoming, IncomingError
from reader.exchange.kept import Kept
from reader.exchange.loss import Loss
from reader.exchange.record import Record

_AT_ONCE = 16  # records whose lines are read together: few, so that they live shortly, and are quick to reach
_LONG = 1 << 20  # characters of their texts
_ENCODER = msgspec.msgpack.Encoder()
_RECORDS = msgspec.msgpack.Decoder(Record)


class ReadBack(NamedTuple):
    """What a record has become.

    Attributes:
        record: what it was, where it came back as another; None where nothing of it changed.
    """

    incoming: Incoming
    record: Record | None

    @property
    def losses(self) -> list[Loss]:
        """What of it was lost."""
        return losses(self.record, self.incoming) if self.record is not None else []


class ReadingBack(ABC):
    """The records of one split, and what is read of them. Whoever makes one closes it.

    Attributes:
        count: the records that were written.
    """

    def __init__(self, place: Place, format: Format) -> None:
        self._place, self._format = place, format
        self._read: Iterator[Incoming] | None = None
        self._done = 0
        self.count = 0

    @abstractmethod
    def add(self, record: Record) -> Iterable[ReadBack]:
        """Take a record that was just written; those that could be read meanwhile.

        Raises:
            ExportError: the file does not hold what was written.
        """

    @abstractmethod
    def rest(self) -> Iterator[ReadBack]:
        """The others, once the file is whole. Raises as `add`."""

    def close(self) -> None:  # noqa: B027 - most hold nothing
        """Let go of what is held."""

    def _next(self, ids: Sequence[str]) -> list[Incoming]:
        """The next that are read, which should be of these articles."""
        found = self._after(len(ids))
        if len(found) < len(ids):
            raise ExportError(f"{self.count} records were written, {self._done + len(found)} read back")
        for number, (incoming, id) in enumerate(zip(found, ids, strict=True), self._done + 1):
            if incoming.id and incoming.id != id:
                raise ExportError(f"record {number} is of {id!r}; of {incoming.id!r} when it was read back")
        self._done += len(ids)
        return found

    def _refuse_more(self) -> None:
        if self._after(1):
            raise ExportError(f"{self.count} records were written, more read back")

    def _after(self, count: int) -> list[Incoming]:
        try:
            if self._read is None:
                self._read = self._format.read(self._place.written, ReadOptions(plainly=True))
            return list(islice(self._read, count))
        except IncomingError as error:
            raise ExportError(f"what was written cannot be read again: {error}") from error


def reading_back(place: Place, format: Format) -> ReadingBack:
    """What reads a split back as its format allows."""
    return _Lines(place, format) if format.by_line else _Whole(place, format)


class _Lines(ReadingBack):
    """Reads lines while more are written behind them: the reader asks for no more than there are."""

    def __init__(self, place: Place, format: Format) -> None:
        super().__init__(place, format)
        self._waiting: list[Record] = []
        self._length = 0

    def add(self, record: Record) -> Iterable[ReadBack]:
        self._waiting.append(record)
        self._length += len(record.text)
        self.count += 1
        return self._compared() if len(self._waiting) >= _AT_ONCE or self._length > _LONG else ()

    def rest(self) -> Iterator[ReadBack]:
        yield from self._compared()
        self._refuse_more()

    def _compared(self) -> list[ReadBack]:
        self._place.flush()
        waiting, self._waiting, self._length = self._waiting, [], 0
        read = self._next([record.id for record in waiting])
        return [
            ReadBack(incoming, None if content(record) == content(incoming) else record)
            for record, incoming in zip(waiting, read, strict=True)
        ]


class _Written(msgspec.Struct, frozen=True):
    """A record that waits; packed, since one that comes back as it was is never looked at again.

    Attributes:
        content: what is compared of it.
    """

    id: str
    content: bytes
    record: bytes


class _Whole(ReadingBack):
    """Reads a file once it is whole; the records of a folder of files in the order of the files' names."""

    def __init__(self, place: Place, format: Format) -> None:
        super().__init__(place, format)
        self._kept = Kept(_Written)
        self._files: list[tuple[str, int]] = []

    def add(self, record: Record) -> Iterable[ReadBack]:
        number = self._kept.add(_Written(record.id, _packed(record), _ENCODER.encode(record)))
        if record.file:
            self._files.append((record.file, number))
        self.count += 1
        return ()

    def rest(self) -> Iterator[ReadBack]:
        order = [number for _, number in sorted(self._files)] or range(self.count)
        for number in order:
            kept = self._kept[number]
            (incoming,) = self._next([kept.id])
            same = _packed(incoming) == kept.content
            yield ReadBack(incoming, None if same else _RECORDS.decode(kept.record))
        self._refuse_more()

    def close(self) -> None:
        self._kept.close()


def _packed(one: Record | Incoming) -> bytes:
    return _ENCODER.encode(content(one))
