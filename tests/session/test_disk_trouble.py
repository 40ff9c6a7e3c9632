"""A disk that goes bad under a running session: the mark says why, the tag stays, and is saved when the disk is well again."""

from __future__ import annotations

import json

import pytest
from test_annotations import FIRST, tag

from reader.tags.sheet_file import read_sheet


@pytest.fixture
def session(open_session, monkeypatch):
    monkeypatch.setattr("reader.session.writer.RETRY_AFTER", 0.02)
    return open_session()


def test_annotations_that_disappear_keep_their_tags_until_they_are_back(session, settle, corpus):
    annotations, away = corpus.parent / "annotations", corpus.parent / "away"
    desk = session.open(FIRST)
    made = [tag(desk, "Putin")]
    settle(session)
    annotations.rename(away)
    made.append(tag(desk, "Moscow"))
    mark = "NOT SAVED: the folder of annotations is gone"
    session.heard.until(lambda: session.annotations.saved_mark == mark)
    assert not session.close()
    away.rename(annotations)
    session.heard.until(lambda: session.annotations.saved_mark == "saved")
    assert session.close()
    assert {t.id for t in read_sheet(session.store.path(FIRST)).tags} == {t.id for t in made}


def test_a_file_in_the_place_of_the_journals_keeps_the_tag_until_it_is_gone(session, corpus):
    journals = corpus.parent / "annotations/ana/.journal"
    journals.parent.mkdir(parents=True)
    journals.write_text("not a folder")
    made = tag(session.open(FIRST), "Putin")
    mark = "NOT SAVED: .journal is no folder, and should be one"
    session.heard.until(lambda: session.annotations.saved_mark == mark)
    assert not session.close()
    journals.unlink()
    session.heard.until(lambda: session.annotations.saved_mark == "saved")
    assert session.close()
    assert [t.id for t in read_sheet(session.store.path(FIRST)).tags] == [made.id]


@pytest.mark.parametrize("article_id", ["../../etc", "a\0b", "x" * 5000, "/".join(["a part of a path"] * 300)])
def test_an_article_of_a_hostile_id_is_tagged_like_any_other(open_session, corpus, settle, article_id):
    path = corpus.parent / "rows.jsonl"
    path.write_text(json.dumps({"id": article_id, "text": "The truce held on Sunday, said officials."}))
    session = open_session(path=path)
    (entry,) = session.listing.entries
    made = tag(session.open(entry.id), "truce")
    settle(session)
    assert session.close()
    again = open_session(path=path)
    assert [t.id for t in again.open(entry.id).opened.tags] == [made.id]
    assert again.problems == []


def test_settled_journals_are_tidied_when_a_session_ends(open_session, settle, monkeypatch):
    monkeypatch.setattr("reader.tags.settled.MOST_FILES", 1)
    for words in ("Putin", "Moscow", "Ankara"):
        session = open_session()
        tag(session.open(FIRST), words)
        settle(session)
        assert session.close()
    # The last one was put away after the others had been joined.
    assert len(list((session.store.journal_folder / "settled").glob("*.jsonl"))) == 2
    history = open_session().annotations.history
    assert history.to_undo.added[0].text == "Ankara"
