"""An import is one act of the history: the next session takes it back as a whole."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from session_samples import FIRST

from reader.exchange.format import format_named
from reader.project.import_texts import Choice
from reader.project.importing import bring_in
from reader.project.taking_back import take_back
from reader.session.annotations import CannotChange
from reader.tags.changes import relabel


def imported(session, tmp_path):
    articles = [session.shelf.article(entry.id) for entry in session.listing.entries]
    path = tmp_path / "in.jsonl"
    rows = [{"id": one.id, "text": one.text, "spans": [{"start": 0, "end": 8, "label": "talks"}]} for one in articles]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    session.close()
    report = bring_in(session.project, format_named("jsonl"), path, path, Choice())
    return articles, report


def test_undo_takes_back_all_of_an_import(open_session, tmp_path, settle):
    articles, report = imported(open_session(), tmp_path)
    assert report.articles == len(articles) > 1
    again = open_session()
    again.open(FIRST)
    assert len(again.desk.opened.tags) == 1
    n = len(articles)
    assert again.past.acts[0].title == f"import {n} tags in {n} articles from in.jsonl, {n} changes"
    again.undo()
    settle(again)
    assert all(not again.store.read(one.id).sheet.tags for one in articles)


@pytest.fixture
def short_reach(monkeypatch):
    """Undo reaches two changes, so that an import of the seeds is beyond it."""
    from reader.project import importing
    from reader.tags import history, imports

    for module in (history, imports, importing):
        monkeypatch.setattr(module, "LONGEST", 2)


def test_undo_takes_no_part_of_an_import_that_is_beyond_it(open_session, tmp_path, settle, short_reach):
    articles, report = imported(open_session(), tmp_path)
    assert any("--undo --as" in note for note in report.notes)
    session = open_session()
    session.open(FIRST)
    opened = session.desk.opened
    session.annotations.make(opened, relabel(opened.sheet, opened.tags[0], "claim"))
    session.undo()
    for _ in range(2):  # it stays where it is
        with pytest.raises(CannotChange, match=r"--undo --as \w+` takes it back: import \d+ tags"):
            session.undo()
    act = session.past.acts[-1]
    assert "takes it back" in act.elsewhere
    assert not act.title.endswith("changes")
    with pytest.raises(CannotChange, match="takes it back"):
        session.past.turn(act)
    settle(session)
    session.close()
    assert all(len(session.store.read(one.id).sheet.tags) == 1 for one in articles)
    assert take_back(session.project).tags == len(articles)
    again = open_session()
    with pytest.raises(CannotChange, match=r"nothing to undo|import its file again"):
        again.undo()
    with pytest.raises(CannotChange, match=r"nothing to redo|import its file again"):
        again.redo()
    assert all(not again.store.read(one.id).sheet.tags for one in articles)


def test_an_import_that_was_taken_back_by_the_command_is_done_again_by_redo(open_session, tmp_path, settle):
    articles, _ = imported(open_session(), tmp_path)
    session = open_session()
    project = session.project
    session.close()
    assert take_back(project).tags == len(articles)
    again = open_session()
    assert again.past.acts[0].undone
    again.redo()
    settle(again)
    assert all(len(again.store.read(one.id).sheet.tags) == 1 for one in articles)


def test_a_window_that_is_open_meanwhile_is_told_that_it_is_done_already(open_session, tmp_path, settle):
    imported(open_session(), tmp_path)
    session = open_session()
    session.open(FIRST)
    session.annotations.recall()
    assert take_back(session.project).is_clean
    with pytest.raises(CannotChange):
        session.undo()
    settle(session)
    assert session.store.read(FIRST).sheet.tags == ()


def test_what_was_decided_stays_so_when_a_newer_model_suggests_it_again(open_session, tmp_path, settle):
    session = open_session(collect=False)
    text = session.open(FIRST).article.text
    model = replace(session.project, annotator="model")
    path = tmp_path / "in.jsonl"

    def suggest(*words: str, note: str) -> list[str]:
        spans = [
            {"start": text.index(word), "end": text.index(word) + len(word), "label": "talks", "note": note}
            for word in words
        ]
        path.write_text(json.dumps({"id": FIRST, "text": text, "spans": spans}) + "\n", encoding="utf-8")
        bring_in(model, format_named("jsonl"), path, path, Choice(suggest=True))
        session.open(FIRST)
        return [one.tag.text for one in session.suggesting.of(session.desk)]

    assert suggest("Erdogan", "Moscow", "Putin", note="0.7") == ["Erdogan", "Moscow", "Putin"]
    taken, dismissed, _ = session.suggesting.of(session.desk)
    session.suggesting.take(session.desk, taken)
    session.suggesting.dismiss(session.desk, dismissed)
    settle(session)
    hers = session.store.path(FIRST).read_bytes()
    assert suggest("Erdogan", "Moscow", "Ankara", note="0.9") == ["Ankara"]
    assert [one.tag.note for one in session.suggesting.dismissed(session.desk)] == ["0.9"]
    assert suggest("Ankara", note="1.0") == ["Ankara"]
    assert suggest("Erdogan", "Moscow", "Putin", note="1.1") == ["Putin"]
    assert session.store.path(FIRST).read_bytes() == hers
