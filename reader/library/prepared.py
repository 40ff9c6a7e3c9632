"""What is made of a document for the catalogue, by a worker that may be another process or another machine."""

from __future__ import annotations

import msgspec


class Prepared(msgspec.Struct, frozen=True):
    """An article as the catalogue takes it.

    Attributes:
        id, path, row: as the document's.
        place: the byte at which its row begins in a table, -1 where that is not known.
        made: what the text was made from (see `made_from`).
        date: ISO date, "" when unknown.
        title: what lists show; the first words of an article without one.
        text: `Article.text`.
        head: the end of the title block of the text; 0 when the title is no part of the text.
        signature: what near-duplicates are found by; empty for a text too short to tell.
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
    signature: bytes


def made_from(document_sha256: str, amendments: bytes) -> bytes:
    """What tells whether an article has to be made again: 16 bytes of the document's SHA-256, 16 of its amendments' file's.

    Args:
        amendments: the bytes of the file of amendments, empty without one.
    """
    from hashlib import sha256

    digest = bytes.fromhex(document_sha256)[:16]
    return digest + sha256(amendments).digest()[:16] if amendments else digest
