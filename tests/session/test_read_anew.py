"""Sheets that are read anew while something is asked or on its way: nothing is written over, nothing is made on what is gone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from session_samples import FIRST, edit, labels, tag
from test_amended import amend

from reader.corpus.amendments_file import amendments_path
from reader.errors import UsageError
from reader.session.annotations import CannotChange
from reader.session.messages import FilesChanged, SheetsChanged, Unsaved
from reader.tags.changes import relabel, remove, set_fields
from reader.tags.sheet_file import read_sheet

SHEET = FilesChanged(frozenset({"sheet"}))


@pytest.fixture
def session(open_session, settle):
    session = open_session()
    tag(session.open(FIRST), "Kremlin")
    settle(session)
    return session


def stored(session) -> list[str]:
    return sorted(tag.text for tag in session.store.read(FIRST).sheet.tags)


def test_nothing_is_made_on_a_sheet_that_another_has_taken_the_place_of(session, open_session):
    before = session.desk
    amend(open_session("eve"))
    session.hear(FilesChanged(frozenset({"amendments"})))
    assert session.desk is not before
    with pytest.raises(CannotChange, match="read anew"):
        before.annotations.make(before.opened, set_fields(before.opened.sheet, "", labels=("diplomacy",)))
    session.annotations.make(session.desk.opened, set_fields(session.desk.opened.sheet, "", labels=("diplomacy",)))
    tag(session.desk, "Ankara")
    session.close()
    sheet = session.store.read(FIRST).sheet
    assert (sheet.labels, [tag.text for tag in sheet.tags]) == (("diplomacy",), ["Ankara", "Kremlin"])


def test_tags_of_a_former_id_do_not_take_the_place_of_those_that_came_meanwhile(session, open_session, corpus, settle):
    former = read_sheet(session.store.path(FIRST))
    session.close()
    (corpus / "001_5567d9759a90e0ca.txt").rename(corpus / "renamed.txt")
    asked, other = open_session(), open_session()
    opened = asked.open("seeds/renamed").opened
    tag(other.open("seeds/renamed"), "Ankara")
    settle(other)
    asked.hear(SHEET)
    for sheet in (opened, asked.desk.opened):
        with pytest.raises(CannotChange, match="by now"):
            asked.annotations.adopt(sheet, former)
    assert [tag.text for tag in asked.desk.opened.tags] == ["Ankara"]


def test_a_file_that_goes_back_and_forth_is_told_apart_from_ones_own(session, settle):
    path = session.store.path(FIRST)
    first = path.read_bytes()
    tag(session.desk, "Moscow")
    settle(session)
    second = path.read_bytes()
    path.write_bytes(first)
    session.hear(SHEET)
    tag(session.desk, "Ankara")
    path.write_bytes(second)
    settle(session)
    assert stored(session) == ["Ankara", "Kremlin", "Moscow"]


def test_ours_after_all_stands_on_its_words_in_a_text_that_changed(session, open_session, corpus, settle):
    made = session.desk.opened.tags[0]
    edit(session, lambda sheet: remove(sheet, *sheet.tags))
    session.annotations.make(session.desk.opened, relabel(session.desk.opened.sheet, made, "attack"))
    settle(session)
    session.close()
    path = corpus / "001_5567d9759a90e0ca.txt"
    path.write_text("A new first sentence, sent by the agency.\n\n" + path.read_text("utf-8"), "utf-8")
    later = open_session()
    later.clashes.decide(later.clashes.waiting[0], ours=True)
    desk = later.desk
    for found in desk.opened.tags:
        assert desk.article.text[found.start : found.end] == found.text == "Kremlin"
    assert len(desk.opened.sheet.tags) == 1


def test_an_answer_is_to_what_was_asked_and_not_to_what_came_since(session, settle):
    made = session.desk.opened.tags[0]
    edit(session, lambda sheet: relabel(sheet, sheet.tags[0], "claim"))
    session.annotations.make(session.desk.opened, relabel(session.desk.opened.sheet, made, "attack"))
    settle(session)
    (asked,) = session.clashes.waiting
    newer = replace(asked, theirs="label: pledge")
    session.clashes.arose([newer])
    with pytest.raises(CannotChange, match="asked again"):
        session.clashes.decide(asked, ours=False)
    assert session.clashes.waiting == (newer,)


def test_the_document_of_the_first_article_is_looked_at_too(session, open_session, corpus):
    session.close()
    again = open_session(collect=False)
    desk = again.open(FIRST)
    assert again.elsewhere.watcher._files["document"][0][0] == corpus / "001_5567d9759a90e0ca.txt"
    again.open(again.listing.entries[-1].id)
    assert again.open(FIRST) is desk


def test_an_article_that_cannot_be_opened_leaves_the_open_one_looked_at(session):
    with pytest.raises(UsageError):
        session.open("nowhere")
    assert session.elsewhere.watcher._files["sheet"][0][0] == session.store.path(FIRST)


def test_a_relisted_sheet_does_not_hide_that_the_amendments_are_broken(session):
    path = amendments_path(session.project.annotations, FIRST)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("format: [", "utf-8")
    session.open(FIRST)
    session.open(session.listing.entries[-1].id)
    before = session.listing.get(FIRST)
    session.hear(SheetsChanged((session.store.path(FIRST),)))
    session.heard.until(session.heard.queue.empty)
    assert session.listing.get(FIRST) == before
    assert before.problem


def test_a_folder_of_annotations_that_is_away_is_no_deletion(session, settle, monkeypatch):
    monkeypatch.setattr("reader.session.writer.RETRY_AFTER", 0.02)
    annotations = session.project.annotations
    away = annotations.with_name("away")
    annotations.rename(away)
    session.hear(FilesChanged(frozenset({"sheet", "others", "scheme"})))
    assert "is gone" in session.notice
    assert labels(session) == ["talks"]
    tag(session.desk, "Ankara")
    session.heard.until(lambda: session.annotations.saved_mark.startswith("NOT SAVED"))
    away.rename(annotations)
    session.hear(FilesChanged(frozenset({"sheet", "others", "scheme"})))
    settle(session)
    assert stored(session) == ["Ankara", "Kremlin"]
    assert session.annotations.saved_mark == "saved"


def test_what_is_not_saved_is_not_called_safe(session):
    session.elsewhere.watcher.close()
    session.store.path(FIRST).write_text("format: [", "utf-8")
    tag(session.desk, "Ankara")
    session.writer.flush()
    session.heard.until(lambda: "safe in the journal" in session.annotations.saved_mark)
    session.annotations._unsaved.add("another")
    session.annotations.hear(Unsaved("No space left on device"))
    assert session.annotations.saved_mark == "NOT SAVED: No space left on device"
    assert session.annotations.trouble == "No space left on device"
    session.annotations._unsaved.clear()
