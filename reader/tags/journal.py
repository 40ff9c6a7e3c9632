"""The journal: every change on disk before the screen says "saved".

Each process of an annotator appends to a file of its own below `<annotator>/.journal/`, one JSON record a line, and holds its lock
for as long as it lives. Three kinds of record:

    change    a Change, the head of its sheet, and the SHA-256 of the sheet file that it was made against ("" for none)
    write     a sheet is complete in `temp` and about to be renamed; holds the SHA-256 before and after
    settled   the sheet of `article` holds all its changes up to record `upto`

A change is unsettled until a `settled` record covers it, or until it is plain that the rename of a `write` took place: its `temp`
is gone then, since nothing else takes that name away before the changes are settled. A journal of which all is settled is moved
to `.journal/settled/` when its process ends; it serves undo and the effort figures from there.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import msgspec
from msgspec.structs import replace

from reader.tags import disk
from reader.tags.model import Change, Done, Status, TagSheet

FORMAT = "reader-journal/1"
TEMP = ".tmp"


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


class Journal:
    """The journal file of one process; made at the first append, so that reading alone writes nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path: Path | None = None
        self._file: IO[bytes] | None = None
        self._good = 0  # bytes up to the end of the last whole line
        self._torn = False  # whether half a line may stand after them
        self._n = 0

    @classmethod
    def adopt(cls, path: Path, file: IO[bytes], records: int) -> Journal:
        """The journal of a process that is gone; `file` is open for appending and locked, `records` its last number."""
        journal = cls(path.parent)
        journal.path, journal._file, journal._n = path, file, records
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            if file.read(1) != b"\n":
                disk.append_synced(file, b"\n")
                end += 1
        journal._good = end
        return journal

    def change(self, head: TagSheet, base: str, change: Change) -> ChangeRecord:
        """Journal a change. When this returns, it is durable. Raises OSError when it cannot be."""
        record = ChangeRecord(self._n + 1, head, base, change)
        self._append({"kind": "change", **msgspec.to_builtins(record)})
        return record

    def write(self, article: str, temp: str, base: str, sha256: str, upto: int) -> None:
        """Journal that a complete sheet is about to be renamed."""
        self._append(
            {"kind": "write", **msgspec.to_builtins(WriteRecord(self._n + 1, article, temp, base, sha256, upto))}
        )

    def settled(self, article: str, upto: int) -> None:
        """Journal that the sheet holds its changes up to `upto`."""
        self._append({"kind": "settled", **msgspec.to_builtins(SettledRecord(self._n + 1, article, upto))})

    def temp(self, upto: int) -> Path:
        """Where a sheet is written before it is renamed; beside the journal that speaks of it."""
        assert self.path is not None
        return self.folder / f"{self.path.stem}.{upto}{TEMP}"

    def close(self, *, settled: bool) -> None:
        """Let go of the file; one of which all is settled is put away, if not now then at the next start."""
        if self._file is None or self.path is None:
            return
        try:
            if settled:
                for temp in self.folder.glob(f"{self.path.stem}.*{TEMP}"):
                    temp.unlink(missing_ok=True)
                away = self.folder / "settled"
                disk.make_folder(away)
                disk.rename(self.path, away / self.path.name)
        except OSError:
            pass  # all of it is in the sheets
        finally:
            self._file.close()
            self._file = None

    def _append(self, record: dict[str, Any]) -> None:
        file = self._file
        if file is None or self.path is None or not disk.still_named(file, self.path):
            file = (
                self._create()
            )  # the first record; or somebody cleaned the folder, and the file lives no longer than we do
        line = _line(record)
        try:
            if self._torn:
                self._cut(file)
            disk.append_synced(file, line)
        except OSError:
            self._torn = True
            with suppress(OSError):  # else before the next append, which fails as long as this does
                self._cut(file)
            raise
        self._good += len(line)
        self._n += 1

    def _cut(self, file: IO[bytes]) -> None:
        """Take off what a failed append left behind the last whole line."""
        file.truncate(self._good)
        file.seek(self._good)
        self._torn = False

    def _create(self) -> IO[bytes]:
        disk.make_folder(self.folder)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            disk.write_synced(ignore, b"*\n")
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        path = self.folder / f"{stamp}-{os.getpid()}-{secrets.token_hex(3)}.jsonl"
        header = _line({"format": FORMAT, "pid": os.getpid(), "started": stamp})
        unnamed = path.with_suffix(".new")
        file = unnamed.open("xb", buffering=0)
        try:
            # Locked before it bears its name: another process's recovery would take it for a dead one's and put it away.
            disk.try_lock(file)
            disk.append_synced(file, header)
            disk.rename(unnamed, path)
        except OSError:
            file.close()
            for leftover in (unnamed, path):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)
            raise
        if self._file is not None:
            self._file.close()
        self.path, self._file, self._good, self._torn = path, file, len(header), False
        return file


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, separators=(",", ":")).encode("ascii") + b"\n"


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
