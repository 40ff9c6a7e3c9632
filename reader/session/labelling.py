"""Adding a label while one reads: it is in the scheme's file, and in force, when this returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.labels import Label
from reader.labels.appending import wrong_label
from reader.project.adding_label import add_label
from reader.session.annotations import CannotChange

if TYPE_CHECKING:
    from reader.session.session import Session


def wrong(session: Session, name: str, key: str) -> str:
    """Why no label of this name and key can be added; "" when it can."""
    return wrong_label(session.project.scheme, name, key)


def add(session: Session, label: Label) -> Label:
    """Add a label to the scheme.

    Returns:
        the label as the scheme in force has it.

    Raises:
        CannotChange: the file does not take it, or it is not to be read afterwards. In the first case nothing is changed.
    """
    project, desk = session.project, session.desk
    known = project.exists or project.scheme_path.parent == project.annotations
    if (
        known or (desk is not None and (desk.opened.base or desk.opened.unwritten))
    ) and not project.annotations.is_dir():
        raise CannotChange("the label was not added: the folder of annotations is gone")  # moved, or its disk went away
    try:
        add_label(session.project, label)
    except ReaderError as error:
        raise CannotChange(f"the label was not added: {error.problems[0].on_one_line}") from None
    session.elsewhere.label_added()
    added = session.project.scheme.find(label.name)
    if added is None:
        raise CannotChange(f"the label {label.name} was added and then changed by somebody else")
    return added
