"""What a finder found in texts that were read: one SQLite file in the cache folder.

By the text's SHA-256 and the finder's identity (`entities/engine`). Deleting it loses nothing; whatever is wrong with it, reading
goes on without.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from reader import paths
from reader.entities.mention import EntityLabel, Kind, Mention

MOST = 20_000  # texts; of more than that the oldest quarter goes
_PATIENCE = 0.2  # seconds that another window's write is waited for
_TABLE = """
CREATE TABLE IF NOT EXISTS found(
    number INTEGER PRIMARY KEY, finder TEXT NOT NULL, text TEXT NOT NULL, mentions BLOB NOT NULL, UNIQUE(finder, text)
)
"""


class _Row(msgspec.Struct, frozen=True, array_like=True):
    """A mention without its words, which are in the text; `name` is "" where it is the words."""

    start: int
    end: int
    label: EntityLabel
    name: str
    kind: Kind


def mentions_path() -> Path:
    return paths.cache_folder() / "mentions.sqlite"


class KeptMentions:
    """The file, for one finder and one thread."""

    def __init__(self, path: Path, finder: str) -> None:
        self._finder = finder
        self._db: sqlite3.Connection | None = None
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = _opened(path)

    def get(self, text_sha256: str, text: str) -> list[Mention] | None:
        """The mentions of a text; None where they are not kept."""
        if self._db is None:
            return None
        try:
            found = self._db.execute(
                "SELECT mentions FROM found WHERE finder = ? AND text = ?", (self._finder, text_sha256)
            ).fetchone()
            rows = msgspec.msgpack.decode(found[0], type=list[_Row]) if found is not None else None
        except (sqlite3.Error, msgspec.DecodeError, TypeError):
            return None
        if rows is None or not _fit(rows, len(text)):
            return None
        return [_mention(row, text) for row in rows]

    def put(self, text_sha256: str, mentions: Sequence[Mention]) -> None:
        """Keep the mentions of a text."""
        if self._db is None:
            return
        rows = [_Row(m.start, m.end, m.label, "" if m.name == _joined(m.text) else m.name, m.kind) for m in mentions]
        with suppress(sqlite3.Error, UnicodeEncodeError):
            made = self._db.execute(
                "INSERT OR REPLACE INTO found(finder, text, mentions) VALUES (?, ?, ?)",
                (self._finder, text_sha256, msgspec.msgpack.encode(rows)),
            )
            if (made.lastrowid or 0) % 100 == 0:
                self._let_go()

    def _let_go(self) -> None:
        assert self._db is not None
        if self._db.execute("SELECT count(*) FROM found").fetchone()[0] > MOST:
            self._db.execute(
                "DELETE FROM found WHERE number IN (SELECT number FROM found ORDER BY number LIMIT ?)", (MOST // 4,)
            )

    def close(self) -> None:
        if self._db is not None:
            self._db.close()


def _opened(path: Path) -> sqlite3.Connection | None:
    """The file; made anew where it is none of ours, or None where it cannot be had."""
    for _ in range(2):
        db = None
        try:
            db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            db.execute("PRAGMA synchronous = OFF")  # a power cut may break it; then it is made again
            db.execute(_TABLE)
            db.execute("SELECT finder, text, mentions FROM found LIMIT 1")
            return db
        except sqlite3.Error as error:
            if db is not None:
                db.close()
            if isinstance(error, sqlite3.OperationalError) and "no such column" not in str(error):
                return None
            with suppress(OSError):
                path.unlink()
    return None


def _fit(rows: Sequence[_Row], length: int) -> bool:
    at = 0
    for row in rows:
        if not at <= row.start < row.end <= length:
            return False
        at = row.end
    return True


def _mention(row: _Row, text: str) -> Mention:
    words = text[row.start : row.end]
    return Mention(row.start, row.end, row.label, words, row.name or _joined(words), row.kind)


def _joined(words: str) -> str:
    return " ".join(words.split())
