"""Applying changes to a sheet, be it today's, yesterday's, or one that somebody edited meanwhile.

What meets nobody else's edit is applied, tag by tag. Where the two meet theirs stands, and a `Conflict` holds what ours would
have been, to be asked about: nothing that an analyst did goes under in silence.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from reader.tags.changes import quote
from reader.tags.model import Change, Link, Tag, TagSheet, in_order, links_in_order, new_id, now, reading_order


class Conflict(msgspec.Struct, frozen=True):
    """A thing that a change and somebody else's edit both altered. Theirs stands.

    Attributes:
        article: the sheet's article.
        about: what both altered: a tag (its id), a part of it (`<id>/label`), a field (`:status`), a link.
        message: the whole in a sentence.
        ours, theirs: what each made of it, in a few words.
        change: puts ours in the place of theirs; None where there is nothing to decide.
    """

    article: str
    about: str
    message: str
    ours: str = ""
    theirs: str = ""
    change: Change | None = None

    @property
    def key(self) -> str:
        """Names what it is about: a later conflict with the same key takes this one's place."""
        return f"{self.article}\n{self.about}"

    def __str__(self) -> str:
        return self.message


class Applied(msgspec.Struct, frozen=True):
    """A sheet after a change, and where the change met somebody else's edit."""

    sheet: TagSheet
    conflicts: tuple[Conflict, ...] = ()


def apply_change(sheet: TagSheet, change: Change) -> Applied:
    """Apply a change, tag by tag.

    On the sheet that the change was made against all of it fits. On another one (edited by hand, merged, written by another
    window) a tag that is gone stays gone, and a tag that was altered by somebody else keeps their values except where only this
    change altered them; each such meeting is a conflict.
    """
    if not (change.removed or change.links_removed or change.links_added):
        return _added(sheet, change)
    tags = dict(sheet.by_id)
    conflicts: list[Conflict] = []
    kept: set[str] = set()
    old = {tag.id: tag for tag in change.removed}
    new = {tag.id: tag for tag in change.added}
    for tag_id, before in old.items():
        current = tags.get(tag_id)
        after = new.get(tag_id)
        if current is None:
            if after is not None:
                conflicts.append(_deleted_meanwhile(sheet, before, after))
        elif after is not None:
            tags[tag_id], clashes = _merged(sheet, current, before, after)
            conflicts += clashes
        elif _same(current, before):
            del tags[tag_id]
        else:
            kept.add(tag_id)
            conflicts.append(_altered_meanwhile(sheet, before, current))
    for tag_id, after in new.items():
        if tag_id not in old and tag_id not in tags:
            tags[tag_id] = after
    values, clashes = _fields(sheet, change)
    links, lost = _links(sheet, change, tags, kept)
    ordered = in_order(tags.values())
    applied = replace(sheet, tags=ordered, links=links_in_order(links, ordered), **_begun(sheet, values, ordered))
    return Applied(applied, (*conflicts, *clashes, *lost))


def with_conflicts(known: Mapping[str, Conflict], more: Iterable[Conflict]) -> dict[str, Conflict]:
    """The conflicts that can be decided, by their keys, with more of them: the later word on the same thing counts.

    One about a whole tag (it was deleted) takes the place of those about its parts.
    """
    out = dict(known)
    for conflict in more:
        if conflict.change is not None:
            for aspect in ("", *(f"/{aspect}" for aspect in ("edges", *_ALTERABLE))):
                out.pop(f"{conflict.key}{aspect}", None)
            out[conflict.key] = conflict
    return out


def _added(sheet: TagSheet, change: Change) -> Applied:
    """The common case, tags put in: their places are looked up, and nothing else of a long sheet is touched."""
    values, clashes = _fields(sheet, change)
    tags, by_id = list(sheet.tags), dict(sheet.by_id)
    for tag in change.added:
        if tag.id not in by_id:
            insort(tags, tag, key=reading_order)
            by_id[tag.id] = tag
    added = replace(sheet, tags=tuple(tags), **_begun(sheet, values, tags))
    added.__dict__["by_id"] = by_id  # what it would make of its tags one by one when it is asked
    return Applied(added, tuple(clashes))


# -- fields of the sheet ----------------------------------------------------------------------------------------------


def _fields(sheet: TagSheet, change: Change) -> tuple[dict[str, Any], list[Conflict]]:
    """The fields that the change sets on this sheet, and where somebody else set them meanwhile."""
    values: dict[str, Any] = {}
    clashing: list[str] = []
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
            clashing.append(name)
    if "status" in change.fields and "status" not in values:
        values.pop("done", None)  # it says when the status was set
        if "status" in clashing and "done" in clashing:
            clashing.remove("done")
    return values, [_set_meanwhile(sheet, change, name) for name in clashing]


def _begun(sheet: TagSheet, values: dict[str, Any], tags: Sequence[Tag]) -> dict[str, Any]:
    """The fields to set, but a sheet that keeps a tag is not made new again: its tags would pass for suggestions."""
    if values.get("status") == "new" and sheet.status != "new" and tags:
        return {**values, "status": "reading"}
    return values


