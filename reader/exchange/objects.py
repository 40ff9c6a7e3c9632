"""Articles, mentions and records as plain objects: what `--json` prints and the exports hold. Offsets are code points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from reader.cleaning.article import Article
from reader.entities.mention import Mention
from reader.exchange.record import Record
from reader.tags.model import Origin, Tag
from reader.text.edits import Edit
from reader.text.spans import Span


class SpanObject(msgspec.Struct, frozen=True, gc=False):
    """A tag as an export has it; what encodes to an object, at a third of the price of a dictionary."""

    id: str
    start: int
    end: int
    label: str
    text: str
    raw: Span
    origin: Origin
    attributes: Mapping[str, str]
    note: str


def article_object(article: Article) -> dict[str, Any]:
    """A cleaned article; offsets of `blocks` count in `text`, those of `edits` and `removed` in the raw document."""
    return {
        "id": article.id,
        "path": article.document.path,
        "title": article.title,
        "date": article.date,
        "date_origin": article.date_origin,
        "origins": {field: getattr(article.origins, field) for field in ("title", "date", "byline", "source")},
        "byline": article.byline,
        "source": article.source,
        "language": article.language,
        "text": article.text,
        "text_sha256": article.text_sha256,
        "blocks": [{"role": block.role, "start": block.start, "end": block.end} for block in article.blocks],
        "captions": list(article.captions),
        "edits": [_edit(edit) for edit in article.edits],
        "removed": [_edit(edit) for edit in article.removed],
    }


def entities_object(article_id: str, mentions: Sequence[Mention]) -> dict[str, Any]:
    """The mentions of an article, in text order."""
    return {
        "id": article_id,
        "entities": [
            {
                "start": mention.start,
                "end": mention.end,
                "label": mention.label,
                "text": mention.text,
                "name": mention.name,
                "kind": mention.kind,
            }
            for mention in mentions
        ],
    }


def record_object(record: Record) -> dict[str, Any]:
    """A record, all of it, as plain objects. `unit` and `base` are there when it is a part of an article, or of the raw text."""
    value: dict[str, Any] = msgspec.to_builtins(record_row(record))
    for span in value["spans"]:
        span["raw"] = list(span["raw"])
    return value


def record_row(record: Record) -> dict[str, Any]:
    """What encodes to `record_object`, its spans as `SpanObject`."""
    about, done = record.about, record.done
    value: dict[str, Any] = {
        "id": about.id,
        "path": about.path,
        "title": about.title,
        "date": about.date,
        "source": about.source,
        "url": about.url,
        "language": about.language,
        "annotator": record.annotator,
        "status": record.status,
        "done": {"at": done.at, "scheme": done.scheme, "labels": list(done.labels)} if done else None,
        "text": record.text,
        "text_sha256": record.text_sha256,
        "labels": list(record.labels),
        "spans": [_span(tag) for tag in record.tags],
        "links": [{"from": link.source, "to": link.target, "type": link.type} for link in record.links],
    }
    if record.note:
        value["note"] = record.note
    if record.unit.kind != "article":
        unit = record.unit
        of = about.text_sha256 if record.base == "cleaned" else about.document_sha256
        value["unit"] = {"kind": unit.kind, "number": unit.number, "start": unit.start, "of": of}
    if record.base != "cleaned":
        value["base"] = record.base
    return value


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "start": edit.start,
        "end": edit.end,
        "replacement": edit.replacement,
        "rule": edit.rule,
        "reason": edit.reason,
    }


def _span(tag: Tag) -> SpanObject:
    return SpanObject(tag.id, tag.start, tag.end, tag.label, tag.text, tag.raw, tag.origin, tag.attributes, tag.note)
