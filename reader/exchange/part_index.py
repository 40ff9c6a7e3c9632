"""Which of many texts stand in an article as a part, white space aside: by how they begin, how they end, and how long they are.

A text is told by the signs at its first word and those before the end of its last one, by its length, and by a number for all of
it. Of an article the words that some text begins with are looked at, each as often as there are lengths of such texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.exchange.numbers import Numbers

_LENGTHS = (32, 8)  # characters of a beginning and of an end; the smaller for what is shorter
_PIECE = re.compile(r"\w+|[^\w\s]+")
_MOST = 20_000_000  # looks at an article, whatever repeats in it
_OF_ONE_LOOK = 64  # characters that are compared in about the time of a look


class PartIndex:
    """Texts by numbers that are their keys; of each only numbers are kept."""

    def __init__(self) -> None:
        self._lengths: dict[int, dict[int, int | set[int]]] = {length: {} for length in _LENGTHS}  # by the beginning
        self._ends: dict[int, set[int]] = {length: set() for length in _LENGTHS}
        self._cores = Numbers()

    def add(self, number: int, squeezed: str) -> None:
        """Add a text, without its white space; what has fewer than eight characters is no part of anything."""
        start, end = _core(squeezed)
        length = next((length for length in _LENGTHS if end - start >= length), 0)
        if not length:
            return
        beginning = hash(squeezed[start : start + length])
        there = self._lengths[length].setdefault(beginning, end - start)
        if isinstance(there, set):
            there.add(end - start)
        elif there != end - start:
            self._lengths[length][beginning] = {there, end - start}
        self._ends[length].add(hash(squeezed[end - length : end]))
        self._cores.add(hash(squeezed[start:end]), number)

    def within(self, text: str) -> Iterator[int]:
        """The numbers of the texts that stand in an article's text, but for signs around their first and last words, each once."""
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
        for core in {one for length in _LENGTHS for one in self._cores_in(squeezed, starts, ends, length)}:
            yield from self._cores.of(core)

    def _cores_in(self, squeezed: str, starts: list[int], ends: list[int], length: int) -> Iterator[int]:
        """What stands between a known beginning and a known end that are as far apart as those of a text, as numbers."""
        known = self._lengths[length]
        firsts = [(place, there) for place in starts if (there := known.get(hash(squeezed[place : place + length])))]
        if not firsts:
            return
        lasts = {
            place for place in ends if place >= length and hash(squeezed[place - length : place]) in self._ends[length]
        }
        left = _MOST
        for start, there in firsts:
            lengths = there if isinstance(there, set) else {there}
            left -= 1 + min(len(lengths), len(lasts))
            if left < 0:
                return
            if len(lengths) <= len(lasts):
                found = [start + one for one in lengths if start + one in lasts]
            else:
                found = [end for end in lasts if end - start in lengths]
            for end in found:
                left -= (end - start) // _OF_ONE_LOOK
                yield hash(squeezed[start:end])


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
