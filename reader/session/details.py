"""What a tag says beyond its label, its attributes and note; and acts on a tag that is named by its id, as lists do."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from reader.labels import Label, Scheme
from reader.session.annotations import CannotChange
from reader.session.desk import Desk
from reader.tags.changes import describe, relabel, remove, set_fields
from reader.tags.model import Tag


class Attribute(msgspec.Struct, frozen=True):
    """One attribute of a tag.

    Attributes:
        values: those that may be chosen, in the scheme's order, then the present one where the scheme does not allow it.
        value: the present one; "" for none.
        allowed: whether the scheme knows the attribute and allows its value.
    """

    name: str
    values: tuple[str, ...]
    value: str
    allowed: bool = True


def attributes_of(tag: Tag, scheme: Scheme) -> list[Attribute]:
    """The attributes that the tag's label has, then those that the tag has besides; what is not allowed is there to be kept."""
    known = scheme.attributes_of(tag.label)
    found = []
    for name in dict.fromkeys((*known, *tag.attributes)):
        values, value = known.get(name, ()), tag.attributes.get(name, "")
        allowed = not value or value in values
        found.append(Attribute(name, values if allowed else (*values, value), value, allowed))
    return found


def named(desk: Desk, tag_id: str) -> Tag:
    """The tag of that id as it is now. Raises CannotChange when there is none any more."""
    tag = desk.opened.sheet.by_id.get(tag_id)
    if tag is None:
        raise CannotChange("that tag is no longer there")
    return tag


def set_details(desk: Desk, tag_id: str, attributes: Mapping[str, str], note: str, before: Tag) -> Tag | None:
    """Give a tag the attributes and the note that somebody has set; "" clears.

    Only what was altered since the tag was shown is set: what else somebody has made of it meanwhile stays.

    Args:
        before: the tag as it was shown.

    Returns:
        the tag; None where nothing was altered and nothing is changed.

    Raises:
        CannotChange: the tag is no longer there, or the sheet refuses.
    """
    tag = named(desk, tag_id)
    set_now = {name: value for name, value in attributes.items() if value != before.attributes.get(name, "")}
    kept = {**tag.attributes, **set_now}
    new_attributes = {name: value for name, value in kept.items() if value or name not in set_now}
    new_note = tag.note if note == before.note else note
    if new_attributes == dict(tag.attributes) and new_note == tag.note:
        return None
    desk.annotations.make(desk.opened, describe(desk.opened.sheet, tag, new_attributes, new_note))
    return named(desk, tag_id)


def set_article_note(desk: Desk, note: str) -> bool:
    """Give the article a note; whether it was another one. Raises CannotChange when the sheet refuses."""
    sheet = desk.opened.sheet
    if note == sheet.note:
        return False
    status = "reading" if sheet.status == "new" else sheet.status
    title = "note on the article" if note else "no note on the article"
    desk.annotations.make(desk.opened, set_fields(sheet, title, note=note, status=status))
    return True


def remove_named(desk: Desk, tag_id: str) -> Tag:
    """Remove the tag of that id, with its links, and give it back. Raises CannotChange."""
    tag = named(desk, tag_id)
    desk.annotations.make(desk.opened, remove(desk.opened.sheet, tag))
    return tag


def relabel_named(desk: Desk, tag_id: str, label: Label) -> Tag:
    """Give the tag of that id another label. Raises CannotChange, also when it has that label already."""
    tag = named(desk, tag_id)
    if desk.scheme.find(tag.label) == label:
        raise CannotChange(f"the tag is {label.name} already")
    desk.annotations.make(desk.opened, relabel(desk.opened.sheet, tag, label.name))
    return tag
