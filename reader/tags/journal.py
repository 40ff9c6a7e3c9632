"""The journal: every change on disk before the screen says "saved".

Each process of an annotator appends to a file of its own below `<annotator>/.journal/`, one JSON record a line, and holds its lock
for as long as it lives. Three kinds of record:

    change    a Change, the head of its sheet, and the SHA-256 of the sheet file that it was made against ("" for none)
    write     a sheet is complete in `temp` and about to be renamed; holds the SHA-256 before and after
    settled   the sheet of `article` holds all its changes up to record `upto`

A change is unsettled until a `settled` record covers it, or until it is plain that the rename of a `write` took place: its `temp`
is gone then, since nothing else takes that name away before the changes are settled. A journal of which all is settled is moved
to `.journal/settled/` when its process ends or when it has grown large; it serves undo and the effort figures from there
(`settled`). Names are in the order in which the journals were begun, whatever the clock says.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec
from msgspec.structs import replace

from reader.patterns import lazy
from reader.tags import disk
from reader.tags.model import Change, Done, Status, TagSheet

FORMAT = "reader-journal/1"
SUFFIX = ".jsonl"
TEMP = ".tmp"
LARGE = 4 << 20  # bytes; a journal that has grown so far is put away, and joined ones grow no further
UNNAMED = ".new"  # a journal that is not locked yet
_STAMP = lazy(r"([0-9]{8})T([0-9]{6})\.([0-9]{6})-", re.ASCII)


class ChangeRecord(msgspec.Struct, frozen=True):
    """A change as journalled: its number in the file, the empty sheet it belongs to, and what it was made against."""

    n: int
    head: TagSheet
    base: str
    change: Change


class WriteRecord(msgspec.Struct, frozen=True):
    """A sheet that was about to be renamed into its place."""

    n: int
    article: str
    temp: str
    base: str
    sha256: str
    upto: int


class SettledRecord(msgspec.Struct, frozen=True):
    """The sheet of `article` holds its changes up to record `upto`."""

    n: int
    article: str
    upto: int


Record = ChangeRecord | WriteRecord | SettledRecord
R = TypeVar("R", ChangeRecord, WriteRecord, SettledRecord, Record)


def renaming(article: str, temp: str, base: str, sha256: str, upto: int) -> WriteRecord:
    """The record that a complete sheet is about to be renamed; it gets its number when it is appended."""
    return WriteRecord(0, article, temp, base, sha256, upto)


def settling(article: str, upto: int) -> SettledRecord:
    """The record that the sheet holds its changes up to `upto`; it gets its number when it is appended."""
    return SettledRecord(0, article, upto)


class Journal:
    """The journal file of one process; made at the first append, so that reading alone writes nothing."""

    def __init__(self, folder: Path, folders: disk.Folders | None = None) -> None:
        self.folder = folder
        self._folders = folders or disk.Folders(folder.parent)
        self.path: Path | None = None
        self._file: IO[bytes] | None = None
        self._good = 0  # bytes up to the end of the last whole line
        self._torn = False  # whether half a line may stand after them
        self._n = 0

    @classmethod
    def adopt(cls, path: Path, file: IO[bytes], records: int, folders: disk.Folders | None = None) -> Journal:
        """The journal of a process that is gone; `file` is open for writing and locked, `records` its last number."""
        journal = cls(path.parent, folders)
        journal.path, journal._file, journal._n = path, file, records
        file.seek(0)
        data = file.read()
        whole = data.rfind(b"\n") + 1
        journal._good = file.seek(whole)
        if whole < len(data):  # its process ended within a line
            file.seek(0, os.SEEK_END)
            if read_journal(b"\n" + data[whole:]):  # only the line's end is missing
                disk.append_synced(file, b"\n")
                journal._good = len(data) + 1
            else:
                journal._torn = True
        return journal

    def temp(self, upto: int) -> Path:
        """Where a sheet is written before it is renamed; beside the journal that speaks of it, and named after it."""
        self._open()
        assert self.path is not None
        return self.folder / f"{self.path.stem}.{upto}{TEMP}"

    def close(self, *, settled: bool) -> None:
        """Let go of the file; one of which all is settled is put away, if not now then at the next start."""
        if self._file is None or self.path is None:
            return
        try:
            if settled:
                for name in disk.names(self.folder):
                    if name.startswith(f"{self.path.stem}.") and name.endswith(TEMP):
                        disk.remove(self.folder / name)
                away = settled_folder(self.folder)
                self._folders.make(away)
                disk.rename(self.path, away / self.path.name)
        except OSError:
            pass  # all of it is in the sheets
        finally:
            self._file.close()
            self._file = None

    def _open(self) -> IO[bytes]:
        """The file: made for the first record, and again if somebody cleaned the folder, since it lives no longer than we do."""
        if self._file is None or self.path is None or not disk.still_named(self._file, self.path):
            return self._create()
        return self._file

    def append(self, records: Sequence[R]) -> list[R]:
        """Journal records; they get their numbers. When this returns, they are durable. Raises OSError when they cannot be."""
        file = self._open()
        numbered = [replace(record, n=number) for number, record in enumerate(records, self._n + 1)]
        lines = b"".join(_line({"kind": _KIND_OF[type(record)], **msgspec.to_builtins(record)}) for record in numbered)
        try:
            if self._torn:
                self._cut(file)
            disk.append_synced(file, lines)
        except OSError:
            self._torn = True
            with suppress(OSError):  # else before the next append, which fails as long as this does
                self._cut(file)
            raise
        self._good += len(lines)
        self._n += len(numbered)
        return numbered

    def _cut(self, file: IO[bytes]) -> None:
        """Take off what a failed append left behind the last whole line."""
        disk.cut(file, self._good)
        self._torn = False

    @property
    def size(self) -> int:
        """Bytes of the journal, if it is open."""
        return self._good if self._file is not None else 0

    def _create(self) -> IO[bytes]:
        private_folder(self.folder, self._folders)
        started = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        path = self.folder / f"{self._stamp(started)}-{os.getpid()}-{secrets.token_hex(3)}{SUFFIX}"
        header = header_line(pid=os.getpid(), started=started)
        unnamed = path.with_suffix(UNNAMED)
        file = disk.create(unnamed)
        try:
            # Locked before it bears its name: another process's recovery would take it for a dead one's and put it away.
            if not disk.try_lock(file):
                raise BlockingIOError(errno.EAGAIN, "another window is tidying up", str(unnamed))
            disk.append_synced(file, header)
            disk.rename(unnamed, path)
        except OSError:
            file.close()
            for leftover in (unnamed, path):
                disk.remove(leftover)
            raise
        if self._file is not None:
            self._file.close()
        self.path, self._file, self._good, self._torn = path, file, len(header), False
        return file

    def _stamp(self, started: str) -> str:
        """What the new journal's name begins with: when it was begun, but later than every name that is there.

        A clock that was set back would put the newest changes before older ones, and undo would take back the wrong one.
        """
        newest = 0
        for folder in (self.folder, settled_folder(self.folder)):
            stamps = filter(None, map(_STAMP.match, disk.names(folder)))
            newest = max([newest, *(int("".join(stamp.groups())) for stamp in stamps)])
        now = int(started.replace("T", "").replace(".", ""))
        digits = f"{min(max(now, newest + 1), 10**20 - 1):020}"
        return f"{digits[:8]}T{digits[8:14]}.{digits[14:]}"


def begun(name: str) -> str:
    """When a journal was begun, by its name, to the second and as changes tell their time; "" where it does not tell."""
    stamp = _STAMP.match(name)
    if stamp is None:
        return ""
    day, time = stamp.groups()[:2]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}Z"


def private_folder(folder: Path, folders: disk.Folders) -> None:
    """Make an annotator's folder of journals, which git leaves alone. Raises OSError."""
    folders.make(folder)
    ignore = folder / ".gitignore"
    if not ignore.exists() or not ignore.stat().st_size:
        disk.write_synced(ignore, b"*\n")


