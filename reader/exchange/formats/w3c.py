"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): one AnnotationCollection as JSON-LD, written item by item.

For each record come, in this order:

    one of the whole article   its text as a body that is named by its hash (`ni:`, RFC 6920); labels of the whole; the note
    one for each tag           body: the label (tagging), attributes (classifying), note (commenting); target: the article's URL in
                               the state of that text, a quote selector and a position selector
    one for each link          motivation linking, from the annotation of one tag to that of another, its type as a tag

Positions count code points of the text of the article's own annotation, which is cleaned: the page at the URL has others, quotes
with their context are found there too. What the standard has no words for is in the terms of `reader:`, defined in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from reader.exchange.destination import Place
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.hash_names import named_by_hash
from reader.exchange.incoming import Incoming
from reader.exchange.json_lines import json_line
from reader.exchange.record import Record
from reader.tags.model import CONTEXT, Tag

OURS = UUID("0d3c6b2e-5f0b-4c53-9a57-7e0f6c1d2b84")  # every name that we give is made of it
CONTEXTS = ["http://www.w3.org/ns/anno.jsonld", {"reader": f"urn:uuid:{OURS}#"}]
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class _Writer(Writer):
    """Writes each annotation as it comes; what counts and names them stands at the end."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._file = place.open()
        self._digest = sha256()
        self._total = 0
        label = options.scheme.name or "Tagged passages"
        head = {"@context": CONTEXTS, "type": "AnnotationCollection", "label": label}
        page = {"type": "AnnotationPage", "startIndex": 0}
        self._file.write(json_line(head)[:-2] + b', "first": ' + json_line(page)[:-2] + b', "items": [')

    def add(self, record: Record) -> None:
        for annotation in of_record(record):
            line = json_line(annotation)[:-1]
            self._digest.update(line)
            self._file.write((b",\n" if self._total else b"\n") + line)
            self._total += 1

    def finish(self) -> list[str]:
        name = _name("collection", self._digest.hexdigest())
        page = json_line({"id": _name("page", name), "partOf": name})
        self._file.write(b"\n], " + page[1:-1] + b", " + json_line({"total": self._total, "id": name})[1:])
        return []


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    from reader.exchange.annotations import incoming_annotations

    return incoming_annotations(source)


def of_record(record: Record) -> Iterator[dict[str, Any]]:
    """The annotations of a record: of the whole article, of its tags, of its links."""
    source = record.about.url if re.match(r"https?://\S+$", record.about.url) else _name("article", record.about.id)
    text = named_by_hash(record.text_sha256)
    creator = {} if record.annotator is None else {"creator": {"nickname": record.annotator}}
    names = {tag.id: _name("tag", record.name, record.split, tag.id) for tag in record.tags}
    yield {
        "id": _name("record", record.name, record.split),
        "type": "Annotation",
        "motivation": "describing",
        **creator,
        "body": [_text_body(record, text), *(_body("tagging", one) for one in record.labels), *_note(record.note)],
        "target": _article(record, source),
        **_whole(record),
    }
    for tag in record.tags:
        yield {
            "id": names[tag.id],
            "type": "Annotation",
            "motivation": "tagging",
            **creator,
            **_times(tag),
            "dcterms:identifier": tag.id,
            "body": [
                _body("tagging", tag.label),
                *({**_body("classifying", value), "schema:name": name} for name, value in tag.attributes.items()),
                *_note(tag.note),
            ],
            "target": {
                "type": "SpecificResource",
                "source": source,
                "state": {"type": "TimeState", "cached": text},
                "selector": _selectors(record.text, tag),
            },
            "reader:origin": tag.origin,
        }
    for link in record.links:
        yield {
            "id": _name("link", names[link.source], names[link.target], link.type),
            "type": "Annotation",
            "motivation": "linking",
            **creator,
            "body": [
                {"type": "SpecificResource", "purpose": "linking", "source": names[link.target]},
                _body("tagging", link.type),
            ],
            "target": names[link.source],
        }


def _name(*parts: str) -> str:
    """A name that is the same in every export of the same."""
    return f"urn:uuid:{uuid5(OURS, json_line(parts).decode('ascii', 'backslashreplace'))}"


def _body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _note(note: str) -> list[dict[str, Any]]:
    return [{**_body("commenting", note), "format": "text/plain"}] if note else []


def _text_body(record: Record, name: str) -> dict[str, Any]:
    language = {"language": record.about.language} if record.about.language else {}
    return {"id": name, **_body("reader:text", record.text), "format": "text/plain", **language}


def _article(record: Record, source: str) -> dict[str, Any]:
    about = record.about
    said = {"title": about.title, "issued": about.date, "publisher": about.source}
    return {
        "id": source,
        "type": "Text",
        "dcterms:identifier": about.id,
        **{f"dcterms:{name}": value for name, value in said.items() if value},
    }


def _whole(record: Record) -> dict[str, Any]:
    done, unit = record.done, record.unit
    value: dict[str, Any] = {"reader:status": record.status}
    if done:
        value["reader:done"] = {"reader:at": done.at, "reader:scheme": done.scheme, "reader:labels": list(done.labels)}
    if unit.kind != "article":
        value["reader:unit"] = {
            "reader:kind": unit.kind,
            "reader:number": unit.number,
            "reader:start": unit.start,
            "reader:of": named_by_hash(record.about.text_sha256),
        }
    if record.base != "cleaned":
        value["reader:base"] = record.base
    return value


def _times(tag: Tag) -> dict[str, str]:
    said = {"created": tag.created, "modified": tag.modified}
    return {name: stamp for name, stamp in said.items() if _STAMP.fullmatch(stamp)}


def _selectors(text: str, tag: Tag) -> list[dict[str, Any]]:
    return [
        {
            "type": "TextQuoteSelector",
            "exact": text[tag.start : tag.end],
            "prefix": text[max(0, tag.start - CONTEXT) : tag.start],
            "suffix": text[tag.end : tag.end + CONTEXT],
        },
        {"type": "TextPositionSelector", "start": tag.start, "end": tag.end},
    ]
