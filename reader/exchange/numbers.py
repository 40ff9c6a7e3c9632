"""Numbers by a key, in little memory: most keys have one."""

from __future__ import annotations

from collections.abc import Sequence


class Numbers:
    """Keys are numbers too: what they stand for is hashed."""

    def __init__(self) -> None:
        self._of: dict[int, int | list[int]] = {}

    def add(self, key: int, number: int) -> None:
        there = self._of.setdefault(key, number)
        if isinstance(there, list):
            if there[-1] != number:
                there.append(number)
        elif there != number:
            self._of[key] = [there, number]

    def of(self, key: int) -> Sequence[int]:
        there = self._of.get(key, ())
        return there if not isinstance(there, int) else (there,)
