"""Making changes: each function gives the `Change` that an analyst's act comes to. `applying` puts them into sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.tags.anchoring import placed
from reader.tags.model import Change, Link, Origin, Tag, TagSheet, context, new_id, now, now_after
from reader.text.spans import Span, trimmed

_QUOTE = 40


def new_sheet(article: Article, annotator: str) -> TagSheet:
    """An empty sheet for an article."""
    document = article.document
    return TagSheet(
        article=article.id,
        annotator=annotator,
        document_path=document.path,
        document_sha256=document.sha256,
        text_sha256=article.text_sha256,
        title=article.heading,
        date=article.date or "",
    )


def make_tag(article: Article, span: Span, label: str, origin: Origin = "typed", there: Iterable[Tag] = ()) -> Tag:
    """A new tag on a passage; white space at its ends is left out.

    Args:
        there: tags that the same passage has already, after which this one was made.

    Raises:
        ValueError: nothing but white space is selected.
    """
    # An edge beyond the text would make a sheet that says of itself that it is broken.
    span = trimmed(article.text, Span(max(0, span.start), max(0, min(span.end, len(article.text)))))
    if span.start == span.end:
        raise ValueError("there is nothing to tag here")
    before, after = context(article.text, span)
    stamp = now_after(tag.created for tag in there)
    return Tag(
        id=new_id(),
        label=label,
        start=span.start,
        end=span.end,
        text=article.text[span.start : span.end],
        raw=article.offsets.span_to_raw(span),
        before=before,
        after=after,
        origin=origin,
        created=stamp,
        modified=stamp,
    )


def quote(text: str) -> str:
    """A passage on one line, shortened for lists and messages."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE else f"{line[: _QUOTE - 1]}…"


def add(sheet: TagSheet, *tags: Tag, title: str = "") -> Change:
    """Put tags in. A new sheet is being read from now on."""
    first = tags[0]
    fields = {"status": ("new", "reading")} if sheet.status == "new" else {}
    title = title or f"tag {first.label} “{quote(first.text)}”"
    return Change(new_id(), sheet.article, now(), title, added=tags, fields=fields)


def remove(sheet: TagSheet, *tags: Tag) -> Change:
    """Take tags out, with the links that hold on to them."""
    gone = {tag.id for tag in tags}
    links = tuple(link for link in sheet.links if link.source in gone or link.target in gone)
    title = f"remove {tags[0].label} “{quote(tags[0].text)}”"
    return Change(new_id(), sheet.article, now(), title, removed=tags, links_removed=links)


def relabel(sheet: TagSheet, tag: Tag, label: str) -> Change:
    """Give a tag another label; its id, note and links stay."""
    new = replace(tag, label=label, modified=now())
    title = f"relabel {tag.label} → {label} “{quote(tag.text)}”"
    return Change(new_id(), sheet.article, now(), title, removed=(tag,), added=(new,))


def describe(sheet: TagSheet, tag: Tag, attributes: Mapping[str, str], note: str) -> Change:
    """Give a tag attributes and a note; all else of it stays."""
    new = replace(tag, attributes=dict(attributes), note=note, modified=now())
    told = [f"{name} {attributes.get(name) or 'cleared'}" for name in _differing(tag.attributes, attributes)]
    told += ["note" if note else "no note"] if note != tag.note else []
    title = f"{', '.join(told)}: {tag.label} “{quote(tag.text)}”"
    return Change(new_id(), sheet.article, now(), title, removed=(tag,), added=(new,))


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]


def add_link(sheet: TagSheet, link: Link) -> Change:
    """Join two tags of the sheet."""
    title = f"link {link.type}: {_end(sheet, link.source)} → {_end(sheet, link.target)}"
    return Change(new_id(), sheet.article, now(), title, links_added=(link,))


def remove_link(sheet: TagSheet, link: Link) -> Change:
    """Take a link out; its tags stay."""
    title = f"remove the link {link.type}: {_end(sheet, link.source)} → {_end(sheet, link.target)}"
    return Change(new_id(), sheet.article, now(), title, links_removed=(link,))


def _end(sheet: TagSheet, tag_id: str) -> str:
    tag = sheet.by_id.get(tag_id)
    return f"{tag.label} “{quote(tag.text)}”" if tag is not None else "a deleted tag"


def set_fields(sheet: TagSheet, title: str, **values: Any) -> Change:
    """Set fields of the sheet itself (`status`, `done`, `labels`, `note`)."""
    fields = {name: (getattr(sheet, name), value) for name, value in values.items() if getattr(sheet, name) != value}
    return Change(new_id(), sheet.article, now(), title, fields=fields)


def move(sheet: TagSheet, tag: Tag, article: Article, span: Span) -> Change:
    """Put a tag on another passage; its label, note, attributes and links stay.

    Raises:
        ValueError: nothing but white space is selected.
    """
    span = trimmed(article.text, span)
    if span.start == span.end:
        raise ValueError("there is nothing to place a tag on here")
    new = replace(placed(tag, article, span), modified=now())
    title = f"place {tag.label} “{quote(tag.text)}”"
    if new.text != tag.text:
        title += f" on “{quote(new.text)}”"
    return Change(new_id(), sheet.article, now(), title, removed=(tag,), added=(new,))


def reshape(sheet: TagSheet, tag: Tag, article: Article, span: Span) -> Change:
    """Give a tag other ends; its id, label, note, attributes and links stay.

    Raises:
        ValueError: nothing but white space is selected.
    """
    span = trimmed(article.text, Span(max(0, span.start), max(0, min(span.end, len(article.text)))))
    if span.start == span.end:
        raise ValueError("there is nothing to tag here")
    new = replace(placed(tag, article, span), modified=now())
    title = f"re-end {tag.label} “{quote(tag.text)}” → “{quote(new.text)}”"
    return Change(new_id(), sheet.article, now(), title, removed=(tag,), added=(new,))
