"""A document: the raw text of one article as it was found, and what its file or row says about it."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Literal

import msgspec

from reader.text.spans import Span


def sha256_of(text: str) -> str:
    """The SHA-256 of a text as UTF-8, in hex; lone surrogates count as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Origins(msgspec.Struct, frozen=True):
    """Where each field of the metadata was said: `og:title`, `JSON-LD author`, `<time>`, `column "headline"`; empty without one."""

    title: str = ""
    date: str = ""
    byline: str = ""
    source: str = ""
    url: str = ""
    language: str = ""


class Metadata(msgspec.Struct, frozen=True):
    """What a row's columns or an HTML page say of a document; empty where they say nothing.

    Attributes:
        likely_date: an ISO date that stands somewhere in a page's markup; it counts only where nothing else says when.
        origins: where the other fields were said.
    """

    title: str = ""
    date: str = ""
    byline: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    likely_date: str = ""
    origins: Origins = Origins()


class Vote(msgspec.Struct, frozen=True):
    """Which lines of a page's text an extractor takes for the article.

    Attributes:
        voter: the extractor: `trafilatura`, `justext`.
        kept: half-open spans of the raw text, in order, parted; from the start of a line to the end of one.
        failed: why it has no say and keeps nothing, as in `not asked, the markup is larger than 2 MB`; empty where it has one.
    """

    voter: str
    kept: tuple[Span, ...] = ()
    failed: str = ""


class Mark(msgspec.Struct, frozen=True):
    """What the markup says of consecutive blocks of the raw text: `heading`, `list` or `quote`; half-open code points."""

    start: int
    end: int
    role: Literal["heading", "list", "quote"]


class Document(msgspec.Struct, frozen=True, dict=True):
    """One article as found.

    Attributes:
        id: the article id; stable whichever way the corpus is named.
        path: the file, with `/`, relative to the same folder as the id.
        raw: the text as decoded (for HTML the visible text, block by block). All raw offsets count its code points.
        metadata: what the row or the HTML page says.
        row: the row number in a table, from 1; 0 for a file of its own.
        place: the byte of the unpacked file at which its row begins; -1 where a row cannot be read from there.
        votes: what extractors keep of an HTML page, the first to be asked first; empty for a text that is no page.
        marks: headings, lists and quotes of an HTML page, in order, parted.
    """

    id: str
    path: str
    raw: str
    metadata: Metadata = Metadata()
    row: int = 0
    place: int = -1
    votes: tuple[Vote, ...] = ()
    marks: tuple[Mark, ...] = ()

    @cached_property
    def sha256(self) -> str:
        return sha256_of(self.raw)
