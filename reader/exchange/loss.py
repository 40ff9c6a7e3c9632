"""The loss report: what a format could not hold, tag by tag."""

from __future__ import annotations

from dataclasses import dataclass

from reader.exchange.record import Record
from reader.tags.changes import quote
from reader.tags.model import Tag


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing of one tag that is not in the file as it is in the sheet."""

    article: str
    annotator: str | None
    tag: str
    label: str
    passage: str
    message: str

    def __str__(self) -> str:
        return f"{self.article} ({self.annotator}), {self.label} “{self.passage}” [{self.tag}]: {self.message}"


def loss(record: Record, tag: Tag, message: str) -> Loss:
    """What happened to a tag of a record."""
    return Loss(record.article.id, record.annotator, tag.id, tag.label, quote(tag.text), message)
