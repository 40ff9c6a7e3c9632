"""A label more in the scheme of a folder of annotations, durably, whoever else writes it meanwhile."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from secrets import token_hex

from reader.errors import StoreError
from reader.labels import Label
from reader.labels.appending import CannotAppend, appended
from reader.project.place import Project, establish
from reader.tags import disk
from reader.yamlfile import MAX_BYTES

_TEMP = ".labels.yaml."
_TRIES = 3


def add_label(project: Project, label: Label) -> None:
    """Append a label to the folder's own scheme; a folder that is not there yet is made, with the packaged scheme.

    The file is read when it is written: what somebody has put into it since the screen showed it stays in it.

    Raises:
        StoreError: it clashes with what stands there by now, the file has no place for it, or the disk refuses. Nothing is changed.
        FormatError: the file cannot be read as it is.
    """
    path = project.annotations / "labels.yaml"
    try:
        establish(project)
        if os.path.islink(path):
            raise StoreError("the scheme is a link to another place: add the label there by hand", path=path)
        with disk.locked_folder(project.annotations):
            for _ in range(_TRIES):
                before = disk.read(path, MAX_BYTES + 1)
                after, _ = appended(before, label, path)
                if _put(project, before, after):
                    return
    except CannotAppend as error:
        raise StoreError(str(error), path=path) from None
    except OSError as error:
        raise StoreError(f"the scheme cannot be written: {error.strerror or error}", path=path) from error
    raise StoreError("somebody else is writing the scheme; try again", path=path)


def _put(project: Project, before: bytes, after: bytes) -> bool:
    """Put `after` in the place of the scheme, unless it is no longer `before`."""
    path = project.annotations / "labels.yaml"
    temp = project.annotations / f"{_TEMP}{token_hex(4)}"
    try:
        disk.write_synced(temp, after)
        with suppress(OSError):
            shutil.copymode(path, temp)
        if disk.read(path, MAX_BYTES + 1) != before:
            return False
        disk.rename(temp, path)
        return True
    finally:
        if os.path.lexists(temp):
            disk.remove(temp)
