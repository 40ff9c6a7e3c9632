"""What is said of the whole article on the desk: whether it is done, and the labels that it has as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tags.changes import set_fields
from reader.tags.model import Done, now

if TYPE_CHECKING:
    from reader.labels import Label
    from reader.session.desk import Desk


def toggle_done(desk: Desk) -> bool:
    """Call the article done, or take that back; whether it is done now. Raises CannotChange."""
    sheet = desk.opened.sheet
    if sheet.status == "done":
        change = set_fields(sheet, "not yet done", status="reading", done=None)
    else:
        names = tuple(label.name for label in desk.scheme.labels)
        change = set_fields(sheet, "done", status="done", done=Done(now(), desk.scheme.sha256, names))
    desk.annotations.make(desk.opened, change)
    return desk.opened.sheet.status == "done"


def toggle_label(desk: Desk, label: Label) -> bool:
    """Put a label on the whole article, or take it off; whether it has it now. Raises CannotChange."""
    sheet = desk.opened.sheet
    others = tuple(name for name in sheet.labels if desk.scheme.find(name) != label)
    has = others != sheet.labels  # under this name or a former one
    labels = others if has else (*sheet.labels, label.name)
    title = f"{'take' if has else 'put'} {label.name} {'off' if has else 'on'} the article"
    status = "reading" if sheet.status == "new" else sheet.status
    desk.annotations.make(desk.opened, set_fields(sheet, title, labels=labels, status=status))
    return not has
