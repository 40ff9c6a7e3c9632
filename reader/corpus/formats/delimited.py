"""Comma- and tab-separated tables, read row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from reader.corpus.columns import missing_column, record_of
from reader.corpus.decoding import SAMPLE, encoding_of
from reader.corpus.record import DOUBTFUL, NoArticles, Record, Source
from reader.corpus.streams import Rejoined
from reader.errors import Problem

_DELIMITERS = ",\t;|"


def read_delimited(source: Source) -> Iterator[Record | Problem]:
    """The first row names the columns. A row of another length is a problem, and the next one is read."""
    # The module's default of 128 KiB is shorter than a long article; the setting has no narrower scope than the process.
    csv.field_size_limit(max(csv.field_size_limit(), source.max_line))
    with source.stream() as stream:
        head = stream.read(SAMPLE)
        whole = head if len(head) < SAMPLE else head[: head.rfind(b"\n") + 1] or head
        encoding, errors, skip, doubt = encoding_of(whole)
        joined = io.BufferedReader(Rejoined(head[skip:], stream))
        with io.TextIOWrapper(joined, encoding, errors, newline="") as text:
            yield from _rows(text, source, _delimiter(whole[skip:].decode(encoding, errors)))
    if doubt:
        yield Problem(doubt, hint=DOUBTFUL)


def _delimiter(sample: str) -> str:
    """The sign that stands most often in the header, outside quotes."""
    header = "".join(sample.lstrip().split("\n", 1)[0].split('"')[::2])
    return max(_DELIMITERS, key=header.count)


def _rows(text: Iterator[str], source: Source, delimiter: str) -> Iterator[Record | Problem]:
    table = csv.reader(text, delimiter=delimiter)
    columns: list[str] = []
    number = 0
    while True:
        line = table.line_num + 1
        try:
            cells = next(table, None)
        except csv.Error as error:
            number += bool(columns)
            yield Problem(f"row {number} is broken: {error}", line=line)
            continue
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = [name.strip() for name in cells]
            if missing := missing_column(columns, source.columns):
                raise NoArticles(*missing)
            continue
        number += 1
        if len(cells) != len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            hint = "put quotes around a cell that holds the separator"
            yield Problem(f"row {number} has {len(cells)} cells for {len(columns)} columns", line=line, hint=hint)
            continue
        yield record_of(dict(zip(columns, cells, strict=False)), number, source.columns, place=line)
    if not columns:
        yield Problem("the file is empty")
