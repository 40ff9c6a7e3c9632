"""The few things the store asks of a disk, each with its own name: the one door to it, so that a test can make it fail or forget.

Whatever is written, synced, renamed, made or taken away here goes through this module's `os`, which a test can put another in the
place of. Files are opened without following links and without waiting: a folder may come from anybody.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # no advisory locks on this system: two windows of one annotator are then told apart by nothing
    fcntl = None  # type: ignore[assignment]

_FLAGS = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
# What a file system says that knows no such thing as syncing a folder, or as a lock: it cannot be asked for more.
_UNKNOWN = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
_NO_LOCKS = _UNKNOWN | {errno.ENOLCK}
_LOOK_AGAIN = 0.01  # seconds
PATIENCE = 3.0  # seconds that another program may hold a folder's lock: the screen waits for it


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in _UNKNOWN:
            raise
    finally:
        os.close(fd)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, durably.

    Raises:
        NotADirectoryError: something else stands in the place of one of them.
        OSError: it cannot be made.
    """
    missing = []
    while not folder.is_dir():
        if os.path.lexists(folder):
            if folder.is_dir():  # somebody else has just made it
                break
            raise NotADirectoryError(errno.ENOTDIR, f"{folder.name} is no folder, and should be one", str(folder))
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        with suppress(FileExistsError):
            os.mkdir(new)
        try:
            sync_folder(new.parent)
        except OSError:
            with suppress(OSError):  # or the next attempt finds it there and takes it for durable
                os.rmdir(new)
            raise


class Folders:
    """Makes folders below `top`, and sees once to it that their names are durable, whoever made them.

    A `top` that was there and is gone is not made again: it was moved, or is on a disk that went away, and what is written into a
    new one would be in two places.
    """

    def __init__(self, top: Path) -> None:
        self._top = top
        self._durable: set[Path] = set()

    def make(self, folder: Path) -> None:
        """Make a folder at or below `top`. Raises OSError when it cannot be, or when `top` is gone."""
        if self._top in self._durable and not self._top.is_dir():
            raise FileNotFoundError(errno.ENOENT, "the folder of annotations is gone", str(self._top))
        if folder in self._durable and folder.is_dir():
            return
        make_folder(folder)
        for place in (folder, *folder.parents):
            if place not in self._durable:
                try:
                    sync_folder(place.parent)
                except PermissionError:  # what lies above may be closed to us, and is none of ours
                    if place != self._top:
                        raise
                self._durable.add(place)
            if place == self._top:
                return


def names(folder: Path) -> list[str]:
    """The names in a folder, sorted; none when there is no such folder. Raises OSError when it cannot be looked into."""
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def create(path: Path) -> IO[bytes]:
    """A new file, unbuffered. Raises OSError, FileExistsError if there is one."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, 0o666), "r+b", buffering=0)


def opened(path: Path, *, write: bool = False) -> IO[bytes]:
    """A regular file that is there, unbuffered. Raises OSError when it cannot be opened or is none."""
    fd = os.open(path, (os.O_RDWR if write else os.O_RDONLY) | _FLAGS)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, "it is not a file", str(path))
    return os.fdopen(fd, "r+b" if write else "rb", buffering=0)


def read(path: Path, limit: int = -1) -> bytes:
    """The first `limit` bytes of a regular file, all of them if negative. Raises as `opened`."""
    with opened(path) as file:
        return file.read(limit)


def write_synced(path: Path, data: bytes) -> None:
    """Write a file whole; when this returns, its content and its name are durable."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _FLAGS, 0o666)
    try:
        _write(fd, data)
        os.fsync(fd)
    finally:
        os.close(fd)
    sync_folder(path.parent)


