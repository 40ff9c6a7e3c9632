"""An export holds every tag that is certain, says every one that is not, and never takes a good file's place half-written."""

from __future__ import annotations

import gc
import json
import os
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec.structs import replace
from project_samples import TEXTS, articles_of, make_project, sheet_for, write_sheet, write_sheets

from reader.cleaning.article import Article
from reader.errors import UsageError
from reader.exchange.choosing import Choice
from reader.exchange.format import ExportError, WriteOptions, format_named
from reader.exchange.formats import jsonl
from reader.exchange.mapping_file import read_mapping
from reader.exchange.relabelling import Relabelling
from reader.project.export import Selection, export
from reader.project.export_report import NothingError, Report, report_json
from reader.project.gathering import gathered
from reader.project.place import locate
from reader.tags.annotators import annotators
from reader.tags.changes import add, make_tag, new_sheet
from reader.tags.store import SheetStore
from reader.text.spans import Span

AS_IS = Selection(as_is=True)


def exported(project, to, selection=AS_IS, name="jsonl"):
    return export(project, format_named(name), to, selection, WriteOptions(scheme=project.scheme))


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
    report = exported(project, out)
    assert [(row["id"], row["annotator"]) for row in rows(out)] == [
        ("news/one", "ana"),
        ("news/one", "ben"),
        ("news/two", "ben"),
    ]
    assert (report.articles, report.records, report.spans) == (2, 3, 5)
    assert report.labels == {"place": 3, "casualty": 2}
    assert report.annotators == {"ana", "ben"}
    assert report.problems == [*report.losses] == report.notes == []
    for row in rows(out):
        for span in row["spans"]:
            assert row["text"][span["start"] : span["end"]] == span["text"]


def test_chosen_annotators_and_articles_without_a_sheet(project, out):
    write_sheets(project, "ben")
    write_sheets(project, "ana")[1].unlink()
    exported(project, out, Selection(("ana",), untagged=True, as_is=True))
    assert [(row["id"], row["annotator"], row["status"], len(row["spans"])) for row in rows(out)] == [
        ("news/one", "ana", "reading", 2),
        ("news/two", "ana", "new", 0),
    ]
    with pytest.raises(UsageError, match="no sheets") as caught:
        exported(project, out, Selection(("anna",)))
    assert "ana" in caught.value.problem.hint


def test_nobody_has_tagged(project, out):
    report = exported(project, out, Selection(untagged=True, as_is=True))
    assert [row["annotator"] for row in rows(out)] == [None, None]
    assert report.annotators == set()
    assert str(project.annotations) in report.notes[0]


def test_uncertain_tags_are_said_and_not_exported(project, out):
    write_sheets(project)
    changed = TEXTS["one"].replace("Four people died", "Nobody was hurt, it turned out,")
    (project.working / "news" / "one.txt").write_text(changed)
    report = exported(project, out)
    assert [[span["text"] for span in row["spans"]] for row in rows(out)] == [["Karsa"], ["Karsa"]]
    assert [(one.kind, one.article, one.annotator) for one in report.losses] == [("unsound", "news/one", "ana")]
    assert next(iter(report.losses)).passage == "Four people died"
    assert report.unsound == len(report.losses) == 1
    with pytest.raises(ExportError, match="1 loss"):
        exported(project, out, Selection(as_is=True, strict=True))


def test_broken_and_misplaced_sheets_are_said_and_the_run_goes_on(project, out):
    one, _ = write_sheets(project)
    one.write_text(one.read_text().replace("label: place", "lable: place"))
    write_sheet(project, sheet_for(articles_of(project)["news/one"], "ana", (("Karsa", "place"),)), "ben")
    (project.annotations / "ben" / "news" / "two.yaml").write_bytes(one.read_bytes().replace(b"lable", b"label"))
    report = exported(project, out)
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
    report = exported(project, out)
    assert rows(out)[0]["spans"][0]["label"] == "town"
    assert report.unknown == {"town", "old"}


def test_sheets_of_other_articles_are_counted(project, out):
    write_sheets(project)
    part = locate("news/two.txt", working=project.working, annotator="ana")
    report = exported(part, out)
    assert [row["id"] for row in rows(out)] == ["news/two"]
    assert [note.rsplit(" ", 1)[1] for note in report.notes] == ["1"]


def test_the_sheet_of_a_renamed_document_goes_with_it(project, out):
    write_sheets(project)
    before = {row["id"]: row for row in (exported(project, out), rows(out))[1]}
    (project.working / "news" / "one.txt").rename(project.working / "news" / "uno.txt")
    report = exported(project, out)
    after = {row["id"]: row for row in rows(out)}
    assert set(after) == {"news/two", "news/uno"}
    assert after["news/uno"]["spans"] == before["news/one"]["spans"] != []
    assert report.problems == []
    assert "news/uno: tagged under its former id news/one" in report.notes


def articles_alive() -> int:
    return sum(isinstance(one, Article) for one in gc.get_objects())


