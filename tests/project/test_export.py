"""An export holds every tag that is certain, says every one that is not, and never takes a good file's place half-written."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from project_samples import TEXTS, articles_of, make_project, sheet_for, write_sheet, write_sheets

from reader.errors import UsageError
from reader.exchange.exporter import ExportError, exporter
from reader.exchange.jsonl import JsonlExporter
from reader.exchange.loss import loss
from reader.project.export import Selection, export_to_file
from reader.project.place import locate
from reader.tags.changes import add, make_tag, new_sheet
from reader.tags.store import SheetStore
from reader.text.spans import Span

AS_IS = Selection(as_is=True)
jsonl = partial(exporter, "jsonl")


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.jsonl"


def rows(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_everybody_s_sheets_of_the_corpus_s_articles(project, out):
    write_sheets(project, "ben")
    write_sheets(project, "ana")[1].unlink()
    (project.annotations / "corpus").mkdir()
    (project.annotations / ".git").mkdir()
    report = export_to_file(project, jsonl, out, AS_IS)
    assert [(row["id"], row["annotator"]) for row in rows(out)] == [
        ("news/one", "ana"),
        ("news/one", "ben"),
        ("news/two", "ben"),
    ]
    assert (report.articles, report.records, report.spans) == (2, 3, 5)
    assert report.labels == {"place": 3, "casualty": 2}
    assert report.annotators == {"ana", "ben"}
    assert report.problems == report.losses == report.notes == []
    for row in rows(out):
        for span in row["spans"]:
            assert row["text"][span["start"] : span["end"]] == span["text"]


def test_chosen_annotators_and_articles_without_a_sheet(project, out):
    write_sheets(project, "ben")
    write_sheets(project, "ana")[1].unlink()
    export_to_file(project, jsonl, out, Selection(("ana",), untagged=True, as_is=True))
    assert [(row["id"], row["annotator"], row["status"], len(row["spans"])) for row in rows(out)] == [
        ("news/one", "ana", "reading", 2),
        ("news/two", "ana", "new", 0),
    ]
    with pytest.raises(UsageError, match="no sheets") as caught:
        export_to_file(project, jsonl, out, Selection(("anna",)))
    assert "ana" in caught.value.problem.hint


def test_nobody_has_tagged(project, out):
    report = export_to_file(project, jsonl, out, Selection(untagged=True, as_is=True))
    assert [row["annotator"] for row in rows(out)] == [None, None]
    assert report.annotators == set()
    assert str(project.annotations) in report.notes[0]


def test_uncertain_tags_are_said_and_not_exported(project, out):
    write_sheets(project)
    changed = TEXTS["one"].replace("Four people died", "Nobody was hurt, it turned out,")
    (project.working / "news" / "one.txt").write_text(changed)
    report = export_to_file(project, jsonl, out, AS_IS)
    assert [[span["text"] for span in row["spans"]] for row in rows(out)] == [["Karsa"], ["Karsa"]]
    assert len(report.problems) == 1
    assert "Four people died" in report.problems[0].message
    assert report.problems[0].path == project.annotations / "ana" / "news" / "one.yaml"


def test_broken_and_misplaced_sheets_are_said_and_the_run_goes_on(project, out):
    one, _ = write_sheets(project)
    one.write_text(one.read_text().replace("label: place", "lable: place"))
    write_sheet(project, sheet_for(articles_of(project)["news/one"], "ana", ()), "ben")
    (project.annotations / "ben" / "news" / "two.yaml").write_bytes(one.read_bytes().replace(b"lable", b"label"))
    report = export_to_file(project, jsonl, out, AS_IS)
    assert [(row["id"], row["annotator"]) for row in rows(out)] == [("news/one", "ben"), ("news/two", "ana")]
    said = [(problem.path.relative_to(project.annotations).as_posix(), problem.message) for problem in report.problems]
    assert [path for path, _ in said] == [
        "ana/news/one.yaml",
        "ana/news/one.yaml",
        "ben/news/one.yaml",
        "ben/news/two.yaml",
    ]
    assert "label" in said[0][1]
    assert "'ana'" in said[2][1]
    assert "'news/one'" in said[3][1]


def test_unknown_labels_are_exported_and_said(project, out):
    article = articles_of(project)["news/one"]
    write_sheet(project, replace(sheet_for(article, "ana", (("Karsa", "town"),)), labels=("old",)))
    report = export_to_file(project, jsonl, out, AS_IS)
    assert rows(out)[0]["spans"][0]["label"] == "town"
    assert report.unknown == {"town", "old"}


def test_sheets_of_other_articles_are_counted(project, out):
    write_sheets(project)
    part = locate("news/two.txt", working=project.working, annotator="ana")
    report = export_to_file(part, jsonl, out, AS_IS)
    assert [row["id"] for row in rows(out)] == ["news/two"]
    assert [note.rsplit(" ", 1)[1] for note in report.notes] == ["1"]


def test_the_sheet_of_a_renamed_document_goes_with_it(project, out):
    write_sheets(project)
    before = {row["id"]: row for row in (export_to_file(project, jsonl, out, AS_IS), rows(out))[1]}
    (project.working / "news" / "one.txt").rename(project.working / "news" / "uno.txt")
    report = export_to_file(project, jsonl, out, AS_IS)
    after = {row["id"]: row for row in rows(out)}
    assert set(after) == {"news/two", "news/uno"}
    assert after["news/uno"]["spans"] == before["news/one"]["spans"] != []
    assert report.problems == []
    assert "news/uno: tagged under its former id news/one" in report.notes


def test_two_sheets_that_fit_a_renamed_document_are_not_guessed(project, out):
    write_sheets(project)
    news, sheets = project.working / "news", project.annotations / "ana" / "news"
    (news / "one.txt").rename(news / "uno.txt")
    text = (sheets / "one.yaml").read_text()
    (sheets / "eins.yaml").write_text(text.replace("news/one", "news/eins"))
    report = export_to_file(project, jsonl, out, AS_IS)
    assert [row["id"] for row in rows(out)] == ["news/two"]
    assert {problem.path.name for problem in report.problems} == {"one.yaml", "eins.yaml"}
    assert "'news/uno'" in report.problems[0].message


def test_a_copied_document_does_not_take_the_sheet_of_the_other(project, out):
    write_sheets(project)
    news = project.working / "news"
    (news / "copy.txt").write_bytes((news / "one.txt").read_bytes())
    export_to_file(project, jsonl, out, AS_IS)
    assert sorted(row["id"] for row in rows(out)) == ["news/one", "news/two"]
    part = locate("news/copy.txt", working=project.working, annotator="ana")
    export_to_file(part, jsonl, out, AS_IS)
    assert rows(out) == []


def test_changes_that_wait_in_a_journal_are_said(project, out):
    article = articles_of(project)["news/one"]
    store = SheetStore(project.annotations, "ana")
    sheet = new_sheet(article, "ana")
    change = add(sheet, make_tag(article, Span(0, 6), "place"))
    store.record(change, sheet, "")
    store.close()
    report = export_to_file(project, jsonl, out, AS_IS)
    assert "wait in the journal" in report.problems[0].message
    SheetStore(project.annotations, "ana").recover()
    assert export_to_file(project, jsonl, out, AS_IS).problems == []
    assert len(rows(out)[0]["spans"]) == 1


class Lossy(JsonlExporter):
    """Calls every tag lost, and finds its own file wrong when asked to."""

    wrong = False

    def add(self, record):
        super().add(record)
        return [loss(record, tag, "widened") for tag in record.sheet.tags]

    def verify(self, file):
        if self.wrong:
            raise ExportError("line 1 was not read back as it was written")
        super().verify(file)


def test_losses_are_reported_and_strict_fails_on_them(project, out):
    write_sheets(project)
    report = export_to_file(project, Lossy, out, AS_IS)
    assert str(report.losses[0]).startswith("news/one (ana), place “Karsa” [")
    old = out.read_bytes()
    with pytest.raises(ExportError, match="3 tags"):
        export_to_file(project, Lossy, out, Selection(as_is=True, strict=True))
    assert out.read_bytes() == old


def test_a_file_that_does_not_read_back_takes_no_place(project, out, monkeypatch):
    write_sheets(project)
    out.write_text("good")
    monkeypatch.setattr(Lossy, "wrong", True)
    with pytest.raises(ExportError):
        export_to_file(project, Lossy, out, AS_IS)
    assert out.read_text() == "good"
    assert not [name for name in os.listdir(out.parent) if name.endswith(".part")]


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no devices here")
def test_an_export_to_a_device_is_not_read_again(project):
    write_sheets(project)
    assert export_to_file(project, jsonl, Path("/dev/null"), AS_IS).records


def test_an_export_never_becomes_a_part_of_the_corpus(project, out):
    write_sheets(project)
    news = project.working / "news"
    for target in (news / "out.jsonl", news / "one.txt"):
        with pytest.raises(UsageError):
            export_to_file(project, jsonl, target, AS_IS)
    single = locate("news/one.txt", working=project.working, annotator="ana")
    with pytest.raises(UsageError, match="corpus itself"):
        export_to_file(single, jsonl, news / "one.txt", AS_IS)
    assert (news / "one.txt").read_text() == TEXTS["one"]
    whole = locate(".", working=project.working, annotator="ana")
    export_to_file(whole, jsonl, project.annotations / "out.jsonl", AS_IS)
    assert len(rows(project.annotations / "out.jsonl")) == 2
