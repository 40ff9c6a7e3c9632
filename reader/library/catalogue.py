"""The catalogue of a corpus and its annotations: one SQLite file in the user's cache folder, shared by whoever opens it.

What it holds was made from the corpus and from the sheets, and can be made again: a catalogue that is of another format or
broken is thrown away, and one that cannot be kept in the cache folder is kept in a temporary one for as long as it is open.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from reader import paths
from reader.library.schema import FORMAT, FULL_TEXT, NAMES, TABLES
from reader.tags import disk

PATIENCE = 5.0  # seconds that a write waits for another program's
_A_MOMENT = 0.01  # seconds between two attempts
_PAGE = 16384
_BLOCK = 16_250  # bytes of a block of a full-text index: one to a page
_LOG = 16 * 1024 * 1024  # bytes that the log keeps after a large write
_BROKEN = (
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_SCHEMA,
    sqlite3.SQLITE_FORMAT,
)


def catalogue_path(*names: str) -> Path:
    """The file of the catalogue that belongs to `names` (corpus, annotations folder, how the corpus is read)."""
    name = sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return paths.cache_folder() / "catalogues" / f"{name}.sqlite"


class Catalogue:
    """An open catalogue; for the thread that opened it.

    Attributes:
        path: its file.
        db: the connection; in autocommit mode, so that `writing` says what is written together.
        broken: whether `ask` has met damage: it has to be thrown away and filled anew.
        misses: how many questions `ask` could not answer.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        """Open the catalogue, made anew if it is not there or cannot be used.

        Args:
            path: its file; where that cannot be written, it is kept in a temporary folder.
            patience: seconds that another program's lock is waited for.
        """
        self.broken = self._closed = False
        self.misses = 0
        self._patience = patience
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self.path = path
        self._dictionary = b""
        try:
            self.db = self._opened_or_made(path)
        except (OSError, sqlite3.Error):
            self._temporary = tempfile.TemporaryDirectory(prefix="reader-catalogue-")
            self.path = Path(self._temporary.name, path.name)
            self.db = self._opened_or_made(self.path)

    @classmethod
    def temporary(cls, *, patience: float = PATIENCE) -> Catalogue:
        """An empty catalogue that is gone when it is closed."""
        folder = tempfile.TemporaryDirectory(prefix="reader-catalogue-")
        catalogue = cls(Path(folder.name, "catalogue.sqlite"), patience=patience)
        catalogue._temporary = folder
        return catalogue

    def _opened_or_made(self, path: Path) -> sqlite3.Connection:
        path.parent.mkdir(parents=True, exist_ok=True)
        end = monotonic() + PATIENCE
        while True:
            try:
                db = self._opened_by_one(path)
            except sqlite3.OperationalError as error:
                # Another program closes it, or mends it after one that was ended: soon done, and not always waited for.
                if not _is_busy(error) or monotonic() >= end:
                    raise
                sleep(_A_MOMENT)
                continue
            with suppress(OSError):  # when it was last used: see `unused`
                os.utime(path)
            return db

    def _opened_by_one(self, path: Path) -> sqlite3.Connection:
        """The catalogue as it is; else made, by one program while the others wait for it."""
        try:
            return self._opened(path)
        except sqlite3.DatabaseError as error:
            if _is_busy(error):
                raise
        with _making(path):
            try:
                return self._opened(path, make=True)
            except sqlite3.DatabaseError as error:
                if not is_broken(error):
                    raise
            _remove(path)
            return self._opened(path, make=True)

    def _opened(self, path: Path, *, make: bool = False) -> sqlite3.Connection:
        """The catalogue that is there; with `make`, one that is not there yet as well."""
        db = sqlite3.connect(
            _uri(path, "rwc" if make else "rw"), timeout=self._patience, isolation_level=None, uri=True
        )
        try:
            db.execute("PRAGMA synchronous=OFF")  # a power cut may break it; then it is made again
            if not _is_of_this_format(db):
                if not make:
                    raise sqlite3.DatabaseError("not made yet")
                _make(db)
            db.execute(f"PRAGMA journal_size_limit={_LOG}")
            found = os.stat(path)
            self._file = (found.st_dev, found.st_ino)
        except BaseException:
            db.close()
            raise
        return db

    @property
    def is_temporary(self) -> bool:
        """Whether it is gone when it is closed, because the cache folder cannot be written."""
        return self._temporary is not None

    @property
    def generation(self) -> int:
        """A number that changes whenever the list of articles, or what is said of one, does."""
        return int(self.get("generation", 0))

    @property
    def identity(self) -> str:
        """What tells the file that stands at `path` now from any other that stood or will stand there; "" when it cannot be read.

        The connection may have been left behind with a former file: `get("identity")` is that one's.
        """
        try:
            with closing(sqlite3.connect(_uri(self.path, "ro"), uri=True, timeout=0)) as db:
                return str(db.execute("SELECT value FROM meta WHERE name = 'identity'").fetchone()[0])
        except (sqlite3.Error, TypeError):
            return ""

    @property
    def left_behind(self) -> bool:
        """Whether another file stands in the place of the one that is open, or none."""
        try:
            now = os.stat(self.path)
        except OSError:
            return True
        return (now.st_dev, now.st_ino) != self._file

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Whatever is asked inside of this is answered of one and the same moment."""
        with suppress(sqlite3.Error):
            self.db.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):
                self.db.execute("COMMIT")

    def ask(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows that answer a question; none where the catalogue cannot answer just now, is `broken`, or closed.

        For whoever only shows what it says: no damage to a cache stops the reading.
        """
        if self._closed:
            return []
        try:
            return self.db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            if isinstance(error, sqlite3.ProgrammingError):
                raise
            self.broken = self.broken or is_broken(error)
            self.misses += 1
            return []

    def get(self, name: str, default: Any = None) -> Any:
        """A value of `meta`: a number, a text or bytes."""
        found = self.ask("SELECT value FROM meta WHERE name = ?", (name,))
        return found[0][0] if found else default

    def put(self, name: str, value: object) -> None:
        """Set a value of `meta`."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @contextmanager
    def writing(self, *, noted: bool = True) -> Iterator[None]:
        """Write what is written inside of this all together or not at all; waits for another program that writes.

        Args:
            noted: whether `generation` says so; not for what no reader asks for.

        Raises:
            sqlite3.OperationalError: another program has been writing for longer than `PATIENCE`, or the disk is full.
        """
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            if noted:
                self.put("generation", self.generation + 1)
            self.db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk has rolled back already
                self.db.execute("ROLLBACK")
            self._dictionary = b""
            raise

    def shrink(self) -> None:
        """Give what is free in the file back, if it is a good part of it; outside of `writing`."""
        free, pages = (self.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
        if free * 50 > pages:
            try:
                self.db.executescript("PRAGMA incremental_vacuum")  # `execute` frees one page
            except sqlite3.OperationalError as error:
                if not _is_busy(error):  # then another time
                    raise

    # -- texts ----------------------------------------------------------------------------------------------------

    @property
    def dictionary(self) -> bytes:
        """What texts are packed with; empty until there are enough to train it on."""
        if not self._dictionary:
            self._dictionary = self.get("dictionary", b"")
        return self._dictionary

    def text(self, key: int) -> str:
        """The cleaned text of an article; raises KeyError when it has none."""
        from reader.library import packing  # late: the list needs no texts

        found = self.db.execute("SELECT packed FROM text WHERE key = ?", (key,)).fetchone()
        if found is None:
            raise KeyError(key)
        return packing.unpack(found[0], self.dictionary)

    def begin_anew(self) -> None:
        """Throw away what there is, and go on with an empty catalogue. Whoever else has it open keeps the former one."""
        self.db.close()
        self._dictionary = b""
        with _making(self.path):
            _remove(self.path)
            self.db = self._opened(self.path, make=True)

    def close(self) -> None:
        """Close the connection; a temporary catalogue is gone then."""
        self._closed = True
        self.db.close()
        if self._temporary is not None:
            self._temporary.cleanup()


def is_broken(error: sqlite3.Error) -> bool:
    """Whether an error says that the file is no catalogue, or a damaged one, and not that it cannot be had just now."""
    if isinstance(error, sqlite3.ProgrammingError):
        return False
    code = getattr(error, "sqlite_errorcode", None)  # none where it was raised here: of another format
    return code is None or code & 0xFF in _BROKEN


def throw_away(path: Path) -> None:
    """Remove a catalogue's files; whoever has it open goes on with what it had."""
    if path.parent.is_dir():
        with _making(path):
            _remove(path)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            os.remove(f"{path}{suffix}")


