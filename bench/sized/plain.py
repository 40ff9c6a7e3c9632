"""What one would write oneself: articles in a table of SQLite, and a full-text index with its own copy of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from reader.library.catalogue import Catalogue
from reader.library.entering import indexed

_TABLES = """
CREATE TABLE article(id INTEGER PRIMARY KEY, title TEXT, body TEXT, date TEXT);
CREATE INDEX by_date ON article(date);
CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize='unicode61 remove_diacritics 2');
"""
_NEWEST = """
SELECT article.id FROM words JOIN article ON article.id = words.rowid WHERE words MATCH ? {} ORDER BY date DESC LIMIT 50
"""


class Plain:
    """The table, filled with the articles of a catalogue."""

    def __init__(self, file: Path, catalogue: Path) -> None:
        """Open it; filled unless it has just these texts."""
        self.db = sqlite3.connect(file, isolation_level=None)
        texts = _texts(catalogue)
        if self.db.execute("PRAGMA user_version").fetchone()[0] != texts:
            self.db.close()
            file.unlink()
            self.db = sqlite3.connect(file, isolation_level=None)
            self._fill(catalogue)
            self.db.execute(f"PRAGMA user_version={texts}")
        self.db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'words', 'row')")

    def _fill(self, file: Path) -> None:
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.executescript(f"BEGIN; {_TABLES}")
        with closing(Catalogue(file)) as catalogue:
            self.db.executemany("INSERT INTO article VALUES (?, ?, ?, ?)", _articles(catalogue))
        self.db.execute("INSERT INTO words(rowid, title, body) SELECT id, title, body FROM article")
        self.db.execute("INSERT INTO words(words) VALUES ('optimize')")
        self.db.execute("COMMIT")

    def newest(self, match: str, first: str = "", last: str = "") -> list[int]:
        """The newest 50 articles that an FTS5 expression means, by `article.key`; of these days, both included."""
        if not first:
            return [key for (key,) in self.db.execute(_NEWEST.format(""), (match,))]
        return [key for (key,) in self.db.execute(_NEWEST.format("AND date BETWEEN ? AND ?"), (match, first, last))]

    def count(self, match: str) -> int:
        """How many articles an FTS5 expression means."""
        return int(self.db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (match,)).fetchone()[0])

    def terms(self) -> list[tuple[str, int]]:
        """Every word of letters, with the number of its articles; by that number, the most frequent first."""
        rows = self.db.execute("SELECT term, doc FROM terms ORDER BY doc DESC, term")
        return [(term, count) for term, count in rows if term.isalpha() and term.isascii()]

    def bodies(self, keys: list[int]) -> list[str]:
        """The texts of articles."""
        found = (self.db.execute("SELECT body FROM article WHERE id = ?", (key,)).fetchone() for key in keys)
        return [row[0] for row in found if row]

    def close(self) -> None:
        """Close it."""
        self.db.close()


def _texts(file: Path) -> int:
    """A number that stands for the texts and titles of a catalogue and their keys."""
    digest = sha256()
    with closing(Catalogue(file)) as catalogue:
        for key, title, text in catalogue.db.execute("SELECT key, title, text_sha256 FROM article ORDER BY key"):
            digest.update(b"%d %b %b" % (key, title.encode(), text))
    return int.from_bytes(digest.digest()[:4], "big") >> 1


def _articles(catalogue: Catalogue) -> Iterator[tuple[int, str, str, str]]:
    rows = catalogue.db.execute("SELECT key, title, date, head FROM article JOIN text USING (key) ORDER BY key")
    for key, title, date, head in rows:
        yield key, *indexed(title, head, catalogue.text(key)), date
