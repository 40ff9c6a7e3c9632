"""What is exported: a text with one annotator's tags, as they stand in today's article under today's label names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article, Block
from reader.corpus.document import sha256_of
from reader.labels import Scheme
from reader.tags.anchoring import Anchored, anchor_sheet
from reader.tags.changes import new_sheet
from reader.tags.model import Done, Link, Status, Tag, TagSheet

_LONE = re.compile("[\ud800-\udfff]")

UnitKind = Literal["article", "paragraph", "sentence"]
Base = Literal["cleaned", "raw"]


class About(msgspec.Struct, frozen=True):
    """What is said of an article beside its text.

    Attributes:
        text_sha256: of the whole cleaned text.
        document_sha256: of the raw text.
    """

    id: str
    path: str
    title: str | None
    date: str | None
    source: str | None
    url: str
    language: str
    text_sha256: str
    document_sha256: str


class Unit(msgspec.Struct, frozen=True):
    """Which part of an article a record is.

    Attributes:
        number: of its kind in the article, from 0.
        start: where it begins in the article's text, in code points.
    """

    kind: UnitKind = "article"
    number: int = 0
    start: int = 0


class Record(msgspec.Struct, frozen=True):
    """One article, or a part of one, with the tags of one annotator.

    Attributes:
        annotator: whose tags; None for an article that nobody has a sheet of.
        text: what all offsets count in, half-open, in code points.
        blocks: the paragraphs of `text`, offsets in it.
        tags: all sound in `text`, in text order.
        links: join tags that are here.
        labels: of the whole article.
        base: whether `text` is of the cleaned article, or of the raw document.
        split: the part of the data that it goes into (`train`, …); "" where there are none.
        file: the name of its file without suffix, in a format that has one for each record.
    """

    about: About
    annotator: str | None
    text: str
    blocks: tuple[Block, ...]
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()
    labels: tuple[str, ...] = ()
    status: Status = "new"
    done: Done | None = None
    note: str = ""
    unit: Unit = Unit()
    base: Base = "cleaned"
    split: str = ""
    file: str = ""

    @property
    def id(self) -> str:
        """The article's id."""
        return self.about.id

    @property
    def name(self) -> str:
        """A name that no other record of an export has: `news/a@ana`, `news/a#3@ana` for a part of an article."""
        part = f"#{self.unit.number}" if self.unit.kind != "article" else ""
        return f"{self.about.id}{part}" + (f"@{self.annotator}" if self.annotator is not None else "")

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of `text`."""
        whole = self.unit.kind == "article" and self.base == "cleaned"
        return self.about.text_sha256 if whole else sha256_of(self.text)

    @property
    def used_labels(self) -> Iterator[str]:
        """The labels of its tags and of the whole, each as often as it stands there."""
        yield from (tag.label for tag in self.tags)
        yield from self.labels


class LeftOut(msgspec.Struct, frozen=True):
    """What a sheet holds that cannot be exported: tags whose passage is not certain, and links to them."""

    tags: tuple[Anchored, ...] = ()
    links: tuple[Link, ...] = ()


def record_of(article: Article, annotator: str, sheet: TagSheet, scheme: Scheme) -> tuple[Record, LeftOut]:
    """The record of a sheet in today's text, and what of the sheet it leaves out."""
    today, uncertain = anchor_sheet(sheet, article)
    # The sheet's own raw places are of the document that it names, which need not be today's.
    tags = tuple(
        replace(tag, label=_name(tag.label, scheme), raw=article.offsets.span_to_raw(tag.span))
        for tag in today.tags
        if tag.id not in uncertain
    )
    ids = {tag.id for tag in tags}
    kept = tuple(link for link in today.links if link.source in ids and link.target in ids)
    done = today.done and replace(today.done, labels=_names(today.done.labels, scheme))
    exported = replace(today, tags=tags, links=kept, labels=_names(today.labels, scheme), done=done)
    left_out = LeftOut(tuple(uncertain.values()), tuple(link for link in today.links if link not in kept))
    return _record(article, annotator, exported), left_out


def untagged(article: Article, annotator: str | None) -> Record:
    """The record of an article without a sheet."""
    return _record(article, annotator, new_sheet(article, annotator or ""))


def about(article: Article) -> About:
    """What is said of an article beside its text. Lone surrogates, which no UTF-8 has (a file name may), are U+FFFD in it."""
    document = article.document
    return About(
        id=_encodable(article.id),
        path=_encodable(document.path),
        title=article.title and _encodable(article.title),
        date=article.date,
        source=article.source and _encodable(article.source),
        url=_encodable(document.metadata.url),
        language=_encodable(article.language),
        text_sha256=article.text_sha256,
        document_sha256=document.sha256,
    )


def _encodable(text: str) -> str:
    return text if text.isascii() else _LONE.sub("\ufffd", text)


def _record(article: Article, annotator: str | None, sheet: TagSheet) -> Record:
    return Record(
        about=about(article),
        annotator=annotator and _encodable(annotator),
        text=article.text,
        blocks=article.blocks,
        tags=sheet.tags,
        links=sheet.links,
        labels=sheet.labels,
        status=sheet.status,
        done=sheet.done,
        note=sheet.note,
    )


def _name(label: str, scheme: Scheme) -> str:
    """The name that a label has today; of a label that the scheme does not know, its own."""
    known = scheme.find(label)
    return known.name if known else label


def _names(labels: tuple[str, ...], scheme: Scheme) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_name(label, scheme) for label in labels))
