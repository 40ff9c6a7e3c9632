"""A session without a screen, on the five seeds."""

from __future__ import annotations

import os

import pytest

from reader.errors import ReaderError, UsageError
from reader.session import marking, whole
from reader.session.annotations import CannotChange
from reader.session.messages import MentionsFound, SheetWritten
from reader.tags.sheet_file import read_sheet

FIRST = "seeds/001_5567d9759a90e0ca"
SECOND = "seeds/000_00db5dd421306cca"
DATES = [
    ("2020-03-02", FIRST),
    ("2020-03-01", SECOND),
    ("2020-03-01", "seeds/002_dee1cc2d2c4723c5"),
    ("2016-08-27", "seeds/003_a034f4c090301ab5"),
    ("", "seeds/004_ac2ba9ad7cb18a1e"),
]


def tag(session, article_id: str, *motions: str, label: str = "talks"):
    desk = session.open(article_id)
    for motion in motions:
        assert desk.move(motion)
    return marking.tag_held(desk, session.project.scheme.find(label))


def labels(session, article_id: str) -> list[tuple[str, str]]:
    return [(tag.label, tag.text) for tag in session.open(article_id).opened.tags]


# -- the list


def test_the_list_is_newest_first_undated_last_and_ties_by_id(open_session):
    assert [(entry.date, entry.id) for entry in open_session().listing.entries] == DATES


def test_articles_that_the_librarian_read_are_listed_as_those_read_at_once(open_session, monkeypatch):
    at_once = open_session()
    monkeypatch.setattr("reader.session.shelf.AT_ONCE", 0.0)
    beside = open_session("eve")
    assert list(beside.listing.entries) == list(at_once.listing.entries)
    assert beside.open(FIRST).article == at_once.open(FIRST).article


def test_an_article_is_opened_by_its_id_before_the_corpus_is_read(open_session):
    session = open_session(collect=False)
    assert session.open(FIRST).article.id == FIRST
    with pytest.raises(UsageError, match="still being read"):
        session.open("seeds/../seeds/nothing")


def test_the_next_start_shows_the_list_before_anything_is_read(open_session):
    first = open_session()
    before = list(first.listing.entries)
    assert first.close()
    again = open_session(collect=False)
    assert list(again.listing.entries) == before
    assert again.open(before[-1].id).article.id == before[-1].id


def test_what_changed_meanwhile_is_put_right(open_session, corpus):
    first = open_session()
    gone, changed = (entry.id for entry in first.listing.entries[:2])
    assert first.close()
    (corpus.parent / f"{gone}.txt").unlink()
    (corpus.parent / f"{changed}.txt").write_text(
        "Another headline\n\nAnother text altogether was written here on Monday.\n"
    )
    (corpus / "new.txt").write_text("date 2021-01-01 Officials said on Friday that something new had happened.\n")
    early = open_session(collect=False)
    with pytest.raises(UsageError, match="cannot be opened"):
        early.open(gone)
    again = open_session()
    found = {entry.id: entry for entry in again.listing.entries}
    assert gone not in found
    assert found[changed].title == "Another headline"
    assert again.listing.entries[0].id == "seeds/new"


def test_what_is_gone_leaves_the_list_also_when_nothing_can_be_read_any_more(open_session, corpus):
    assert open_session().close()
    for path in corpus.iterdir():
        path.write_bytes(b"\x00 no text")
    again = open_session()
    assert list(again.listing.entries) == []
    assert again.problem_count == len(again.all_problems) == 5


def test_stepping_follows_the_list_and_ends_with_it(open_session):
    session = open_session()
    session.open(DATES[0][1])
    seen = [session.desk.article.id]
    while (entry := session.step(1)) is not None:
        seen.append(session.open(entry.id).article.id)
    assert seen == [article for _, article in DATES]
    session.open(DATES[0][1])
    assert session.step(-1) is None


def test_an_article_that_is_not_there_is_named(open_session):
    with pytest.raises(UsageError, match="nowhere"):
        open_session().open("nowhere")


def test_a_corpus_without_an_article_cannot_be_opened(open_session, tmp_path):
    folder = tmp_path / "project" / "empty"
    folder.mkdir()
    (folder / "blank.pdf").write_bytes(b"%PDF")
    with pytest.raises(ReaderError, match="empty"):
        open_session(path=folder)


def test_one_bad_document_stops_nothing(open_session, corpus):
    (corpus / "005.txt.gz").write_bytes(b"not packed at all")
    session = open_session()
    assert len(session.listing) == 5
    assert "005.txt.gz" in str(session.all_problems[0])


def test_mentions_come_from_the_worker(open_session):
    session = open_session()
    desk = session.open(FIRST)
    session.find_entities()
    session.find_entities()  # asked for once only
    session.heard.until(lambda: session.heard.of(MentionsFound))
    assert "Vladimir Putin" in {mention.text for mention in desk.mentions}
    assert desk.move("move.entity.next")
    assert session.open(FIRST).mentions == desk.mentions


