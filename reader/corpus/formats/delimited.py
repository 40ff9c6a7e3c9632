"""Comma- and tab-separated tables, read row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from reader.corpus.columns import missing_column, row_of
from reader.corpus.decoding import SAMPLE, Encoding, encoding_of
from reader.corpus.formats.table_lines import ByteLines, TableLines, TextLines
from reader.corpus.record import DOUBTFUL, NoArticles, Piece, Row, Source
from reader.corpus.streams import Rejoined, at_row
from reader.errors import Problem

_DELIMITERS = ",\t;|"
_ROW = 4  # cells of the greatest length that a row may hold together


def read_delimited(source: Source) -> Iterator[Piece]:
    """The first row names the columns. A row of another length is a problem, and the next one is read."""
    with source.stream() as stream:
        head = _first_rows(stream) if source.live else stream.read(SAMPLE)
        encoding, delimiter = _manner(head)
        rest = io.BufferedReader(Rejoined(head[encoding.skip :], stream), 1 << 16)
        yield from _rows(_lines(rest, encoding, source, encoding.skip), source, delimiter)
    if encoding.doubt:
        yield Problem(encoding.doubt, hint=DOUBTFUL)


def table_row_at(source: Source, number: int, place: int) -> Row | Problem | None:
    """The row `number` that begins at a byte of the file; None when none begins there.

    Only the first mebibyte of the file and that row are read.
    """
    with source.stream() as stream:
        head = stream.read(SAMPLE)
    encoding, delimiter = _manner(head)
    columns = _header(_lines(io.BytesIO(head[encoding.skip :]), encoding, source, encoding.skip), source, delimiter)
    if not columns or not encoding.line_by_line:
        return None
    with source.stream() as stream:
        if not at_row(stream, place):
            return None
        rows = _parsed(_lines(stream, encoding, source, place), source, delimiter)
        return next((_row(one, columns, number, source) for one in rows), None)


def _first_rows(stream: BinaryIO) -> bytes:
    """What a pipe has given when its second line was whole: more of it may be long in coming."""
    head = b""
    while head.count(b"\n") < 2 and len(head) < SAMPLE and (data := stream.read1(SAMPLE)):  # type: ignore[attr-defined]
        head += data
    return head


def _manner(head: bytes) -> tuple[Encoding, str]:
    """The encoding and the delimiter, told from the beginning of a file."""
    whole = head if len(head) < SAMPLE else head[: head.rfind(b"\n") + 1] or head
    encoding = encoding_of(whole)
    return encoding, _delimiter(encoding.text(whole))


def _delimiter(sample: str) -> str:
    """The sign that stands most often in the header, outside quotes."""
    header = "".join(sample.lstrip().split("\n", 1)[0].split('"')[::2])
    return max(_DELIMITERS, key=header.count)


def _lines(stream: BinaryIO, encoding: Encoding, source: Source, place: int) -> TableLines:
    kind = ByteLines if encoding.line_by_line else TextLines
    return kind(stream, encoding, _ROW * source.max_line, place)


class _Parsed(NamedTuple):
    """One row as parsed: its cells or what is wrong with it, its line, and the byte at which it begins."""

    cells: list[str]
    wrong: str
    line: int
    place: int


def _parsed(lines: TableLines, source: Source, delimiter: str) -> Iterator[_Parsed]:
    """The rows of a table without the blank ones."""
    # The module's default of 128 KiB is shorter than a long article; the setting has no narrower scope than the process.
    csv.field_size_limit(max(csv.field_size_limit(), source.max_line))
    table = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin_row()
        line, place = lines.count + 1, lines.place
        try:
            cells = next(table, None)
        except csv.Error as error:
            yield _Parsed([], str(error), line, place)
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield _Parsed(cells, "", line, place)


def _header(lines: TableLines, source: Source, delimiter: str) -> list[str]:
    """The names of the columns; empty when there are none."""
    named = next((one for one in _parsed(lines, source, delimiter) if not one.wrong), None)
    return [name.strip() for name in named.cells] if named else []


def _rows(lines: TableLines, source: Source, delimiter: str) -> Iterator[Row | Problem]:
    columns: list[str] = []
    number = 0
    for parsed in _parsed(lines, source, delimiter):
        if not columns and not parsed.wrong:
            columns = [name.strip() for name in parsed.cells]
            if missing := missing_column(columns, source.columns):
                raise NoArticles(*missing)
            continue
        number += bool(columns)
        if number > source.start_row or not columns:
            yield _row(parsed, columns, number, source)
    if not columns:
        yield Problem("the file is empty")


def _row(parsed: _Parsed, columns: list[str], number: int, source: Source) -> Row | Problem:
    cells, line = parsed.cells, parsed.line
    if parsed.wrong:
        return Problem(f"row {number} is broken: {parsed.wrong}", line=line)
    if len(cells) != len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        hint = "put quotes around a cell that holds the separator"
        return Problem(f"row {number} has {len(cells)} cells for {len(columns)} columns", line=line, hint=hint)
    return row_of(dict(zip(columns, cells, strict=False)), number, source.columns, line, parsed.place)
