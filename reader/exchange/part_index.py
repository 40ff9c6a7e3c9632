"""Which of many texts stand in an article as a part, white space aside: by how they begin, how they end, and what is between.

A text is told by the signs at its first word and those before the end of its last one, and by a number for all that is between
them. An article's words are looked at once, whatever the number of texts that begin alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.exchange.numbers import Numbers

_LENGTHS = (32, 8)  # characters of a beginning and of an end; the smaller for what is shorter
_PIECE = re.compile(r"\w+|[^\w\s]+")
_MOST = 20_000_000  # characters of an article that are compared, whatever repeats in it
_LEAST = 64  # characters that a comparison counts at least


class PartIndex:
    """Texts by numbers that are their keys; of each only numbers are kept."""

    def __init__(self) -> None:
        self._ends: dict[int, dict[int, set[int] | int]] = {length: {} for length in _LENGTHS}
        self._cores: dict[int, Numbers] = {length: Numbers() for length in _LENGTHS}

    def add(self, number: int, squeezed: str) -> None:
        """Add a text, without its white space; what has fewer than eight characters is no part of anything."""
        start, end = _core(squeezed)
        length = next((length for length in _LENGTHS if end - start >= length), 0)
        if not length:
            return
        ends = self._ends[length]
        last = hash(squeezed[end - length : end])
        there = ends.setdefault(hash(squeezed[start : start + length]), last)
        if isinstance(there, set):
            there.add(last)
        elif there != last:
            ends[hash(squeezed[start : start + length])] = {there, last}
        self._cores[length].add(hash(squeezed[start:end]), number)

    def within(self, text: str) -> Iterator[int]:
        """The numbers of the texts that stand in an article's text, but for signs around their first and last words."""
        if not any(self._ends.values()):
            return
        pieces = _PIECE.findall(text)
        squeezed = "".join(pieces)
        starts, ends, at = [], [], 0
        for piece in pieces:
            if piece[0].isalnum() or piece[0] == "_":
                starts.append(at)
                ends.append(at + len(piece))
            at += len(piece)
        left = _MOST
        for length, known in self._ends.items():
            found = ((place, known.get(hash(squeezed[place : place + length]))) for place in starts)
            firsts = [(place, there) for place, there in found if there is not None]
            if not firsts:
                continue
            lasts: dict[int, list[int]] = {}
            for place in ends:
                if place >= length:
                    lasts.setdefault(hash(squeezed[place - length : place]), []).append(place)
            for start, there in firsts:
                for last in there & lasts.keys() if isinstance(there, set) else (there,):
                    for end in lasts.get(last, ()):
                        if end < start + length:
                            continue
                        left -= end - start + _LEAST
                        if left < 0:
                            return
                        yield from self._cores[length].of(hash(squeezed[start:end]))


def _core(squeezed: str) -> tuple[int, int]:
    """Where the first word begins, and the last one ends."""
    start, end = 0, len(squeezed)
    while start < end and not _is_of_word(squeezed[start]):
        start += 1
    while end > start and not _is_of_word(squeezed[end - 1]):
        end -= 1
    return start, end


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"
