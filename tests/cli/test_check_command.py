"""`reader check` as CI, pre-commit and people use it."""

from __future__ import annotations

import json

import pytest

SHEET = "annotations/ana/news/one.yaml"


@pytest.fixture
def broken(project):
    """Two files that can be mended, and a problem that cannot."""
    sheet = project / SHEET
    sheet.write_text(sheet.read_text().replace("annotator: ana", "annotator: ben").replace("place", "plaice"))
    (project / "annotations" / "labels.yml").write_text("a: b")
    amendments = project / "annotations" / "corpus" / "two.yaml"
    amendments.parent.mkdir()
    amendments.write_text(
        "format: reader-amendments/1\narticle: news/two\ndocument: {path: news/two.txt, sha256: ab}\n"
    )
    return project


def objects(result):
    return [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def test_each_problem_says_whether_it_can_be_mended(run, broken):
    result = run("check", "--json")
    assert result.exit_code == 1
    assert {(value["path"].rsplit("/", 1)[1], value["fix"]) for value in objects(result)} == {
        ("one.yaml", True),
        ("one.yaml", False),
        ("labels.yml", False),
        ("two.yaml", True),
    }
    assert "`reader check --fix` mends 2" in run("check").stderr


def test_without_a_terminal_the_changes_are_only_shown(run, broken):
    before = (broken / SHEET).read_bytes()
    result = run("check", "--fix")
    assert result.exit_code == 1
    assert "-annotator: ben\n+annotator: ana\n" in result.stderr
    assert "move annotations/corpus/two.yaml → annotations/corpus/news/two.yaml\n" in result.stderr
    assert f"--- {SHEET}\n+++ {SHEET}\n@@ -" in result.stderr
    assert "--yes makes these changes" in result.stderr
    assert (broken / SHEET).read_bytes() == before
    assert (broken / "annotations/corpus/two.yaml").exists()


def test_yes_takes_all_and_what_is_left_is_said(run, broken):
    result = run("check", "--fix", "--yes")
    assert result.exit_code == 1
    assert result.stderr.endswith("2 problems in 7 files\n")
    assert "annotator: ana" in (broken / SHEET).read_text()
    assert (broken / "annotations/corpus/news/two.yaml").exists()
    assert not (broken / "annotations/corpus/two.yaml").exists()
    assert [value["fix"] for value in objects(run("check", "--fix", "--yes", "--json"))] == [False, False]


def test_on_a_terminal_each_file_is_asked_about(run, broken, monkeypatch):
    monkeypatch.setattr("reader.cli.checking.can_ask", lambda: True)
    result = run("check", "--fix", input="n\ny\n")
    assert result.stderr.count("mend this file?") == 2
    changed = "annotator: ana" in (broken / SHEET).read_text()
    moved = (broken / "annotations/corpus/news/two.yaml").exists()
    assert (changed, moved) == (False, True)


def test_all_is_mended_ends_in_zero(run, project):
    sheet = project / SHEET
    sheet.write_text(sheet.read_text().replace("annotator: ana", "annotator: ben"))
    stray = sheet.rename(sheet.with_name("old.yml"))
    result = run("check", "--fix", "--yes", str(stray))
    assert result.exit_code == 0, result.stderr
    assert sheet.exists()


def test_files_are_named_one_by_one_as_pre_commit_does(run, broken):
    named = (SHEET, "annotations/corpus/two.yaml")
    assert run("check", *named).exit_code == 1
    assert len(objects(run("check", "--json", *named))) == 3
    assert run("check", "annotations/labels.yaml").exit_code == 0
    assert run("check", SHEET, "annotations/none.yaml").exit_code == 2


def test_a_folder_of_annotations_may_be_named_as_everywhere(run, broken):
    (broken / "annotations").rename(broken / "tags")
    (broken / "annotations").mkdir()
    assert run("check", "news").exit_code == 2
    for corpus in ((), ("news",)):
        result = run("check", *corpus, "--annotations", "tags")
        assert result.exit_code == 1
        assert "tags/ana/news/one.yaml:5:12: " in result.stderr
    assert run("check", "--annotations", "tags", "--fix", "--yes").exit_code == 1
    assert "annotator: ana" in (broken / SHEET.replace("annotations", "tags")).read_text()
    assert "no such folder of annotations" in run("check", "--annotations", "none").stderr
    assert "name no file" in run("check", "tags/ana/news/one.yaml", "--annotations", "tags").stderr


def test_yes_without_fix_is_wrong(run):
    assert run("check", "--yes").exit_code == 2


def test_what_waits_in_a_journal_is_a_note(run, project):
    from reader.tags.changes import set_fields
    from reader.tags.store import SheetStore

    store = SheetStore(project / "annotations", "ana")
    stored = store.read("news/one")
    store.record(set_fields(stored.sheet, "note", note="x"), stored.sheet, stored.sha256)
    result = run("check")
    assert result.exit_code == 0
    assert "note: 1 change of ana waits in the journal" in result.stderr
    (journal,) = (project / "annotations/ana/.journal").glob("*.jsonl")
    journal.write_text(journal.read_text().replace("reader-journal/1", "reader-journal/2"))
    result = run("check")
    assert result.exit_code == 1
    assert "another version of reader" in result.stderr
    assert "note:" not in result.stderr


def test_a_folder_that_cannot_be_looked_into_is_a_problem(run, project, monkeypatch):
    import os

    scandir = os.scandir

    def closed(path):
        if str(path).endswith("/news"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    result = run("check")
    assert result.exit_code == 1
    assert "annotations/ana/news: the folder cannot be read: Permission denied" in result.stderr


def test_hostile_bytes_in_a_change_do_not_reach_the_terminal(run, project):
    sheet = project / SHEET
    sheet.write_text(sheet.read_text() + 'note: "a\x1b]0;owned\x07\u202e\x9b"\n', encoding="utf-8")
    result = run("check", "--fix", "--yes")
    assert result.exit_code == 0, result.stderr
    assert "\\u001b" in sheet.read_text(encoding="utf-8")
    assert not set(result.stderr) & set("\x1b\x07\x9b\u202e")
