"""What changed in the corpus's folders since they were last looked at: which files are to be read, and which are gone.

An unchanged folder costs little more than its listing: the names, sizes and times of its files make one digest.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import blake2b
from pathlib import Path

import msgspec

from reader.corpus.amendments_file import amendments_bytes, amendments_said
from reader.corpus.corpus import Corpus
from reader.corpus.walk import readable, within
from reader.errors import Problem
from reader.library.catalogue import Catalogue
from reader.library.mentioning import take_out_said
from reader.library.prepared import is_amended_by
from reader.library.preparing.amending import AmendedFile, amended_files
from reader.library.preparing.problems import note
from reader.library.preparing.shift import Stopped
from reader.library.preparing.work import used_by_cleaning

DONE, GONE = -1, -2  # of `file.rows`
_A_WHILE = 2000  # files between two looks at the clock


class _File(msgspec.Struct, frozen=True):
    name: str
    opens: bytes
    size: int
    mtime: int


class Scan:
    """One look at a corpus.

    Attributes:
        files: how many files were seen.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        corpus: Corpus,
        writing: Callable[[], AbstractContextManager[None]],
        pause: Callable[[], bool],
    ) -> None:
        """
        Args:
            writing: as `Catalogue.writing`.
            pause: called now and then; whether to stop.
        """
        self._catalogue = catalogue
        self._db = catalogue.db
        self._corpus = corpus
        self._writing = writing
        self._pause = pause
        self._root = str(corpus.root)
        self._annotations = corpus.passed_over
        self._folders: dict[str, tuple[int, bytes]] = {
            name: (folder, digest)
            for folder, name, digest in self._db.execute("SELECT folder, name, digest FROM folder")
        }
        self._missing = dict(self._folders)
        self._changed: list[tuple[str, bytes, list[_File]]] = []
        self._waiting = 0
        self._problems: list[Problem] = []
        self.files = 0

    def run(self) -> None:
        """Look at all of it. Raises Stopped when it was to stop; what was found by then is kept."""
        corpus = self._corpus
        if corpus.is_file:
            self._look_at_file()
        else:
            inside = os.path.relpath(corpus.root, corpus.anchor)
            self._look_below(self._root, "" if inside == "." else f"{readable(inside).replace(os.sep, '/')}/")
        self._enter()
        self._enter_missing()

    # -- looking --------------------------------------------------------------------------------------------------

    def _look_at_file(self) -> None:
        for file in self._corpus.files():
            if isinstance(file, Problem):
                self._problems.append(file)
                continue
            try:
                status = os.stat(file.file)
            except OSError as error:
                self._problems.append(Problem(f"cannot be read: {error.strerror}", file.path))
                continue
            self.files = 1
            folder, name = os.path.split(file.file)
            shown = file.name[: -len(readable(name))]
            self._compare(folder, shown, [(name, status.st_mtime_ns, status.st_size)])

    def _look_below(self, root: str, prefix: str) -> None:
        # Folders still to look at, last first. What is below one is looked at before what stands beside it.
        pending = [(root, prefix)]
        while pending:
            path, name = pending.pop()
            folders, files = self._look(path, name)
            pending += [(entry.path, f"{name}{readable(entry.name)}/") for entry in reversed(folders)]
            self._waiting += len(files) + 1
            if self._waiting >= _A_WHILE:
                self._waiting = 0
                self._enter()
                if self._pause():
                    raise Stopped

    def _look(self, path: str, name: str) -> tuple[list[os.DirEntry[str]], list[tuple[str, int, int]]]:
        files: list[tuple[str, int, int]] = []
        try:
            entries, folders = within(path, self._annotations, is_root=path == self._root)
            for entry in entries:
                try:
                    status = entry.stat()
                except OSError:
                    continue
                files.append((entry.name, status.st_mtime_ns, status.st_size))
        except OSError as error:
            self._problems.append(Problem(f"cannot be read: {error.strerror}", Path(path)))
            self._spare(name)
            return [], []
        self.files += len(files)
        self._compare(path, name, files)
        folders.sort(key=lambda entry: entry.name)
        return folders, files

    def _spare(self, name: str) -> None:
        """What is in a folder that cannot be looked into is not gone: its disk may come back."""
        for folder in [folder for folder in self._missing if folder.startswith(name)]:
            del self._missing[folder]

    def _compare(self, path: str, name: str, files: list[tuple[str, int, int]]) -> None:
        digest = _digest(files)
        known = self._missing.pop(name, None)
        if known is None or known[1] != digest:
            files.sort()
            inside = os.path.relpath(path, self._corpus.anchor).replace(os.sep, "/")
            raw = "" if inside == "." else f"{inside}/"
            self._changed.append((name, digest, [_file(raw, name, *file) for file in files]))

    # -- entering -------------------------------------------------------------------------------------------------

    def _enter(self) -> None:
        """Keep what was found in the folders that changed."""
        if not self._changed:
            return
        with self._writing():
            for name, digest, files in self._changed:
                self._enter_folder(name, digest, files)
        self._changed = []

    def _enter_folder(self, name: str, digest: bytes, files: list[_File]) -> None:
        db = self._db
        folder = self._folders[name][0] if name in self._folders else None
        if folder is None:
            folder = db.execute("INSERT INTO folder(name, digest) VALUES (?, ?)", (name, digest)).lastrowid
            known = {}
        else:
            db.execute("UPDATE folder SET digest = ? WHERE folder = ?", (digest, folder))
            rows = db.execute("SELECT name, file, size, mtime, rows FROM file WHERE folder = ?", (folder,))
            known = {row[0]: row[1:] for row in rows}
        new: list[tuple[object, ...]] = []
        changed: list[tuple[int]] = []
        names: set[str] = set()
        for file in files:
            if file.name in names:  # bytes that are no text, and the same bytes written out
                self._problems.append(Problem("cannot be told from a file of the same name", Path(file.name)))
                continue
            names.add(file.name)
            found = known.pop(file.name, None)
            if found is None:
                new.append((file.name, file.opens, folder))
            elif (found[1], found[2]) != (file.size, file.mtime) and found[3] < 0:
                changed.append((found[0],))
        db.executemany("INSERT INTO file(name, opens, folder, size, mtime) VALUES (?, ?, ?, -1, 0)", new)
        db.executemany("UPDATE file SET rows = 0 WHERE file = ?", changed)
        db.executemany(f"UPDATE file SET rows = {GONE} WHERE file = ?", [(found[0],) for found in known.values()])

    def _enter_missing(self) -> None:
        """What is gone with its folder; and what is wrong with folders."""
        said = self._db.execute("SELECT message, path FROM problem WHERE file IS NULL").fetchall()
        if not self._missing and sorted(said) == sorted((it.message, readable(str(it.path))) for it in self._problems):
            return
        with self._writing():
            for folder, _ in self._missing.values():
                self._db.execute(f"UPDATE file SET rows = {GONE} WHERE folder = ?", (folder,))
                self._db.execute("DELETE FROM folder WHERE folder = ?", (folder,))
            self._db.execute("DELETE FROM problem WHERE file IS NULL")
            for problem in self._problems:
                note(self._db, None, 0, problem)


