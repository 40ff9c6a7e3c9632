"""Prodigy's JSON Lines: one annotated task per record, for `prodigy db-in` and what reads its data.

    text, tokens    every character is in a token or is the blank after one (`ws`); a newline is a token
    spans           start and end in code points, half-open, on edges of tokens; `token_end` is the last token, not the one after
    relations       of head (where a link begins) and child, each by its last token and its span
    answer          `accept`; none for an article without tags that nobody called done: that is a task still
    meta            what Prodigy shows beneath the text
    reader          our own: the fields of the JSON Lines export but for the text, exact offsets included

The form `spans` has all tags (the interface `spans_manual`, `relations` where there are links), the form `ner` of those that
overlap the longest (`ner_manual`).

Source: https://prodi.gy/docs/api-interfaces, the sections on `spans`, `ner_manual` and `relations`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from reader.exchange.destination import Place
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming, IncomingLink, IncomingSpan
from reader.exchange.json_lines import json_line
from reader.exchange.json_rows import rows
from reader.exchange.ours import NOTHING, Ours, incoming, ours
from reader.exchange.record import Record
from reader.exchange.spacing import Spaced, spaced
from reader.exchange.tokens import aligned
from reader.tags.model import Tag
from reader.text.spans import Span, longest_first, trimmed


class _Writer(Writer):
    """Writes each record as it comes."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._file = place.open()
        self._alignment = options.alignment
        self._flat = options.form == "ner"
        self._unanswered = 0

    def add(self, record: Record) -> None:
        pieces = spaced(record.text)
        places: dict[str, Span] = {}
        for tag in record.tags:
            place = aligned(trimmed(record.text, tag.span), pieces.tokens, self._alignment)
            if place is not None:
                places[tag.id] = place
        if self._flat:
            kept = set(longest_first(places.values()))
            taken: set[Span] = set()
            for name, place in [*places.items()]:
                if place not in kept or place in taken:
                    del places[name]
                taken.add(place)
        spans = {tag.id: _span(tag, places[tag.id], pieces) for tag in record.tags if tag.id in places}
        relations = [
            _relation(spans[link.source], spans[link.target], link.type)
            for link in record.links
            if link.source in spans and link.target in spans
        ]
        value: dict[str, Any] = {
            "text": record.text,
            "tokens": [
                {
                    "text": record.text[token.start : token.end],
                    "start": token.start,
                    "end": token.end,
                    "id": n,
                    "ws": ws,
                }
                for n, (token, ws) in enumerate(zip(*pieces, strict=True))
            ],
            "spans": [*spans.values()],
        }
        if relations:
            value["relations"] = relations
        value["meta"] = _shown(record)
        value["_view_id"] = "ner_manual" if self._flat else "relations" if relations else "spans_manual"
        if record.annotator is not None:
            value["_annotator_id"] = value["_session_id"] = record.annotator
        if record.tags or record.status == "done":
            value["answer"] = "accept"
        else:
            self._unanswered += 1
        value["reader"] = ours(record)
        self._file.write(json_line(value))

    def finish(self) -> list[str]:
        if not self._unanswered:
            return []
        return [
            f"{self._unanswered} records without tags are not called done, so they have no `answer`: "
            "give them to a recipe as tasks; `prodigy db-in` would take them as accepted"
        ]


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def _span(tag: Tag, place: Span, pieces: Spaced) -> dict[str, Any]:
    return {
        "start": pieces.tokens[place.start].start,
        "end": pieces.tokens[place.end - 1].end,
        "token_start": place.start,
        "token_end": place.end - 1,
        "label": tag.label,
        "id": tag.id,
    }


def _relation(head: Mapping[str, Any], child: Mapping[str, Any], label: str) -> dict[str, Any]:
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "label": label,
        "head_span": head,
        "child_span": child,
    }


def _shown(record: Record) -> dict[str, str]:
    about = record.about
    shown = {"article": about.id, "title": about.title, "date": about.date, "source": about.source}
    return {name: value for name, value in shown.items() if value}


class _Span(msgspec.Struct, frozen=True):
    start: int
    end: int
    label: str | None = None
    id: str | int = ""
    text: str = ""


class _Relation(msgspec.Struct, frozen=True):
    label: str | None = None
    head_span: _Span | None = None
    child_span: _Span | None = None


class _Row(msgspec.Struct, frozen=True):
    """What is read of a row. `label` and `accept` are the answers of the interfaces for whole texts."""

    text: str
    spans: tuple[_Span, ...] | None = ()
    relations: tuple[_Relation, ...] | None = ()
    answer: str | None = None
    label: str | None = None
    accept: tuple[str | int, ...] | None = ()
    annotator: str | int | None = msgspec.field(default="", name="_annotator_id")
    session: str | int | None = msgspec.field(default="", name="_session_id")
    reader: Ours | None = None


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    for line, row in rows(source, _Row):
        yield _incoming(source, line, row, options)


def _incoming(source: Path, line: int, row: _Row, options: ReadOptions) -> Incoming:
    told = row.reader or NOTHING
    annotator = str(row.annotator or row.session or "")
    if row.answer not in (None, "accept"):
        why = f"it was answered with {row.answer!r}: nothing of it is read"
        return incoming(source, line, row.text, (), (), told, annotator=annotator, notes=[why])
    details = {one.id: one for one in told.spans if one.id}
    spans: list[IncomingSpan] = []
    names: dict[_Key, str] = {}
    for number, one in enumerate(row.spans or ()):
        # Prodigy's own spans have no names; links need them.
        name = str(one.id) or (str(number) if row.relations else "")
        names.setdefault(_key(one), name)
        detail = details.get(name)
        start, end = (one.start, one.end) if detail is None or options.plainly else (detail.start, detail.end)
        is_exact = detail is not None and (start, end) == (detail.start, detail.end)
        spans.append(
            IncomingSpan(
                start,
                end,
                one.label or "",
                name,
                detail.text if detail and is_exact else one.text,
                detail.attributes if detail else {},
                detail.note if detail else "",
            )
        )
    links: list[IncomingLink] = []
    notes: list[str] = []
    for relation in row.relations or ():
        ends = [_named(end, names) for end in (relation.head_span, relation.child_span)]
        if None in ends:
            notes.append(f"a relation {relation.label!r} joins words that have no label: it is not read")
        else:
            links.append(IncomingLink(str(ends[0]), str(ends[1]), relation.label or ""))
    whole = [*(str(one) for one in row.accept or ()), *([row.label] if row.label else [])]
    return incoming(source, line, row.text, spans, links, told, labels=whole, annotator=annotator, notes=notes)


_Key = tuple[int, int, str | None]


def _key(span: _Span) -> _Key:
    return span.start, span.end, span.label


def _named(span: _Span | None, names: Mapping[_Key, str]) -> str | None:
    """The name of a span that a relation quotes."""
    if span is None:
        return None
    return str(span.id) or names.get(_key(span))
