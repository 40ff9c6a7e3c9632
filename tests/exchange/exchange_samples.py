"""Articles and records for the tests of the formats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from msgspec.structs import replace

from reader.cleaning import clean
from reader.cleaning.article import Article
from reader.corpus.document import Document, Metadata
from reader.exchange.destination import exporting_to
from reader.exchange.exporting import Outcome, write
from reader.exchange.format import ReadOptions, WriteOptions, format_named
from reader.exchange.incoming import Incoming
from reader.exchange.record import Record, record_of
from reader.labels import Label, Scheme
from reader.tags.changes import make_tag, new_sheet
from reader.tags.model import Link, in_order
from reader.text.spans import Span

SCHEME = Scheme((Label("casualty", formerly=("victims",)), Label("place"), Label("war", scope="article")))


def article_of(text: str, language: str = "en") -> Article:
    return clean(
        Document("news/a", "news/a.txt", text, Metadata(language=language, url="https://a.example/1")), as_is=True
    )


def record_with(article: Article, tags: Sequence[tuple[int, int, str]], links: bool = False) -> Record:
    made = [
        replace(make_tag(article, Span(start, end), label), id=f"tag{number:05}")  # the order of equals is by id
        for number, (start, end, label) in enumerate(tags)
    ]
    joined = tuple(Link(a.id, b.id, "in") for a, b in pairwise(made)) if links else ()
    sheet = replace(new_sheet(article, "ana"), tags=in_order(made), links=joined, status="done")
    return record_of(article, "ana", sheet, SCHEME)[0]


#: Emoji, newline, nested, accents, curly quotes: what breaks most exporters.
TRUCE = "Truce 🎉 announced in Karsa.\n\nAt least 17 civilians were killed — café owner “Ana” said."
TRUCE_TAGS = ((0, 5, "truce"), (21, 26, "place"), (29, 62, "casualty"), (38, 50, "casualty"), (65, 69, "place"))


def truce() -> Record:
    """The record of that text, with an attribute, notes, links, a label of the whole, and a nested tag."""
    record = record_with(article_of(TRUCE), TRUCE_TAGS, links=True)
    first, *rest = record.tags
    first = replace(first, attributes={"certainty": "high: “=1+1”", "side": "both"}, note="see\nalso <b>;\t| \\")
    return replace(record, tags=(first, *rest), labels=("war",), note="of all")


def exported(path: Path, name: str, records: Iterable[Record], **options: str) -> Outcome:
    """Write records in a format to a file, or to a folder where the format is one."""
    format = format_named(name)
    with exporting_to(path, folder=format.folder or not format.suffix) as destination:
        return write(records, format, destination, WriteOptions(scheme=SCHEME, **options))


def read_back(path: Path, name: str, *, plainly: bool = False) -> list[Incoming]:
    """What an export without splits holds; of a folder with one file for all, that file."""
    format = format_named(name)
    place = path / f"all{format.suffix}" if path.is_dir() and format.suffix else path
    return list(format.read(place, ReadOptions(plainly=plainly)))
