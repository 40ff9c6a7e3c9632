"""Tag sheets as YAML (`annotations/<annotator>/<id>.yaml`, `format: reader-annotations/1`), in and out.

A sheet is put together from one cached block a tag, so that writing a sheet of 2,000 tags after one change costs one block and a
join, not a serialisation of them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from reader import paths, yamlfile
from reader.errors import FormatError, Problem
from reader.tags.changes import in_order
from reader.tags.model import Done, Link, Tag, TagSheet
from reader.text.spans import Span
from reader.yamlfile import scalar

FORMAT = "reader-annotations"
NEWEST = 1


class TagRow(msgspec.Struct, forbid_unknown_fields=True):
    """One tag as the file has it."""

    id: str
    label: str
    start: int
    end: int
    text: str
    raw: list[int] = []
    before: str = ""
    after: str = ""
    origin: Literal["typed", "repeated", "everywhere", "imported", "suggested"] = "typed"
    attributes: dict[str, str] = {}
    note: str = ""
    created: str = ""
    modified: str = ""


class LinkRow(msgspec.Struct, forbid_unknown_fields=True, rename={"source": "from", "target": "to"}):
    """One link as the file has it."""

    source: str
    target: str
    type: str


class DocumentRow(msgspec.Struct, forbid_unknown_fields=True):
    """The document that the article was made from."""

    path: str
    sha256: str


class DoneRow(msgspec.Struct, forbid_unknown_fields=True):
    """When the article was called done, and under which scheme."""

    at: str
    scheme: str = ""
    labels: list[str] = []


class SheetFile(msgspec.Struct, forbid_unknown_fields=True):
    """The whole of a sheet."""

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
    """The file of one annotator's sheet of one article."""
    mirrored = paths.mirror(article_id)
    return annotations / paths.annotator_folder(annotator) / mirrored.with_name(mirrored.name + ".yaml")


def read_sheet(path: Path) -> TagSheet:
    """Read a sheet file.

    Raises:
        FormatError: with every problem of the file. A newer format is a `NewerFormat`.
        OSError: the file cannot be read.
    """
    return parse_sheet(path.read_bytes(), path)


def parse_sheet(data: bytes, path: Path) -> TagSheet:
    """The sheet in `data`; `path` is for messages. Raises as `read_sheet`."""
    loaded = yamlfile.load(data, path)
    yamlfile.check_format(loaded, FORMAT, NEWEST)
    file = yamlfile.typed(loaded, SheetFile)
    problems = _problems(file, loaded)
    if problems:
        raise FormatError(problems)
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
        tags=in_order(map(_tag, file.tags)),
        links=tuple(Link(row.source, row.target, row.type) for row in file.links),
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


def _problems(file: SheetFile, loaded: yamlfile.Loaded) -> list[Problem]:
    """What the types cannot say: spans that are none, ids that stand twice, links that hold on to nothing."""
    problems: list[Problem] = []

    def at(message: str, *where: str | int) -> None:
        problems.append(loaded.problem(message, *where))

    seen: dict[str, int] = {}
    for i, row in enumerate(file.tags):
        if row.id in seen:
            line, _ = loaded.place("tags", seen[row.id])
            at(f"the tag id {row.id!r} is taken by the tag on line {line}", "tags", i, "id")
        seen.setdefault(row.id, i)
        if not 0 <= row.start < row.end:
            at(f"a tag's span runs from start to a larger end, not {row.start} to {row.end}", "tags", i, "start")
        elif len(row.text) != row.end - row.start:
            at(f"the text has {len(row.text)} characters, its span {row.end - row.start}", "tags", i, "text")
        if row.raw and (len(row.raw) != 2 or not 0 <= row.raw[0] <= row.raw[1]):
            at("raw is a pair of offsets, [start, end]", "tags", i, "raw")
    for i, link in enumerate(file.links):
        for end, name in ((link.source, "from"), (link.target, "to")):
            if end not in seen:
                at(f"the link's {name} {end!r} is no tag of this sheet", "links", i, name)
    return problems


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
        f"format: {FORMAT}/{NEWEST}\n"
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
    return "{" + ", ".join(f"{scalar(name)}: {scalar(value)}" for name, value in values.items()) + "}"
