"""An import is one act of the history: the next session takes it back as a whole."""

from __future__ import annotations

import json

from msgspec.structs import replace
from session_samples import FIRST

from reader.exchange.format import format_named
from reader.project.import_texts import Choice
from reader.project.importing import bring_in


def test_undo_takes_back_all_of_an_import(open_session, tmp_path, settle):
    session = open_session()
    articles = [session.shelf.article(entry.id) for entry in session.listing.entries]
    path = tmp_path / "in.jsonl"
    rows = [{"id": one.id, "text": one.text, "spans": [{"start": 0, "end": 8, "label": "talks"}]} for one in articles]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    session.close()
    report = bring_in(session.project, format_named("jsonl"), path, path, Choice())
    assert report.articles == len(articles) > 1
    again = open_session()
    again.open(FIRST)
    assert len(again.desk.opened.tags) == 1
    n = len(articles)
    assert again.past.acts[0].title == f"import {n} tags in {n} articles from in.jsonl, {n} changes"
    again.undo()
    settle(again)
    assert all(not again.store.read(one.id).sheet.tags for one in articles)


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
