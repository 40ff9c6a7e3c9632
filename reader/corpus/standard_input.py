"""Standard input as a file of a corpus: what it holds is told from how it begins, and tables are read as their rows come.

It comes once. What is small is kept, so that it can be read again like a file; of more, only a table can be read, and only once.
"""

from __future__ import annotations

import io
import json
import os
import re
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
_BLANKS = re.compile(rb"[ \t\n\r\v\f]*+")
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
            InputError: it is empty or closed, cannot be unpacked, or is one document of more than `options.max_bytes`.
        """
        if sys.stdin is None:  # as Python has it when it was closed before the start
            raise InputError("there is no standard input")
        self._options = options
        self._kept: bytearray | None = bytearray()
        self._limit = KEPT
        self._given = 0
        self._ended = False
        self.live = not _is_file(sys.stdin.buffer)
        self._begun = 0  # where what is kept has its first sign, blanks and a mark passed over
        self._errors: tuple[type[Exception], ...] = (OSError, EOFError, ValueError, zlib.error)
        try:
            head = sys.stdin.buffer.read(len(_ZSTD))
        except self._errors as error:
            raise _unreadable(error) from error
        rest = io.BufferedReader(Rejoined(head, sys.stdin.buffer), _CHUNK)
        self._packed = head.startswith(_GZIP) or head == _ZSTD
        self._stream: Any = self._unpacked(head, rest) if self._packed else rest
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
        except self._errors as error:
            raise _unreadable(error) from error
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

    def _unpacked(self, head: bytes, rest: io.BufferedReader[Rejoined]) -> Any:
        if head.startswith(_GZIP):
            import gzip

            return gzip.GzipFile(fileobj=rest)
        from reader.zstandard import zstd  # late: few corpora are packed so

        self._errors = (*self._errors, zstd.ZstdError)
        return zstd.ZstdFile(rest)

    def _begin(self) -> bytes:
        """As much of the beginning as has a line with something on it, or all, without a mark and blanks before it."""
        looked = 0  # how far there is no end of that line
        while self._kept is not None:
            kept = self._kept
            self._begun = _first_sign(kept, self._begun)
            ended = kept.find(b"\n", max(self._begun, looked)) >= 0
            looked = len(kept)
            if ended or looked - self._begun > _CHUNK or kept.startswith(_PARQUET, self._begun):
                break
            if not self.read1(_CHUNK):
                break
        if self._kept is None:
            raise InputError(f"standard input begins with more than {self._limit / 1048576:.4g} MiB of blanks")
        return bytes(self._kept[self._begun :])

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
            return ".json" if isinstance(_json(self.data()[self._begun :]), dict | list) else ".txt"
        return ".csv" if self._is_header(first) else ".txt"

    def _goes_on(self) -> bool:
        """Whether anything comes after the first line, which has ended."""
        at = 0 if self._kept is None else self._kept.index(b"\n", self._begun)
        while self._kept is not None:
            at = _first_sign(self._kept, at)
            if at < len(self._kept):
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


def _first_sign(data: bytearray, at: int) -> int:
    """Where the first byte from `at` on stands that is no blank; a byte-order mark at the very beginning is one."""
    if at == 0 and data.startswith(_BOM):
        at = len(_BOM)
    return cast(re.Match[bytes], _BLANKS.match(data, at)).end()


def _is_file(stream: BinaryIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        return False


def _unreadable(error: Exception) -> InputError:
    return InputError(f"standard input cannot be read: {error}")


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
