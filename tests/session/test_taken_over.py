"""What an annotator has taken over is hers, whatever two windows made of the sheet: it is exported, and no proposal to others."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from session_samples import FIRST, edit, tag

from reader.exchange.format import format_named
from reader.project.checking import check
from reader.project.checking.mending import carry_out
from reader.project.import_texts import Choice
from reader.project.importing import bring_in
from reader.tags.changes import add, make_tag, remove, set_fields
from reader.tags.model import Change, new_id
from reader.tags.sheet_file import render_sheet
from reader.tags.suggestions import holds_suggestions
from reader.text.spans import Span


def take(session, words: str):
    """Take a suggestion over, as its key does."""
    opened = (session.desk or session.open(FIRST)).opened
    start = opened.article.text.index(words)
    made = make_tag(opened.article, Span(start, start + len(words)), "talks", "suggested")
    session.annotations.make(opened, add(opened.sheet, made))
    return made


def stored(session):
    return session.store.read(FIRST).sheet


@pytest.fixture
def two(open_session, settle):
    """Two windows that have one suggestion taken over, both know it, and the first of them takes it back."""
    first, second = open_session(), open_session()
    made = take(first, "Putin")
    settle(first)
    second.open(FIRST)
    return first, second, made


def test_a_suggestion_taken_over_beside_one_that_is_taken_back(two, settle):
    first, second, _ = two
    first.undo()
    settle(first)
    assert (stored(first).status, stored(first).tags) == ("new", ())
    take(second, "Turkey")
    settle(second)
    assert [tag.text for tag in stored(second).tags] == ["Turkey"]
    assert not holds_suggestions(stored(second))


def test_a_removal_that_is_taken_back(two, settle):
    first, second, made = two
    opened = second.desk.opened
    second.annotations.make(opened, remove(opened.sheet, made))
    settle(second)
    edit(first, lambda sheet: set_fields(sheet, "nothing is left of it", status="new"))  # as its undo leaves it
    second.open(FIRST)
    second.undo()
    settle(second)
    assert [tag.text for tag in stored(second).tags] == ["Putin"]
    assert not holds_suggestions(stored(second))


def test_ours_in_the_place_of_a_deletion(open_session, settle):
    session = open_session()
    made = tag(session.open(FIRST), "Putin")
    session.undo()
    settle(session)
    ours = Change(new_id(), FIRST, "", "ours after all", added=(replace(made, origin="suggested"),))
    session.annotations.make(session.desk.opened, ours)
    settle(session)
    assert stored(session).status == "reading"


def as_it_was_written(session) -> None:
    """The sheet as earlier versions left it."""
    sheet = stored(session)
    session.store.path(FIRST).write_text(render_sheet(replace(sheet, status="new")), encoding="utf-8")


@pytest.mark.parametrize("ended", [True, False], ids=["ended", "running"])
def test_a_sheet_that_passes_for_suggestions_is_named_and_mended(open_session, settle, ended):
    session = open_session()
    take(session, "Putin")
    settle(session)
    if ended:
        session.close()
    as_it_was_written(session)
    assert holds_suggestions(stored(session))
    annotations = session.project.annotations
    report = check([annotations])
    (problem,) = report.problems
    assert problem.message == f"the tags pass for suggestions, and '{session.project.annotator}' has taken them over"
    (fix,) = report.fixes
    assert report.mends(problem)
    carry_out(fix)
    assert fix.after == fix.before.replace(b"status: new", b"status: reading")
    assert not holds_suggestions(stored(session))
    assert check([annotations]).problems == []


def test_what_a_model_proposes_is_no_problem(open_session, settle, tmp_path):
    """Nor when somebody has looked through it under the model's name."""
    session = open_session()
    text = session.shelf.article(FIRST).text
    spans = [{"start": at, "end": at + 5, "label": "talks"} for at in (text.index("Putin"), text.index("Syria"))]
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": FIRST, "text": text, "spans": spans}) + "\n", encoding="utf-8")
    session.close()
    bring_in(session.project, format_named("jsonl"), path, path, Choice(suggest=True))
    assert holds_suggestions(stored(session))
    again = open_session()
    opened = again.open(FIRST).opened
    again.annotations.make(opened, remove(opened.sheet, opened.tags[0]))
    again.undo()
    settle(again)
    assert holds_suggestions(stored(again))
    assert len(stored(again).tags) == 2
    assert check([session.project.annotations]).problems == []
