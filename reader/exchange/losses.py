"""The losses of an export: how many of each kind, some of each at hand, and all of them on disk as soon as they are many."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterable, Iterator
from struct import Struct
from tempfile import SpooledTemporaryFile

import msgspec

from reader.exchange.loss import Kind, Loss

FIRST = 20  # of each kind, at hand
_IN_MEMORY = 1 << 20  # bytes of all of them
_ENCODER = msgspec.msgpack.Encoder()
_LOSSES = msgspec.msgpack.Decoder(Loss)
_SIZE = Struct("<I")


class Losses:
    """Losses in the order in which they came; nothing of them is left when the object is gone.

    Attributes:
        counts: how many of each kind, in the order in which the kinds were met.
    """

    def __init__(self, losses: Iterable[Loss] = ()) -> None:
        self.counts: Counter[Kind] = Counter()
        self._first: dict[Kind, list[Loss]] = {}
        self._file = SpooledTemporaryFile(_IN_MEMORY, prefix="reader-losses-")  # noqa: SIM115 - closed with the object
        weakref.finalize(self, self._file.close)
        self.add(losses)

    def add(self, losses: Iterable[Loss]) -> None:
        """Take some more."""
        for loss in losses:
            self.counts[loss.kind] += 1
            first = self._first.setdefault(loss.kind, [])
            if len(first) < FIRST:
                first.append(loss)
            data = _ENCODER.encode(loss)
            self._file.write(_SIZE.pack(len(data)) + data)

    def first(self, kind: Kind) -> list[Loss]:
        """The first of a kind, `FIRST` at most."""
        return self._first.get(kind, [])

    def __len__(self) -> int:
        return self.counts.total()

    def __iter__(self) -> Iterator[Loss]:
        """All of them, one at a time. None may be added meanwhile."""
        self._file.seek(0)
        for _ in range(len(self)):
            (size,) = _SIZE.unpack(self._file.read(_SIZE.size))
            yield _LOSSES.decode(self._file.read(size))
