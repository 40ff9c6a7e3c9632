"""A file that people write in the folder of annotations, changed durably, and never over what somebody else has put there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from reader.errors import StoreError
from reader.project.place import Project, establish
from reader.tags import disk
from reader.yamlfile import MAX_BYTES

_TRIES = 3


def replaced(
    project: Project, path: Path, make: Callable[[bytes | None], bytes | None], what: str
) -> tuple[bytes | None, bytes | None]:
    """Change a file by what is in it when it is written; what was in it before, and after. None: there is no such file.

    The folder of annotations is made if it is not there yet, with the packaged scheme.

    Args:
        path: in the folder of annotations.
        what: what messages call the file.

    Raises:
        StoreError: the file is a link, somebody else goes on writing it, or the disk refuses. Nothing is changed.
    """
    try:
        establish(project)
    except OSError as error:
        raise StoreError(f"{what} cannot be written: {error.strerror or error}", path=path) from error
    return replaced_in(project.annotations, path, make, what)


def replaced_in(
    folder: Path, path: Path, make: Callable[[bytes | None], bytes | None], what: str, limit: int = MAX_BYTES
) -> tuple[bytes | None, bytes | None]:
    """Change a file of a folder of annotations that is there. As `replaced`.

    Args:
        limit: bytes that the file may have.
    """
    try:
        if os.path.islink(path):
            raise StoreError(f"{what} is a link to another place: change it there by hand", path=path)
        with disk.locked_folder(folder):
            for _ in range(_TRIES):
                before = _read(path, limit)
                after = make(before)
                if after == before or _put(path, before, after, limit):
                    return before, after
    except OSError as error:
        raise StoreError(f"{what} cannot be written: {error.strerror or error}", path=path) from error
    raise StoreError(f"somebody else is writing {what}; try again", path=path)


def _read(path: Path, limit: int) -> bytes | None:
    try:
        return disk.read(path, limit + 1)
    except FileNotFoundError:
        return None


def _put(path: Path, before: bytes | None, after: bytes | None, limit: int) -> bool:
    """Put `after` in the place of a file, unless it is no longer `before`."""
    if after is None:
        if _read(path, limit) != before:
            return False
        disk.remove_synced(path)
        return True
    temp = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        disk.write_synced(temp, after)
        with suppress(OSError):
            shutil.copymode(path, temp)
        if _read(path, limit) != before:
            return False
        disk.rename(temp, path)
        return True
    finally:
        if os.path.lexists(temp):
            disk.remove(temp)
