"""Files as streams of bytes: plain, gzip or Zstandard, never more than the limit."""

from __future__ import annotations

import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from reader.errors import InputError

PACKINGS = (".gz", ".zst")


def too_large(limit: int, path: Path) -> InputError:
    """The error for a file that unpacks to more than `limit` bytes."""
    size = f"{limit / 2**30:.4g} GiB" if limit >= 2**30 else f"{limit / 2**20:.4g} MiB"
    return InputError(f"holds more than {size}", path=path, hint="split it, or raise the limit")


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than `limit` bytes: a few kilobytes can unpack to terabytes."""

    def __init__(self, stream: IO[bytes], limit: int, path: Path) -> None:
        self._stream = stream
        self._left = limit
        self._limit = limit
        self._path = path

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise too_large(self._limit, self._path)
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(path: Path, limit: int | None) -> Iterator[BinaryIO]:
    """The unpacked bytes of a regular file; `limit` in bytes, None for a plain file that is read piece by piece.

    Raises:
        InputError: it cannot be read or unpacked (also while reading), is no regular file, or holds more than `limit`.
    """
    try:
        # Without O_NONBLOCK a pipe put in the file's place would be waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise InputError("not a regular file", path=path)
            with _unpacked(file, path.suffix.lower()) as stream:
                yield cast(BinaryIO, io.BufferedReader(_Bounded(stream, limit, path)) if limit is not None else stream)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read: {reason}", path=path) from error


@contextmanager
def _unpacked(file: IO[bytes], suffix: str) -> Iterator[IO[bytes]]:
    if suffix == ".gz":
        import gzip

        with gzip.GzipFile(fileobj=file) as unpacked:
            yield cast(IO[bytes], unpacked)
    elif suffix == ".zst":
        from reader.zstandard import zstd  # late: few corpora are packed so

        try:
            with zstd.ZstdFile(file) as unpacked:
                yield cast(IO[bytes], unpacked)
        except zstd.ZstdError as error:
            raise OSError(str(error)) from error
    else:
        yield file
