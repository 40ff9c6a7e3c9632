"""A disk that remembers what was synced and what was not, and that fails, or goes dark, where it is told to.

It stands in the place of the `os` that `reader.tags.disk` writes through. What it is asked to do it does to real files, so that
whatever reads sees them as a running system shows them; beside that it keeps what a machine that loses its power would find:

    content   what was in a file at its last sync; since then each write may be there, torn, or missing (zeros)
    names     those of the last sync of their folder; since then each making, renaming and deleting may have happened or not

A rename happens whole or not at all, as on every file system with a journal. After a sync that failed, what it was to make durable
is lost for good, unless it is written again.
"""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from reader.tags import disk

CHANGING = ("open", "write", "fsync", "replace", "mkdir", "rmdir", "unlink", "ftruncate", "truncate")


class Killed(BaseException):
    """The process ended here: nothing after it runs, nothing is tidied up."""


class File:
    def __init__(self, durable: bytes = b"") -> None:
        self.durable = durable
        self.pending: list[tuple[int, bytes | None]] = []  # (place, bytes written there), or (length, None)

    def after_a_cut(self, kept: Callable[[], float]) -> bytes:
        """What the disk holds: `kept` says of each unsynced write how much of it came through."""
        data = bytearray(self.durable)
        for place, written in self.pending:
            share = kept()
            if written is None:
                if share >= 0.5:
                    del data[place:]
            elif share > 0:
                part = written[: max(1, int(len(written) * share))]
                data.extend(bytes(max(0, place - len(data))))
                data[place : place + len(part)] = part
        return bytes(data)


class Folder:
    def __init__(self) -> None:
        self.durable: dict[str, File | Folder] = {}
        self.now: dict[str, File | Folder] = {}


Found = dict[str, bytes | None]  # path → content; None for a folder
Name = tuple[Folder, str, File | Folder | None]  # what a name stands for from then on; None: it is gone


