"""What the readers of formats read from: a file, or bytes that have been read already."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

import msgspec

from reader.corpus.options import CorpusOptions
from reader.corpus.packed import PACKINGS, opened, too_large
from reader.corpus.record import Source


def source_of(path: Path, options: CorpusOptions, start_row: int = 0, held: bytes | None = None) -> Source:
    """The source of a file whose rows are wanted from behind `start_row`; `held` are its bytes where they are not its own."""
    return _FileSource(options, start_row, path) if held is None else _MemorySource(options, start_row, held)


class _Source(msgspec.Struct, frozen=True):
    """What both kinds of source take from the options."""

    options: CorpusOptions
    start_row: int

    @property
    def columns(self) -> Mapping[str, str]:
        return self.options.columns

    @property
    def max_line(self) -> int:
        return self.options.max_line


class _FileSource(_Source, frozen=True):
    path: Path

    def stream(self) -> AbstractContextManager[BinaryIO]:
        packed = self.path.suffix.lower() in PACKINGS
        return opened(self.path, self.options.max_streamed if packed else None)

    def data(self) -> bytes:
        limit = self.options.max_bytes
        with opened(self.path, None) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise too_large(limit, self.path)
        return data


class _MemorySource(_Source, frozen=True):
    held: bytes

    def stream(self) -> AbstractContextManager[BinaryIO]:
        return nullcontext(io.BytesIO(self.held))

    def data(self) -> bytes:
        return self.held
