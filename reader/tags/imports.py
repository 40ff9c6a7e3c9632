"""Imports on record: all changes of each, so that one of any size can be taken back, however far undo reaches.

A record stands in `<annotator>/.journal/imports/`, packed, and is durable before the first sheet of its import is written. What it
says may not have been done, if the import was interrupted; all that was done is in it. An import that was taken back leaves an
empty file: its name says that the history cannot do it again.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from reader.errors import FormatError, Problem, StoreError
from reader.patterns import lazy
from reader.tags import disk
from reader.tags.history import LONGEST
from reader.tags.journal import private_folder, typed_change
from reader.tags.model import Change

FORMAT = "reader-imported/1"
MOST = 64  # records that are kept
MOST_BYTES = 64 << 20  # of them, packed; the newest is kept however large it is
_FOLDER = "imports"
_KEPT, _GONE, _TEMP = ".jsonl.gz", ".undone", ".tmp"
_NAME = lazy(r"([0-9]{6,12})-([0-9]{1,12})-([a-z0-9]{1,40})(\.jsonl\.gz|\.undone)", re.ASCII)
_CHUNK = 1 << 20
_LONGEST_LINE = 256 << 20
_BROKEN = (OSError, EOFError, zlib.error, msgspec.MsgspecError, ValueError)


class Header(msgspec.Struct, frozen=True):
    """What a record begins with.

    Attributes:
        title: of the import, as the history has it.
        at: when it was begun.
        group: that its changes have in common.
    """

    format: str
    title: str
    at: str
    group: str


class Imported(msgspec.Struct, frozen=True):
    """One change of an import.

    Attributes:
        annotator: whose sheet it is of.
        text_sha256: the text that the sheet's offsets were of.
    """

    annotator: str
    change: Change
    text_sha256: str


class Record(msgspec.Struct, frozen=True):
    """A record, by the name of its file.

    Attributes:
        number: records in order; the newest has the largest.
        sheets: changes that the history of its annotator has of it.
        is_kept: whether what it did can be read; else it was taken back.
    """

    path: Path
    number: int
    sheets: int
    group: str
    is_kept: bool

    def header(self) -> Header:
        """What it begins with. Raises as `changes`."""
        lines = self._lines()
        with closing(lines):
            return self._header(next(lines, b""))

    def changes(self) -> Iterator[Imported]:
        """All changes, in the order in which they were to be made; no more than one is in memory.

        Raises:
            StoreError: the file cannot be read.
            FormatError: it is of a newer format.
        """
        lines = self._lines()
        self._header(next(lines, b""))
        decoder = msgspec.json.Decoder(Imported)
        for number, line in enumerate(lines, 2):
            try:
                imported = decoder.decode(line)
                change = typed_change(imported.change)
            except _BROKEN as error:
                raise StoreError(f"the record of the import is broken: {error}", path=self.path, line=number) from error
            yield msgspec.structs.replace(imported, change=change)

    def _header(self, line: bytes) -> Header:
        try:
            header = msgspec.json.decode(line, type=Header)
        except _BROKEN as error:
            raise StoreError("the record of the import cannot be read", path=self.path) from error
        if header.format != FORMAT:
            problem = Problem(f"the record of the import is `{header.format}`, not `{FORMAT}`", self.path)
            raise FormatError([problem.with_hint("update the program: pip install -U passage-reader")])
        return header

    def _lines(self) -> Generator[bytes, None, None]:
        try:
            with disk.opened(self.path) as packed, gzip.GzipFile(fileobj=packed) as file:
                while line := file.readline(_LONGEST_LINE):
                    if not line.endswith(b"\n"):
                        raise ValueError("a line is too long, or lacks its end")
                    yield line
        except _BROKEN as error:
            raise StoreError(f"the record of the import cannot be read: {error}", path=self.path) from error


def keep(journals: Path, folders: disk.Folders, header: Header, sheets: int, changes: Iterable[Imported]) -> None:
    """Put an import on record, durably, before it is made; older records are bounded.

    Args:
        journals: the annotator's folder of journals.
        sheets: how many of the changes are in that annotator's sheets.

    Raises:
        OSError: it cannot be kept; nothing is left of it.
    """
    private_folder(journals, folders)
    folder = journals / _FOLDER
    folders.make(folder)
    _sweep(folder)
    number = max((record.number for record in on_record(journals)), default=0) + 1
    path = folder / f"{number:06}-{sheets}-{header.group}{_KEPT}"
    temp = path.with_suffix(_TEMP)
    try:
        with disk.create(temp) as file:
            disk.try_lock(file)
            for part in _packed(header, changes):
                disk.append_synced(file, part)
        disk.rename(temp, path)
    except BaseException:
        for left in (temp, path):  # the name may be there, and not durable: nothing is imported under it
            disk.remove(left)
        raise
    _prune(journals)


def on_record(journals: Path) -> list[Record]:
    """The records of an annotator, the newest first. Raises OSError when the folder cannot be looked into."""
    folder = journals / _FOLDER
    found = []
    for name in disk.names(folder):
        match = _NAME.fullmatch(name)
        if match is not None:
            number, sheets, group, end = match.groups()
            found.append(Record(folder / name, int(number), int(sheets), group, end == _KEPT))
    return sorted(found, key=lambda record: (record.number, record.group), reverse=True)


def forget(record: Record) -> None:
    """An import is taken back: its record goes, its name stays. Raises OSError."""
    name = record.path.name.removesuffix(_KEPT)
    disk.write_synced(record.path.with_name(f"{name}{_GONE}"), b"")
    disk.remove_synced(record.path)


def beyond_undo(journals: Path) -> dict[str, Record]:
    """The imports of which the history has no more than a part, by the group of their changes."""
    try:
        return {record.group: record for record in on_record(journals) if record.sheets > LONGEST}
    except OSError:
        return {}


def _packed(header: Header, changes: Iterable[Imported]) -> Iterator[bytes]:
    """The content of a record, in parts."""
    packer = zlib.compressobj(level=3, wbits=31)  # gzip
    encoder = msgspec.json.Encoder(enc_hook=dict)  # a mapping of another kind
    part = bytearray(packer.compress(encoder.encode(header) + b"\n"))
    for change in changes:
        part += packer.compress(encoder.encode(change) + b"\n")
        if len(part) >= _CHUNK:
            yield bytes(part)
            part.clear()
    yield bytes(part) + packer.flush()


def _sweep(folder: Path) -> None:
    """Take away what an import that was ended left half made."""
    for name in disk.names(folder):
        if name.endswith(_TEMP):
            with suppress(OSError), disk.opened(folder / name) as file:
                if disk.try_lock(file):  # whoever writes it holds it
                    disk.remove(folder / name)


def _prune(journals: Path) -> None:
    """Let go of the oldest records beyond the bounds."""
    total = 0
    for place, record in enumerate(on_record(journals)):
        try:
            total += record.path.stat().st_size
        except OSError:
            continue
        if place and (place >= MOST or total > MOST_BYTES):
            disk.remove(record.path)
