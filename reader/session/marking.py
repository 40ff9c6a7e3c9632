"""Tagging what the desk holds, and removing or relabelling the tag that is meant there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.session.annotations import CannotChange
from reader.tags.changes import add, make_tag, relabel, remove

if TYPE_CHECKING:
    from reader.labels import Label
    from reader.session.desk import Desk, OthersTag
    from reader.tags.model import Origin, Tag


def tag_held(desk: Desk, label: Label, suggestions: Sequence[OthersTag] = ()) -> Tag:
    """Tag what is held.

    Args:
        suggestions: those of the article that are open (`session/suggesting`).

    Raises:
        CannotChange: nothing is held, it has that label already, or the sheet is read-only.
    """
    there = desk.tags_on(desk.held)
    if any(desk.means(tag, label) for tag in there):
        raise CannotChange(f"this passage is tagged {label.name} already")
    try:
        tag = make_tag(desk.article, desk.held, label.name, _origin(desk, label, suggestions), there)
    except ValueError as error:
        raise CannotChange(str(error)) from None
    desk.annotations.make(desk.opened, add(desk.opened.sheet, tag))
    return tag


def _origin(desk: Desk, label: Label, suggestions: Sequence[OthersTag]) -> Origin:
    """How a tag on what is held comes about: whoever tags what is proposed, whichever key does it, follows a suggestion."""
    proposed = any(one.span == desk.held and desk.means(one.tag, label) for one in suggestions)
    return "suggested" if proposed else "typed"


def remove_tag(desk: Desk) -> Tag:
    """Remove the tag that is meant, and give it back. Raises as `Desk.tag_to_alter`."""
    tag = desk.tag_to_alter()
    desk.annotations.make(desk.opened, remove(desk.opened.sheet, tag))
    return tag


def relabel_tag(desk: Desk, label: Label) -> Tag:
    """Give the tag that is meant another label. Raises as `Desk.tag_to_alter`, and when it has that label already."""
    tag = desk.tag_to_alter()
    if desk.means(tag, label):
        raise CannotChange(f"the tag is {label.name} already")
    desk.annotations.make(desk.opened, relabel(desk.opened.sheet, tag, label.name))
    return tag
