"""What of a change can be taken back from a sheet without touching what anybody did to it since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from msgspec.structs import replace

from reader.tags.changes import quote
from reader.tags.model import Change, Link, Tag, TagSheet

_NOT_SHOWN = "nothing shows that the import"


class Reverted(NamedTuple):
    """What is taken back, and what stays.

    Attributes:
        change: fits the sheet as it is; None where nothing is left to take back.
        kept: what stays, and why, in words.
    """

    change: Change | None
    kept: tuple[str, ...]


def reverted(sheet: TagSheet, change: Change, text_sha256: str, was_made: Callable[[], bool]) -> Reverted:
    """The part of a change that stands in a sheet as the change left it, turned round.

    A tag that was altered since stays, and one that a link of somebody else holds on to; so does a field that was set since. What
    is gone stays gone. What looks as the change would have left it stays as well where nothing shows that the change was made.

    Args:
        sheet: as its file has it now.
        text_sha256: the text that the offsets of the change are of.
        was_made: whether the change is known to have been made; asked only where none of its tags shows that.
    """
    taking = _Taking(sheet, change, was_made)
    for tag in change.added:
        taking.take(tag)
    for tag in change.removed:
        taking.give_back(tag, is_of_this_text=sheet.text_sha256 == text_sha256)
    links, back = taking.links()
    fields = taking.fields(has_tags=bool(len(sheet.tags) - len(taking.removed) + len(taking.added)))
    if not (taking.removed or taking.added or links or back or fields):
        return Reverted(None, tuple(taking.kept))
    turned = replace(
        change.turned(undoes=change.id),
        removed=tuple(taking.removed),
        added=tuple(taking.added),
        fields=fields,
        links_removed=links,
        links_added=back,
    )
    return Reverted(turned, tuple(taking.kept))


class _Taking:
    def __init__(self, sheet: TagSheet, change: Change, was_made: Callable[[], bool]) -> None:
        self._sheet, self._change, self._was_made = sheet, change, was_made
        self._before = {tag.id: tag for tag in change.removed}
        self._after = {tag.id: tag for tag in change.added}
        self._made = set(change.links_added)
        self._links = set(sheet.links)
        self._held = {end for link in sheet.links if link not in self._made for end in (link.source, link.target)}
        self._stay: set[str] = set()
        self.removed: list[Tag] = []
        self.added: list[Tag] = []
        self.kept: list[str] = []

    @cached_property
    def _is_made(self) -> bool:
        return any(map(self._shows, self._change.added)) or self._was_made()

    def _shows(self, tag: Tag) -> bool:
        """Whether a tag that the change put in, or altered, is there by its doing."""
        current, before = self._sheet.by_id.get(tag.id), self._before.get(tag.id)
        if current is None or before is None:
            return current is not None
        return _is_as_left(current, tag) and not _is_as_left(current, before)

    def take(self, tag: Tag) -> None:
        """A tag that the change put in, or altered."""
        current, before = self._sheet.by_id.get(tag.id), self._before.get(tag.id)
        if current is None:
            return
        if not _is_as_left(current, tag):
            if before is None or not _is_as_left(current, before):  # else it was taken back already
                self._keep(current, "it was changed since")
        elif before is not None:
            self.removed.append(current)
            told = {name: getattr(before, name) for name in ("label", "attributes", "note", "modified")}
            self.added.append(replace(current, **told))
        elif tag.id in self._held:
            self._keep(current, "a link that was made since holds on to it")
        else:
            self.removed.append(current)

    def give_back(self, tag: Tag, *, is_of_this_text: bool) -> None:
        """A tag that the change took out."""
        if tag.id in self._after or tag.id in self._sheet.by_id:
            return
        if not is_of_this_text:
            self.kept.append(f"{_told(tag)} was taken out, and is not put back: the text is another one by now")
        elif self._is_made:
            self.added.append(tag)
        else:
            self.kept.append(f"{_told(tag)} is not put back: {_NOT_SHOWN} took it out")

    def links(self) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        """The links that go, and those that come back."""
        going = {tag.id for tag in self.removed} - {tag.id for tag in self.added}
        staying = ({*self._sheet.by_id} | {tag.id for tag in self.added}) - going
        gone = [
            link
            for link in self._sheet.links
            if link in self._made
            and (going & {link.source, link.target} or not self._stay & {link.source, link.target})
        ]
        back = [
            link
            for link in self._change.links_removed
            if link not in self._links and staying >= {link.source, link.target}
        ]
        if not (gone or back) or self._is_made:
            return tuple(gone), tuple(back)
        self.kept += [f"the link {link.type}: {_NOT_SHOWN} made it" for link in gone]
        self.kept += [f"the link {link.type} is not put back: {_NOT_SHOWN} took it out" for link in back]
        return (), ()

    def fields(self, *, has_tags: bool) -> Mapping[str, tuple[Any, Any]]:
        """The fields that are set back."""
        sheet, fields = self._sheet, dict[str, tuple[Any, Any]]()
        for name, (before, after) in self._change.fields.items():
            current = getattr(sheet, name)
            if name == "labels":
                before = tuple(label for label in current if label in before or label not in after)
            if name == "done" or current == before:  # done goes with the status
                continue
            if name != "labels" and not self._is_as_set(name, after):
                self.kept.append(f"the article's {name} was changed since")
            elif self._is_made:
                fields[name] = current, before
            elif after != "reading":  # which anybody's first tag brings about
                self.kept.append(f"the article's {name}: {_NOT_SHOWN} set it")
        if "status" in fields and "done" in self._change.fields:
            fields["done"] = sheet.done, self._change.fields["done"][0]
        labels, note = (fields.get(name, (None, getattr(sheet, name)))[1] for name in ("labels", "note"))
        if "status" in fields and fields["status"][1] == "new" and (has_tags or labels or note):
            fields["status"] = fields["status"][0], "reading"
            if fields["status"][0] == "reading":
                del fields["status"]
        return fields

    def _is_as_set(self, name: str, after: object) -> bool:
        """Whether a field is as the change set it; of a status with when it was set, for it may have been set once more."""
        sheet = self._sheet
        if name == "status":
            done = None if after == "done" else sheet.done
            return (sheet.status, sheet.done) == (after, self._change.fields.get("done", (None, done))[1])
        return bool(getattr(sheet, name) == after)

    def _keep(self, tag: Tag, why: str) -> None:
        self._stay.add(tag.id)
        self.kept.append(f"{_told(tag)}: {why}")


def _is_as_left(tag: Tag, left: Tag) -> bool:
    """Whether nobody has altered a tag; where it stands is found anew in a text that changed, which is nobody's doing."""
    return (tag.label, tag.text, dict(tag.attributes), tag.note, tag.modified) == (
        left.label,
        left.text,
        dict(left.attributes),
        left.note,
        left.modified,
    )


def _told(tag: Tag) -> str:
    return f"{tag.label} “{quote(tag.text)}”"
