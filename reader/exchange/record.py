"""What is exported: one article with one annotator's tags, as they stand in today's text under today's label names."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.labels import Scheme
from reader.tags.anchoring import Anchored, anchor_sheet
from reader.tags.changes import new_sheet
from reader.tags.model import Link, TagSheet


@dataclass(frozen=True)
class Record:
    """One article and one annotator.

    Attributes:
        annotator: None for an article that nobody has a sheet of.
        sheet: its tags are all sound in `article.text`, its labels have today's names, its links join tags that are here.
    """

    article: Article
    annotator: str | None
    sheet: TagSheet


@dataclass(frozen=True)
class LeftOut:
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
    return Record(article, annotator, exported), left_out


def untagged(article: Article, annotator: str | None) -> Record:
    """The record of an article without a sheet."""
    return Record(article, annotator, new_sheet(article, annotator or ""))


def _name(label: str, scheme: Scheme) -> str:
    """The name that a label has today; of a label that the scheme does not know, its own."""
    known = scheme.find(label)
    return known.name if known else label


def _names(labels: tuple[str, ...], scheme: Scheme) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_name(label, scheme) for label in labels))
