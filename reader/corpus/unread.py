"""The first of the two steps of reading: a file → pieces whose texts are not made yet, which can be sent to another process.

What only the whole file tells is settled here: whether it is a table of articles at all, how many of its rows are in a doubtful
encoding, whether a JSON file among others holds articles. What costs (decoding of files, HTML, hashes) is left to
`reading.documents_of`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from reader.corpus.columns import record_of
from reader.corpus.decoding import Undecodable
from reader.corpus.document import Metadata
from reader.corpus.formats import READERS
from reader.corpus.options import CorpusOptions
from reader.corpus.record import NoArticles, Piece, Record, Row
from reader.corpus.sources import source_of
from reader.corpus.standard_input import StandardInput
from reader.corpus.walk import CorpusFile, Skipped
from reader.errors import Problem, ReaderError

ROWS = 64  # that a batch has at most
SIZE = 1 << 20  # characters from which on a batch is full


class Unread(msgspec.Struct, frozen=True):
    """A file that is one article, or some rows of a table in their order.

    Attributes:
        file: whose they are.
        rows: what of them was settled already is a record or a problem.
        data: the unpacked bytes of a file that is one article; None for rows.
    """

    file: CorpusFile
    rows: tuple[Row | Record | Problem, ...] = ()
    data: bytes | None = None

    @property
    def last_row(self) -> int:
        """The number of the last row, from which a table can be gone on with; 0 when none has one."""
        return max((_number(row) for row in self.rows), default=0)


def unread_of(
    file: CorpusFile,
    options: CorpusOptions,
    *,
    start_row: int = 0,
    skipped: Skipped | None = None,
    held: StandardInput | None = None,
    rows: int = ROWS,
) -> Iterator[Unread | Problem]:
    """The pieces of one file in its order; never raises.

    Args:
        start_row: the last row that has been had; it and those before it are passed over, and their problems with them.
        skipped: where a table that holds no articles at all is noted; without it, it is a problem.
        held: standard input, if that is meant.
        rows: that a batch has at most.
    """
    batch: list[Row | Record | Problem] = []
    size = 0
    try:
        pieces = READERS[file.suffix](source_of(file.path, options, start_row, held))
        if skipped is not None and file.suffix == ".json" and not start_row:  # it was found to be one before
            pieces = iter(_surely_articles(list(pieces), options))
        for piece in pieces:
            if isinstance(piece, bytes):
                yield Unread(file, data=piece)
                continue
            batch.append(piece)
            size += _size(piece)
            if len(batch) >= rows or size >= SIZE:
                yield Unread(file, tuple(batch))
                batch, size = [], 0
    except Exception as error:
        if batch:
            yield Unread(file, tuple(batch))
            batch = []
        if isinstance(error, NoArticles) and skipped is not None:
            skipped.add(file.file, "no articles in it", str(error))
        else:
            yield explained(error, file.path)
    if batch:
        yield Unread(file, tuple(batch))


def explained(error: Exception, path: Path) -> Problem:
    """What stopped the reading of a file: whatever a library makes of a hostile one, one bad document never stops a run."""
    if isinstance(error, NoArticles):
        return Problem(str(error), path, hint=error.hint)
    if isinstance(error, Undecodable):
        return Problem(str(error), path)
    if isinstance(error, ReaderError):
        return error.problem.at(path)
    return Problem(f"cannot be read: {type(error).__name__}: {error}", path)


def _surely_articles(pieces: list[Piece], options: CorpusOptions) -> list[Piece]:
    """What a JSON file among other files holds, if that is articles: settings and test cases have texts in them too.

    Raises:
        NoArticles: no row has anything of an article but a text.
    """
    broken = bool(pieces)
    for index, piece in enumerate(pieces):
        found = pieces[index] = record_of(piece, options.columns) if isinstance(piece, Row) else piece
        if isinstance(found, Record):
            if found.id or found.metadata != Metadata():
                return pieces
            broken = False
    if not broken:
        raise NoArticles("no row has a title, a date, an id, a source or a url beside its text")
    return pieces


def _size(piece: Row | Record | Problem) -> int:
    if isinstance(piece, Row):
        return sum(len(value) for value in piece.values.values() if isinstance(value, str))
    return len(piece.raw) if isinstance(piece, Record) else 0


def _number(piece: Row | Record | Problem) -> int:
    return piece.number if isinstance(piece, Row) else piece.row if isinstance(piece, Record) else 0
