"""The journal: every change on disk before the screen says "saved".

Each process of an annotator appends to a file of its own below `<annotator>/.journal/`, one JSON record a line, and holds its lock
for as long as it lives. Three kinds of record:

    change    a Change, the head of its sheet, and the SHA-256 of the sheet file that it was made against ("" for none)
    write     a sheet is complete in `temp` and about to be renamed; holds the SHA-256 before and after
    settled   the sheet of `article` holds all its changes up to record `upto`

A change is unsettled until a `settled` record covers it, or until it is plain that the rename of a `write` took place. A journal of
which all is settled is moved to `.journal/settled/` when its process ends; it serves undo and the effort figures from there.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import msgspec

from reader.tags import disk
from reader.tags.model import Change, Done, TagSheet

FORMAT = "reader-journal/1"


@dataclass(frozen=True)
class ChangeRecord:
    """A change as journalled: its number in the file, the empty sheet it belongs to, and what it was made against."""

    n: int
    head: TagSheet
    base: str
    change: Change


@dataclass(frozen=True)
class WriteRecord:
    """A sheet that was about to be renamed into its place."""

    n: int
    article: str
    temp: str
    base: str
    sha256: str
    upto: int


@dataclass(frozen=True)
class SettledRecord:
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
        self._good = 0
        self._n = 0

    @classmethod
    def adopt(cls, path: Path, file: IO[bytes], records: int) -> Journal:
        """The journal of a process that is gone; `file` is open for appending and locked."""
        journal = cls(path.parent)
        journal.path, journal._file, journal._n = path, file, records
        journal._good = file.seek(0, os.SEEK_END)
        journal._end_torn_line(path)
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

    def close(self, *, settled: bool) -> None:
        """Let go of the file; one of which all is settled is put away."""
        if self._file is None or self.path is None:
            return
        if settled:
            away = self.folder / "settled"
            disk.make_folder(away)
            disk.rename(self.path, away / self.path.name)
        self._file.close()
        self._file = None

    def _append(self, record: dict[str, Any]) -> None:
        file = self._file or self._create()
        line = json.dumps(record, separators=(",", ":")).encode("ascii") + b"\n"
        try:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            # What reached the file may be half a line. Cut it off, or at least end it, before the next record.
            file.truncate(self._good)
            file.seek(self._good)
            raise
        self._good += len(line)
        self._n += 1

    def _create(self) -> IO[bytes]:
        disk.make_folder(self.folder)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            disk.write_synced(ignore, b"*\n")
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        path = self.folder / f"{stamp}-{os.getpid()}-{secrets.token_hex(3)}.jsonl"
        file = path.open("xb", buffering=0)
        disk.try_lock(file)
        header = json.dumps({"format": FORMAT, "pid": os.getpid(), "started": stamp}).encode("ascii") + b"\n"
        file.write(header)
        self._good = len(header)
        disk.sync_folder(self.folder)
        self.path, self._file = path, file
        return file

    def _end_torn_line(self, path: Path) -> None:
        if self._good and not path.read_bytes().endswith(b"\n"):
            assert self._file is not None
            self._file.write(b"\n")
            self._good += 1


def read_journal(data: bytes) -> list[Record]:
    """The records of a journal. A line that is torn or is none of ours is passed over: it never was called saved."""
    records: list[Record] = []
    for line in data.split(b"\n"):
        try:
            raw = json.loads(line)
            record = _record(raw)
        except (ValueError, msgspec.ValidationError, KeyError, TypeError):
            continue
        if record is not None:
            records.append(record)
    return records


def _record(raw: Any) -> Record | None:
    kinds: dict[str, type[Record]] = {"change": ChangeRecord, "write": WriteRecord, "settled": SettledRecord}
    kind = kinds.get(raw.pop("kind", "")) if isinstance(raw, dict) else None
    if kind is None:
        return None
    record = msgspec.convert(raw, kind)
    return replace(record, change=_typed(record.change)) if isinstance(record, ChangeRecord) else record


def _typed(change: Change) -> Change:
    """Give the fields, which JSON holds as lists and objects, their types back."""

    def value(name: str, raw: Any) -> Any:
        if name == "done" and raw is not None:
            return msgspec.convert(raw, Done)
        return tuple(raw) if name == "labels" else raw

    fields = {name: (value(name, before), value(name, after)) for name, (before, after) in change.fields.items()}
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
