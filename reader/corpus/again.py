"""One document again, without what stands before it."""

from __future__ import annotations

from reader.corpus.document import Document
from reader.corpus.formats import AT
from reader.corpus.options import CorpusOptions
from reader.corpus.reading import Result, document_of, read_file
from reader.corpus.record import Record, Row
from reader.corpus.sources import source_of
from reader.corpus.standard_input import StandardInput
from reader.corpus.unread import unread_of
from reader.corpus.walk import CorpusFile, Skipped
from reader.errors import Problem


def document_at(
    file: CorpusFile,
    row: int,
    place: int,
    article_id: str,
    options: CorpusOptions,
    *,
    among_others: bool,
    held: StandardInput | None = None,
) -> Result | None:
    """The document that a file had at a row; never raises.

    Of a plain table with places only that row is read, of a packed one what stands before it is unpacked, of Parquet the row
    group is read, and other formats are read whole. Where another document stands there now, the file is searched for the id.

    Args:
        row: its number, 0 for a file of its own.
        place: the byte at which the row begins, -1 where that is not known.
        article_id: its id.
        among_others: whether the file is one of a folder's (see `unread_of` for what that means for JSON).
        held: standard input, if that is meant.

    Returns:
        None when the file has no such document any more; a problem when nothing of the file can be read.
    """
    if row:
        found = _row_at(file, row, place, options, held)
        document = document_of(found, file, options) if found is not None else None
        if isinstance(document, Document) and document.id == article_id:
            return document
    return _searched(file, article_id, options, among_others, held)


def _row_at(
    file: CorpusFile, row: int, place: int, options: CorpusOptions, held: StandardInput | None
) -> Row | Record | Problem | None:
    if place >= 0 and file.suffix in AT:
        try:
            return AT[file.suffix](source_of(file.path, options, held=held), row, place)
        except Exception:  # what is wrong with the file is said by the search
            return None
    first = next(unread_of(file, options, start_row=row - 1, held=held, rows=1), None)
    return first.rows[0] if first is not None and not isinstance(first, Problem) and first.rows else None


def _searched(
    file: CorpusFile, article_id: str, options: CorpusOptions, among_others: bool, held: StandardInput | None
) -> Result | None:
    problem: Problem | None = None
    has_documents = False
    for found in read_file(file, options, skipped=Skipped() if among_others else None, held=held):
        if isinstance(found, Problem):
            problem = problem or found
        elif found.id == article_id:
            return found
        else:
            has_documents = True
    return None if has_documents else problem
