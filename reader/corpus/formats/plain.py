"""A file that is one article: plain text, Markdown, HTML."""

from __future__ import annotations

from collections.abc import Iterator

from reader.corpus.decoding import decode, flaw_of
from reader.corpus.record import Record, Source
from reader.errors import Problem


def read_plain(source: Source) -> Iterator[Record | Problem]:
    """The text as decoded, unchanged: line ends and blanks are part of the raw text."""
    data = source.data()
    text = decode(data)
    yield Record(text) if text.strip() else Problem("the file is empty")
    if flaw := flaw_of(data):
        yield Problem(flaw, hint="it is read all the same: other characters stand where bytes fit none")


def read_html(source: Source) -> Iterator[Record | Problem]:
    """The visible text, block by block, and what the head says."""
    from reader.corpus.html import page_of

    text, metadata = page_of(decode(source.data(), html=True))
    yield Record(text, metadata) if text else Problem("the page has no visible text")