def test_articles_of_a_renamed_folder_are_not_held_all_at_once(project):
    for number in range(20):
        (project.working / "news" / f"{number}.txt").write_text(f"{number} towns fell. It rained in Karsa.")
    for article in articles_of(project).values():
        write_sheet(project, sheet_for(article, "ana", (("Karsa", "place"),)))
    (project.working / "news").rename(project.working / "olds")
    moved, report = locate("olds", working=project.working, annotator="ana"), Report()
    ids = [*articles_of(moved)]
    del article
    gc.collect()
    found, most, others = [], 0, articles_alive()  # those of other tests
    for one in gathered(moved, annotators(moved.annotations), report, as_is=True):
        found.append((one.article.id, [record.tags[0].text for record, _ in one.sheets]))
        most = max(most, articles_alive() - others)
    assert found == [(name, ["Karsa"]) for name in ids]
    assert len(report.notes) == 22
    assert most < 10


def test_two_sheets_that_fit_a_renamed_document_are_not_guessed(project, out):
    write_sheets(project)
    news, sheets = project.working / "news", project.annotations / "ana" / "news"
    (news / "one.txt").rename(news / "uno.txt")
    text = (sheets / "one.yaml").read_text()
    (sheets / "eins.yaml").write_text(text.replace("news/one", "news/eins"))
    report = exported(project, out)
    assert [row["id"] for row in rows(out)] == ["news/two"]
    assert {problem.path.name for problem in report.problems} == {"one.yaml", "eins.yaml"}
    assert "'news/uno'" in report.problems[0].message


def test_a_sheet_that_stands_where_none_is_read_is_told_and_left_out(project, out):
    write_sheets(project)
    news, sheets = project.working / "news", project.annotations / "ana" / "news"
    (news / "one.txt").rename(news / "a=b.txt")
    text = (sheets / "one.yaml").read_text().replace("news/one", "news/a=b")
    (sheets / "one.yaml").unlink()
    (sheets / "a%3Db.yaml").write_text(text)
    report = exported(project, out)
    assert [row["id"] for row in rows(out)] == ["news/two"]
    (problem,) = report.problems
    assert (problem.path, "never read" in problem.message) == (sheets / "a%3Db.yaml", True)
    assert report.notes == []
    (sheets / "a%3Db.yaml").rename(sheets / "a=b.yaml")
    assert exported(project, out).problems == []
    assert [row["id"] for row in rows(out)] == ["news/a=b", "news/two"]


def test_a_folder_with_a_blank_is_its_annotators_all_the_same(project, out):
    write_sheets(project)
    sheets = project.annotations / "ana" / "news"
    for name in ("one", "two"):
        path = sheets / f"{name}.yaml"
        path.write_text(path.read_text().replace("annotator: ana\n", "annotator: ana m\n"))
    (project.annotations / "ana").rename(project.annotations / "ana m")
    for report in (exported(project, out), exported(project, out, Selection(as_is=True, annotators=("ana m",)))):
        assert report.problems == []
        assert [note for note in report.notes if "`ana%20m`" in note] == report.notes[:1]
        assert {row["annotator"] for row in rows(out)} == {"ana m"}


def test_a_copied_document_does_not_take_the_sheet_of_the_other(project, out):
    write_sheets(project)
    news = project.working / "news"
    (news / "copy.txt").write_bytes((news / "one.txt").read_bytes())
    exported(project, out)
    assert sorted(row["id"] for row in rows(out)) == ["news/one", "news/two"]
    part = locate("news/copy.txt", working=project.working, annotator="ana")
    out.unlink()
    exported(part, out)
    assert rows(out) == []


@pytest.mark.parametrize("name", ["out.jsonl", "out", "out.zip"])
def test_an_export_of_nothing_leaves_the_older_one(project, tmp_path, name):
    to = tmp_path / name
    of = "brat" if name == "out" else "jsonl"
    report = exported(project, to, name=of)
    assert "there is nothing to export" in report.notes
    write_sheets(project)
    exported(project, to, name=of)
    before = {path: path.is_file() and path.read_bytes() for path in (to, *to.rglob("*"))}
    with pytest.raises(NothingError, match="what stands there stays") as caught:
        exported(project, to, Selection(as_is=True, choice=Choice(Relabelling(project.scheme), since="2099")), of)
    assert caught.value.report.articles == 2
    assert {path: path.is_file() and path.read_bytes() for path in (to, *to.rglob("*"))} == before