def _set_meanwhile(sheet: TagSheet, change: Change, name: str) -> Conflict:
    names = [part for part in ("status", "done") if part in change.fields] if name == "status" else [name]
    ours = f"{name}: {_shown(change.fields[name][1])}"
    return Conflict(
        sheet.article,
        f":{name}",
        f"the article's {name} was changed meanwhile and is kept",
        ours,
        f"{name}: {_shown(getattr(sheet, name))}",
        _ours(sheet, ours, fields={part: (getattr(sheet, part), change.fields[part][1]) for part in names}),
    )


def _shown(value: object) -> str:
    return quote(str(value)) or "nothing" if isinstance(value, str) else "set" if value else "nothing"


def _ours(sheet: TagSheet, title: str, **parts: Any) -> Change:
    return Change(new_id(), sheet.article, now(), f"ours after all: {title}", **parts)


# -- links --------------------------------------------------------------------------------------------------------------


def _links(
    sheet: TagSheet, change: Change, tags: Mapping[str, Tag], kept_tags: set[str]
) -> tuple[list[Link], list[Conflict]]:
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
        Conflict(
            sheet.article,
            f"{link.source}>{link.target}:{link.type}",
            f"the link {link.type} from {end(link.source)} to {end(link.target)} goes with a tag that is deleted",
        )
        for link in links
        if link not in kept
    ]
    return kept, lost


# -- tags ---------------------------------------------------------------------------------------------------------------

_PLACE = ("start", "end", "text", "raw", "before", "after")
_ALTERABLE = ("label", "attributes", "note")


def _same(a: Tag, b: Tag) -> bool:
    """Equal but for where they stand: a tag that was found again in a changed text is still the same tag."""
    return a.text == b.text and all(getattr(a, name) == getattr(b, name) for name in _ALTERABLE)


def _told(tag: Tag) -> str:
    return f"{tag.label} “{quote(tag.text)}”"


def _deleted_meanwhile(sheet: TagSheet, before: Tag, after: Tag) -> Conflict:
    return Conflict(
        sheet.article,
        after.id,
        f"“{quote(before.text)}” ({before.label}) had been deleted meanwhile and stays deleted",
        _told(after),
        "deleted",
        _ours(sheet, _told(after), added=(after,)),
    )


def _altered_meanwhile(sheet: TagSheet, before: Tag, current: Tag) -> Conflict:
    links = tuple(link for link in sheet.links if current.id in (link.source, link.target))
    return Conflict(
        sheet.article,
        current.id,
        f"“{quote(before.text)}” ({before.label}) was changed by somebody else meanwhile and is kept",
        "to be deleted",
        _told(current),
        _ours(sheet, f"remove {_told(current)}", removed=(current,), links_removed=links),
    )


def _merged(sheet: TagSheet, current: Tag, before: Tag, after: Tag) -> tuple[Tag, list[Conflict]]:
    """`current` with what `before → after` altered; where both altered the same thing, `current` is kept."""
    if current == before:
        return after, []
    values: dict[str, Any] = {"modified": max(current.modified, after.modified)}
    clashes: dict[str, dict[str, Any]] = {}
    if after.span != before.span or after.text != before.text:
        if current.span == before.span:
            values |= {name: getattr(after, name) for name in _PLACE}
        elif current.span != after.span:
            clashes["edges"] = {name: getattr(after, name) for name in _PLACE}
    for name in _ALTERABLE:
        mine, base, theirs = getattr(after, name), getattr(before, name), getattr(current, name)
        if mine in (base, theirs):
            continue
        if theirs == base:
            values[name] = mine
        else:
            clashes[name] = {name: mine}
    merged = replace(current, **values)
    return merged, [_clash(sheet, merged, aspect, ours) for aspect, ours in clashes.items()]


def _clash(sheet: TagSheet, merged: Tag, aspect: str, ours: dict[str, Any]) -> Conflict:
    wanted = replace(merged, **ours)
    were, stand = ("were moved", "stand") if aspect == "edges" else ("was changed", "stands")
    what = f"the {aspect} of “{quote(merged.text)}”"
    return Conflict(
        sheet.article,
        f"{merged.id}/{aspect}",
        f"{what} {were} meanwhile by somebody else; theirs {stand}",
        f"{aspect}: {_part(wanted, aspect)}",
        f"{aspect}: {_part(merged, aspect)}",
        _ours(sheet, what, removed=(merged,), added=(wanted,)),
    )


def _part(tag: Tag, aspect: str) -> str:
    """One aspect of a tag in a few words."""
    if aspect == "edges":
        return f"“{quote(tag.text)}”"
    if aspect == "attributes":
        return quote(", ".join(f"{name} {value}" for name, value in tag.attributes.items())) or "none"
    return quote(tag.label if aspect == "label" else tag.note) or "none"
