"""An import is one act of the history: the next session takes it back as a whole."""

from __future__ import annotations

import json

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
