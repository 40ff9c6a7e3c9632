"""JSON Lines: one object a line, read line by line with a bound on the length of a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reader.corpus.columns import missing_column, record_of, row_of
from reader.corpus.decoding import Undecodable, encoding_of
from reader.corpus.record import DOUBTFUL, HEAD, NoArticles, Piece, Row, Source
from reader.corpus.streams import at_row, lines, without_mark
from reader.errors import Problem


def read_json_lines(source: Source) -> Iterator[Piece]:
    """The row of a record is its line, so blank lines count. A broken line is a problem, and the next one is read.

    A row whose text must be known to tell what kind of table this is, is given as the record that it is.
    """
    waiting: list[Problem] = []  # until one row has the right columns, or too many have not
    broken = 0  # those that wait, and those before the first row that is wanted
    reason: tuple[str, str] | None = None
    sound, empty = False, True
    doubts: list[tuple[int, str]] = []
    with source.stream() as packed:
        stream, start = without_mark(packed)
        for number, (place, line) in enumerate(lines(stream, source.max_line, start), 1):
            wanted = number > source.start_row
            if sound and not wanted:
                continue
            empty = empty and line is not None and not line.strip()
            if line is None:
                if wanted:
                    yield _too_long(number, source)
                continue
            found = _object(line, number, doubts if wanted else [])
            if found is None:
                continue
            result = found if isinstance(found, Problem) else row_of(found, number, source.columns, number, place)
            if sound:
                yield result
                continue
            if isinstance(found, dict):
                missing = missing_column(found, source.columns)
                sound = missing is None
                reason = reason or missing
            piece: Piece = result
            if isinstance(result, Row) and not sound:
                piece = record_of(result, source.columns)
            if isinstance(piece, Problem):
                broken += 1
                if wanted:
                    waiting.append(piece)
            if sound or broken >= HEAD:
                if not sound and reason:
                    raise NoArticles(*reason)
                yield from waiting
                waiting, broken = [], 0
            if wanted and not isinstance(piece, Problem):
                yield piece
    if not sound and reason:
        raise NoArticles(*reason)
    yield from [Problem("the file is empty")] if empty else waiting
    if doubts:  # one problem, or a table of another encoding would have as many as rows
        number, doubt = doubts[0]
        more = f" (and {len(doubts) - 1} more like it)" if len(doubts) > 1 else ""
        yield Problem(f"row {number}: {doubt}{more}", line=number, hint=DOUBTFUL)


def json_line_at(source: Source, number: int, place: int) -> Row | Problem | None:
    """The row `number` that begins at a byte of the file; None when no line begins there."""
    with source.stream() as stream:
        if not at_row(stream, place):
            return None
        line = stream.readline(source.max_line + 1)
    if len(line) > source.max_line and not line.endswith(b"\n"):
        return _too_long(number, source)
    found = _object(line, number, [])
    return row_of(found, number, source.columns, number, place) if isinstance(found, dict) else found


def _too_long(number: int, source: Source) -> Problem:
    return Problem(f"row {number} is longer than {source.max_line / 1048576:.4g} MiB", line=number)


def _object(line: bytes, number: int, doubts: list[tuple[int, str]]) -> dict[str, Any] | Problem | None:
    """The object on a line; None for a blank one. A line whose encoding is not certain is noted among the doubts."""
    if not line.strip():
        return None
    try:
        encoding = encoding_of(line)
        row = json.loads(encoding.text(line))
        if encoding.doubt:
            doubts.append((number, encoding.doubt))
    except Undecodable as error:
        return Problem(f"row {number} is not text: {error}", line=number)
    except json.JSONDecodeError as error:
        return Problem(f"row {number} is not JSON: {error.msg}", line=number, column=error.colno)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; 10,000 brackets
        return Problem(f"row {number} cannot be read: {error}", line=number)
    return row if isinstance(row, dict) else Problem(f"row {number} is not an object", line=number)
