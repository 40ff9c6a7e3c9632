"""What a file of another program holds: texts with labelled spans, before anybody knows which articles they are of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from reader.errors import ReaderError
from reader.tags.model import Done

FURTHEST = 1 << 53  # of offsets: what every program's numbers hold


class IncomingSpan(msgspec.Struct, frozen=True, gc=False):
    """A labelled span of an incoming text: half-open, in code points.

    Attributes:
        id: its name in the file, unique in its text; "" where the format has none.
        text: the words that the file quotes; "" where it quotes none.
    """

    start: int
    end: int
    label: str
    id: str = ""
    text: str = ""
    attributes: Mapping[str, str] = {}
    note: str = ""


class IncomingLink(msgspec.Struct, frozen=True):
    """A relation between two spans, by their ids."""

    source: str
    target: str
    type: str


class Incoming(msgspec.Struct, frozen=True):
    """One text of a file with its spans.

    Attributes:
        line: where it stands in the file, from 1: its line, or its number among the texts; 0 when the file is one text.
        path: the file.
        text: what its spans count in; "" where the file holds only the spans, and `text_sha256` tells what they count in.
        to_the_letter: whether the text is all there; not where only tokens are kept, and the blanks between them are made up.
        id: the article's id, "" where the file does not tell.
        text_sha256: of the article's whole text, or else of `text`, as far as the file tells.
        start: where the text begins in the article's, for a part of one.
        annotator: whose spans; "" where the file does not tell.
        labels: of the whole text.
        notes: what of it was not read as it stands in the file, and why, for people.
        status, done: of the article for its annotator, as far as the file tells; "" and None where it does not.
    """

    path: Path
    line: int
    text: str
    spans: tuple[IncomingSpan, ...] = ()
    links: tuple[IncomingLink, ...] = ()
    labels: tuple[str, ...] = ()
    id: str = ""
    annotator: str = ""
    text_sha256: str = ""
    start: int = 0
    note: str = ""
    to_the_letter: bool = True
    notes: tuple[str, ...] = ()
    status: str = ""
    done: Done | None = None


class IncomingError(ReaderError):
    """A file that does not hold what its format says; names the row and the reason."""

    title = "The file cannot be read as that format"
