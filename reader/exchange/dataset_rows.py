"""Rows of Parquet files with labelled spans, or with tokens and their tags: what datasets of other people hold, and ours.

Needs pyarrow. A row is told by its columns:

    text, spans      each span {start, end, label}; `entities` is taken for `spans`, `type` for `label`
    tokens, ner_tags names or, where the file says what they stand for, numbers (`words`; `tags`, `ner`); with `text`, `starts`
                     and `ends` each token's place is known, else the tokens are joined by blanks
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec

from reader.exchange.incoming import Incoming, IncomingError, IncomingLink, IncomingSpan
from reader.exchange.iob import are_sided, chunks
from reader.exchange.parquet_rows import ParquetRows, opened
from reader.tags.model import Done

_SPANS = ("spans", "entities")
_TOKENS = ("tokens", "words")
_TAGS = ("ner_tags", "tags", "ner")
_OTHERS = (
    "text",
    "id",
    "annotator",
    "text_sha256",
    "labels",
    "links",
    "note",
    "status",
    "done",
    "unit",
    "starts",
    "ends",
)


class _Attribute(msgspec.Struct, frozen=True):
    name: str
    value: str


class _Span(msgspec.Struct, frozen=True):
    start: int
    end: int
    label: str | int | None = None
    type: str | int | None = None
    id: str | int | None = None
    text: str | None = None
    attributes: tuple[_Attribute, ...] | None = None
    note: str | None = None


class _Link(msgspec.Struct, frozen=True):
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    type: str | None = None


class _Unit(msgspec.Struct, frozen=True):
    start: int | None = None
    of: str | None = None


class _Done(msgspec.Struct, frozen=True):
    at: str | None = None
    scheme: str | None = None
    labels: tuple[str, ...] | None = None


class _Row(msgspec.Struct, frozen=True):
    text: str | None = None
    spans: tuple[_Span, ...] | None = None
    tokens: tuple[str, ...] | None = None
    tags: tuple[str | int, ...] | None = None
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    id: str | int | None = None
    annotator: str | None = None
    text_sha256: str | None = None
    labels: tuple[str, ...] | None = None
    links: tuple[_Link, ...] | None = None
    note: str | None = None
    status: str | None = None
    done: _Done | None = None
    unit: _Unit | None = None


def incoming_rows(path: Path) -> Iterator[Incoming]:
    """The rows of a file, a few in memory at a time.

    Raises:
        IncomingError: it is no Parquet file with such columns, or a row holds something else.
    """
    import pyarrow

    number = 0
    try:
        with opened(path) as file:
            table = ParquetRows(path, file)
            columns, names = _columns(path, table.schema)
            tags = next((name for name, field in columns.items() if field == "tags"), "")
            sided = are_sided(names or table.words_in(tags)) if tags else True
            for number, found in table.rows(columns):
                yield _incoming(path, number, _row(path, number, found, columns), names, sided=sided)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise IncomingError(f"not a Parquet file that can be read: {why}", path=path, line=number) from error


def _columns(path: Path, schema: Any) -> tuple[Mapping[str, str], Sequence[str]]:
    """Column → the field that it is, and what the numbers of its classes stand for.

    Raises:
        IncomingError: there are no spans and no tags.
    """
    there = schema.names
    spans = next((one for one in _SPANS if one in there), "")
    words = next((one for one in _TOKENS if one in there), "")
    tags = next((one for one in _TAGS if one in there), "")
    wanted = {one: one for one in _OTHERS if one in there}
    if spans and "text" in there:
        wanted[spans] = "spans"
        classes = spans
    elif words and tags:
        wanted |= {words: "tokens", tags: "tags"}
        classes = tags
    else:
        hint = f"its columns: {', '.join(there)}" if there else "it has no columns"
        raise IncomingError(
            "there are no columns `text` and `spans`, nor `tokens` and `ner_tags`", path=path, hint=hint
        )
    return wanted, _class_names(schema.metadata or {}, classes)


def _class_names(metadata: Mapping[bytes, bytes], column: str) -> Sequence[str]:
    """The names of a column's classes, where `datasets` wrote them into the file."""
    try:
        told = json.loads(metadata[b"huggingface"])["info"]["features"][column]
    except (KeyError, TypeError, ValueError, RecursionError):
        return ()
    waiting = [told]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict) and isinstance(one.get("names"), list):
            return [str(name) for name in one["names"]]
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return ()


