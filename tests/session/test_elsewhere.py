"""What others write while the session runs: an editor, a second window, a colleague, a `git pull`."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from session_samples import FIRST, edit, labels, tag
from test_amended import amend

from reader.corpus.amendments_file import amendments_path
from reader.session import watcher
from reader.session.messages import FilesChanged, SheetsChanged
from reader.tags.changes import relabel, remove


@pytest.fixture(autouse=True)
def watchful(monkeypatch):
    monkeypatch.setattr(watcher, "FOLDER_EVERY", 1)
    monkeypatch.setattr(watcher.Watcher.__init__, "__defaults__", (0.01,))


@pytest.fixture
def session(open_session, settle):
    """One tag in the first article, which is open; the watcher looks."""
    session = open_session()
    tag(session.open(FIRST), "Putin")
    settle(session)
    session.elsewhere.watcher.start()
    return session


def test_an_edit_by_hand_is_shown(session):
    edit(session, lambda sheet: relabel(sheet, sheet.tags[0], "attack"))
    session.heard.until(lambda: labels(session) == ["attack"])
    assert "tags" in session.elsewhere.renewed
    assert session.notice == "the sheet was changed on disk"
    edit(session, lambda sheet: remove(sheet, sheet.tags[0]))
    session.heard.until(lambda: labels(session) == [])
    assert session.notice == "the sheet was changed on disk, 1 tag fewer"
    assert session.listing.get(FIRST).tags == 0


def test_what_is_on_its_way_is_merged_and_nothing_is_lost(session, settle):
    edit(session, lambda sheet: relabel(sheet, sheet.tags[0], "attack"))
    tag(session.desk, "Moscow", "claim")
    settle(session)
    session.heard.until(lambda: sorted(labels(session)) == ["attack", "claim"])
    assert sorted(tag.label for tag in session.store.read(FIRST).sheet.tags) == ["attack", "claim"]


def test_an_edit_that_comes_while_changes_are_on_their_way_is_looked_at_when_they_are_written(session, settle):
    session.elsewhere.watcher.close()
    tag(session.desk, "Moscow", "claim")
    session.hear(FilesChanged(frozenset({"sheet"})))
    assert sorted(labels(session)) == ["claim", "talks"]
    session.writer.flush()
    session.heard.wait_deaf(lambda: len(session.store.read(FIRST).sheet.tags) == 2 and not session.writer._due)
    edit(session, lambda sheet: remove(sheet, *sheet.tags))
    settle(session)
    session.heard.until(lambda: labels(session) == [])


def test_the_programs_own_writing_is_nobody_elses(session, settle):
    opened = session.desk.opened
    tag(session.desk, "Moscow", "claim")
    settle(session)
    session.notice = ""
    session.hear(FilesChanged(frozenset({"sheet"})))
    assert session.desk.opened is opened
    assert (session.notice, session.elsewhere.renewed) == ("", set())


def test_a_sheet_that_is_broken_by_hand_is_read_only_until_it_is_mended(session):
    path = session.store.path(FIRST)
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("label: talks", "label: [talks"), encoding="utf-8")
    session.heard.until(lambda: session.desk.opened.read_only)
    assert "cannot be read now" in session.notice
    path.write_text(whole, encoding="utf-8")
    session.heard.until(lambda: not session.desk.opened.read_only)
    assert labels(session) == ["talks"]


def test_a_colleagues_tags_appear(session, open_session, settle):
    eve = open_session("eve")
    made = tag(eve.open(FIRST), "Moscow", "claim")
    settle(eve)
    session.heard.until(lambda: len(list(session.desk.others)) == 1)
    edit(eve, lambda sheet: remove(sheet, sheet.by_id[made.id]))
    session.heard.until(lambda: not list(session.desk.others))


def test_two_windows_show_each_others_tags(session, open_session, settle):
    other = open_session("ana")
    other.open(FIRST)
    other.elsewhere.watcher.start()
    for window, words in ((other, "Moscow"), (session, "Kremlin"), (other, "Turkish")):
        tag(window.desk, words, "claim")
        settle(window)
    for window in (session, other):
        window.heard.until(lambda window=window: len(window.desk.opened.tags) == 4)
        assert window.clashes.waiting == ()
    assert session.desk.opened.tags == other.desk.opened.tags


def test_amendments_change_the_text_and_tags_stay_on_their_words(session, open_session):
    tag(session.desk, "Kremlin")
    session.desk.hold_word_at(session.desk.article.text.index("Kremlin"))
    gone = amend(open_session("eve"))
    session.heard.until(lambda: gone not in session.desk.article.text)
    assert "text" in session.elsewhere.renewed
    desk = session.desk
    assert [desk.article.text[tag.start : tag.end] for tag in desk.opened.tags] == ["Kremlin"]
    assert [uncertain.tag.text for uncertain in desk.opened.uncertain.values()] == ["Putin"]
    assert desk.article.text[desk.held.start : desk.held.end] == "Kremlin"


def test_amendments_that_are_broken_by_hand_leave_the_article_read_only_until_they_are_mended(session, open_session):
    gone = amend(open_session("eve"))
    session.heard.until(lambda: gone not in session.desk.article.text)
    path = amendments_path(session.project.annotations, FIRST)
    whole = path.read_text(encoding="utf-8")
    path.write_text("format: [", encoding="utf-8")
    session.heard.until(lambda: session.desk.opened.read_only)
    assert "cannot be read" in session.notice
    path.write_text(whole, encoding="utf-8")
    session.heard.until(lambda: not session.desk.opened.read_only and gone not in session.desk.article.text)


def test_amendments_of_an_article_that_is_not_open_are_there_when_it_is_opened_again(session, open_session):
    tag(session.desk, "Kremlin")
    session.open(session.listing.entries[-1].id)
    session.heard.until(lambda: not session.annotations.known(FIRST).unwritten)
    gone = amend(open_session("eve"))
    article = session.open(FIRST).article
    assert gone not in article.text
    (found,) = session.desk.opened.tags  # the other one stood in what is gone
    assert article.text[found.start : found.end] == "Kremlin"
    assert [uncertain.tag.text for uncertain in session.desk.opened.uncertain.values()] == ["Putin"]


def test_a_document_that_is_scraped_again_is_read_again(session, corpus):
    path = corpus / "001_5567d9759a90e0ca.txt"
    raw = path.read_text(encoding="utf-8")
    path.write_text(raw.replace("Kremlin", "Moscow Kremlin"), encoding="utf-8")
    session.heard.until(lambda: "Moscow Kremlin" in session.desk.article.text)
    assert labels(session) == ["talks"]
    (found,) = session.desk.opened.tags
    assert session.desk.article.text[found.start : found.end] == "Putin"
    before = session.desk.article
    path.unlink()
    session.heard.until(lambda: "no longer there" in session.notice)
    assert session.desk.article is before


def test_a_scheme_that_is_edited_is_in_force_at_once(session):
    path = session.project.annotations / "labels.yaml"
    before = session.project.scheme
    path.write_text("format: reader-labels/1\nlabels:\n- name: fresh\n", encoding="utf-8")
    session.heard.until(lambda: [label.name for label in session.project.scheme.labels] == ["fresh"])
    assert session.desk.scheme == session.project.scheme != before
    assert "scheme" in session.elsewhere.renewed
    path.write_text("format: reader-labels/1\nlabels:\n- nme: fresh\n", encoding="utf-8")
    session.heard.until(lambda: "stays in force" in session.notice)
    assert [label.name for label in session.project.scheme.labels] == ["fresh"]


def test_sheets_of_other_articles_are_counted_anew_in_the_list(session, open_session, settle):
    second = session.listing.entries[0].id
    elsewhere = open_session("ana")  # a second window
    tag(elsewhere.open(second), "the", "claim")
    settle(elsewhere)
    session.heard.until(lambda: session.listing.get(second).tags == 1)
    assert session.listing.get(second).status == "reading"
    path = session.store.path(second)
    path.write_text("format: [", encoding="utf-8")
    session.heard.until(lambda: session.listing.get(second).problem)
    path.unlink()
    session.heard.until(lambda: session.listing.get(second) == replace(session.listing.get(second), tags=0, problem=""))


def test_sheets_that_nobody_lists_are_passed_over(session):
    stray = session.store.folder / "not/here.yaml"
    session.hear(SheetsChanged((stray,)))
    session.heard.until(lambda: session.heard.of(type(None)) == [] and session.listing.get("not/here") is None)
