"""Deciding between one's own changes and somebody else's, in this session or a later one."""

from __future__ import annotations

import pytest
from session_samples import FIRST, edit, tag

from reader.session.annotations import CannotChange
from reader.tags.changes import relabel, remove


@pytest.fixture
def clash(open_session, settle):
    """A session whose relabelling met another one."""
    session = open_session()
    made = tag(session.open(FIRST), "Putin")
    settle(session)
    edit(session, lambda sheet: relabel(sheet, sheet.tags[0], "claim"))
    session.annotations.make(session.desk.opened, relabel(session.desk.opened.sheet, made, "attack"))
    settle(session)
    return session


def test_theirs_stands_and_it_is_asked_about(clash):
    (conflict,) = clash.clashes.waiting
    assert (conflict.article, conflict.ours, conflict.theirs) == (FIRST, "label: attack", "label: claim")
    assert "was changed meanwhile" in clash.notice
    assert [tag.label for tag in clash.desk.opened.tags] == ["claim"]


@pytest.mark.parametrize(("ours", "label"), [(True, "attack"), (False, "claim")])
def test_what_is_decided_stands_and_is_asked_no_more(clash, open_session, ours, label):
    clash.open(clash.listing.entries[0].id)
    clash.clashes.decide(clash.clashes.waiting[0], ours=ours)
    assert clash.clashes.waiting == ()
    clash.close()
    assert [tag.label for tag in clash.store.read(FIRST).sheet.tags] == [label]
    assert open_session().clashes.waiting == ()


def test_what_was_not_decided_is_asked_at_the_next_start(clash, open_session):
    waiting = clash.clashes.waiting
    clash.close()
    later = open_session()
    assert later.clashes.waiting == waiting
    assert "to be decided from earlier" in later.notice
    later.clashes.decide(waiting[0], ours=True)
    later.close()
    assert [tag.label for tag in later.store.read(FIRST).sheet.tags] == ["attack"]


def test_ours_after_all_can_be_undone(clash):
    clash.clashes.decide(clash.clashes.waiting[0], ours=True)
    clash.undo()
    assert [tag.label for tag in clash.desk.opened.tags] == ["claim"]


def test_what_was_changed_once_more_is_over(clash):
    desk = clash.desk
    desk.annotations.make(desk.opened, remove(desk.opened.sheet, *desk.opened.sheet.tags))
    with pytest.raises(CannotChange, match="deleted meanwhile"):
        clash.clashes.decide(clash.clashes.waiting[0], ours=True)
    assert clash.clashes.waiting == ()


def test_a_sheet_that_cannot_be_read_leaves_it_to_be_decided(clash):
    clash.store.path(FIRST).write_text("format: [", encoding="utf-8")
    with pytest.raises(CannotChange, match="read-only"):
        clash.clashes.decide(clash.clashes.waiting[0], ours=True)
    assert len(clash.clashes.waiting) == 1
