"""What the readers of formats read from: a file, or standard input."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import msgspec

from reader.corpus.options import CorpusOptions
from reader.corpus.packed import PACKINGS, opened, too_large
from reader.corpus.record import Source
from reader.corpus.standard_input import StandardInput


def source_of(path: Path, options: CorpusOptions, start_row: int = 0, held: StandardInput | None = None) -> Source:
    """The source of a file whose rows are wanted from behind `start_row`; `held` is standard input, if that is meant."""
    return _FileSource(options, start_row, path) if held is None else _InputSource(options, start_row, held)


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
    live: bool = False

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


class _InputSource(_Source, frozen=True):
    held: StandardInput

    @property
    def live(self) -> bool:
        return self.held.live

    def stream(self) -> AbstractContextManager[BinaryIO]:
        return self.held.stream()

    def data(self) -> bytes:
        return self.held.data()
