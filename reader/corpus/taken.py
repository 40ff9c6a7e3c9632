"""Which ids a corpus has given already, held in little memory: a table may have millions of rows."""

from __future__ import annotations

import hashlib
from array import array
from typing import NamedTuple

from reader.corpus.document import Document

_ID = 15  # bytes of an id's digest: an integer of 120 bits takes as much memory as one of 91
_TEXT = 96  # bits of a text's SHA-256
_ROW = 40  # bits of a row's number


class First(NamedTuple):
    """Where a corpus first has an id: the file, the row in it (0 for a file of its own), and whether the text is the same."""

    path: str
    row: int
    same_text: bool


class Taken:
    """The ids that were given, each with its file, row and text. One takes about 150 bytes, and a file its name."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}  # the id's digest → number of the file, row, text, side by side
        self._names = bytearray()
        self._ends = array("Q")
        self._path = ""

    def __len__(self) -> int:
        return len(self._first)

    def take(self, document: Document) -> First | None:
        """Note a document; when its id is taken already, who has it, and nothing is noted."""
        key = int.from_bytes(hashlib.blake2b(document.id.encode(), digest_size=_ID).digest(), "big")
        text = int(document.sha256[: _TEXT // 4], 16)
        found = self._first.get(key)
        if found is None:
            file = self._file(document.path)
            self._first[key] = ((file << _ROW | document.row) << _TEXT) | text
            return None
        place, known = found >> _TEXT, found & ((1 << _TEXT) - 1)
        return First(self._name(place >> _ROW), place & ((1 << _ROW) - 1), known == text)

    def _file(self, path: str) -> int:
        """The number of a file. Those of one file come together, so only the last one's name is compared."""
        if path != self._path or not self._ends:
            self._names += path.encode("utf-8", "surrogatepass")
            self._ends.append(len(self._names))
            self._path = path
        return len(self._ends) - 1

    def _name(self, number: int) -> str:
        begin = self._ends[number - 1] if number else 0
        return self._names[begin : self._ends[number]].decode("utf-8", "surrogatepass")
