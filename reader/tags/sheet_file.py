"""Tag sheets as YAML (`annotations/<annotator>/<id>.yaml`, `format: reader-annotations/1`), in and out.

A sheet is put together from one cached block a tag, so that writing a sheet of 2,000 tags after one change costs one block and a
join, not a serialisation of them all.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from reader import paths, yamlfile
from reader.errors import FormatError
from reader.tags.model import Done, Link, Tag, TagSheet, in_order, links_in_order
from reader.tags.sheet_problems import sheet_problems
from reader.text.spans import Span
from reader.yamlfile import scalar

FORMAT = yamlfile.Format("reader-annotations", 1)
_LONG_KEY = 1000
LARGEST = 32 * 1024 * 1024  # bytes; some 60,000 tags
_TAG = 400  # bytes of a tag's block but for what its fields hold
_ESCAPED = 10  # bytes of a character at most


class TagRow(msgspec.Struct, forbid_unknown_fields=True):
    """One tag as the file has it.

    Attributes:
        id: eight random base32 characters.
        label: a label of the scheme, or a name that one had formerly.
        start, end: half-open offsets in code points of the cleaned text.
        text: the passage itself.
        raw: [start, end] of the passage in the raw document.
        before, after: the context on each side, 32 to 256 characters.
        origin: how the tag came about.
        attributes: attribute of the label → value.
        created, modified: when, in UTC.
    """

    id: str
    label: str
    start: int
    end: int
    text: str
    raw: list[int] = []  # two of them, or none
    before: str = ""
    after: str = ""
    origin: Literal["typed", "repeated", "everywhere", "imported", "suggested"] = "typed"
    attributes: dict[str, str] = {}
    note: str = ""
    created: str = ""
    modified: str = ""


class LinkRow(msgspec.Struct, forbid_unknown_fields=True, rename={"source": "from", "target": "to"}):
    """One link as the file has it.

    Attributes:
        from, to: the ids of two tags of this sheet.
        type: what the first is to the second.
    """

    source: str
    target: str
    type: str


class DocumentRow(msgspec.Struct, forbid_unknown_fields=True):
    """The document that the article was made from.

    Attributes:
        path: as seen from the folder that holds `annotations/`.
        sha256: of its raw text as UTF-8.
    """

    path: str
    sha256: str


class DoneRow(msgspec.Struct, forbid_unknown_fields=True):
    """When the article was called done, and under which scheme.

    Attributes:
        at: the time in UTC.
        scheme: the SHA-256 of the label scheme.
        labels: what could have been tagged then.
    """

    at: str
    scheme: str = ""
    labels: list[str] = []


class SheetFile(msgspec.Struct, forbid_unknown_fields=True):
    """The whole of a sheet: one annotator's tags of one article.

    Attributes:
        article: the id of the article, which the path of the file mirrors.
        text_sha256: of the cleaned text that the offsets count in.
        annotator: whose folder the file is in.
        date: of the article, as ISO has it; null when unknown.
        labels: labels of the whole article.
    """

    format: str
    article: str
    document: DocumentRow
    text_sha256: str
    annotator: str
    title: str = ""
    date: str | None = None
    status: Literal["new", "reading", "done", "skipped"] = "reading"
    done: DoneRow | None = None
    labels: list[str] = []
    note: str = ""
    tags: list[TagRow] = []
    links: list[LinkRow] = []


def sheet_path(annotations: Path, annotator: str, article_id: str) -> Path:
    """Where one annotator's sheet of one article is, but for the rare ids that cannot have it there (`sheet_place`)."""
    return paths.article_file(annotations / paths.annotator_folder(annotator), paths.mirror(article_id))


def read_sheet(path: Path) -> TagSheet:
    """Read a sheet file.

    Raises:
        FormatError: with every problem of the file. A newer format is a `NewerFormat`.
        OSError: the file cannot be read.
    """
    return parse_sheet(read_bytes(path), path)


