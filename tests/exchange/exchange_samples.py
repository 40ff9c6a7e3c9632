"""Articles and records for the tests of the formats."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from reader.cleaning import clean
from reader.cleaning.article import Article
from reader.corpus.document import Document, Metadata
from reader.exchange.record import Record, record_of
from reader.labels import Label, Scheme
from reader.tags.changes import make_tag, new_sheet
from reader.tags.model import Link
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
    sheet = replace(new_sheet(article, "ana"), tags=tuple(made), links=joined, status="done")
    return record_of(article, "ana", sheet, SCHEME)[0]
