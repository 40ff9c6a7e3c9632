"""Sheets as YAML: what is written is read back, by us and by everybody else, and what is broken is said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from tag_making import ID, TEXT, article_of, sheet_on, sheets, tag_on

from reader.errors import FormatError, NewerFormat
from reader.tags.model import Done, Link
from reader.tags.sheet_file import SheetWriter, can_be_read, parse_sheet, read_sheet, render_sheet, sheet_path

HERE = Path("a.yaml")
BROKEN = json.loads((Path(__file__).parent.parent / "data" / "tags" / "broken.json").read_text("utf-8"))
HEAD = (
    "format: reader-annotations/1\narticle: a\ndocument: {path: a.txt, sha256: ''}\ntext_sha256: ''\nannotator: ana\n"
)
LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]


def parsed(text: str):
    return parse_sheet(text.encode("utf-8"), HERE)


@given(sheets())
def test_a_sheet_is_read_back_as_it_was_written(sheet):
    assert parsed(render_sheet(sheet)) == sheet


@given(sheets())
def test_every_reader_of_yaml_reads_the_same_values(sheet):
    text = render_sheet(sheet)
    for loader in LOADERS:
        tree = yaml.load(text, Loader=loader)
        assert tree["title"] == sheet.title
        assert (tree["date"] or "") == sheet.date
        assert tree["note"] == sheet.note
        assert tree["labels"] == list(sheet.labels)
        assert tree["document"] == {"path": sheet.document_path, "sha256": sheet.document_sha256}
        assert [(x["from"], x["to"], x["type"]) for x in tree["links"]] == [
            (x.source, x.target, x.type) for x in sheet.links
        ]
        assert [
            (row["id"], row["label"], row["start"], row["end"], row["text"], row["raw"], row["before"], row["after"],
             row["origin"], row["attributes"], row["note"], row["created"], row["modified"])
            for row in tree["tags"]
        ] == [
            (tag.id, tag.label, tag.start, tag.end, tag.text, list(tag.raw), tag.before, tag.after,
             tag.origin, tag.attributes, tag.note, tag.created, tag.modified)
            for tag in sheet.tags
        ]  # fmt: skip


@given(sheets(), st.data())
def test_remembered_blocks_give_the_bytes_of_a_fresh_rendering(sheet, data):
    writer = SheetWriter()
    writer.render(sheet)
    tags = list(sheet.tags)
    if tags:
        at = data.draw(st.integers(0, len(tags) - 1))
        tags[at] = replace(tags[at], note=data.draw(st.text(st.characters(exclude_categories=["Cs"]))))
        del tags[data.draw(st.integers(0, len(tags) - 1))]
    changed = replace(sheet, tags=tuple(tags), links=())
    assert writer.render(changed) == render_sheet(changed)
    assert writer.render(sheet) == render_sheet(sheet)


def test_every_field_stands_in_the_file_in_its_order():
    article = article_of()
    tag = tag_on(article, "34 Turkish troops", "casualty")
    sheet = replace(
        sheet_on(article, tag),
        done=Done("2026-11-22T14:31:00Z", "7be1", ("a", "b")),
        links=(Link(tag.id, tag.id, "t"),),
    )
    tree = yaml.safe_load(render_sheet(sheet))
    assert list(tree) == [
        "format", "article", "document", "text_sha256", "title", "date", "annotator", "status", "done", "labels", "note", "tags",
        "links",
    ]  # fmt: skip
    assert list(tree["tags"][0]) == [
        "id", "label", "start", "end", "text", "raw", "before", "after", "origin", "attributes", "note", "created", "modified",
    ]  # fmt: skip
    assert tree["format"] == "reader-annotations/1"
    assert tree["date"] == "2020-03-01"
    assert tree["done"] == {"at": "2026-11-22T14:31:00Z", "scheme": "7be1", "labels": ["a", "b"]}
    assert tree["links"] == [{"from": tag.id, "to": tag.id, "type": "t"}]
    assert 'date: "2020-03-01"' in render_sheet(sheet)


def test_a_sheet_never_called_done_has_no_such_line():
    text = render_sheet(sheet_on(article_of()))
    assert "done" not in yaml.safe_load(text)
    assert parsed(text).done is None


def test_a_sheet_without_optional_fields_is_read():
    sheet = parsed(HEAD + "tags:\n- {id: a, label: x, start: 3, end: 6, text: abc}\n")
    assert sheet.status == "reading"
    assert sheet.date == ""
    assert sheet.tags[0].raw == (0, 0)
    assert sheet.tags[0].origin == "typed"


def test_tags_are_read_in_text_order_whatever_their_order_in_the_file():
    rows = ["{id: c, label: x, start: 9, end: 10, text: a}", "{id: b, label: x, start: 1, end: 2, text: a}",
            "{id: a, label: x, start: 1, end: 4, text: abc}"]  # fmt: skip
    assert [tag.id for tag in parsed(HEAD + "tags:\n- " + "\n- ".join(rows) + "\n").tags] == ["a", "b", "c"]


def test_words_that_yaml_takes_for_something_else_stay_words():
    sheet = parsed(HEAD + "date: 2020-03-01\nnote: NO\nlabels: [017, 12:30, yes]\n")
    assert (sheet.date, sheet.note, sheet.labels) == ("2020-03-01", "NO", ("017", "12:30", "yes"))


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["name"])
def test_a_broken_sheet_is_explained_with_its_places(case):
    with pytest.raises(FormatError) as caught:
        parsed(HEAD + case["yaml"])
    problems = caught.value.problems
    assert [(p.path, p.line, p.column) for p in problems] == [
        (HERE, line, column) for line, column, *_ in case["problems"]
    ]
    for problem, (_, _, message, hint) in zip(problems, case["problems"], strict=True):
        assert message in problem.message
        assert hint in problem.hint


def test_a_newer_sheet_is_told_apart_from_a_broken_one():
    with pytest.raises(NewerFormat):
        parsed(HEAD.replace("/1", "/2") + "shiny: new\n")


def test_a_pipe_in_a_colleagues_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "one.yaml")
    with pytest.raises(OSError, match="not a file"):
        read_sheet(tmp_path / "one.yaml")


@given(st.text(min_size=1).filter(lambda name: name.strip()), st.text())
@example("corpora", "../../etc/passwd")
@example("a/b", "seeds/../x")
@example("..", ".journal/x")
def test_a_sheets_path_mirrors_the_id_and_never_leads_out(annotator, article_id):
    path = sheet_path(Path("/notes"), annotator, article_id)
    relative = path.relative_to("/notes")
    assert len(relative.parts) == 2 + article_id.count("/")
    assert path.suffix == ".yaml"
    assert not any(part in ("..", ".") or part.startswith(".") for part in relative.parts)


def test_a_plain_id_is_its_own_path():
    assert sheet_path(Path("/notes"), "ana", ID) == Path("/notes/ana/seeds/one.yaml")
    assert sheet_path(Path("/notes"), "ana", "v1.2/a.b") == Path("/notes/ana/v1.2/a.b.yaml")


def test_a_sheet_larger_than_other_yaml_files_may_be_is_read_back():
    article = article_of("x" * 100 + TEXT)
    tag = tag_on(article, "34 Turkish troops")
    sheet = sheet_on(article, *(replace(tag, id=f"t{i}", note="n" * 3000) for i in range(3000)))
    data = render_sheet(sheet).encode("utf-8")
    assert len(data) > 8 << 20
    assert parse_sheet(data, HERE) == sheet


@given(sheets())
def test_what_may_be_written_can_be_read(sheet):
    """As many items as the parser may meet: what is counted here is never less than what it meets."""
    data = render_sheet(sheet).encode("utf-8")
    met = sum(1 for _ in yaml.parse(data, Loader=LOADERS[1]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reader.yamlfile.MAX_EVENTS", met - 1)
        assert len(data) < 3 * (met - 1) or not can_be_read(sheet, len(data))
    assert can_be_read(sheet, len(data))
