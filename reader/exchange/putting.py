"""Files and folders that were written beside their place, put there: on the disk first, then in one step.

What is written beside `out` is called `.out.<8 hex digits>.part`; an older folder is `.out.<8 hex digits>.old` for the moment in
which the new one takes its place.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

_LEFT_AFTER = 3600.0  # seconds in which nothing of it was written: whoever wrote it is gone


def beside(target: Path, suffix: str = "part") -> Path:
    """A new name beside a place."""
    return target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.{suffix}")


def put(temp: Path, target: Path) -> None:
    """Move what was written to its place; of an older folder nothing is left, of an older file its mode."""
    _sync(temp)
    _keep_modes(target, temp)
    if temp.is_dir() and target.is_dir():
        former = beside(target, "old")
        os.rename(target, former)
        try:
            os.rename(temp, target)
        except OSError:
            os.rename(former, target)
            raise
        with suppress(OSError):
            remove(former)
    else:
        os.replace(temp, target)
    _sync_folder(target.parent)


def begin_to_sync(file: BinaryIO) -> None:
    """Have the system write out what is in a file, where it can be told so: whoever syncs it later waits less."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):  # a pipe, say
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def pack(folder: Path, target: Path) -> None:
    """Put a folder into its place as one zip file, in its order of names."""
    temp = beside(target)
    try:
        with ZipFile(temp, "x", ZIP_DEFLATED) as packed:
            for file in sorted(one for one in folder.rglob("*") if one.is_file()):
                packed.write(file, file.relative_to(folder).as_posix())
        put(temp, target)
    finally:
        temp.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove a file or a whole folder, if it is there."""
    with suppress(FileNotFoundError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def remove_leftovers(target: Path) -> None:
    """Remove what runs that were killed left beside a place. An older folder is left there while the place is empty."""
    left = re.compile(rf"\.{re.escape(target.name[:200])}\.[0-9a-f]{{8}}\.(part|old)")
    is_there = os.path.lexists(target)
    for name in os.listdir(target.parent):
        match = left.fullmatch(name)
        path = target.parent / name
        if match and (is_there or match[1] == "part"):
            with suppress(OSError):
                if time.time() - max(map(_time, _all_of(path))) > _LEFT_AFTER:
                    remove(path)


def _all_of(path: Path) -> Iterator[Path]:
    yield path
    if path.is_dir() and not path.is_symlink():
        yield from path.rglob("*")


def _time(path: Path) -> float:
    return path.lstat().st_mtime


def _keep_modes(old: Path, new: Path) -> None:
    """Give what is new the modes of what it replaces, file by file."""
    for path in _all_of(new):
        with suppress(OSError):
            shutil.copymode(old / path.relative_to(new), path)


def _sync(path: Path) -> None:
    """Have a file, or all of a folder, on the disk before it takes its place."""
    if path.is_dir():
        for place, _, files in os.walk(path):
            for name in files:
                _sync(Path(place, name))
            _sync_folder(Path(place))
        return
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """Have the names of a folder on the disk, where a system knows that."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
