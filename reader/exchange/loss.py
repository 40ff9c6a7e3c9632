"""The loss report: what a format could not hold, tag by tag."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from reader.exchange.record import LeftOut, Record
from reader.tags.changes import quote
from reader.tags.model import Tag

Kind = Literal[
    "unsound", "choice", "overlap", "missing", "edges", "attribute", "note", "link", "labels", "text", "added", "hidden"
]


class Loss(msgspec.Struct, frozen=True):
    """One thing of a record that is not in the file as it is in the sheet.

    Attributes:
        kind: `unsound`: not exported, its passage is not certain in today's text. `choice`: what was chosen leaves no place for
            it (it crosses the edge of a sentence, say). `overlap`: missing, and it overlaps another tag. `missing`. `edges`: on
            other words. `attribute`, `note`, `link`, `labels` (of the whole article): gone or changed. `text`: the text itself is
            another, so nothing of it can be relied on. `added`: the file holds what is nobody's. `hidden`: kept in the file, where
            the format's program does not show it; no loss when it is brought in again.
        tag: its id, "" where it is no tag that lost.
        start, end: where it stands in the record's text.
        passage: its words, shortened.
    """

    article: str
    annotator: str | None
    kind: Kind
    message: str
    tag: str = ""
    label: str = ""
    passage: str = ""
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        who = f"{self.article} ({self.annotator})" if self.annotator is not None else self.article
        what = f", {self.label} “{self.passage}” [{self.tag}]" if self.tag else ""
        return f"{who}{what}: {self.message}"


def loss(record: Record, kind: Kind, message: str, tag: Tag | None = None) -> Loss:
    """What a record lost, of one of its tags or as a whole."""
    if tag is None:
        return Loss(record.id, record.annotator, kind, message)
    place = (tag.start, tag.end)
    return Loss(record.id, record.annotator, kind, message, tag.id, tag.label, quote(tag.text), *place)


def unsound(record: Record, left_out: LeftOut) -> Iterator[Loss]:
    """What a sheet holds that is not certain in today's text."""
    for item in left_out.tags:
        why = "its passage is not in the text any more" if item.state == "lost" else "its passage may have moved"
        message = f"left out: {why}; open the article as {record.annotator} and review it"
        yield loss(record, "unsound", message, item.tag)
    for link in left_out.links:
        message = f"left out: the link {link.type} from {link.source} to {link.target}: one of its tags is left out"
        yield loss(record, "unsound", message)