def test_mentions_that_could_not_be_found_are_asked_for_again(open_session):
    session = open_session()
    desk = session.open(FIRST)
    session.find_entities()
    session.hear(MentionsFound(desk.article.text_sha256, (), "no entities: the worker ended"))
    assert "no entities" in session.notice
    session.find_entities()
    session.heard.until(lambda: len(session.heard.of(MentionsFound)) == 2)
    assert desk.mentions


# -- what is written, and when


def test_reading_writes_nothing_beside_the_corpus(open_session, tree):
    before = tree()
    session = open_session()
    for _, article in DATES:
        session.open(article)
    session.find_entities()
    session.heard.until(lambda: session.heard.of(MentionsFound))
    assert session.close()
    assert tree() == before


def test_the_first_tag_makes_the_folder_with_the_packaged_scheme(open_session, corpus, settle):
    from reader import paths

    annotations = corpus.parent / "annotations"
    session = open_session()
    assert not annotations.exists()
    tag(session, FIRST)
    settle(session)
    assert (annotations / "labels.yaml").read_bytes() == paths.packaged_scheme().read_bytes()
    assert sorted(path.name for path in annotations.iterdir()) == ["ana", "labels.yaml"]


def test_a_scheme_that_is_there_is_left_alone(open_session, corpus, settle):
    annotations = corpus.parent / "annotations"
    annotations.mkdir()
    own = "format: reader-labels/1\nlabels:\n- name: truce\n  key: t\n"
    (annotations / "labels.yaml").write_text(own, encoding="utf-8")
    session = open_session()
    assert [label.name for label in session.project.scheme.labels] == ["truce"]
    tag(session, FIRST, label="truce")
    settle(session)
    assert (annotations / "labels.yaml").read_text(encoding="utf-8") == own


def test_closing_brings_everything_to_the_sheets(open_session):
    session = open_session()
    made = tag(session, FIRST, "move.sentence.next")
    other = tag(session, SECOND, label="attack")
    assert session.close()
    assert [t.id for t in read_sheet(session.store.path(FIRST)).tags] == [made.id]
    assert [t.id for t in read_sheet(session.store.path(SECOND)).tags] == [other.id]
    assert read_sheet(session.store.path(FIRST)).status == "reading"


def test_the_place_where_one_stopped_is_kept_for_the_next_time(open_session):
    session = open_session()
    desk = session.open(SECOND)
    desk.move("move.paragraph.next")
    desk.move("move.word.next")
    held = desk.held
    session.open(FIRST)
    assert session.close()
    again = open_session()
    assert again.places.last == FIRST
    assert again.open(SECOND).held == held


# -- undo


def test_undo_and_redo_go_from_article_to_article(open_session):
    session = open_session()
    first, second = tag(session, FIRST), tag(session, SECOND, "move.sentence.next", label="attack")
    session.open(DATES[2][1])
    session.undo()
    assert session.desk.article.id == SECOND
    assert session.desk.held == second.span
    assert labels(session, SECOND) == []
    session.undo()
    assert session.desk.article.id == FIRST
    assert labels(session, FIRST) == []
    with pytest.raises(CannotChange, match="nothing to undo"):
        session.undo()
    session.redo()
    session.redo()
    assert labels(session, FIRST) == [("talks", first.text)]
    assert labels(session, SECOND) == [("attack", second.text)]
    with pytest.raises(CannotChange, match="nothing to redo"):
        session.redo()


def test_undo_goes_back_before_the_start_of_the_program(open_session):
    session = open_session()
    tag(session, FIRST)
    tag(session, SECOND, label="attack")
    assert session.close()
    again = open_session()
    again.undo()
    assert again.desk.article.id == SECOND
    assert again.close()
    once_more = open_session()
    once_more.undo()
    assert once_more.desk.article.id == FIRST
    once_more.redo()
    once_more.redo()
    assert labels(once_more, SECOND)[0][0] == "attack"


def test_a_new_change_ends_what_could_be_done_again(open_session):
    session = open_session()
    tag(session, FIRST)
    session.undo()
    tag(session, FIRST, label="attack")
    with pytest.raises(CannotChange, match="nothing to redo"):
        session.redo()


def test_done_relabel_and_article_labels_can_be_undone(open_session):
    session = open_session()
    scheme = session.project.scheme
    tag(session, FIRST)
    desk = session.desk
    marking.relabel_tag(desk, scheme.find("attack"))
    whole.toggle_label(desk, scheme.for_articles[0])
    assert whole.toggle_done(desk)
    assert (desk.opened.sheet.status, desk.opened.sheet.done.labels) == ("done", tuple(x.name for x in scheme.labels))
    session.undo()
    assert (desk.opened.sheet.status, desk.opened.sheet.done) == ("reading", None)
    session.undo()
    assert desk.opened.sheet.labels == ()
    session.undo()
    assert [t.label for t in desk.opened.tags] == ["talks"]
    session.undo()
    assert desk.opened.sheet.tags == ()


