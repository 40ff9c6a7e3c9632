"""Offsets in UTF-16 code units, as Java and JavaScript count them, from code points and back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right


class Utf16Offsets:
    """The offsets of one text in both units. Offsets past its end stay past its end."""

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [at for at, char in enumerate(text) if char > "\uffff"]
        self._units = [at + number + 1 for number, at in enumerate(self._wide)]  # the second unit of each

    def units(self, at: int) -> int:
        """The code unit at which a code point begins."""
        return at + bisect_left(self._wide, at)

    def code_point(self, unit: int) -> int:
        """The code point that a code unit belongs to."""
        return unit - bisect_right(self._units, unit)