def _row(path: Path, number: int, found: dict[str, Any], columns: Mapping[str, str]) -> _Row:
    values = {columns[name]: value for name, value in found.items()}
    if isinstance(spans := values.get("spans"), dict):  # a sequence of structs, as older versions of `datasets` keep it
        lists = [value or [] for value in spans.values()]
        values["spans"] = [dict(zip(spans, one, strict=False)) for one in zip(*lists, strict=False)]
    try:
        return msgspec.convert(values, _Row)
    except msgspec.ValidationError as error:
        from reader.exchange.expecting import expected  # late: it is needed for broken files alone

        raise IncomingError(str(error), path=path, line=number, hint=expected(error, _Row)) from error


def _incoming(path: Path, number: int, row: _Row, names: Sequence[str], *, sided: bool) -> Incoming:
    def name(label: str | int | None) -> str:
        if isinstance(label, str):
            return label
        if label is None or not 0 <= label < len(names):
            why = (
                "a label is missing" if label is None else f"the label {label} is a number without a name in this file"
            )
            raise IncomingError(why, path=path, line=number)
        return names[label]

    to_the_letter = True
    if row.tokens is not None or row.tags is not None:
        text, places, to_the_letter = _placed(path, number, row)
        spans = tuple(
            IncomingSpan(places[span.start][0], places[span.end - 1][1], label)
            for span, label in chunks([name(tag) for tag in row.tags or ()], sided=sided)
        )
    elif row.text is None:
        raise IncomingError("the row has no text", path=path, line=number)
    else:
        text = row.text
        spans = tuple(
            IncomingSpan(
                one.start,
                one.end,
                name(one.type if one.label is None else one.label),
                "" if one.id is None else str(one.id),
                one.text or "",
                {attribute.name: attribute.value for attribute in one.attributes or ()},
                one.note or "",
            )
            for one in row.spans or ()
        )
    return Incoming(
        path=path,
        line=number,
        text=text,
        spans=spans,
        links=tuple(IncomingLink(one.source, one.target, one.type or "") for one in row.links or ()),
        labels=row.labels or (),
        id="" if row.id is None else str(row.id),
        annotator=row.annotator or "",
        text_sha256=(row.unit and row.unit.of) or row.text_sha256 or "",
        start=(row.unit.start or 0) if row.unit else 0,
        note=row.note or "",
        status=row.status or "",
        done=Done(done.at, done.scheme or "", done.labels or ()) if (done := row.done) and done.at else None,
        to_the_letter=to_the_letter,
    )


def _placed(path: Path, number: int, row: _Row) -> tuple[str, list[tuple[int, int]], bool]:
    """The text of a row of tokens, each token's place in it, and whether the text is told to the letter."""
    words, tags = row.tokens or (), row.tags or ()
    if len(words) != len(tags):
        raise IncomingError(f"{len(words)} tokens have {len(tags)} tags", path=path, line=number)
    if row.text is not None and row.starts is not None and row.ends is not None:
        if not len(words) == len(row.starts) == len(row.ends):
            raise IncomingError("tokens, starts and ends are not of the same number", path=path, line=number)
        return row.text, list(zip(row.starts, row.ends, strict=True)), True
    starts = accumulate((len(word) + 1 for word in words), initial=0)
    return " ".join(words), [(start, start + len(word)) for word, start in zip(words, starts, strict=False)], False
