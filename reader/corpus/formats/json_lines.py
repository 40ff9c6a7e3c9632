"""JSON Lines: one object a line, read line by line with a bound on the length of a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reader.corpus.columns import missing_column, record_of
from reader.corpus.decoding import Undecodable, encoding_of
from reader.corpus.record import DOUBTFUL, HEAD, NoArticles, Record, Source
from reader.corpus.streams import lines, without_mark
from reader.errors import Problem


def read_json_lines(source: Source) -> Iterator[Record | Problem]:
    """The row of a record is its line, so blank lines count. A broken line is a problem, and the next one is read."""
    waiting: list[Problem] = []  # until one row has the right columns, or too many have not
    reason: tuple[str, str] | None = None
    sound = False
    doubts: list[tuple[int, str]] = []
    with source.stream() as stream:
        for number, line in enumerate(lines(without_mark(stream), source.max_line), 1):
            if line is None:
                yield Problem(f"row {number} is longer than {source.max_line / 1048576:.4g} MiB", line=number)
                continue
            row = _row(line, number, doubts)
            if row is None:
                continue
            result = row if isinstance(row, Problem) else record_of(row, number, source.columns, place=number)
            if sound:
                yield result
                continue
            if isinstance(row, dict):
                missing = missing_column(row, source.columns)
                sound = missing is None
                reason = reason or missing
            if isinstance(result, Problem):
                waiting.append(result)
            if sound or len(waiting) >= HEAD:
                if not sound and reason:
                    raise NoArticles(*reason)
                yield from waiting
                waiting = []
            if isinstance(result, Record):
                yield result
    if not sound and reason:
        raise NoArticles(*reason)
    yield from waiting or ([] if sound else [Problem("the file is empty")])
    if doubts:  # one problem, or a table of another encoding would have as many as rows
        number, doubt = doubts[0]
        more = f" (and {len(doubts) - 1} more like it)" if len(doubts) > 1 else ""
        yield Problem(f"row {number}: {doubt}{more}", line=number, hint=DOUBTFUL)


def _row(line: bytes, number: int, doubts: list[tuple[int, str]]) -> dict[str, Any] | Problem | None:
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
