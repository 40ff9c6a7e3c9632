"""One file of a corpus → its documents, with their ids; a bad one becomes a problem that says where.

Two steps that may be taken in two processes: `unread_of` parses, `documents_of` makes the texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TypeAlias

from reader.corpus.columns import record_of
from reader.corpus.document import Document
from reader.corpus.formats import ARTICLES
from reader.corpus.options import CorpusOptions as CorpusOptions
from reader.corpus.record import Record, Row
from reader.corpus.standard_input import StandardInput
from reader.corpus.unread import Unread, explained, unread_of
from reader.corpus.walk import CorpusFile, Skipped
from reader.errors import Problem

Result: TypeAlias = Document | Problem


def read_file(
    file: CorpusFile, options: CorpusOptions, *, skipped: Skipped | None = None, held: StandardInput | None = None
) -> Iterator[Result]:
    """The documents of one file in its order; never raises.

    Args:
        file: what to read.
        options: how.
        skipped: where a table that holds no articles at all is noted; without it, it is a problem.
        held: standard input, if that is meant.
    """
    for unread in unread_of(file, options, skipped=skipped, held=held, rows=1):
        if isinstance(unread, Problem):
            yield unread
        else:
            yield from documents_of(unread, options)


def documents_of(unread: Unread, options: CorpusOptions) -> Iterator[Result]:
    """The documents of a piece in its order, and the problems of their rows; opens no file and never raises."""
    file = unread.file
    if unread.data is not None:
        try:
            for found in ARTICLES[file.suffix](unread.data):
                yield _settled(found, file)
        except Exception as error:
            yield explained(error, file.path)
    for row in unread.rows:
        yield document_of(row, file, options)


def document_of(row: Row | Record | Problem, file: CorpusFile, options: CorpusOptions) -> Result:
    """The document of one row."""
    try:
        return _settled(record_of(row, options.columns) if isinstance(row, Row) else row, file)
    except Exception as error:
        number = row.number if isinstance(row, Row) else 0
        said = explained(error, file.path)
        return Problem(f"row {number} {said.message}", said.path, line=row.line if isinstance(row, Row) else 0)


def _settled(found: Record | Problem, file: CorpusFile) -> Result:
    if isinstance(found, Problem):
        return found.at(file.path)
    row_id = hashed_id(found.raw) if found.row or file.name == "-" else file.id
    # A lone surrogate, which only an escape in JSON can bring, has no form in a file of annotations.
    article_id = found.id.encode("utf-8", "backslashreplace").decode() or row_id
    return Document(article_id, file.name, found.raw, found.metadata, found.row, found.place, found.votes, found.marks)


def hashed_id(raw: str) -> str:
    """The id of an article that nothing else names: the first 16 hex digits of the SHA-256 of its raw text."""
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:16]
