"""The losses of an export: how many of each kind, some of each at hand, and all of them on disk as soon as they are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from reader.exchange.kept import Kept
from reader.exchange.loss import Kind, Loss

FIRST = 20  # of each kind, at hand


class Losses:
    """Losses in the order in which they came; nothing of them is left when the object is gone.

    Attributes:
        counts: how many of each kind, in the order in which the kinds were met.
    """

    def __init__(self, losses: Iterable[Loss] = ()) -> None:
        self.counts: Counter[Kind] = Counter()
        self._first: dict[Kind, list[Loss]] = {}
        self._all = Kept(Loss)
        self.add(losses)

    def add(self, losses: Iterable[Loss]) -> None:
        """Take some more."""
        for loss in losses:
            self.counts[loss.kind] += 1
            first = self._first.setdefault(loss.kind, [])
            if len(first) < FIRST:
                first.append(loss)
            self._all.add(loss)

    def first(self, kind: Kind) -> list[Loss]:
        """The first of a kind, `FIRST` at most."""
        return self._first.get(kind, [])

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Loss]:
        """All of them, one at a time."""
        return iter(self._all)
