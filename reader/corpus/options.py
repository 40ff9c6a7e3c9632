"""How a corpus is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec


class CorpusOptions(msgspec.Struct, frozen=True):
    """How a corpus is read; can be sent to another process.

    Attributes:
        annotations: the annotations folder; ids are relative to the folder that holds it when the corpus lies under that.
        columns: role (`text`, `html`, `id`, `title`, `date`, `source`, `url`, `language`, `byline`) → the column's name.
        max_bytes: what a file that is held whole may hold, unpacked.
        max_line: what a line of JSON Lines or a cell of a table may hold, in bytes.
        max_streamed: what a packed table that is read piece by piece may hold, unpacked; a plain one may hold any number.
    """

    annotations: Path | None = None
    columns: Mapping[str, str] = {}
    max_bytes: int = 256 * 1024 * 1024
    max_line: int = 32 * 1024 * 1024
    max_streamed: int = 16 * 1024 * 1024 * 1024