def _making(path: Path) -> AbstractContextManager[None]:
    """Held while a catalogue is made or removed: what one program has made is not removed by another that came too late."""
    return disk.locked(Path(f"{path}.making.lock"))


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _is_of_this_format(db: sqlite3.Connection) -> bool:
    """Whether it holds a catalogue of this format; False for an empty file. Raises sqlite3.DatabaseError for anything else."""
    if db.execute("PRAGMA schema_version").fetchone()[0] == 0:
        return False
    found = db.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
    if found is None or found[0] != FORMAT:
        raise sqlite3.DatabaseError("of another format")
    return True


def _make(db: sqlite3.Connection) -> None:
    db.execute(f"PRAGMA page_size={_PAGE}")
    db.execute("PRAGMA auto_vacuum=INCREMENTAL")
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("BEGIN IMMEDIATE")
    if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:  # else another program was quicker
        for statement in f"{TABLES}{FULL_TEXT}{NAMES}".split(";\n"):
            if statement.strip():
                db.execute(statement)
        for index in ("words", "named"):
            db.execute(f"INSERT INTO {index}({index}, rank) VALUES ('pgsz', ?)", (_BLOCK,))
        db.execute("INSERT INTO meta VALUES ('format', ?), ('identity', ?)", (FORMAT, secrets.token_hex(16)))
    db.execute("COMMIT")
