"""A JSON file: a list of objects, an object that holds such a list, or one object that is an article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reader.corpus.columns import missing_column, record_of, row_of
from reader.corpus.decoding import Encoding, encoding_of
from reader.corpus.formats.json_lines import read_json_lines
from reader.corpus.record import DOUBTFUL, HEAD, NoArticles, Piece, Record, Row, Source
from reader.errors import InputError, Problem

_LEVELS = 3  # {"response": {"docs": […]}}


def read_json(source: Source) -> Iterator[Piece]:
    """Each object of the list in turn; a file that turns out to be JSON Lines is read as that."""
    data = source.data()
    encoding = encoding_of(data)
    try:
        value = json.loads(encoding.text(data))
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            yield from read_json_lines(source)
            return
        yield Problem(f"not JSON: {error.msg}", line=error.lineno, column=error.colno)
        return
    except (ValueError, RecursionError) as error:
        raise InputError(f"cannot be read as JSON: {error}") from error
    if isinstance(value, dict) and missing_column(value, source.columns) is None:
        row = row_of(value, 1, source.columns)
        found = record_of(row, source.columns) if isinstance(row, Row) else row
        if isinstance(found, Record):
            yield Record(found.raw, found.metadata, found.id)
            yield from _doubt(encoding)
            return
    rows = _rows(value)
    if rows is None:
        raise NoArticles("no list of objects", "articles are a list of objects, or one object with a text")
    yield from _pieces(rows, source)
    yield from _doubt(encoding)


def _doubt(encoding: Encoding) -> Iterator[Problem]:
    if encoding.doubt:
        yield Problem(encoding.doubt, hint=DOUBTFUL)


def _looks_right(rows: list[Any]) -> bool:
    return any(isinstance(row, dict) and missing_column(row, {}) is None for row in rows[:HEAD])


def _rows(value: object) -> list[Any] | None:
    """The list of articles: the value itself, or the first list of objects in it that have a text; else the first at all."""
    level = [value]
    lists: list[list[Any]] = []
    for _ in range(_LEVELS):
        lists += [item for item in level if isinstance(item, list) and any(isinstance(row, dict) for row in item)]
        level = [inner for item in level if isinstance(item, dict) for inner in item.values()]
    return next(filter(_looks_right, lists), lists[0] if lists else [] if value == [] else None)


def _pieces(rows: list[Any], source: Source) -> Iterator[Row | Problem]:
    head = [missing_column(row, source.columns) for row in rows[:HEAD] if isinstance(row, dict)]
    if head and all(head):
        raise NoArticles(*(head[0] or ()))
    for number, row in enumerate(rows[source.start_row :], source.start_row + 1):
        if isinstance(row, dict):
            yield row_of(row, number, source.columns)
        else:
            yield Problem(f"row {number} is not an object")
