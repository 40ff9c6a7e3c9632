"""Putting an exported file in its place: whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reader.errors import UsageError
from reader.exchange.exporter import ExportError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file, open to be written and read, that takes the place of `path` when the block ends well.

    A device or a pipe is written to as it is.

    Raises:
        UsageError: there is no such folder, or `path` is one.
        ExportError: the disk refuses.
    """
    if path.is_dir():
        raise UsageError("this is a folder; name a file", path=path)
    if not path.absolute().parent.is_dir():
        raise UsageError("there is no such folder to write into", path=path.parent)
    if path.exists() and not path.is_file():
        try:
            with path.open("wb") as device:
                yield device
        except OSError as error:
            raise _unwritable(path, error) from error
        return
    target = path.resolve()  # through a symlink: what it leads to is replaced, not the link
    temp = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.part")
    try:
        with temp.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temp, target)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        temp.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> ExportError:
    return ExportError(f"the file cannot be written: {error.strerror or error}", path=path)
