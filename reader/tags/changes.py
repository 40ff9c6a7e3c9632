"""Changes: making them, and applying them to a sheet, be it today's, yesterday's, or one that somebody edited meanwhile."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.tags.model import FIELDS, Change, Link, Origin, Tag, TagSheet, context, new_id, now
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


def make_tag(article: Article, span: Span, label: str, origin: Origin = "typed") -> Tag:
    """A new tag on a passage; white space at its ends is left out.

    Raises:
        ValueError: nothing but white space is selected.
    """
    # An edge beyond the text would make a sheet that says of itself that it is broken.
    span = trimmed(article.text, Span(max(0, span.start), max(0, min(span.end, len(article.text)))))
    if span.start == span.end:
        raise ValueError("there is nothing to tag here")
    before, after = context(article.text, span)
    stamp = now()
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


def set_fields(sheet: TagSheet, title: str, **values: Any) -> Change:
    """Set fields of the sheet itself (`status`, `done`, `labels`, `note`)."""
    fields = {name: (getattr(sheet, name), value) for name, value in values.items() if getattr(sheet, name) != value}
    return Change(new_id(), sheet.article, now(), title, fields=fields)


class Applied(msgspec.Struct, frozen=True):
    """A sheet after a change, and what of the change did not fit it any more."""

    sheet: TagSheet
    conflicts: tuple[str, ...] = ()


def apply_change(sheet: TagSheet, change: Change) -> Applied:
    """Apply a change, tag by tag.

    On the sheet that the change was made against all of it fits. On another one (edited by hand, merged, written by another
    window) what meets nobody else's edit is applied and the rest is named: a tag that is gone stays gone, a tag that was altered
    by somebody else keeps their values except where only this change altered them.
    """
    if not (change.removed or change.links_removed or change.links_added):
        return _added(sheet, change)
    tags = dict(sheet.by_id)
    conflicts: list[str] = []
    kept: set[str] = set()
    old = {tag.id: tag for tag in change.removed}
    new = {tag.id: tag for tag in change.added}
    for tag_id, before in old.items():
        current = tags.get(tag_id)
        after = new.get(tag_id)
        if current is None:
            if after is not None:
                conflicts.append(
                    f"“{quote(before.text)}” ({before.label}) had been deleted meanwhile and stays deleted"
                )
        elif after is not None:
            tags[tag_id], clashes = _merged(current, before, after)
            conflicts += clashes
        elif _same(current, before):
            del tags[tag_id]
        else:
            kept.add(tag_id)
            conflicts.append(f"“{quote(before.text)}” ({before.label}) was changed meanwhile and is kept")
    for tag_id, after in new.items():
        if tag_id not in old and tag_id not in tags:
            tags[tag_id] = after
    values, clashes = _fields(sheet, change)
    links, lost = _links(sheet, change, tags, kept)
    ordered = in_order(tags.values())
    applied = replace(sheet, tags=ordered, links=links_in_order(links, ordered), **values)
    return Applied(applied, (*conflicts, *clashes, *lost))


def _added(sheet: TagSheet, change: Change) -> Applied:
    """The common case, tags put in: their places are looked up, and nothing else of a long sheet is touched."""
    values, clashes = _fields(sheet, change)
    tags = list(sheet.tags)
    for tag in change.added:
        if tag.id not in sheet.by_id:
            insort(tags, tag, key=_reading_order)
    return Applied(replace(sheet, tags=tuple(tags), **values), tuple(clashes))


def _fields(sheet: TagSheet, change: Change) -> tuple[dict[str, Any], list[str]]:
    """The fields that the change sets on this sheet, and what is said of those that somebody else set meanwhile."""
    values: dict[str, Any] = {}
    clashes: list[str] = []
    for name, (before, after) in change.fields.items():
        current = getattr(sheet, name)
        if current in (before, after):
            values[name] = after
        elif name == "labels":
            values[name] = (
                *(label for label in current if label in after or label not in before),
                *(label for label in after if label not in before and label not in current),
            )
        elif name == "status" and {before, after} == {"new", "reading"}:
            pass  # the first tag brings it about, nobody chose it: whatever somebody chose stays, and is no conflict
        else:
            clashes.append(f"the article's {name} was changed meanwhile and is kept")
    if "status" in change.fields and "status" not in values:
        values.pop("done", None)  # it says when the status was set
    return values, clashes


def _links(
    sheet: TagSheet, change: Change, tags: Mapping[str, Tag], kept_tags: set[str]
) -> tuple[list[Link], list[str]]:
    """The links after the change, and what is said of those that hold on to a tag that is gone.

    Args:
        kept_tags: tags that the change takes out and that stay; their links stay with them.
    """
    removed = [link for link in change.links_removed if not kept_tags & {link.source, link.target}]
    links = [link for link in sheet.links if link not in removed]
    links += [link for link in change.links_added if link not in links]
    kept = [link for link in links if link.source in tags and link.target in tags]
    known = {**sheet.by_id, **{tag.id: tag for tag in (*change.removed, *change.added)}}

    def end(tag_id: str) -> str:
        return f"“{quote(known[tag_id].text)}”" if tag_id in known else "a deleted tag"

    lost = [
        f"the link {link.type} from {end(link.source)} to {end(link.target)} goes with a tag that is deleted"
        for link in links
        if link not in kept
    ]
    return kept, lost


def _reading_order(tag: Tag) -> tuple[int, int, str, str]:
    return tag.start, -tag.end, tag.created, tag.id


def in_order(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    """Tags in text order: by start, the longer first, then the older, then by id."""
    return tuple(sorted(tags, key=_reading_order))


def links_in_order(links: Iterable[Link], tags: Iterable[Tag]) -> tuple[Link, ...]:
    """Links in the order of the tags that they lead from, then to; one that is taken back and made again finds its place."""
    places = {tag.id: place for place, tag in enumerate(tags)}
    return tuple(sorted(links, key=lambda link: (places.get(link.source, -1), places.get(link.target, -1), link.type)))


_PLACE = ("start", "end", "text", "raw", "before", "after")
_ALTERABLE = ("label", "attributes", "note")


def _same(a: Tag, b: Tag) -> bool:
    """Equal but for where they stand: a tag that was found again in a changed text is still the same tag."""
    return a.text == b.text and all(getattr(a, name) == getattr(b, name) for name in _ALTERABLE)


def _merged(current: Tag, before: Tag, after: Tag) -> tuple[Tag, list[str]]:
    """`current` with what `before → after` altered; where both altered the same thing, `current` is kept and named."""
    if current == before:
        return after, []
    values: dict[str, Any] = {"modified": max(current.modified, after.modified)}
    clashes: list[str] = []
    if after.span != before.span or after.text != before.text:
        if current.span == before.span:
            values |= {name: getattr(after, name) for name in _PLACE}
        elif current.span != after.span:
            clashes.append(f"the edges of “{quote(current.text)}” were moved meanwhile and are kept")
    for name in _ALTERABLE:
        mine, base, theirs = getattr(after, name), getattr(before, name), getattr(current, name)
        if mine in (base, theirs):
            continue
        if theirs == base:
            values[name] = mine
        else:
            clashes.append(f"the {name} of “{quote(current.text)}” was changed meanwhile and is kept")
    return replace(current, **values), clashes


__all__ = [
    "FIELDS",
    "Applied",
    "Link",
    "add",
    "apply_change",
    "in_order",
    "links_in_order",
    "make_tag",
    "new_sheet",
    "quote",
    "relabel",
    "remove",
    "set_fields",
]