def test_the_files_of_the_project_are_no_place_for_an_export(project, tmp_path):
    write_sheets(project)
    mapping = tmp_path / "map.yaml"
    mapping.write_text("format: reader-mapping/1\nlabels: {place: spot}\n")
    (tmp_path / "link.jsonl").symlink_to(project.annotations / "labels.yaml")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    selection = Selection(as_is=True, mapping=read_mapping(mapping))
    places = [project.annotations / "labels.yaml", project.annotations / "ana" / "x", tmp_path / "link.jsonl", mapping]
    for to in places:
        with pytest.raises(UsageError, match=r"own files|mapping of labels itself"):
            exported(project, to, selection)
    for to in (project.annotations, project.annotations / "new", tmp_path):
        with pytest.raises(UsageError, match=r"own files|annotations lie in"):
            exported(project, to, name="brat")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_zip_file_of_a_format_of_one_file_is_a_zip_file(project, tmp_path):
    write_sheets(project)
    exported(project, tmp_path / "out.zip")
    with ZipFile(tmp_path / "out.zip") as packed:
        assert packed.namelist() == ["all.jsonl", "export.json"]


def test_changes_that_wait_in_a_journal_are_said(project, out):
    article = articles_of(project)["news/one"]
    store = SheetStore(project.annotations, "ana")
    sheet = new_sheet(article, "ana")
    change = add(sheet, make_tag(article, Span(0, 6), "place"))
    store.record(change, sheet, "")
    store.close()
    report = exported(project, out)
    assert "wait in the journal" in report.problems[0].message
    SheetStore(project.annotations, "ana").recover()
    assert exported(project, out).problems == []
    assert len(rows(out)[0]["spans"]) == 1


@pytest.fixture
def deaf(monkeypatch):
    """JSON Lines that lose the last tag of each record."""
    whole = jsonl.record_row

    def lossy(record):
        value = whole(record)
        return value | {"spans": value["spans"][:-1]}

    monkeypatch.setattr(jsonl, "record_row", lossy)


def test_what_is_not_read_back_is_a_loss_and_strict_fails_on_it(project, out, deaf):
    write_sheets(project)
    report = exported(project, out)
    assert [(one.kind, one.label, one.passage) for one in report.losses] == [
        ("missing", "casualty", "Four people died"),
        ("missing", "place", "Karsa"),
    ]
    old = out.read_bytes()
    with pytest.raises(ExportError, match="2 losses"):
        exported(project, out, Selection(as_is=True, strict=True))
    assert out.read_bytes() == old


@pytest.mark.parametrize("wrong", [b"", b"half a li"], ids=["a record is missing", "cut"])
def test_a_file_that_does_not_read_back_takes_no_place(project, out, monkeypatch, wrong):
    write_sheets(project)
    out.write_text("good")
    monkeypatch.setattr(jsonl, "json_text", lambda value: wrong)
    with pytest.raises(ExportError):
        exported(project, out)
    assert out.read_text() == "good"
    assert not [name for name in os.listdir(out.parent) if name.endswith(".part")]


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no devices here")
def test_an_export_to_a_device(project):
    write_sheets(project)
    assert exported(project, Path("/dev/null")).records


def test_an_export_never_becomes_a_part_of_the_corpus(project, out):
    write_sheets(project)
    news = project.working / "news"
    for target in (news / "out.jsonl", news / "one.txt"):
        with pytest.raises(UsageError):
            exported(project, target)
    single = locate("news/one.txt", working=project.working, annotator="ana")
    with pytest.raises(UsageError, match="corpus itself"):
        exported(single, news / "one.txt")
    assert (news / "one.txt").read_text() == TEXTS["one"]


@pytest.mark.parametrize("name", ["brat", "label-studio"])
def test_no_folder_of_an_export_is_in_the_corpus_nor_the_corpus_in_it(project, name):
    write_sheets(project)
    for target in (project.working / "news" / "out", project.working / "news" / "deep" / "out"):
        target.parent.mkdir(exist_ok=True)
        with pytest.raises(UsageError, match="article of the corpus"):
            exported(project, target, name=name)
    for target in (project.working, project.working / "news"):
        with pytest.raises(UsageError, match=r"would be replaced|the corpus itself"):
            exported(project, target, name=name)
    exported(project, project.working / "news" / "out.zip", name=name)
    assert {one.id for one in articles_of(project).values()} == {"news/one", "news/two"}


def test_an_export_of_a_file_of_an_older_export_does_not_replace_what_it_reads(project):
    write_sheets(project)
    out = project.working / "out"
    exported(project, out, name="label-studio")
    again = locate("out/all.json", working=project.working, annotator="ana")
    with pytest.raises(UsageError, match="the corpus lies in this folder"):
        exported(again, out, name="label-studio")


def test_what_a_program_does_not_show_is_listed_and_no_loss(project, out):
    article = articles_of(project)["news/one"]
    passages = (("Shells fell on the town of Karsa", "casualty"), ("Karsa", "place"))
    write_sheet(project, sheet_for(article, "ana", passages))
    report = exported(project, out, Selection(as_is=True, strict=True), name="doccano")
    assert not report.losses
    assert [(one.kind, one.label) for one in report.outcome.hidden] == [("hidden", "place")]
    assert not exported(project, out).outcome.hidden
    assert [one["label"] for one in json.loads("".join(report_json(report, format_named("doccano"))))["hidden"]] == [
        "place"
    ]
