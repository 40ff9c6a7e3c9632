"""What could not be read or cleaned, in and out of the catalogue."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from reader.corpus.walk import readable
from reader.errors import Problem
from reader.library.catalogue import Catalogue
from reader.library.preparing.work import storable


def note(db: sqlite3.Connection, file: int | None, row: int, problem: Problem, article: str = "") -> None:
    """Keep a problem of a file; None for one of a folder. `article` is listed, and not to be tagged because of it."""
    path = readable(str(problem.path)) if problem.path is not None else ""
    db.execute(
        "INSERT INTO problem(file, row, article, message, path, line, col, hint) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (file, row, article, storable(problem.message), path, problem.line, problem.column, storable(problem.hint)),
    )


def problems_of(catalogue: Catalogue) -> Iterator[Problem]:
    """All problems, file by file."""
    rows = catalogue.db.execute(
        "SELECT message, problem.path, line, col, hint FROM problem LEFT JOIN file USING (file) ORDER BY name, problem.rowid"
    )
    for message, path, line, column, hint in rows:
        yield Problem(message, Path(path) if path else None, line, column, hint)
