"""Undo where somebody else has been at work meanwhile."""

from __future__ import annotations

import pytest
from session_samples import tag

from reader.session.annotations import CannotChange
from reader.tags.applying import apply_change
from reader.tags.changes import relabel, remove
from reader.tags.sheet_file import render_sheet

FIRST, SECOND = "seeds/001_5567d9759a90e0ca", "seeds/000_00db5dd421306cca"


def test_an_undo_that_somebody_elses_edit_forbids_is_passed_over(open_session, settle):
    session = open_session()
    earlier = tag(session.open(SECOND), "Turk")
    desk = session.open(FIRST)
    made = tag(desk, "Putin")
    desk.annotations.make(desk.opened, relabel(desk.opened.sheet, made, "attack"))
    settle(session)
    stored = session.store.read(FIRST).sheet
    session.store.path(FIRST).write_text(render_sheet(apply_change(stored, remove(stored, *stored.tags)).sheet))
    session.open(SECOND)
    with pytest.raises(CannotChange, match="deleted meanwhile"):
        session.undo()
    session.undo()  # of the tag that is gone: nothing is left to take back
    session.undo()
    assert session.desk.article.id == SECOND
    assert earlier.id not in session.desk.opened.sheet.by_id