def test_undo_of_an_article_that_is_gone_says_so(open_session, corpus):
    session = open_session()
    tag(session, SECOND)
    assert session.close()
    (corpus / "000_00db5dd421306cca.txt").unlink()
    with pytest.raises(CannotChange, match="nothing to undo in this corpus; 1 of others passed over"):
        open_session().undo()


def test_undo_passes_over_what_was_done_in_another_corpus(open_session, corpus):
    session = open_session()
    tag(session, FIRST)
    tag(session, SECOND)
    assert session.close()
    (corpus / "000_00db5dd421306cca.txt").unlink()
    session = open_session()
    assert "1 of other corpora passed over" in session.undo().title
    assert session.open(FIRST).opened.tags == ()


# -- things that go wrong


def test_a_broken_sheet_is_read_only_and_stays_as_it_is(open_session, corpus):
    sheet = corpus.parent / "annotations" / "ana" / f"{FIRST}.yaml"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("format: reader-annotations/1\ntags: [\n", encoding="utf-8")
    before = sheet.read_bytes()
    session = open_session()
    assert session.listing.get(FIRST).problem
    assert any(str(sheet) in str(problem) for problem in session.all_problems)
    with pytest.raises(CannotChange, match="read-only"):
        tag(session, FIRST)
    tag(session, SECOND)
    assert session.close()
    assert sheet.read_bytes() == before


def test_what_a_killed_program_had_recorded_is_recovered(open_session, monkeypatch):
    monkeypatch.setattr("reader.session.writer.SETTLE_AFTER", 1000.0)
    session = open_session()
    made = tag(session, FIRST, "move.sentence.next")
    session.heard.until(lambda: session.annotations.saved_mark == "saved")
    assert not session.store.path(FIRST).exists()
    session.store._journal._file.close()  # all that the end of a process does: its files are closed, its locks are gone
    again = open_session()
    assert again.notice == "recovered 1 change to 1 article"
    assert labels(again, FIRST) == [("talks", made.text)]
    assert [t.id for t in read_sheet(again.store.path(FIRST)).tags] == [made.id]
    again.undo()
    assert labels(again, FIRST) == []
    session.store._journal._file = None


def test_two_windows_of_one_annotator_lose_nothing(open_session, settle):
    one, two = open_session(), open_session()
    first = tag(one, FIRST)
    second = tag(two, FIRST, "move.sentence.next", label="attack")
    settle(one)
    settle(two)
    assert {t.id for t in read_sheet(one.store.path(FIRST)).tags} == {first.id, second.id}
    assert labels(one, FIRST) == labels(two, FIRST)


def test_another_annotators_tags_are_a_layer_of_their_own(open_session):
    eve = open_session("eve")
    made = tag(eve, FIRST, label="attack")
    assert eve.close()
    ana = open_session()
    desk = ana.open(FIRST)
    assert not desk.opened.tags
    assert [(who, t.id) for who, t in desk.others] == [("eve", made.id)]
    assert [(who, t.label) for who, t in desk.others_here()] == [("eve", "attack")]
    with pytest.raises(CannotChange, match="no tag here"):
        marking.remove_tag(desk)
    tag(ana, FIRST)
    assert ana.close()
    assert [t.id for t in read_sheet(eve.store.path(FIRST)).tags] == [made.id]


def test_a_disk_that_refuses_is_asked_about_before_leaving(open_session, monkeypatch):
    monkeypatch.setattr("reader.session.writer.RETRY_AFTER", 0.02)
    session = open_session()
    record = session.store.record

    def refuse(*args):
        raise OSError(28, os.strerror(28))

    session.store.record = refuse
    made = tag(session, FIRST)
    session.heard.until(lambda: session.annotations.saved_mark.startswith("NOT SAVED"))
    assert not session.close()
    session.store.record = record
    session.heard.until(lambda: session.annotations.saved_mark == "saved")
    assert session.close()
    assert [t.id for t in read_sheet(session.store.path(FIRST)).tags] == [made.id]


def test_ones_own_writing_is_nobody_elses(open_session):
    session = open_session()
    heard = session.heard
    for number, motion in enumerate(("move.word.next", "move.sentence.next", "move.sentence.next"), 1):
        tag(session, FIRST, motion)
        session.writer.flush()
        # The sheet is written; the screen has not heard of it when the next tag is made.
        heard.wait_deaf(lambda number=number: len(heard.of(SheetWritten)) == number)
    heard.until(lambda: session.annotations.saved_mark == "saved")
    assert [message.written.merged for message in heard.of(SheetWritten)] == [False] * 3
    assert session.desk.opened.unwritten == []
    assert len(labels(session, FIRST)) == 3
