"""Catalogues filled from a few words: articles, whose names are found in them, and the sheets of their annotators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from reader.library.catalogue import Catalogue
from reader.library.entering import enter
from reader.library.prepared import Prepared
from reader.library.schema import SEPARATOR


class A(msgspec.Struct, frozen=True):
    """An article.

    Attributes:
        id: its file is `<id>.txt`.
        body: its text but for the title block.
        title: "" for none; lists then show the first words, as after cleaning.
        headline: whether the title is the first block of the text; else it is metadata alone.
        names: of its entities; None when nobody has looked for them yet.
    """

    id: str
    body: str
    date: str = "2020-03-01"
    title: str = ""
    headline: bool = True
    source: str = ""
    language: str = ""
    names: Sequence[str] | None = ()


class S(msgspec.Struct, frozen=True):
    """A sheet: whose, of which article; labels with the number of their tags (0: a label of the whole article)."""

    article: str
    annotator: str = "ana"
    status: str = "reading"
    labels: Mapping[str, int] = {}
    uncertain: int = 0
    problem: str = ""


def text_of(article: A) -> str:
    """`Article.text` of a sample."""
    return f"{article.title}\n\n{article.body}" if article.title and article.headline else article.body


def prepared(article: A) -> Prepared:
    """A sample as the catalogue takes it."""
    text = text_of(article)
    words = text.split()
    digest = sha256(text.encode()).digest()[:16]
    return Prepared(
        id=article.id, path=f"{article.id}.txt", row=0, place=-1, made=digest[:16], date=article.date,
        title=article.title or " ".join(words[:16]) + (" …" if len(words) >= 16 else ""), source=article.source,
        language=article.language, text=text, head=len(article.title) if article.headline else 0, text_sha256=digest,
    )  # fmt: skip


def filled(tmp_path: Path, articles: Sequence[A], sheets: Sequence[S] = ()) -> Catalogue:
    """A new catalogue with these articles, entered in this order, and these sheets."""
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    add_articles(catalogue, articles)
    add_sheets(catalogue, sheets)
    return catalogue


def add_articles(catalogue: Catalogue, articles: Sequence[A]) -> None:
    """Enter articles; keys go on from the last, and so does the order of coming."""
    db = catalogue.db
    with catalogue.writing():
        files = {}
        for article in articles:
            name = f"{article.id}.txt"
            db.execute("INSERT INTO file(name, size, mtime, rows) VALUES (?, 0, 0, -1)", (name,))
            (files[name],) = db.execute("SELECT file FROM file WHERE name = ?", (name,)).fetchone()
        enter(catalogue, [prepared(article) for article in articles], files)
        for article in articles:
            if article.names is not None:
                key = key_of(catalogue, article.id)
                db.execute("INSERT INTO named(rowid, names) VALUES (?, ?)", (key, SEPARATOR.join(article.names)))
                db.execute("INSERT INTO looked_through VALUES (?, ?)", (key, key))


def add_sheets(catalogue: Catalogue, sheets: Sequence[S]) -> None:
    """Note sheets."""
    db = catalogue.db
    with catalogue.writing():
        for sheet in sheets:
            number = db.execute(
                "INSERT INTO sheet(path, annotator, article, size, mtime, status, tags, uncertain, document_sha256,"
                " text_sha256, problem) VALUES (?, ?, ?, 0, 0, ?, ?, ?, '', '', ?)",
                (f"{sheet.annotator}/{sheet.article}.yaml", sheet.annotator, sheet.article, sheet.status,
                 sum(sheet.labels.values()), sheet.uncertain, sheet.problem),
            ).lastrowid  # fmt: skip
            for label, tags in sheet.labels.items():
                db.execute("INSERT INTO sheet_label VALUES (?, ?, ?)", (label, number, tags))


def key_of(catalogue: Catalogue, article_id: str) -> int:
    """The key of an article by its id."""
    (key,) = catalogue.db.execute("SELECT key FROM article WHERE id = ?", (article_id,)).fetchone()
    return int(key)


def ids_of(catalogue: Catalogue, keys: Sequence[int]) -> list[str]:
    """The ids of articles, in the order of their keys as given."""
    return [catalogue.db.execute("SELECT id FROM article WHERE key = ?", (key,)).fetchone()[0] for key in keys]
