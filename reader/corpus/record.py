"""What a reader of one format gives for each article in a file, before ids are settled; and what it reads from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, BinaryIO, Protocol, TypeAlias

import msgspec

from reader.corpus.document import Mark, Metadata, Vote
from reader.errors import Problem

#: Rows that are looked at to tell a table of articles, in which some rows are broken, from a table of other things.
HEAD = 50

#: What is to be known of a text whose bytes are not certain to say it.
DOUBTFUL = "it is read all the same; other characters may stand where the bytes fit none: save the file as UTF-8"


class Row(msgspec.Struct, frozen=True):
    """One row of a table, parsed, its text not yet made; can be sent to another process.

    Attributes:
        number: in its table, from 1.
        values: by column; only those that a document is made of, as text, numbers or a list of texts.
        line: its line in the file, from 1; 0 where there are no lines.
        place: the byte of the unpacked file at which it begins; -1 where it cannot be read from there.
    """

    number: int
    values: dict[str, Any]
    line: int = 0
    place: int = -1


class Record(msgspec.Struct, frozen=True):
    """One article of a file.

    Attributes:
        raw: its text, all of it.
        metadata: what the file says of it.
        id: what an id column says; empty without one.
        row: its number in a table, from 1; 0 when the file is the article.
        place: as a `Row`'s.
        votes, marks: as a `Document`'s.
    """

    raw: str
    metadata: Metadata = Metadata()
    id: str = ""
    row: int = 0
    place: int = -1
    votes: tuple[Vote, ...] = ()
    marks: tuple[Mark, ...] = ()


#: What a reader gives: rows and what could be settled of them at once; or, of a file that is one article, its bytes.
Piece: TypeAlias = Row | Record | Problem | bytes


class NoArticles(Exception):
    """A file of a known format that is no table of articles at all; said with a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Source(Protocol):
    """The bytes of one file, unpacked, and how its rows are to be read."""

    @property
    def columns(self) -> Mapping[str, str]:
        """Role → the column that was named for it."""

    @property
    def max_line(self) -> int: ...

    @property
    def start_row(self) -> int:
        """The last row that is not wanted: it and those before it are passed over, and their problems with them."""

    @property
    def live(self) -> bool:
        """Whether it may be a pipe that stays open while rows come."""

    def stream(self) -> AbstractContextManager[BinaryIO]:
        """For formats that are read piece by piece; a plain file of any size."""

    def data(self) -> bytes:
        """The whole file, within the limit of its size."""


class FormatReader(Protocol):
    """Reads one format. Problems carry no path: the corpus adds it.

    Raises:
        NoArticles: the file holds no articles in any form.
        Undecodable: the bytes are no text.
        InputError: they cannot be read.
    """

    def __call__(self, source: Source) -> Iterator[Piece]: ...


class WholeReader(Protocol):
    """The article that a whole file is. Raises Undecodable when its bytes are no text."""

    def __call__(self, data: bytes) -> Iterator[Record | Problem]: ...


class PlaceReader(Protocol):
    """Reads the row `number` that begins at a byte of the unpacked file; None when none begins there."""

    def __call__(self, source: Source, number: int, place: int) -> Row | Problem | None: ...