def settled_folder(folder: Path) -> Path:
    """Where the journals of an annotator are put when all of them is in the sheets."""
    return folder / "settled"


def sweep(folder: Path, names: Iterable[str]) -> None:
    """Take away what processes that are gone left half made: journals without a name, sheets of which no journal speaks.

    Args:
        names: what was in the folder a moment ago.
    """
    for name in names:
        path = folder / name
        if name.endswith(UNNAMED):
            with suppress(OSError), disk.opened(path) as file:
                if disk.try_lock(file):  # the one that makes it holds it
                    disk.remove(path)
        elif name.endswith(TEMP) and not os.path.lexists(folder / f"{name.rsplit('.', 2)[0]}{SUFFIX}"):
            disk.remove(path)


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, separators=(",", ":")).encode("ascii") + b"\n"


def header_line(**about: Any) -> bytes:
    """The first line of a journal."""
    return _line({"format": FORMAT, **about})


def read_journal(data: bytes) -> list[Record]:
    """The records of a journal. A line that is torn or is none of ours is passed over; `broken_lines` tells which."""
    return [record for _, record in _parsed(data) if record is not None]


def broken_lines(data: bytes) -> list[int]:
    """Numbers, from 1, of the lines that were whole once and cannot be read.

    A last line without its end is none of them: its change never was called saved.
    """
    whole = data.count(b"\n")
    return [number for number, record in _parsed(data) if record is None and number <= whole]


