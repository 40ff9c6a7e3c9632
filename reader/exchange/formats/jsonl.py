"""JSON Lines: one object per article and annotator; UTF-8, one line each. Nothing is lost but when a tag was made.

The fields are those of `objects.record_object`; a part of an article has `unit` besides, the raw text `base`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reader.exchange.destination import Place
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming, IncomingSpan
from reader.exchange.json_lines import json_text
from reader.exchange.json_rows import rows
from reader.exchange.objects import record_row
from reader.exchange.ours import Ours, incoming
from reader.exchange.record import Record


class _Writer(Writer):
    """Writes each record as it comes."""

    def __init__(self, place: Place) -> None:
        self._file = place.open()

    def add(self, record: Record) -> None:
        self._file.write(json_text(record_row(record)))
        self._file.write(b"\n")

    def finish(self) -> list[str]:
        return []


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place)


class _Row(Ours, frozen=True, kw_only=True):
    """What is read of a row; other fields are nobody's affair."""

    text: str
    spans: tuple[IncomingSpan, ...]


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    for line, row in rows(source, _Row):
        yield incoming(source, line, row.text, row.spans, row.incoming_links, row, labels=row.labels)
