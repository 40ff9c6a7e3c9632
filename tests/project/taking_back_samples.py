"""An import of two articles by eve, what somebody does to its sheets, and how it is taken back."""

from __future__ import annotations

import json

from project_samples import articles_of, make_project

from reader.exchange.format import format_named
from reader.project.import_texts import Choice
from reader.project.importing import bring_in
from reader.project.place import locate
from reader.project.taking_back import take_back
from reader.tags.applying import apply_change
from reader.tags.model import Done
from reader.tags.sheet_file import read_sheet, sheet_path
from reader.tags.store import SheetStore

KARSA = {"start": 27, "end": 32, "label": "place", "id": "aaaaaaaa"}
FOUR = {"start": 53, "end": 69, "label": "casualty", "id": "bbbbbbbb"}
TALKS = {"start": 12, "end": 17, "label": "place", "id": "cccccccc"}
AS_IS = Choice(as_is=True)
DONE = {"at": "2026-01-01T00:00:00Z", "scheme": "ab", "labels": ["place"]}
ANEW = Done("2026-02-02T00:00:00Z", "cd", ("place",))


def project_of_eve(tmp_path):
    made = make_project(tmp_path)
    return locate(made.corpus, working=made.working, annotator="eve")


def bring(project, *, one=(KARSA, FOUR), two=(TALKS,), choice=AS_IS, **fields):
    texts = articles_of(project)
    rows = [
        {"id": "news/one", "text": texts["news/one"].text, "spans": list(one), **fields},
        {"id": "news/two", "text": texts["news/two"].text, "spans": list(two)},
    ]
    path = project.working / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return bring_in(project, format_named("jsonl"), path, path, choice)


def sheet_of(project, article="news/one", name="eve"):
    return read_sheet(sheet_path(project.annotations, name, article))


def tags_of(project, article="news/one"):
    return [(tag.label, tag.text) for tag in sheet_of(project, article).tags]


def change(project, make, article="news/one"):
    """What a session does to a sheet."""
    store = SheetStore(project.annotations, "eve")
    stored = store.read(article)
    made = make(stored.sheet)
    store.record(made, apply_change(stored.sheet, made).sheet, stored.sha256)
    store.write(article)
    store.close()


def back(project, **options):
    said = []
    return take_back(project, say=lambda one: said.append(str(one)), **options), said