def is_of_this_format(data: bytes) -> bool:
    """Whether the journal can be settled by this program; one whose first line is torn can."""
    header = _json(data.partition(b"\n")[0])
    return not isinstance(header, dict) or header.get("format", FORMAT) == FORMAT


def _parsed(data: bytes) -> Iterator[tuple[int, Record | None]]:
    """Each line's number and record, None for one that cannot be read; without the header and empty lines."""
    for number, line in enumerate(data.split(b"\n"), 1):
        raw = _json(line)
        if not line or (number == 1 and isinstance(raw, dict) and "format" in raw):
            continue
        try:
            yield number, _record(raw) if isinstance(raw, dict) else None
        except (ValueError, KeyError, TypeError):  # msgspec's ValidationError is a ValueError
            yield number, None


def _json(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


_KINDS: dict[str, type[Record]] = {"change": ChangeRecord, "write": WriteRecord, "settled": SettledRecord}
_KIND_OF: dict[type[Any], str] = {kind: name for name, kind in _KINDS.items()}


def _record(raw: dict[str, Any]) -> Record:
    kind = _KINDS[raw.pop("kind")]
    record = msgspec.convert(raw, kind)
    return replace(record, change=typed_change(record.change)) if isinstance(record, ChangeRecord) else record


# What JSON holds as lists and objects, and what a sheet may hold.
_FIELD_TYPES: dict[str, Any] = {"status": Status, "done": Done | None, "labels": tuple[str, ...], "note": str}


def typed_change(change: Change) -> Change:
    """A change from JSON, with the types of its fields' values given back. Raises msgspec.ValidationError."""
    fields = {
        name: (msgspec.convert(before, _FIELD_TYPES[name]), msgspec.convert(after, _FIELD_TYPES[name]))
        for name, (before, after) in change.fields.items()
    }
    return replace(change, fields=fields)


def unsettled(records: Iterable[Record], renamed: frozenset[int] = frozenset()) -> dict[str, list[ChangeRecord]]:
    """The changes of each article that no sheet is known to hold.

    Args:
        renamed: numbers of `write` records whose rename is known to have taken place.
    """
    upto: dict[str, int] = {}
    for record in records:
        if isinstance(record, SettledRecord) or (isinstance(record, WriteRecord) and record.n in renamed):
            upto[record.article] = max(upto.get(record.article, 0), record.upto)
    out: dict[str, list[ChangeRecord]] = {}
    for record in records:
        if isinstance(record, ChangeRecord) and record.n > upto.get(record.change.article, 0):
            out.setdefault(record.change.article, []).append(record)
    return out
