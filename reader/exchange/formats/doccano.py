"""doccano's JSON Lines for sequence labelling: one text per record. doccano names the file's type JSONL.

    form `labels`       {"text", "label": [[start, end, label], …]}; the column that doccano asks for is `label`
    form `relations`    {"text", "entities": [{"id", "start_offset", "end_offset", "label"}],
                         "relations": [{"id", "from_id", "to_id", "type"}]}, for a project that uses relations

Offsets are code points, half-open. doccano keeps all other columns as the metadata of an example and gives them back when it
exports: the article's id, title, date and so on, and `reader`, our own, which holds what doccano has no place for.

The file is ASCII: doccano guesses the encoding (chardet), and takes a short text with one “ü”, “’” or emoji for Windows-1252,
which moves every offset after it.

Source: backend/data_import/pipeline of doccano 1.8.4 (`parsers`, `makers`, `label`, `labels`), backend/data_export/models.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from reader.exchange.destination import Place
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming, IncomingError, IncomingLink, IncomingSpan
from reader.exchange.json_rows import rows
from reader.exchange.ours import NOTHING, OurLink, Ours, incoming, ours
from reader.exchange.record import Record


class _Writer(Writer):
    """Writes each record as it comes."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._file = place.open()
        self._has_relations = options.form == "relations"
        self._records = self._overlapping = self._links = 0

    def add(self, record: Record) -> None:
        about = record.about
        value: dict[str, Any] = {"text": record.text}
        if self._has_relations:
            value |= _related(record)
        else:
            value["label"] = [[tag.start, tag.end, tag.label] for tag in record.tags]
        # Each row has all columns, each with a text: doccano fills the holes of its table with a number that is none.
        value |= {
            "id": about.id,
            "title": about.title or "",
            "date": about.date or "",
            "source": about.source or "",
            "url": about.url,
            "annotator": record.annotator or "",
            "status": record.status,
            "reader": ours(record),
        }
        self._file.write(_ascii_line(value))
        self._records += 1
        self._overlapping += any(one.end > after.start for one, after in pairwise(record.tags))
        self._links += bool(record.links)

    def finish(self) -> list[str]:
        notes = []
        if self._overlapping:
            notes.append(
                f"tags overlap in {self._overlapping} of {self._records} records: unless the project allows overlapping "
                "spans, doccano drops all but the first of them in silence"
            )
        if self._links and not self._has_relations:
            notes.append(
                f"doccano does not show the links of {self._links} records in this form; the form `relations` has them as relations"
            )
        return notes


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def _related(record: Record) -> dict[str, Any]:
    numbers = {tag.id: number for number, tag in enumerate(record.tags)}
    return {
        "entities": [
            {"id": numbers[tag.id], "start_offset": tag.start, "end_offset": tag.end, "label": tag.label}
            for tag in record.tags
        ],
        "relations": [
            {"id": n, "from_id": numbers[link.source], "to_id": numbers[link.target], "type": link.type}
            for n, link in enumerate(record.links)
        ],
    }


def _ascii_line(value: Any) -> bytes:
    # A tilde before a brace is the mark of an encoding of Chinese to what guesses encodings.
    line = json.dumps(value, separators=(",", ":")).replace("~", "\\u007e").replace("\x7f", "\\u007f")
    return line.encode("ascii") + b"\n"


class _Entity(msgspec.Struct, frozen=True):
    start_offset: int
    end_offset: int
    label: str
    id: int | str = ""


class _Relation(msgspec.Struct, frozen=True):
    from_id: int | str
    to_id: int | str
    type: str = ""


_Label = tuple[int, int, str] | str


class _Row(msgspec.Struct, frozen=True):
    """What is read of a row. A label that is only a name, and `cats`, are labels of the whole text."""

    text: str
    label: tuple[_Label, ...] | None = None
    labels: tuple[_Label, ...] | None = None
    entities: tuple[_Entity, ...] | None = None
    relations: tuple[_Relation, ...] = ()
    cats: tuple[str, ...] = ()
    id: int | str | None = None  # doccano's own are numbers
    annotator: str | None = ""
    reader: Ours | None = None


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    for line, row in rows(source, _Row):
        yield _incoming(source, line, row)


def _incoming(source: Path, line: int, row: _Row) -> Incoming:
    triples = row.label if row.label is not None else row.labels
    if triples is None and row.entities is None:
        reason = "it has no column `label`, `labels` or `entities`"
        raise IncomingError(reason, path=source, line=line, hint="a text without labels has an empty one")
    entities = row.entities or [_Entity(one[0], one[1], one[2]) for one in triples or () if not isinstance(one, str)]
    told = row.reader or NOTHING
    details = _Details(told.spans)
    spans: list[IncomingSpan] = []
    names: dict[int | str, str] = {}
    for entity in entities:
        detail = details.of(entity)
        name = detail.id if detail else "" if entity.id == "" else str(entity.id)
        if entity.id != "":
            names[entity.id] = name
        spans.append(
            IncomingSpan(
                entity.start_offset,
                entity.end_offset,
                entity.label,
                name,
                detail.text if detail else "",
                detail.attributes if detail else {},
                detail.note if detail else "",
            )
        )
    links, notes = _links(row, told.links, names, spans)
    whole = [*(one for one in triples or () if isinstance(one, str)), *row.cats]
    id = row.id if isinstance(row.id, str) else ""
    return incoming(
        source, line, row.text, spans, links, told, labels=whole, id=id, annotator=row.annotator or "", notes=notes
    )


class _Details:
    """What we wrote of the tags, by place and label; of equal ones each once."""

    def __init__(self, spans: Sequence[IncomingSpan]) -> None:
        self._by_place: dict[tuple[int, int, str], list[IncomingSpan]] = {}
        for one in reversed(spans):
            self._by_place.setdefault((one.start, one.end, one.label), []).append(one)

    def of(self, entity: _Entity) -> IncomingSpan | None:
        there = self._by_place.get((entity.start_offset, entity.end_offset, entity.label))
        return there.pop() if there else None


def _links(
    row: _Row, told: Sequence[OurLink], names: dict[int | str, str], spans: Sequence[IncomingSpan]
) -> tuple[list[IncomingLink], list[str]]:
    if row.entities is None:
        ids = {one.id for one in spans}
        return [IncomingLink(o.source, o.target, o.type) for o in told if o.source in ids and o.target in ids], []
    links: list[IncomingLink] = []
    notes: list[str] = []
    for one in row.relations:
        if one.from_id in names and one.to_id in names:
            links.append(IncomingLink(names[one.from_id], names[one.to_id], one.type))
        else:
            notes.append(f"a relation {one.type!r} is of an entity that is not there: it is not read")
    return links, notes
