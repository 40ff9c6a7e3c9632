"""What is made of a document for the catalogue, by a worker that may be another process or another machine."""

from __future__ import annotations

from hashlib import sha256

import msgspec
from msgspec.structs import astuple

from reader.corpus.document import Document, Metadata

_NOTHING = Metadata()


class Prepared(msgspec.Struct, frozen=True):
    """An article as the catalogue takes it.

    Attributes:
        id, path, row: as the document's.
        place: the byte at which its row begins in a table, -1 where that is not known.
        made: what the text was made from (see `made_from`).
        date: ISO date, "" when unknown.
        title: what lists show; the first words of an article without one.
        text: `Article.text`.
        text_sha256: the first 16 bytes.
        head: the end of the title block of the text; 0 when the title is no part of the text.
    """

    id: str
    path: str
    row: int
    place: int
    made: bytes
    date: str
    title: str
    source: str
    language: str
    text: str
    head: int
    text_sha256: bytes


def made_from(document: Document, amendments: bytes) -> bytes:
    """What tells whether an article has to be made again: 16 bytes of the document's SHA-256; where it is made of more, 16
    for its amendments and 16 for its metadata.

    Args:
        amendments: what cleaning uses of them, empty without any.
    """
    digest = bytes.fromhex(document.sha256)[:16]
    said = "" if document.metadata == _NOTHING else repr(astuple(document.metadata))
    if document.votes or document.marks:
        said += repr((document.votes, document.marks))
    if not amendments and not said:
        return digest
    return digest + _digest(amendments) + _digest(said.encode("utf-8", "surrogatepass"))


def is_amended_by(made: bytes, amendments: bytes) -> bool:
    """Whether an article is made with these amendments, given as to `made_from`."""
    return (made[16:32] or _digest(b"")) == _digest(amendments)


def _digest(said: bytes) -> bytes:
    return sha256(said).digest()[:16]
