"""Links between tags: the mark on the one that a link leads from, the types that it may have, and making and removing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from reader.session.annotations import CannotChange
from reader.session.desk import Desk
from reader.tags.changes import add_link, remove_link
from reader.tags.model import Change, Link, Tag, TagSheet

TYPES = ("caused-by", "refers-to", "same-as", "part-of", "responds-to", "contradicts")
_RECENT = 500  # links of the past that are looked at for their types


class Linking:
    """A link that is being made."""

    def __init__(self) -> None:
        self._article = ""
        self._source = ""

    def start(self, desk: Desk) -> Tag:
        """Mark the tag that is held as the one that a link leads from. Raises as `Desk.tag_to_alter`."""
        tag = desk.tag_to_alter()
        self._article, self._source = desk.article.id, tag.id
        return tag

    def source(self, desk: Desk | None) -> Tag | None:
        """The marked tag; None when there is none, or it was removed. Where another article is open the mark is forgotten."""
        if not self._source or desk is None:
            return None
        if desk.article.id != self._article:
            self._source = ""
            return None
        return desk.opened.sheet.by_id.get(self._source)

    def drop(self) -> bool:
        """Forget the mark; whether there was one."""
        had, self._source = bool(self._source), ""
        return had


def links_of(sheet: TagSheet, tag_id: str) -> list[Link]:
    """The links that lead from a tag, then those that lead to it."""
    if not sheet.links:
        return []
    return [link for link in sheet.links if link.source == tag_id] + [
        link for link in sheet.links if link.target == tag_id
    ]


def check_ends(source: Tag, target: Tag) -> None:
    """Raises CannotChange for a link from a tag to itself."""
    if source.id == target.id:
        raise CannotChange("that is the tag that the link leads from: hold another one")


def make_link(desk: Desk, source: Tag, target: Tag, kind: str) -> Link:
    """Join two tags. Raises CannotChange: they are one, one is gone, they are joined so already, or the sheet refuses."""
    check_ends(source, target)
    sheet = desk.opened.sheet
    if not {source.id, target.id} <= sheet.by_id.keys():
        raise CannotChange("one of the two tags is no longer there")
    kind = " ".join(kind.split())
    if not kind:
        raise CannotChange("a link has a type")
    link = Link(source.id, target.id, kind)
    if link in sheet.links:
        raise CannotChange(f"these two are joined by {kind} already")
    desk.annotations.make(desk.opened, add_link(sheet, link))
    return link


def drop_link(desk: Desk, link: Link) -> None:
    """Take a link out. Raises CannotChange when it is gone already, or the sheet refuses."""
    if link not in desk.opened.sheet.links:
        raise CannotChange("that link is no longer there")
    desk.annotations.make(desk.opened, remove_link(desk.opened.sheet, link))


def link_types(desk: Desk) -> list[str]:
    """The types to choose from: those that the annotator made lately, those of this sheet, then the usual ones; each once."""
    made = _made_lately(chain.from_iterable(desk.annotations.history.acts_done))
    return list(dict.fromkeys((*made, *(link.type for link in desk.opened.sheet.links), *TYPES)))


def _made_lately(changes: Iterable[Change]) -> Iterator[str]:
    return islice((link.type for change in changes for link in change.links_added), _RECENT)
