"""A scheme that was read before, by its content, so that a start need not parse it again. Deleting the cache loses nothing."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from reader import __version__, paths
from reader.labels.scheme import Scheme


def scheme_of(path: Path) -> Scheme:
    """The scheme of a file, as it was read before or as it is read now.

    Raises:
        FormatError: with every problem of the file, each at its line and column.
        OSError: the file cannot be read.
    """
    digest = sha256(b"\0".join((os.fsencode(path.resolve()), path.read_bytes()))).hexdigest()
    # What another version of the program read is not ours to use: this one may not even know the file's format.
    memory = paths.cache_folder() / "schemes" / f"{__version__}-{digest[:32]}.json"
    try:
        return msgspec.json.decode(memory.read_bytes(), type=Scheme)
    except (OSError, msgspec.DecodeError):
        scheme = _read(path)
    temp = memory.with_suffix(f".{os.getpid()}.tmp")
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        temp.write_bytes(msgspec.json.encode(scheme))
        os.replace(temp, memory)
    except OSError:
        with suppress(OSError):  # nor can it be there where the folder is none
            temp.unlink()
    return scheme


def _read(path: Path) -> Scheme:
    from reader.labels.scheme_file import read_scheme

    return read_scheme(path)
