"""A document: the raw text of one article as it was found, and what its file or row says about it."""

from __future__ import annotations

import hashlib
from functools import cached_property

import msgspec


def sha256_of(text: str) -> str:
    """The SHA-256 of a text as UTF-8, in hex; lone surrogates count as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Metadata(msgspec.Struct, frozen=True):
    """What a row's columns or an HTML head say of a document; empty where they say nothing."""

    title: str = ""
    date: str = ""
    byline: str = ""
    source: str = ""
    url: str = ""
    language: str = ""


class Document(msgspec.Struct, frozen=True, dict=True):
    """One article as found.

    Attributes:
        id: the article id; stable whichever way the corpus is named.
        path: the file, with `/`, relative to the same folder as the id.
        raw: the text as decoded (for HTML the visible text, block by block). All raw offsets count its code points.
        metadata: what the row or the HTML head says.
        row: the row number in a table, from 1; 0 for a file of its own.
        place: the byte of the unpacked file at which its row begins; -1 where a row cannot be read from there.
    """

    id: str
    path: str
    raw: str
    metadata: Metadata = Metadata()
    row: int = 0
    place: int = -1

    @cached_property
    def sha256(self) -> str:
        return sha256_of(self.raw)