class SimulatedDisk:
    """`os` with a memory.

    Attributes:
        on_step: called before each operation that changes the disk, with its number and name; may raise, or look at `after_a_cut`.
        fails: the errno that an operation fails with, or 0; of a write half is done then.
        fast: whether the real disk is spared the syncs.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.on_step: Callable[[int, str], None] = lambda number, name: None
        self.fails: Callable[[int, str], int] = lambda number, name: 0
        self.steps = 0
        self.dead = False
        self._top = Folder()
        self._pending: list[tuple[Name, ...]] = []
        self._fds: dict[int, File | Folder] = {}
        self._files: list[Any] = []
        self._adopt(root, self._top)

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    # -- what the store asks ------------------------------------------------------------------------------------------

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        new = flags & os.O_CREAT and not os.path.lexists(path)
        if new or flags & os.O_TRUNC:
            self._step("open", path)
        elif self.dead:
            raise Killed
        fd = os.open(path, flags, mode)
        if new:
            folder, name = self._folder(path)
            self._named((folder, name, File()))
        node = self._node(path)
        if node is not None:
            self._fds[fd] = node
            if flags & os.O_TRUNC and isinstance(node, File):
                node.pending.append((0, None))
        return fd

    def fdopen(self, fd: int, *args: Any, **options: Any) -> Any:
        file = os.fdopen(fd, *args, **options)
        self._files.append(file)
        return file

    def write(self, fd: int, data: Any) -> int:
        place = os.lseek(fd, 0, os.SEEK_CUR)
        error = self._step("write", fd, fails=False)
        data = bytes(data)
        if error:
            data = data[: len(data) // 2]
        written = os.write(fd, data)
        node = self._fds.get(fd)
        if isinstance(node, File):
            node.pending.append((place, data[:written]))
        if error:
            raise OSError(error, os.strerror(error))
        return written

    def fsync(self, fd: int) -> None:
        node = self._fds.get(fd)
        error = self._step("fsync", fd, fails=False)
        if isinstance(node, File):
            if not error:
                node.durable = node.after_a_cut(lambda: 1.0)
            node.pending.clear()
        elif node is not None and not error:
            for change in [change for change in self._pending if any(name[0] is node for name in change)]:
                _do(change)
                self._pending.remove(change)
        if error:
            raise OSError(error, os.strerror(error))

    def replace(self, source: Any, target: Any) -> None:
        self._step("replace", target)
        node = self._node(source)
        os.replace(source, target)
        assert node is not None
        self._named((*self._folder(target), node), (*self._folder(source), None))

    def mkdir(self, path: Any, mode: int = 0o777) -> None:
        self._step("mkdir", path)
        os.mkdir(path, mode)
        self._named((*self._folder(path), Folder()))

    def rmdir(self, path: Any) -> None:
        self._step("rmdir", path)
        os.rmdir(path)
        self._named((*self._folder(path), None))

    def unlink(self, path: Any) -> None:
        self._step("unlink", path)
        os.unlink(path)
        self._named((*self._folder(path), None))

    def ftruncate(self, fd: int, length: int) -> None:
        self._step("ftruncate", fd)
        os.ftruncate(fd, length)
        node = self._fds.get(fd)
        if isinstance(node, File):
            node.pending.append((length, None))

    def truncate(self, path: Any, length: int) -> None:
        self._step("truncate", path)
        os.truncate(path, length)
        node = self._node(path)
        if isinstance(node, File):
            node.pending.append((length, None))

    # -- what a test asks ---------------------------------------------------------------------------------------------

    def by_hand(self, path: Path, data: bytes | None) -> None:
        """What somebody else does to a file, or with None deletes, and syncs."""
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)
        folder, name = self._folder(path)
        self._pending = [change for change in self._pending if not (_do(change) or True)]
        if data is None:
            for names in (folder.now, folder.durable):
                names.pop(name, None)
        else:
            node = folder.now.setdefault(name, File())
            assert isinstance(node, File)
            folder.durable[name] = node
            node.durable = data
            node.pending.clear()

    def kill(self) -> None:
        """End the process: its files are closed, its locks gone; the system and what it was given live on."""
        for file in self._files:
            file.close()
        self._files.clear()
        self.dead = False

    def after_a_cut(self, kept: Callable[[], float] = lambda: 0.0) -> Found:
        """What would be found after a loss of power.

        Args:
            kept: the share of each unsynced operation that reached the disk, 0 to 1; half is enough for a name.
        """
        copies: dict[int, Folder] = {}
        top = _durable_copy(self._top, copies)
        for change in self._pending:
            if kept() >= 0.5:
                for folder, name, node in change:
                    names = copies.setdefault(id(folder), Folder()).now
                    if node is None:
                        names.pop(name, None)
                    elif isinstance(node, Folder):
                        names[name] = copies.setdefault(id(node), _durable_copy(node, copies))
                    else:
                        names[name] = node
        return dict(_contents(top, "", kept))

    # -- inside -------------------------------------------------------------------------------------------------------

    def _step(self, name: str, where: Any, *, fails: bool = True) -> int:
        if self.dead:
            raise Killed
        self.steps += 1
        try:
            self.on_step(self.steps, name)
        except Killed:
            self.dead = True
            raise
        error = self.fails(self.steps, name)
        if error and fails:
            raise OSError(error, os.strerror(error), str(where))
        return error

    def _named(self, *change: Name) -> None:
        for folder, name, node in change:
            if node is None:
                folder.now.pop(name, None)
            else:
                folder.now[name] = node
        self._pending.append(change)

    def _folder(self, path: Any) -> tuple[Folder, str]:
        path = Path(path)
        folder = self._node(path.parent)
        assert isinstance(folder, Folder), f"{path} is not on the simulated disk"
        return folder, path.name

    def _node(self, path: Any) -> File | Folder | None:
        node: File | Folder | None = self._top
        for part in Path(path).relative_to(self.root).parts:
            node = node.now.get(part) if isinstance(node, Folder) else None
        return node

    def _adopt(self, path: Path, folder: Folder) -> None:
        for entry in path.iterdir():
            node = Folder() if entry.is_dir() else File(entry.read_bytes())
            folder.now[entry.name] = folder.durable[entry.name] = node
            if isinstance(node, Folder):
                self._adopt(entry, node)


def _do(change: tuple[Name, ...]) -> None:
    for folder, name, node in change:
        if node is None:
            folder.durable.pop(name, None)
        else:
            folder.durable[name] = node


def _durable_copy(folder: Folder, copies: dict[int, Folder]) -> Folder:
    copy = copies[id(folder)] = Folder()
    for name, node in folder.durable.items():
        copy.now[name] = _durable_copy(node, copies) if isinstance(node, Folder) else node
    return copy


def _contents(folder: Folder, place: str, kept: Callable[[], float]) -> Iterator[tuple[str, bytes | None]]:
    for name, node in folder.now.items():
        if isinstance(node, Folder):
            yield f"{place}{name}", None
            yield from _contents(node, f"{place}{name}/", kept)
        else:
            yield f"{place}{name}", node.after_a_cut(kept)


def lay_out(found: Found, target: Path) -> None:
    """Make the files that were found in a new folder."""
    target.mkdir()
    for name, data in found.items():
        if data is None:
            (target / name).mkdir()
        else:
            (target / name).write_bytes(data)


def at_random(seed: int) -> Callable[[], float]:
    """Each unsynced operation reaches the disk, or not, or in part."""
    chance = random.Random(seed)
    return lambda: chance.choice((0.0, 0.0, 1.0, 1.0, chance.random()))


@contextmanager
def simulated(root: Path) -> Iterator[SimulatedDisk]:
    """The store writes to a simulated disk that holds what is in `root` now."""
    with pytest.MonkeyPatch.context() as patch:
        simulation = SimulatedDisk(root)
        patch.setattr(disk, "os", simulation)
        try:
            yield simulation
        finally:
            simulation.kill()


class _NoSync:
    """`os` whose syncs cost nothing, for what only has to come out right."""

    def __getattr__(self, name: str) -> Any:
        return (lambda fd: None) if name == "fsync" else getattr(os, name)


@contextmanager
def without_syncs() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "os", _NoSync())
        yield


ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
