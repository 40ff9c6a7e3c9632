"""The few things the store asks of a disk, each with its own name so that a test can make it fail or forget."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # no advisory locks on this system: two windows of one annotator are then told apart by nothing
    fcntl = None  # type: ignore[assignment]


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, durably."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        sync_folder(new.parent)


def write_synced(path: Path, data: bytes) -> None:
    """Write a file whole; when this returns, its content and its name are durable."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def append_synced(file: IO[bytes], data: bytes) -> None:
    """Append to an unbuffered file; when this returns, all of it is durable. It may have written a part when it raises."""
    # On a disk that is nearly full a write takes what fits, says how much that was, and raises nothing.
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
    os.fsync(file.fileno())


def empty(path: Path) -> None:
    """Give a file's space back and keep its name, as far as the disk lets us."""
    with suppress(OSError):
        os.truncate(path, 0)


def remove(path: Path) -> None:
    """Take a file that nobody needs away, as far as the disk lets us."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def rename(source: Path, target: Path) -> None:
    """Put `source` in the place of `target`, durably."""
    os.replace(source, target)
    sync_folder(target.parent)


def try_lock(file: IO[bytes]) -> bool:
    """Take the file's lock if nobody has it; it goes with the file, or with the process however that ends."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def still_named(file: IO[bytes], path: Path) -> bool:
    """Whether `path` is still the name of the open `file`."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), os.stat(path))
    except OSError:
        return False


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`, waiting for whoever has it."""
    with path.open("ab") as file:
        if fcntl is not None:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        yield
