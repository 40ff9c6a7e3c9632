"""`reader stats`: a table for people, JSON Lines for programs, messages apart, also where there is nothing."""

from __future__ import annotations

import json

from reader.project.place import locate
from reader.session.places import Places
from reader.tags.journal import header_line
from reader.tags.suggestions import suggestion_key

CHANGE = {
    "kind": "change", "n": 1, "base": "",
    "head": {"article": "a", "annotator": "ana", "document_path": "a.txt", "document_sha256": "", "text_sha256": ""},
    "change": {"id": "x", "article": "a", "at": "2026-03-01T10:00:00Z", "title": "", "keys": 4, "active": 12.0},
}  # fmt: skip


def test_counts_for_people_and_for_programs(run, project):
    (project / "annotations" / "bob\x1b" / "news").mkdir(parents=True)
    sheet = (project / "annotations/ana/news/one.yaml").read_text()
    (project / "annotations" / "bob\x1b" / "news" / "one.yaml").write_text(
        sheet.replace("annotator: ana", "annotator: bob")
    )
    result = run("stats", "news")
    assert result.exit_code == 0
    assert [line.split()[:3] for line in result.stdout.splitlines()[-2:]] == [
        ["place", "1", "1"],
        ["casualty", "1", "1"],
    ]
    assert "\x1b" not in result.stdout
    rows = [json.loads(line) for line in run("stats", "news", "--json").stdout.splitlines()]
    assert [(row["annotator"], row["tags"]) for row in rows] == [("ana", 2), ("bob\x1b", 2), (None, 4)]


def test_what_a_model_suggests_is_said_apart_and_is_no_effort_of_anybody(run, project):
    sheet = (
        (project / "annotations/ana/news/one.yaml")
        .read_text()
        .replace("annotator: ana", "annotator: model\nstatus: new")
    )
    (project / "annotations/model/news").mkdir(parents=True)
    (project / "annotations/model/news/one.yaml").write_text(sheet.replace("label:", "origin: suggested, label:"))
    Places.of(locate("news", working=project, annotator="ana")).dismiss(
        [suggestion_key("news/one", "model", "bbbbbbbb")]
    )
    result = run("stats", "news")
    said = [line.split() for line in result.stdout.splitlines()]
    assert [line[:2] for line in said[:2]] == [["annotator", "articles"], ["ana", "1"]]
    assert said[-3][:2] == ["suggestions", "of"]
    assert said[-2:] == [["model", "1", "2", "0", "1"], ["by", "ana", "0", "1"]]
    assert "dismissals stay on the computer" in result.stderr
    rows = [json.loads(line) for line in run("stats", "news", "--json").stdout.splitlines()]
    assert [row.get("annotator", row.get("suggestions_of")) for row in rows] == ["ana", "model"]
    effort = run("stats", "news", "--effort")
    assert "ana" in effort.stderr
    assert "model" not in effort.stderr


def test_a_sheet_that_cannot_be_read_is_a_problem_and_the_rest_is_counted(run, project):
    (project / "annotations/ana/news/two.yaml").write_text("format: [")
    result = run("stats", "news")
    assert result.exit_code == 1
    assert "two.yaml" in result.stderr
    assert "ana" in result.stdout


def test_effort_comes_from_the_journals_that_are_here(run, project):
    folder = project / "annotations/ana/.journal/settled"
    folder.mkdir(parents=True)
    (folder / "20260301T100000.000000-1-a.jsonl").write_bytes(header_line() + json.dumps(CHANGE).encode() + b"\n")
    (project / "annotations/bob").mkdir()
    result = run("stats", "news", "--effort", "--json")
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["day"] is None, row["sittings"], row["active_minutes"]) for row in rows] == [
        (False, 1, 0.2),
        (True, 1, 0.2),
    ]
    assert "no journal of bob is here" in result.stderr
    assert "keys/tag" in run("stats", "news", "--effort").stdout


def test_where_nobody_has_tagged_it_is_said(run, project):
    (project / "elsewhere").mkdir()
    result = run("stats", "news", "--annotations", "elsewhere")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no sheets" in result.stderr
