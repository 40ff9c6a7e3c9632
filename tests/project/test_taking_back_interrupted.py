"""An import that was interrupted is taken back as far as it came, whatever of it waits in a journal, and no further."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from project_samples import articles_of, sheet_for, write_sheet
from taking_back_samples import (
    ANEW,
    DONE,
    KARSA,
    TALKS,
    back,
    bring,
    project_of_eve,
    sheet_of,
    tags_of,
)

from reader.errors import StoreError
from reader.exchange.format import format_named
from reader.project import import_writing
from reader.project.import_texts import Choice
from reader.project.importing import DOUBTFUL, bring_in
from reader.tags import bundles
from reader.tags.imports import on_record
from reader.tags.sheet_file import sheet_path
from reader.tags.store import SheetStore


@pytest.fixture
def project(tmp_path):
    return project_of_eve(tmp_path)


def test_what_somebody_did_by_hand_where_an_interrupted_import_never_came_stays(project, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(SheetStore, "record_all", full)
        with pytest.raises(StoreError, match="0 of 2 sheets were written"):
            bring(project, status="done", done=DONE, note="checked", labels=["war"])
    own = sheet_for(articles_of(project)["news/one"], "eve", (("noon", "place"),))
    write_sheet(project, replace(own, status="done", done=ANEW, note="checked", labels=("war",)))
    before = sheet_of(project)
    done, said = back(project)
    assert sheet_of(project) == before
    assert sorted(said) == [
        "news/one, the article's labels: nothing shows that the import set it",
        "news/one, the article's note: nothing shows that the import set it",
        "news/one, the article's status was changed since",
    ]
    assert (done.sheets, done.staying) == (0, 3)


def test_an_import_that_was_interrupted_is_taken_back_as_far_as_it_came(project, monkeypatch):
    write = SheetStore.write_all

    def fail_at_the_second(store, articles):
        if "news/two" in articles:
            raise OSError(28, "No space left on device")
        return write(store, articles)

    with monkeypatch.context() as patch:
        patch.setattr(bundles, "MOST_SHEETS", 1)
        patch.setattr(SheetStore, "write_all", fail_at_the_second)
        with pytest.raises(StoreError, match="1 of 2 sheets were written"):
            bring(project)
    done, said = back(project)
    assert (done.tags, said) == (3, [])  # what waited in the journal of the import was written, and taken back
    assert tags_of(project) == tags_of(project, "news/two") == []


class Killed(BaseException):
    """The process ends here."""


def of_one_killed(project, monkeypatch, whose, article):
    """An import that ends when it has journalled what goes into somebody's sheets, and written none of them."""

    def kill(store, articles):
        if store.annotator == whose:
            raise Killed
        return write(store, articles)

    texts = articles_of(project)
    path = project.working / "in.jsonl"
    like = texts["news/two"].text.replace("Tuesday", "Monday")
    rows = [
        {"id": "news/one", "text": texts["news/one"].text, "spans": [KARSA]},
        {"id": "news/two", "text": like, "spans": [{**TALKS, "end": 43}]},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    write = SheetStore.write_all
    with monkeypatch.context() as patch:
        patch.setattr(SheetStore, "write_all", kill)
        with pytest.raises(Killed):
            bring_in(project, format_named("jsonl"), path, path, Choice(as_is=True, doubtful=True))
    assert not sheet_path(project.annotations, whose, article).exists()


OF_BOTH = pytest.mark.parametrize(
    ("whose", "article"), [("eve", "news/one"), (f"eve{DOUBTFUL}", "news/two")], ids=["own", "doubtful"]
)


@OF_BOTH
def test_what_a_killed_import_left_in_a_journal_is_taken_back_too(project, monkeypatch, whose, article):
    of_one_killed(project, monkeypatch, whose, article)
    assert back(project, dry=True)[0].problems == []
    assert not sheet_path(project.annotations, whose, article).exists()
    done, said = back(project)
    assert (done.is_clean, said) == (True, [])
    assert sheet_of(project, article, whose).tags == ()
    assert SheetStore(project.annotations, whose).recover().changes == {}


@OF_BOTH
def test_the_record_waits_for_a_journal_that_cannot_be_settled(project, monkeypatch, whose, article):
    def full(store, *others):
        if store.annotator == whose:
            raise OSError(28, "No space left on device")
        return bring_up(store, *others)

    bring_up = SheetStore._bring_up
    of_one_killed(project, monkeypatch, whose, article)
    with monkeypatch.context() as patch:
        patch.setattr(SheetStore, "_bring_up", full)
        done, _ = back(project)
    assert [problem.message for problem in done.problems] == ["the sheet cannot be written: No space left on device"]
    assert "mend that, and take it back once more" in done.summary()[-1]
    assert [record.is_kept for record in on_record(SheetStore(project.annotations, "eve").journal_folder)] == [True]
    assert SheetStore(project.annotations, whose).recover().changes == {article: 1}
    assert back(project)[0].is_clean
    assert sheet_of(project, article, whose).tags == ()


def test_a_broken_sheet_for_which_a_change_waits_is_named_once(project, monkeypatch):
    of_one_killed(project, monkeypatch, "eve", "news/one")
    path = sheet_path(project.annotations, "eve", "news/one")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"format: [")
    done, _ = back(project)
    assert [problem.path for problem in done.problems] == [path]
    assert [record.is_kept for record in on_record(SheetStore(project.annotations, "eve").journal_folder)] == [True]


def test_nothing_is_imported_that_cannot_be_put_on_record(project, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(import_writing, "keep", full)
    with pytest.raises(StoreError, match="no sheet was written: No space left"):
        bring(project)
    assert not sheet_path(project.annotations, "eve", "news/one").exists()