def write_unsynced(path: Path, data: bytes) -> None:
    """Write a file whole; it is durable after `sync_content` of it and `sync_folder` of its folder."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _FLAGS, 0o666)
    try:
        _write(fd, data)
    finally:
        os.close(fd)


def sync_content(path: Path) -> None:
    """Make the content of a file durable. Raises OSError."""
    fd = os.open(path, os.O_RDWR | _FLAGS)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def sync(file: IO[bytes]) -> None:
    """Make what is in a file durable, whoever wrote it."""
    os.fsync(file.fileno())


def append_synced(file: IO[bytes], data: bytes) -> None:
    """Append to an unbuffered file; when this returns, all of it is durable. It may have written a part when it raises."""
    _write(file.fileno(), data)
    os.fsync(file.fileno())


def _write(fd: int, data: bytes) -> None:
    # On a disk that is nearly full a write takes what fits, says how much that was, and raises nothing.
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def cut(file: IO[bytes], length: int) -> None:
    """Take off what stands after the first `length` bytes; what is appended next comes there. The next sync makes it durable."""
    os.ftruncate(file.fileno(), length)
    os.lseek(file.fileno(), length, os.SEEK_SET)


def empty(path: Path) -> None:
    """Give a file's space back and keep its name, as far as the disk lets us."""
    with suppress(OSError):
        os.truncate(path, 0)


def remove(path: Path) -> None:
    """Take a file that nobody needs away, as far as the disk lets us."""
    with suppress(OSError):
        os.unlink(path)


def remove_synced(path: Path) -> None:
    """Take a file away, durably. Raises OSError when it cannot be."""
    os.unlink(path)
    sync_folder(path.parent)


def remove_empty(folder: Path, top: Path) -> None:
    """Take a folder below `top` away, and those above it, as far as they are empty and the disk lets us."""
    with suppress(OSError):
        while folder != top and folder.is_relative_to(top):
            os.rmdir(folder)
            folder = folder.parent


def rename(source: Path, target: Path) -> None:
    """Put `source` in the place of `target`, durably."""
    rename_unsynced(source, target)
    sync_folder(target.parent)


def rename_unsynced(source: Path, target: Path) -> None:
    """Put `source` in the place of `target`; durable after `sync_folder` of the target's folder."""
    os.replace(source, target)


def try_lock(file: IO[bytes]) -> bool:
    """Take the file's lock if nobody has it; it goes with the file, or with the process however that ends."""
    return _try_lock(file.fileno(), _NO_LOCKS)


def _try_lock(fd: int, no_locks: frozenset[int]) -> bool:
    """Take a lock if nobody has it; also where the file system knows none, by the errors of that."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in no_locks
    return True


def still_named(file: IO[bytes], path: Path) -> bool:
    """Whether `path` is still the name of the open `file`."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), os.lstat(path))
    except OSError:
        return False


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`, waiting for whoever has it."""
    with _lock_file(path) as file:
        if fcntl is not None:
            try:
                fcntl.flock(file.fileno(), fcntl.LOCK_EX)
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
        yield


@contextmanager
def locked_within(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock file `path`, waiting at most so long for whoever has it. Raises TimeoutError, an OSError."""
    with _lock_file(path) as file:
        _wait_for(lambda: try_lock(file), path, seconds)
        yield


def _wait_for(is_held: Callable[[], bool], path: Path, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_held():
        if time.monotonic() >= end:
            raise TimeoutError(errno.ETIMEDOUT, "another program has locked it", str(path))
        time.sleep(_LOOK_AGAIN)


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, waiting for whoever has it; nothing is left in it. Some network folders know no such lock.

    Raises:
        TimeoutError: after `PATIENCE` seconds; it is an OSError.
    """
    if fcntl is None:
        yield
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        _wait_for(lambda: _try_lock(fd, _NO_LOCKS | {errno.EBADF}), folder, PATIENCE)
        yield
    finally:
        os.close(fd)


@contextmanager
def locked_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock file `path` if nobody has it; whether it is held."""
    with _lock_file(path) as file:
        yield try_lock(file)


def _lock_file(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666), "r+b", buffering=0)
