"""An annotator's sheets in memory: opened, changed, undone, and changed by somebody else meanwhile."""

from __future__ import annotations

import pytest
from session_samples import FIRST, tag

from reader.session import marking
from reader.session.annotations import CannotChange
from reader.session.messages import Catalogued, Saved, SheetHeld, Unsaved
from reader.tags.applying import apply_change
from reader.tags.changes import add, make_tag, relabel, remove, set_fields
from reader.tags.sheet_file import SheetWriter, read_sheet
from reader.text.spans import Span


@pytest.fixture
def session(open_session):
    return open_session()


def test_an_article_without_a_sheet_gets_an_empty_one(session):
    opened = session.open(FIRST).opened
    assert (opened.sheet.tags, opened.sheet.status) == ((), "new")
    assert opened.sheet.annotator == "ana"
    assert (opened.tags, opened.base, opened.read_only, opened.unwritten) == ((), "", "", [])


def test_a_change_is_in_memory_at_once_and_on_disk_soon(session, settle):
    desk = session.open(FIRST)
    made = tag(desk, "Putin")
    assert [t.id for t in desk.opened.tags] == [made.id]
    assert session.annotations.saved_mark == "saving"
    settle(session)
    assert session.annotations.saved_mark == "saved"
    assert desk.opened.base
    stored = session.store.read(FIRST).sheet
    assert [t.id for t in stored.tags] == [made.id]


def test_a_change_that_is_on_its_way_is_there_when_the_article_is_opened_again(session):
    made = tag(session.open(FIRST), "Putin")
    session.open(session.listing.entries[1].id)
    assert [t.id for t in session.open(FIRST).opened.tags] == [made.id]


def test_a_sheet_that_somebody_edited_is_read_again_when_it_is_opened(session, settle):
    desk = session.open(FIRST)
    made = tag(desk, "Putin")
    settle(session)
    session.open(session.listing.entries[1].id)
    path = session.store.path(FIRST)
    path.write_text(path.read_text(encoding="utf-8").replace("label: talks", "label: attack"), encoding="utf-8")
    assert [(t.id, t.label) for t in session.open(FIRST).opened.tags] == [(made.id, "attack")]


def test_what_somebody_else_did_meanwhile_is_merged(session, settle):
    desk = session.open(FIRST)
    mine = tag(desk, "Putin")
    settle(session)
    path = session.store.path(FIRST)
    theirs = make_tag(desk.article, Span(0, 7), "claim")
    sheet = read_sheet(path)
    path.write_text(SheetWriter().render(apply_change(sheet, add(sheet, theirs)).sheet), encoding="utf-8")
    more = tag(desk, "Moscow", "attack")
    settle(session)
    expected = {mine.id: "talks", theirs.id: "claim", more.id: "attack"}
    assert {t.id: t.label for t in desk.opened.tags} == expected
    assert {t.id: t.label for t in session.store.read(FIRST).sheet.tags} == expected


def test_a_change_that_does_not_fit_is_refused_and_alters_nothing(session):
    desk = session.open(FIRST)
    first = tag(desk, "Putin")
    sheet = desk.opened.sheet
    session.annotations.make(desk.opened, remove(sheet, first))
    before = desk.opened.sheet
    with pytest.raises(CannotChange, match="deleted meanwhile"):
        session.annotations.make(desk.opened, relabel(sheet, first, "attack"))
    assert desk.opened.sheet is before


def test_a_field_is_set_and_listed(session):
    desk = session.open(FIRST)
    session.annotations.make(desk.opened, set_fields(desk.opened.sheet, "done", status="done"))
    assert session.listing.get(FIRST).status == "done"


def test_a_list_that_is_read_anew_keeps_what_the_catalogue_has_not_read_yet(session, monkeypatch):
    desk = session.open(FIRST)
    before = session.listing.get(FIRST)
    marking.tag_held(desk, session.project.scheme.find("talks"))
    assert session.listing.get(FIRST).tags == 1

    def read_anew(message: Catalogued) -> bool:
        session.shelf.settle(before)
        return True

    monkeypatch.setattr(session.shelf, "hear", read_anew)
    session.hear(Catalogued())
    assert session.listing.get(FIRST).tags == 1


def test_the_mark_says_what_the_disk_says(session):
    annotations = session.annotations
    desk = session.open(FIRST)
    annotations.make(desk.opened, set_fields(desk.opened.sheet, "note", note="x"))
    change = desk.opened.unwritten[0]
    annotations.hear(Unsaved("No space left on device"))
    assert annotations.saved_mark == "NOT SAVED: No space left on device"
    annotations.hear(Saved(change.id))
    assert annotations.saved_mark == "saved"
    annotations.hear(SheetHeld(FIRST, "Permission denied"))
    assert annotations.saved_mark == "safe in the journal, sheet not written: Permission denied"
