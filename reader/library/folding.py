"""What the full-text index takes for a word, and which letters it takes for the same: case and diacritics are folded.

The index's own tokenizer (`unicode61`) has tables of its own, which differ from Python's and from version to version of SQLite.
So it is asked, once for each character that comes up, instead of being imitated.
"""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from threading import Lock

from reader.patterns import lazy

TOKENIZER = "unicode61 remove_diacritics 2"
MARK = "\0"
"""Stands in a folded text for a combining mark that the index leaves out of the word that it stands in."""

_LEADING = lazy(r"(?<![^ ])\0+")


_ASCII = bytes(
    code + 32 if 65 <= code <= 90 else code if chr(code).isalnum() and code < 128 else 32 for code in range(256)
)


class _Folding:
    """What is known of characters so far; for all threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.table = {code: chr(_ASCII[code]) for code in range(128)}

    def learn(self, text: str) -> None:
        """Ask about the characters of `text` that are not known yet."""
        new = [char for char in set(text) if ord(char) not in self.table]
        if not new:
            return
        with self._lock:
            self.table.update(_asked(new))


def _asked(chars: list[str]) -> dict[int, str]:
    """What the tokenizer makes of each character within a word: its folded form, `MARK` or a blank."""
    terms: dict[int, list[str]] = {}
    db = sqlite3.connect(":memory:")
    try:
        db.execute(f"CREATE VIRTUAL TABLE probe USING fts5(text, content='', tokenize='{TOKENIZER}')")
        db.execute("CREATE VIRTUAL TABLE seen USING fts5vocab(probe, instance)")
        # Lone surrogates have no UTF-8: no text of the index has one.
        rows = [(i, f"a{char}a") for i, char in enumerate(chars, 1) if not "\ud800" <= char <= "\udfff"]
        db.executemany("INSERT INTO probe(rowid, text) VALUES (?, ?)", rows)
        for term, doc in db.execute("SELECT term, doc FROM seen ORDER BY doc, offset"):
            terms.setdefault(doc, []).append(term)
    finally:
        db.close()
    found = {}
    for i, char in enumerate(chars, 1):
        words = terms.get(i, [])
        within = words[0][1:-1] if len(words) == 1 else " "
        found[ord(char)] = within[:1] or MARK
    return found


@cache
def _folding() -> _Folding:
    return _Folding()


def folded(text: str) -> str:
    """`text` with its words folded and a blank for all between them; as long as `text`, so that offsets stay true."""
    folding = _folding()
    if not text.isascii():
        folding.learn(text)
        text = text.translate(folding.table)
        if MARK in text:
            text = _LEADING.sub(_blanks, text)
        return text
    return text.encode("ascii").translate(_ASCII).decode("ascii")


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def words_of(text: str) -> list[str]:
    """The words of `text` as the index keeps them."""
    return folded(text).replace(MARK, "").split()