def scan_amendments(
    catalogue: Catalogue, annotations: Path, writing: Callable[[], AbstractContextManager[None]]
) -> None:
    """Have the files read again whose articles' amendments changed; of articles of which only entities were corrected, the
    names are to be found anew."""
    db = catalogue.db
    known = {row[0]: row[1:] for row in db.execute("SELECT article, path, size, mtime FROM amended")}
    now = {file.article: file for file in amended_files(annotations)}
    changed = [article for article, file in now.items() if known.get(article) != _row(file)]
    gone = [article for article in known if article not in now]
    if not changed and not gone:
        return
    with writing():
        for article in (*changed, *gone):
            key = _is_of_entities(db, article, now.get(article))
            if key is not None:
                take_out_said(db, key)
            else:
                db.execute(
                    "UPDATE file SET rows = 0 WHERE rows >= -1 AND file = (SELECT file FROM article WHERE id = ?)",
                    (article,),
                )
            db.execute("DELETE FROM amended WHERE article = ?", (article,))
        db.executemany(
            "INSERT INTO amended VALUES (?, ?, ?, ?)", [(article, *_row(now[article])) for article in changed]
        )


def _is_of_entities(db: sqlite3.Connection, article: str, file: AmendedFile | None) -> int | None:
    """The key of an article whose text stays what it is with these amendments, or without any; else None."""
    found = db.execute("SELECT key, made FROM article WHERE id = ?", (article,)).fetchone()
    if found is None or db.execute("SELECT 1 FROM problem WHERE article = ?", (article,)).fetchone():
        return None
    used = b""
    if file is not None:
        data = amendments_bytes(file.path)
        if not isinstance(data, bytes):
            return None
        amendments, problems = amendments_said(data, file.path, article)
        if problems:
            return None
        used = used_by_cleaning(amendments)
    key, made = found
    return key if is_amended_by(made, used) else None


def _row(file: AmendedFile) -> tuple[bytes, int, int]:
    return os.fsencode(file.path), file.size, file.mtime


def files_to_read(catalogue: Catalogue) -> array[int]:
    """The numbers of the files that wait to be read, in corpus order."""
    # By the parts of their names: what stands between two parts comes before all characters.
    order = "CAST(replace(name, '/', char(0)) AS BLOB)"
    return array(
        "q", (row[0] for row in catalogue.db.execute(f"SELECT file FROM file WHERE rows >= 0 ORDER BY {order}"))
    )


def position(name: str) -> list[str]:
    """Sorts files as a corpus gives them: by the parts of their names."""
    return name.split("/")


def _digest(files: list[tuple[str, int, int]]) -> bytes:
    names = "\0".join([file[0] for file in files]).encode("utf-8", "surrogatepass")
    numbers = array("q", [number for file in files for number in file[1:]])
    return blake2b(names + b"\0" + numbers.tobytes(), digest_size=16).digest()


def _file(folder: str, shown: str, name: str, mtime: int, size: int) -> _File:
    """A file of a folder, whose path below the anchor is given as it is and as it is shown."""
    shown += readable(name)
    return _File(shown, b"" if shown == folder + name else os.fsencode(folder + name), size, mtime)
