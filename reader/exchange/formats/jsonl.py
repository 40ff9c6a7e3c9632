"""JSON Lines: one object per article and annotator, all of it; UTF-8, one line each. Nothing is lost.

The fields are those of `objects.record_object`; a part of an article has `unit` besides, the raw text `base`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from reader.exchange.destination import Place
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming, IncomingLink, IncomingSpan
from reader.exchange.json_lines import json_line
from reader.exchange.json_rows import rows
from reader.exchange.objects import record_object
from reader.exchange.record import Record
from reader.tags.model import Done


class _Writer:
    """Writes each record as it comes."""

    def __init__(self, place: Place) -> None:
        self._file = place.open()

    def add(self, record: Record) -> None:
        self._file.write(json_line(record_object(record)))

    def finish(self) -> list[str]:
        return []


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place)


class _Link(msgspec.Struct, frozen=True):
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    type: str = ""


class _Unit(msgspec.Struct, frozen=True):
    start: int = 0


class _Done(msgspec.Struct, frozen=True):
    at: str
    scheme: str = ""
    labels: tuple[str, ...] = ()


class _Row(msgspec.Struct, frozen=True):
    """What is read of a row; other fields are nobody's affair."""

    text: str
    spans: tuple[IncomingSpan, ...]
    id: str = ""
    annotator: str | None = None
    text_sha256: str = ""
    labels: tuple[str, ...] = ()
    links: tuple[_Link, ...] = ()
    note: str = ""
    status: str = ""
    done: _Done | None = None
    unit: _Unit = _Unit()


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    for line, row in rows(source, _Row):
        yield Incoming(
            path=source,
            line=line,
            text=row.text,
            spans=row.spans,
            links=tuple(IncomingLink(one.source, one.target, one.type) for one in row.links),
            labels=row.labels,
            id=row.id,
            annotator=row.annotator or "",
            text_sha256=row.text_sha256,
            start=row.unit.start,
            note=row.note,
            status=row.status,
            done=Done(row.done.at, row.done.scheme, row.done.labels) if row.done is not None else None,
        )
