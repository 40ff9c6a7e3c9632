"""How much work makes a piece: a fraction of a second, by what was measured so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

P = TypeVar("P")

_FIRST = 20_000.0  # characters a second, before anything was measured: little, so that the first articles come soon
_MOST = 500


class Sizes:
    """Joins parts into pieces of work of about `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._speed = _FIRST

    def measure(self, characters: int, seconds: float) -> None:
        """Take note of how long a piece took."""
        if characters and seconds > 0:
            self._speed += (characters / seconds - self._speed) / 3

    def pieces(self, parts: Iterable[P], size: Callable[[P], int], apart: Callable[[P], bool]) -> Iterator[list[P]]:
        """The parts in their order; those that are to be kept `apart` each in a piece of its own."""
        piece: list[P] = []
        characters = 0
        for part in parts:
            alone = apart(part)
            if piece and (alone or characters >= self._seconds * self._speed or len(piece) >= _MOST):
                yield piece
                piece, characters = [], 0
            piece.append(part)
            characters += size(part)
            if alone:
                yield piece
                piece, characters = [], 0
        if piece:
            yield piece
