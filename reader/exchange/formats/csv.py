"""CSV, a row for each tag: for spreadsheets and tables. UTF-8, RFC 4180; the form `excel` begins with a byte order mark.

A record without tags has one row, whose columns `tag` to `links` are empty. Offsets are code points in the text of the article,
or of the part of it that the columns `unit` to `unit_start` name; the text is not in the file, `text_sha256` tells which it is.
`before` and `after` are what stands around the passage.

A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line break, after any number of apostrophes)
gets an apostrophe before it, and loses it again when it is read.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

from reader.exchange.destination import Place
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming, IncomingError, IncomingLink, IncomingSpan
from reader.exchange.json_rows import decoded
from reader.exchange.record import Record
from reader.tags.model import Tag

COLUMNS = (
    *("article", "title", "date", "source", "url", "language", "annotator", "status", "base"),
    *("unit", "number", "unit_start"),
    *("tag", "label", "start", "end", "text", "before", "after", "raw_start", "raw_end"),
    *("origin", "attributes", "note", "links", "article_labels", "article_note", "text_sha256"),
)
_OF_RECORD = itemgetter("article", "annotator", "unit", "number", "text_sha256")
_LONGEST = 256 << 20  # characters of a cell
_SIGNS = "=+-@\t\r\n＝＋－＠"  # the wide forms are the same to spreadsheets in Japanese
_FORMULA = re.compile(f"'*[{re.escape(_SIGNS)}]")
_QUOTED = re.compile(f"'+[{re.escape(_SIGNS)}]")
_FIRST = frozenset("'" + _SIGNS)
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Writer(Writer):
    """Writes each record as it comes."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._file = place.open()
        self._buffer = io.StringIO(newline="")
        self._rows = csv.writer(self._buffer, lineterminator="\r\n")
        if options.form == "excel":
            self._file.write(b"\xef\xbb\xbf")
        self._rows.writerow(COLUMNS)
        self._flush()

    def add(self, record: Record) -> None:
        before, after = _of_record(record)
        links: dict[str, list[dict[str, str]]] = {}
        for link in record.links:
            links.setdefault(link.source, []).append({"type": link.type, "to": link.target})
        for tag in record.tags or (None,):
            middle = _of_tag(tag, links.get(tag.id, [])) if tag else [""] * (len(COLUMNS) - len(before) - len(after))
            self._rows.writerow([*before, *middle, *after])
        self._flush()

    def finish(self) -> list[str]:
        return []

    def _flush(self) -> None:
        self._file.write(self._buffer.getvalue().encode("utf-8"))
        self._buffer.seek(0)
        self._buffer.truncate()


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula."""
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    return f"'{text}" if text[:1] in _FIRST and _FORMULA.match(text) else text


def text_of(cell: str) -> str:
    """The text of a cell."""
    return cell[1:] if cell[:1] == "'" and _QUOTED.match(cell) else cell


def _of_record(record: Record) -> tuple[list[str | int], list[str | int]]:
    about, unit = record.about, record.unit
    said = (about.id, about.title, about.date, about.source, about.url, about.language, record.annotator, record.status)
    before: list[str | int] = [cell(one or "") for one in said]
    part: list[str | int] = [unit.kind, "", ""] if unit.kind == "article" else [unit.kind, unit.number, unit.start]
    labels = _json(record.labels) if record.labels else ""
    return [*before, record.base, *part], [labels, cell(record.note), record.text_sha256]


def _of_tag(tag: Tag, links: Sequence[dict[str, str]]) -> list[str | int]:
    return [
        cell(tag.id),
        cell(tag.label),
        tag.start,
        tag.end,
        cell(tag.text),
        cell(tag.before),
        cell(tag.after),
        tag.raw.start,
        tag.raw.end,
        tag.origin,
        _json(tag.attributes) if tag.attributes else "",
        cell(tag.note),
        _json(links) if links else "",
    ]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Link(msgspec.Struct, frozen=True):
    type: str
    to: str


_ATTRIBUTES: msgspec.json.Decoder[dict[str, str]] = msgspec.json.Decoder(dict[str, str])
_LINKS: msgspec.json.Decoder[list[_Link]] = msgspec.json.Decoder(list[_Link])
_LABELS: msgspec.json.Decoder[tuple[str, ...]] = msgspec.json.Decoder(tuple[str, ...])

_Row = tuple[int, dict[str, str]]


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    for _, rows in groupby(_rows(source), key=lambda row: _OF_RECORD(row[1])):
        yield _incoming(source, list(rows))


def _rows(source: Path) -> Iterator[_Row]:
    """The rows with the lines in which they begin."""
    csv.field_size_limit(_LONGEST)  # of the whole process: a passage may be longer than the usual 128 K
    try:
        with source.open("r", encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if missing := [name for name in COLUMNS if name not in header]:
                raise IncomingError(f"these columns are missing: {', '.join(missing)}", path=source, line=1)
            line = reader.line_num + 1
            for cells in reader:
                if len(cells) != len(header):
                    reason = f"the row has {len(cells)} cells, the table {len(header)} columns"
                    raise IncomingError(reason, path=source, line=line)
                yield line, {name: text_of(value) for name, value in zip(header, cells, strict=True)}
                line = reader.line_num + 1
    except csv.Error as error:
        raise IncomingError(f"this is not CSV: {error}", path=source, line=reader.line_num) from error
    except UnicodeDecodeError as error:
        raise IncomingError("it is not UTF-8: it is in another encoding", path=source) from error
    except OSError as error:
        raise IncomingError(f"it cannot be read: {error.strerror or error}", path=source) from error


def _incoming(source: Path, rows: Sequence[_Row]) -> Incoming:
    line, first = rows[0]
    spans = tuple(_span(source, at, row) for at, row in rows if row["tag"] or row["label"])
    links: list[IncomingLink] = []
    for at, row in rows:
        if row["links"]:
            there = decoded(row["links"].encode(), _LINKS, source, at)
            links += (IncomingLink(row["tag"], one.to, one.type) for one in there)
    return Incoming(
        path=source,
        line=line,
        text="",
        spans=spans,
        links=tuple(links),
        labels=decoded(first["article_labels"].encode(), _LABELS, source, line) if first["article_labels"] else (),
        id=first["article"],
        annotator=first["annotator"],
        text_sha256=first["text_sha256"],
        start=_number(source, line, first, "unit_start") if first["unit_start"] else 0,
        note=first["article_note"],
    )


def _span(source: Path, line: int, row: dict[str, str]) -> IncomingSpan:
    start, end = _number(source, line, row, "start"), _number(source, line, row, "end")
    if len(row["text"]) != end - start:
        reason = f"its passage has {len(row['text'])} characters, its offsets [{start}:{end}] say {end - start}"
        raise IncomingError(reason, path=source, line=line)
    attributes = decoded(row["attributes"].encode(), _ATTRIBUTES, source, line) if row["attributes"] else {}
    return IncomingSpan(start, end, row["label"], row["tag"], row["text"], attributes, row["note"])


def _number(source: Path, line: int, row: dict[str, str], column: str) -> int:
    value = row[column]
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise IncomingError(f"the column `{column}` holds {value[:40]!r}, which is no offset", path=source, line=line)
    return int(value)
