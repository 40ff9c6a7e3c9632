"""One file of a corpus → its documents, with their ids; a bad one becomes a problem that says where."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, TypeAlias

import msgspec

from reader.corpus.decoding import Undecodable
from reader.corpus.document import Document, Metadata
from reader.corpus.formats import READERS
from reader.corpus.packed import opened, too_large
from reader.corpus.record import NoArticles, Record
from reader.corpus.walk import CorpusFile, Skipped
from reader.errors import Problem, ReaderError

Result: TypeAlias = Document | Problem


class CorpusOptions(msgspec.Struct, frozen=True):
    """How a corpus is read; can be sent to another process.

    Attributes:
        annotations: the annotations folder; ids are relative to the folder that holds it when the corpus lies under that.
        columns: role (`text`, `html`, `id`, `title`, `date`, `source`, `url`, `language`, `byline`) → the column's name.
        max_bytes: what a file may hold, unpacked; plain tables, which are read piece by piece, may hold more.
        max_line: what a line of JSON Lines or a cell of a table may hold, in bytes.
    """

    annotations: Path | None = None
    columns: Mapping[str, str] = {}
    max_bytes: int = 256 * 1024 * 1024
    max_line: int = 32 * 1024 * 1024


class _Source(msgspec.Struct, frozen=True):
    """What both kinds of source take from the options."""

    options: CorpusOptions

    @property
    def columns(self) -> Mapping[str, str]:
        return self.options.columns

    @property
    def max_line(self) -> int:
        return self.options.max_line


class _FileSource(_Source, frozen=True):
    path: Path

    def stream(self) -> AbstractContextManager[BinaryIO]:
        packed = not self.path.name.lower().endswith(tuple(READERS))
        return opened(self.path, self.options.max_bytes if packed else None)

    def data(self) -> bytes:
        limit = self.options.max_bytes
        with opened(self.path, None) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise too_large(limit, self.path)
        return data


class MemorySource(_Source, frozen=True):
    """Bytes that have been read already: standard input."""

    held: bytes

    def stream(self) -> AbstractContextManager[BinaryIO]:
        return nullcontext(io.BytesIO(self.held))

    def data(self) -> bytes:
        return self.held


def read_file(
    file: CorpusFile, options: CorpusOptions, *, skipped: Skipped | None = None, held: bytes | None = None
) -> Iterator[Result]:
    """The documents of one file in its order; never raises.

    Args:
        file: what to read.
        options: how.
        skipped: where a table that holds no articles at all is noted; without it, it is a problem.
        held: the bytes, when they are not to be read from the file.
    """
    source = _FileSource(options, file.path) if held is None else MemorySource(options, held)
    path = file.path
    try:
        results = READERS[file.suffix](source)
        if skipped is not None and file.suffix == ".json":
            results = _surely_articles(list(results))
        for found in results:
            yield found.at(path) if isinstance(found, Problem) else _document(found, file)
    except NoArticles as error:
        if skipped is None:
            yield Problem(str(error), path, hint=error.hint)
        else:
            skipped.add(file.file, "no articles in it", str(error))
    except Undecodable as error:
        yield Problem(str(error), path)
    except ReaderError as error:
        yield error.problem.at(path)
    except Exception as error:  # whatever a library makes of a hostile file: one bad document never stops a run
        yield Problem(f"cannot be read: {type(error).__name__}: {error}", path)


def _surely_articles(results: list[Record | Problem]) -> Iterator[Record | Problem]:
    """What a JSON file among other files holds, if that is articles: settings and test cases have texts in them too.

    Raises:
        NoArticles: no row has anything of an article but a text.
    """
    broken = bool(results) and all(isinstance(found, Problem) for found in results)
    if not broken and not any(
        isinstance(found, Record) and (found.id or found.metadata != Metadata()) for found in results
    ):
        raise NoArticles("no row has a title, a date, an id, a source or a url beside its text")
    return iter(results)


def _document(record: Record, file: CorpusFile) -> Document:
    row_id = hashed_id(record.raw) if record.row or file.name == "-" else file.id
    # A lone surrogate, which only an escape in JSON can bring, has no form in a file of annotations.
    article_id = record.id.encode("utf-8", "backslashreplace").decode() or row_id
    return Document(article_id, file.name, record.raw, record.metadata, record.row)


def hashed_id(raw: str) -> str:
    """The id of an article that nothing else names: the first 16 hex digits of the SHA-256 of its raw text."""
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:16]
