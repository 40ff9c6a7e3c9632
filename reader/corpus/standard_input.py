"""Standard input as a file of a corpus: what it holds is told from how it begins, and tables are read as their rows come.

It comes once. What is small is kept, so that it can be read again like a file; of more, only a table can be read, and only once.
"""

from __future__ import annotations

import io
import json
import os
import stat
import sys
import zlib
from contextlib import AbstractContextManager, nullcontext
from typing import Any, BinaryIO, cast

from reader.corpus.columns import missing_column
from reader.corpus.options import CorpusOptions
from reader.corpus.streams import Rejoined
from reader.errors import InputError

KEPT = 16 << 20  # bytes that are kept to be read again
_CHUNK = 1 << 16
_GZIP, _ZSTD, _PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
_BOM = b"\xef\xbb\xbf"
_DELIMITERS = ",\t;|"


class StandardInput:
    """What is on standard input, unpacked.

    Attributes:
        suffix: of the format that it is in.
        live: whether it may be a pipe that stays open while rows come, so that nothing is to be waited for but the next row.
    """

    def __init__(self, options: CorpusOptions) -> None:
        """
        Raises:
            InputError: it is empty, cannot be unpacked, or is one document of more than `options.max_bytes`.
        """
        self._options = options
        self._kept: bytearray | None = bytearray()
        self._limit = KEPT
        self._given = 0
        self._ended = False
        self.live = not _is_file(sys.stdin.buffer)
        self._stream, self._packed = _unpacked(sys.stdin.buffer)
        start = self._begin()
        if not start:
            raise InputError("standard input is empty")
        self.suffix = self._kind(start)
        if self.suffix not in (".jsonl", ".csv"):
            self.data()  # too much of it is said before anything else happens

    # -- for sources of rows

    def stream(self) -> AbstractContextManager[BinaryIO]:
        """All of it from its beginning. Raises InputError when it was read and not kept."""
        if self._kept is None:
            raise InputError("standard input is too large to be read a second time", hint="save it in a file")
        if self._ended:
            return nullcontext(io.BytesIO(bytes(self._kept)))
        rest = cast(BinaryIO, self)  # all that is asked of it is `read1`
        return nullcontext(cast(BinaryIO, io.BufferedReader(Rejoined(bytes(self._kept), rest), _CHUNK)))

    def data(self) -> bytes:
        """All of it. Raises InputError when it is more than a document may hold."""
        self._limit = self._options.max_bytes
        while not self._ended and self._kept is not None and len(self._kept) <= self._limit:
            self.read1(_CHUNK)
        if self._kept is None or len(self._kept) > self._limit:
            raise InputError(f"standard input holds more than {self._limit / 1048576:.4g} MiB")
        return bytes(self._kept)

    def read1(self, size: int) -> bytes:
        """What comes next, at most `size` bytes; empty at the end. Raises InputError."""
        try:
            data: bytes = self._stream.read1(size)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise InputError(f"standard input cannot be read: {error}") from error
        self._ended = not data
        self._given += len(data)
        if self._packed and self._given > self._options.max_streamed:
            raise InputError(f"standard input unpacks to more than {self._options.max_streamed / 2**30:.4g} GiB")
        if self._kept is not None:
            self._kept += data
            if len(self._kept) > self._limit:
                self._kept = None
        return data

    # -- what it is

    def _begin(self) -> bytes:
        """As much of the beginning as has a line with something on it, or all, without a mark and blanks before it."""
        start = b""
        while self._kept is not None:
            start = _begun(self._kept)
            if b"\n" in start or len(start) > _CHUNK or start.startswith(_PARQUET) or not self.read1(_CHUNK):
                break
        return start

    def _kind(self, start: bytes) -> str:
        if start.startswith(_PARQUET):
            return ".parquet"
        if start[:15].lower().startswith((b"<!doctype html", b"<html")):
            return ".html"
        first, ended, _ = start.partition(b"\n")
        row = _json(first) if ended else None
        if isinstance(row, dict) and (missing_column(row, self._options.columns) is None or self._goes_on()):
            return ".jsonl"
        if start[:1] in (b"[", b"{"):
            return ".json" if isinstance(_json(_begun(self.data())), dict | list) else ".txt"
        return ".csv" if self._is_header(first) else ".txt"

    def _goes_on(self) -> bool:
        """Whether anything comes after the first line."""
        while self._kept is not None:
            if _begun(self._kept).partition(b"\n")[2].strip():
                return True
            if not self.read1(_CHUNK):
                return False
        return True

    def _is_header(self, line: bytes) -> bool:
        """Whether a line names the columns of a table of articles."""
        named = self._options.columns
        try:
            text = line.decode("utf-8").strip()
        except UnicodeDecodeError:
            return False
        for delimiter in _DELIMITERS:
            cells = [cell.strip(' "') for cell in text.split(delimiter)]
            if (len(cells) > 1 or named) and all(cells) and missing_column(cells, named) is None:
                return True
        return False


def _begun(data: bytes | bytearray) -> bytes:
    return bytes(data).removeprefix(_BOM).lstrip()


def _is_file(stream: BinaryIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        return False


def _unpacked(stream: Any) -> tuple[Any, bool]:
    """The stream, unpacked if its first bytes say that it is packed, and whether it was."""
    head = stream.read(len(_ZSTD))
    rest = io.BufferedReader(Rejoined(head, stream), _CHUNK)
    if head.startswith(_GZIP):
        import gzip

        return gzip.GzipFile(fileobj=rest), True
    if head == _ZSTD:
        from reader.zstandard import zstd  # late: few corpora are packed so

        return zstd.ZstdFile(rest), True
    return rest, False


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
