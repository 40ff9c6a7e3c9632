"""What the workers do: plain functions of plain values, for any process on any machine."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from reader.corpus.amendments import Amendments, EntityCorrection
from reader.corpus.amendments_file import amendments_bytes, amendments_path, amendments_said
from reader.corpus.document import Document
from reader.corpus.reading import CorpusOptions, documents_of
from reader.corpus.unread import Unread
from reader.entities.engine import Engine
from reader.errors import Problem
from reader.library.mentioning import Said, said_in
from reader.library.prepared import Prepared, made_from
from reader.library.preparing.limits import TookTooLong, within
from reader.paths import mirror

if TYPE_CHECKING:
    from reader.entities.corpus_names import CorpusNames

P = TypeVar("P")

_NEVER = "it took longer than {:.4g} s"
_SURROGATE = re.compile("[\ud800-\udfff]")


class Part(msgspec.Struct, frozen=True):
    """A file that is one article, or one row of a table, for a worker to make articles of.

    Attributes:
        unread: the piece of the corpus.
        known: what the articles that the catalogue has of it were made from, by their ids.
        row: its row, 0 where it has none.
    """

    unread: Unread
    known: Mapping[str, bytes] = {}
    row: int = 0

    @property
    def called(self) -> str:
        """What to call it while it is not known what its article's id is."""
        return f"row {self.row}" if self.row else self.unread.file.id


class Way(msgspec.Struct, frozen=True):
    """How articles are made.

    Attributes:
        options: how the corpus is read.
        as_is: whether the text is taken as already clean.
        annotations: the folder in which amendments are looked for; None where they are in `amended`.
        amended: the paths and bytes of files of amendments by the mirrored ids of their articles.
    """

    options: CorpusOptions
    as_is: bool
    annotations: Path | None = None
    amended: Mapping[str, tuple[Path, bytes]] = {}


class Same(msgspec.Struct, frozen=True):
    """An article that is still what the catalogue has; `row` and `place` as `Prepared`'s."""

    id: str
    path: str
    row: int
    place: int
    made: bytes


class Failed(msgspec.Struct, frozen=True):
    """Why nothing came of a part."""

    why: str


class Output(msgspec.Struct, frozen=True):
    """What came of the first parts of a piece of work, one result each, and how many seconds it took."""

    results: list[Any]
    seconds: float


class Untagged(msgspec.Struct, frozen=True):
    """Why an article must not be tagged as it is: its amendments cannot be read."""

    article: str
    problem: Problem


Made = Prepared | Same | Untagged | Problem


def each(one: Callable[[Any, Any], Any], way: Any, parts: Sequence[Any], limit: float) -> Output:
    """`one(part, way)` of each part within the limit of time; when it took all of it for some, the others are left for later."""
    results: list[Any] = []
    begun = time.monotonic()
    for part in parts:
        try:
            results.append(within(limit, lambda part=part: one(part, way)))  # type: ignore[misc]
        except TookTooLong:
            results.append(Failed(_NEVER.format(limit)))
        if time.monotonic() - begun > limit:
            break
    return Output(results, time.monotonic() - begun)


def prepare(part: Part, way: Way) -> list[Made]:
    """The articles of a part, made for the catalogue; what cannot be made is a problem."""
    made: list[Made] = []
    for document in documents_of(part.unread, way.options):
        if isinstance(document, Problem):
            made.append(document)
        else:
            made += _made(document, part, way)
    return made


def _made(document: Document, part: Part, way: Way) -> list[Made]:
    amendments, data, problems = amendments_of(document.id, way)
    untagged = [Untagged(document.id, problem) for problem in problems]
    made = made_from(document, data)
    if part.known.get(document.id) == made:
        return [Same(document.id, document.path, document.row, document.place, made), *untagged]
    try:
        return [prepared(document, amendments, made, as_is=way.as_is), *untagged]
    except Exception as error:  # one bad document never stops a run
        return [Problem(f"{document.id} cannot be cleaned: {error}", part.unread.file.path), *problems]


def amendments_of(article_id: str, way: Way) -> tuple[Amendments, bytes, list[Problem]]:
    """An article's amendments, what cleaning uses of them (empty for nothing), and what is wrong with their file."""
    data: bytes | Problem | None
    if way.annotations is not None:
        path = amendments_path(way.annotations, article_id)
        data = amendments_bytes(path)
    elif way.amended:
        path, data = way.amended.get(str(mirror(article_id)), (Path(), None))
    else:
        data = None
    if data is None:
        return Amendments(), b"", []
    if isinstance(data, Problem):
        return Amendments(), b"", [data]
    amendments, problems = amendments_said(data, path, article_id)
    return amendments, data if problems else used_by_cleaning(amendments), problems


def used_by_cleaning(amendments: Amendments) -> bytes:
    """What cleaning uses of amendments, for `made_from`; empty for nothing. Corrections of entities are none of it."""
    used = msgspec.structs.replace(amendments, entities=())
    return b"" if used == Amendments() else msgspec.msgpack.encode(used)


def prepared(document: Document, amendments: Amendments, made: bytes, *, as_is: bool) -> Prepared:
    """The article of a document, as the catalogue takes it."""
    from reader.cleaning import clean

    article = clean(document, amendments, as_is=as_is)
    first = article.blocks[0] if article.blocks else None
    head = first.end if first is not None and first.role == "title" else 0
    text = storable(article.text)
    return Prepared(
        id=article.id,
        path=document.path,
        row=document.row,
        place=document.place,
        made=made,
        date=article.date or "",
        title=storable(article.heading),
        source=storable(article.source or document.metadata.source),
        language=storable(article.language),
        text=text,
        head=head,
        text_sha256=bytes.fromhex(article.text_sha256)[:16],
    )


def storable(text: str) -> str:
    """The text with a stand-in for each lone surrogate, which has no form in UTF-8; as long as it was."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def names(
    text: str,
    engine: Engine | None = None,
    names: CorpusNames | None = None,
    corrections: Sequence[EntityCorrection] = (),
) -> Said:
    """The named entities of a text, as the catalogue keeps them.

    Args:
        engine: what finds them, the embedded one unless another is named.
        names: of the corpus; they win over what is found.
        corrections: of the article; they win over both.
    """
    from reader.entities import find, marked

    return said_in(marked(text, find(text, engine), names, corrections))
