"""A file that is one article: plain text, Markdown, HTML."""

from __future__ import annotations

from collections.abc import Iterator

from reader.corpus.decoding import encoding_of
from reader.corpus.record import DOUBTFUL, Piece, Record, Source
from reader.errors import Problem


def read_bytes(source: Source) -> Iterator[Piece]:
    """The bytes, unpacked: what they say is found out where the article is made."""
    yield source.data()


def plain_article(data: bytes) -> Iterator[Record | Problem]:
    """The text as decoded, unchanged: line ends and blanks are part of the raw text."""
    encoding = encoding_of(data)
    text = encoding.text(data)
    yield Record(text) if text.strip() else Problem("the file is empty")
    if encoding.doubt:
        yield Problem(encoding.doubt, hint=DOUBTFUL)


def html_article(data: bytes) -> Iterator[Record | Problem]:
    """The visible text, block by block, and what the head says."""
    from reader.corpus.html import page_of

    encoding = encoding_of(data, html=True)
    page = page_of(encoding.text(data))
    if page.text:
        yield Record(page.text, page.metadata, votes=page.votes, marks=page.marks)
    else:
        yield Problem("the page has no visible text")
    if encoding.doubt:
        yield Problem(encoding.doubt, hint=DOUBTFUL)