def read_bytes(path: Path, limit: int = LARGEST + 1) -> bytes:
    """The first bytes of a sheet file. Raises OSError when it cannot be read or is no regular file."""
    with open(path, "rb", opener=_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is not a file", str(path))
        return file.read(limit)


def _without_waiting(path: str, flags: int) -> int:
    # A colleague's folder may hold a pipe, and opening one waits for its writer.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


@lru_cache(maxsize=64)
def parse_sheet(data: bytes, path: Path) -> TagSheet:
    """The sheet in `data`; `path` is for messages. Raises as `read_sheet`.

    Going back to an article reads its sheets again; those that did not change need not be parsed again.
    """
    return sheet_from(yamlfile.load(data, path, LARGEST))


def sheet_from(loaded: yamlfile.Loaded) -> TagSheet:
    """The sheet in a tree. Raises FormatError as `read_sheet`."""
    FORMAT.bring_up(loaded)
    problems = sheet_problems(loaded)
    try:
        file = yamlfile.typed(loaded, SheetFile)
    except FormatError as error:
        problems += error.problems
    if problems:
        raise FormatError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    tags = in_order(map(_tag, file.tags))
    return TagSheet(
        article=file.article,
        annotator=file.annotator,
        document_path=file.document.path,
        document_sha256=file.document.sha256,
        text_sha256=file.text_sha256,
        title=file.title,
        date=file.date or "",
        status=file.status,
        done=Done(file.done.at, file.done.scheme, tuple(file.done.labels)) if file.done else None,
        labels=tuple(file.labels),
        note=file.note,
        tags=tags,
        links=links_in_order((Link(row.source, row.target, row.type) for row in file.links), tags),
    )


def _tag(row: TagRow) -> Tag:
    return Tag(
        id=row.id,
        label=row.label,
        start=row.start,
        end=row.end,
        text=row.text,
        raw=Span(*row.raw) if row.raw else Span(0, 0),
        before=row.before,
        after=row.after,
        origin=row.origin,
        attributes=row.attributes,
        note=row.note,
        created=row.created,
        modified=row.modified,
    )


def can_be_read(sheet: TagSheet, size: int) -> bool:
    """Whether a sheet of so many bytes can be read again: what is written and cannot be is lost."""
    if size > LARGEST:
        return False
    if size < 3 * yamlfile.MAX_EVENTS:  # no item that is written here is shorter
        return True
    attributes = sum(len(tag.attributes) for tag in sheet.tags)
    events = 100 + len(sheet.labels) + 8 * len(sheet.links) + 34 * len(sheet.tags) + 2 * attributes
    return events + (len(sheet.done.labels) if sheet.done else 0) <= yamlfile.MAX_EVENTS


def can_be_written(sheet: TagSheet) -> bool:
    """Whether a sheet can be read again once it is written; rendered only where that is in doubt."""
    held = sum(len(tag.text) + len(tag.before) + len(tag.after) + len(tag.note) for tag in sheet.tags)
    held += sum(len(name) + len(value) + _TAG for tag in sheet.tags for name, value in tag.attributes.items())
    held += len(sheet.note) + sum(map(len, sheet.labels)) + _TAG * len(sheet.links)
    if _TAG * len(sheet.tags) + _ESCAPED * held < 3 * yamlfile.MAX_EVENTS:
        return True
    return can_be_read(sheet, len(render_sheet(sheet).encode("utf-8")))


class SheetWriter:
    """Renders the sheets of one article again and again, remembering each tag's block."""

    def __init__(self) -> None:
        self._blocks: dict[str, tuple[Tag, str]] = {}

    def render(self, sheet: TagSheet) -> str:
        """The whole file as text."""
        blocks: dict[str, tuple[Tag, str]] = {}
        for tag in sheet.tags:
            known = self._blocks.get(tag.id)
            blocks[tag.id] = known if known and known[0] is tag else (tag, _tag_block(tag))
        self._blocks = blocks
        return _head(sheet) + _list("tags", [block for _, block in blocks.values()]) + _links(sheet)


def render_sheet(sheet: TagSheet) -> str:
    """The whole file as text."""
    return SheetWriter().render(sheet)


def _head(sheet: TagSheet) -> str:
    done = ""
    if sheet.done:
        labels = ", ".join(map(scalar, sheet.done.labels))
        done = f"done: {{at: {scalar(sheet.done.at)}, scheme: {scalar(sheet.done.scheme)}, labels: [{labels}]}}\n"
    date = scalar(sheet.date) if sheet.date else "null"
    return (
        f"format: {FORMAT}\n"
        f"article: {scalar(sheet.article)}\n"
        f"document: {{path: {scalar(sheet.document_path)}, sha256: {scalar(sheet.document_sha256)}}}\n"
        f"text_sha256: {scalar(sheet.text_sha256)}\n"
        f"title: {scalar(sheet.title)}\n"
        f"date: {date}\n"
        f"annotator: {scalar(sheet.annotator)}\n"
        f"status: {sheet.status}\n"
        f"{done}"
        f"labels: [{', '.join(map(scalar, sheet.labels))}]\n"
        f"note: {scalar(sheet.note)}\n"
    )


def _tag_block(tag: Tag) -> str:
    return (
        f"- id: {scalar(tag.id)}\n"
        f"  label: {scalar(tag.label)}\n"
        f"  start: {tag.start}\n"
        f"  end: {tag.end}\n"
        f"  text: {scalar(tag.text)}\n"
        f"  raw: [{tag.raw.start}, {tag.raw.end}]\n"
        f"  before: {scalar(tag.before)}\n"
        f"  after: {scalar(tag.after)}\n"
        f"  origin: {tag.origin}\n"
        f"  attributes: {_mapping(tag.attributes)}\n"
        f"  note: {scalar(tag.note)}\n"
        f"  created: {scalar(tag.created)}\n"
        f"  modified: {scalar(tag.modified)}\n"
    )


def _links(sheet: TagSheet) -> str:
    rows = [f"- {{from: {scalar(x.source)}, to: {scalar(x.target)}, type: {scalar(x.type)}}}\n" for x in sheet.links]
    return _list("links", rows)


def _list(name: str, blocks: list[str]) -> str:
    return f"{name}:\n{''.join(blocks)}" if blocks else f"{name}: []\n"


def _mapping(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_key(name)}: {scalar(value)}" for name, value in values.items()) + "}"


def _key(name: str) -> str:
    key = scalar(name)
    return f"? {key} " if len(key) > _LONG_KEY else key  # YAML's short form ends after 1,024 characters
