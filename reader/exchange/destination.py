"""Where an export goes: one file, or a folder of files. It takes its place whole, or not at all.

with exporting_to(Path("out"), folder=True) as destination:
    place = destination.place("train", ".jsonl")
    place.open()         the file train.jsonl, written beside `out` under a name of its own
    place.written        read again there
                         takes the place of an older export when the block ends well
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Protocol

import msgspec

from reader.errors import ReaderError, UsageError
from reader.exchange.putting import begin_to_sync, beside, pack, put, remove, remove_leftovers

MANIFEST = "export.json"  # what an exported folder is told by
FORMAT = "reader-export/1"
WHOLE = "all"  # the name of the one file of a folder without splits
_PACKED = (".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".tgz")
_BUFFER = 1 << 18  # bytes: with the usual 8 KB most of the time of an export goes into handing them over
_BEGIN_EVERY = 128  # flushes, some megabytes
_NOBODYS = frozenset(("desktop.ini", "thumbs.db", ".ds_store"))  # put into any folder by whoever shows it


class DestinationError(ReaderError):
    """An export that cannot be written where it was asked for."""

    title = "Nothing was exported"


class Place(Protocol):
    """Where the files of one split go."""

    @property
    def is_folder(self) -> bool:
        """Whether it takes more than one file."""

    @property
    def written(self) -> Path:
        """The file, or the folder of files, as far as it was written, to be read again."""

    def flush(self) -> None:
        """Let all of it be read that was written."""

    def open(self, name: str = "") -> BinaryIO:
        """A new file.

        Args:
            name: relative, parted by `/`; a place for one file takes no notice of it, and can be opened once.
        """


class _Manifest(msgspec.Struct, frozen=True):
    """What tells an older export from a folder of something else.

    Attributes:
        files: the names of all that lies in the folder, but for the manifest.
    """

    format: str
    files: tuple[str, ...]


class Destination:
    """Takes the files of an export: one, or those of a folder.

    Attributes:
        summary: what the manifest of a folder says besides the names of its files.
    """

    def __init__(self, path: Path, *, folder: bool) -> None:
        self._path = path
        self.is_folder = folder
        self.summary: Mapping[str, Any] = {}
        self._open: list[BinaryIO] = []
        self._flushes = 0
        if folder:
            path.mkdir()

    def place(self, split: str, suffix: str) -> Place:
        """Where a split goes.

        Args:
            suffix: of its one file; "" when it has several.
        """
        if not self.is_folder:
            return _OneFile(self, self._path)
        if suffix:
            return _OneFile(self, self._path / f"{split or WHOLE}{suffix}")
        folder = self._path / split if split else self._path
        folder.mkdir(exist_ok=True)  # of a split that gets nothing too
        return _ManyFiles(self, folder)

    def write_beside(self, name: str, data: bytes) -> None:
        """Write a whole file that belongs to all splits; a folder takes it."""
        with self.opened(self._path / name) as file:
            file.write(data)

    def opened(self, path: Path) -> BinaryIO:
        """A new file of the destination, closed with it at the latest."""
        self._open = [one for one in self._open if not one.closed]
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("xb", buffering=_BUFFER)
        self._open.append(file)
        return file

    def flush(self) -> None:
        """Let everything that was written be read."""
        self._flushes += 1
        for file in self._open:
            if not file.closed:
                file.flush()
                if self._flushes % _BEGIN_EVERY == 0:
                    begin_to_sync(file)

    def close(self) -> None:
        """Close all files."""
        for file in self._open:
            file.close()
        self._open = []

    def finish(self) -> None:
        """Close all files; a folder gets its manifest, which names all that lies in it by then."""
        self.close()
        if self.is_folder:
            value = {"format": FORMAT, **self.summary, "files": sorted(os.listdir(self._path))}
            text = json.dumps(value, ensure_ascii=False, indent=2)
            self.write_beside(MANIFEST, text.encode("utf-8", "replace") + b"\n")
            self.close()


class _OneFile:
    is_folder = False

    def __init__(self, destination: Destination, path: Path) -> None:
        self._destination, self._path = destination, path

    @property
    def written(self) -> Path:
        self.flush()
        return self._path

    def flush(self) -> None:
        self._destination.flush()

    def open(self, name: str = "") -> BinaryIO:
        return self._destination.opened(self._path)


class _ManyFiles(_OneFile):
    is_folder = True

    def open(self, name: str = "") -> BinaryIO:
        return self._destination.opened(self._path / name)


@contextmanager
def exporting_to(to: Path | BinaryIO, *, folder: bool) -> Iterator[Destination]:
    """A destination that takes the place of `to` when the block ends well; else what is there stays as it is.

    Args:
        to: a file, a folder, or a `.zip` for a folder in one file. A stream, or a device, gets the whole file at the end.
        folder: whether there will be several files.

    Raises:
        UsageError: there is no such folder to write into, or something else stands there that no export wrote.
        DestinationError: the disk refuses.
    """
    if not isinstance(to, Path):
        if folder:
            raise UsageError("this export is a folder of files", hint="name one: -o FOLDER, or -o FILE.zip")
        with _copied_to(to) as destination:
            yield destination
        return
    _refuse(to, folder)
    target = to.resolve()  # through a symlink: what it leads to is replaced, not the link
    try:
        if to.exists() and not to.is_file() and not to.is_dir():  # a pipe among them, which has no path but this one
            with to.open("wb") as device, _copied_to(device) as destination:
                yield destination
            return
        remove_leftovers(target)
        temp = beside(target)
        try:
            destination = Destination(temp, folder=folder)
            try:
                yield destination
                destination.finish()
            finally:
                destination.close()
            if folder and target.suffix == ".zip":
                pack(temp, target)
            else:
                put(temp, target)
        finally:
            remove(temp)
    except OSError as error:
        raise DestinationError(f"it cannot be written: {error.strerror or error}", path=to) from error


def _refuse(path: Path, folder: bool) -> None:
    if not path.absolute().parent.is_dir():
        raise UsageError("there is no such folder to write into", path=path.parent)
    if not folder and path.is_dir():
        raise UsageError("this is a folder; name a file", path=path)
    if folder and path.is_dir():
        _refuse_others(path)
    if path.suffix.lower() in _PACKED:
        plain = path.with_suffix("").name
        hint = f"name it {plain}, and pack it: gzip {plain}" if not folder else "name a folder, or FILE.zip"
        raise UsageError(f"an export is not packed as its name {path.name!r} says", path=path, hint=hint)
    if folder and path.exists() and not path.is_dir() and path.suffix != ".zip":
        raise UsageError("this export is a folder of files; a file stands there", path=path)


def _refuse_others(folder: Path) -> None:
    """Refuse a folder in which anything lies that no export put there: all of it would be gone."""
    names = {name for name in os.listdir(folder) if name.lower() not in _NOBODYS}
    if not names:
        return
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Manifest)
    except (OSError, ValueError, RecursionError):
        manifest = None
    if manifest is None or manifest.format != FORMAT:
        raise UsageError("this folder holds something else than an export", path=folder, hint="name a new one")
    if others := sorted(names.difference(manifest.files, (MANIFEST,))):
        some = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
        hint = "the whole folder is replaced: move what is yours, or name a new one"
        raise UsageError(f"this folder holds what is not of the export: {some}", path=folder, hint=hint)


@contextmanager
def _copied_to(stream: BinaryIO) -> Iterator[Destination]:
    """A file that is copied to a stream once it is whole."""
    with TemporaryDirectory(prefix="reader-export-") as name:
        path = Path(name) / "export"
        destination = Destination(path, folder=False)
        try:
            yield destination
        finally:
            destination.close()
        with path.open("rb") as whole:
            shutil.copyfileobj(whole, stream, 1 << 20)
            stream.flush()
