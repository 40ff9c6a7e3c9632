"""Files of a newer version under a real session: none is rewritten, passed over in silence, or the ground of a wrong tag."""

from __future__ import annotations

import pytest

from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.amendments_file import amendments_path, render
from reader.session import marking
from reader.session.annotations import CannotChange
from reader.tags.sheet_file import read_sheet, sheet_path

FIRST = "seeds/001_5567d9759a90e0ca"


def tag_first(session, label: int = 0) -> None:
    """Tag the first word."""
    desk = session.open(FIRST)
    marking.tag_held(desk, desk.scheme.labels[label])


def lay_amendments(session, *, broken: bool = False):
    """Amendments of the first article that this program cannot read."""
    document = session.open(FIRST).article.document
    amended = Amendments(take_out=(RawPassage(0, 5, document.raw[:5]),))
    text = render(FIRST, document.path, document.sha256, amended)
    text = text.replace("take_out", "takeout") if broken else text.replace("reader-amendments/1", "reader-amendments/2")
    path = amendments_path(session.project.annotations, FIRST)
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_newer_sheet_is_read_only_and_stays_as_it_is(open_session, settle, corpus):
    first = open_session()
    tag_first(first)
    settle(first)
    first.close()
    path = sheet_path(corpus.parent / "annotations", "ana", FIRST)
    path.write_text(path.read_text("utf-8").replace("reader-annotations/1", "reader-annotations/2"), "utf-8")
    before = path.read_bytes()
    session = open_session()
    assert "newer" in session.listing.get(FIRST).problem
    assert "newer" in session.open(FIRST).opened.read_only
    with pytest.raises(CannotChange, match="newer"):
        tag_first(session)
    with pytest.raises(CannotChange, match="newer"):
        session.undo()
    session.close()
    assert path.read_bytes() == before


def test_a_sheet_that_becomes_newer_under_a_running_session_keeps_what_is_tagged_in_the_journal(
    open_session, settle, corpus
):
    session = open_session()
    tag_first(session)
    settle(session)
    path = sheet_path(corpus.parent / "annotations", "ana", FIRST)
    mine = path.read_text("utf-8")
    path.write_text(mine.replace("reader-annotations/1", "reader-annotations/2"), "utf-8")
    newer = path.read_bytes()
    marking.tag_held(session.desk, session.desk.scheme.labels[1])
    session.writer.flush()
    session.heard.until(lambda: "newer" in session.annotations.saved_mark)
    assert "safe in the journal" in session.annotations.saved_mark
    assert path.read_bytes() == newer
    path.write_text(mine, "utf-8")  # the program was brought up to date, so to say
    session.writer.flush()
    session.heard.until(lambda: not session.annotations._open[FIRST].unwritten)
    assert len(read_sheet(path).tags) == 2


@pytest.mark.parametrize("broken", [False, True], ids=["newer", "broken"])
@pytest.mark.parametrize("beside", [False, True], ids=["read at once", "read by the worker"])
def test_amendments_that_cannot_be_read_leave_their_article_read_only(open_session, monkeypatch, broken, beside):
    path = lay_amendments(open_session("eve"), broken=broken)
    before = path.read_bytes()
    why = "takeout" if broken else "newer"
    if beside:
        monkeypatch.setattr("reader.session.shelf.AT_ONCE", 0.0)
    session = open_session()
    assert why in session.listing.get(FIRST).problem
    assert [problem.path for problem in session.all_problems] == [path]
    assert why in session.open(FIRST).opened.read_only
    with pytest.raises(CannotChange, match=why):
        tag_first(session)
    assert session.open("seeds/000_00db5dd421306cca").opened.read_only == ""
    assert session.open(FIRST).opened.read_only != ""
    session.close()
    assert path.read_bytes() == before
    assert not sheet_path(session.project.annotations, "ana", FIRST).exists()


def test_what_was_tagged_before_the_amendments_came_is_not_undone_on_another_text(open_session, settle):
    first = open_session()
    tag_first(first)
    settle(first)
    first.close()
    lay_amendments(open_session("eve"))
    session = open_session()
    with pytest.raises(CannotChange, match="newer"):
        session.undo()
    assert len(session.desk.opened.sheet.tags) == 1


def test_a_newer_journal_is_left_alone_and_named(open_session, corpus):
    first = open_session()
    tag_first(first)
    first.writer.flush()
    first.close()
    folder = corpus.parent / "annotations" / "ana" / ".journal"
    (settled,) = (folder / "settled").glob("*.jsonl")
    newer = folder / settled.name
    newer.write_text(settled.read_text().replace("reader-journal/1", "reader-journal/2"))
    before = newer.read_bytes()
    session = open_session()
    assert any("another version" in problem.message for problem in session.all_problems)
    tag_first(session, 1)
    session.close()
    assert newer.read_bytes() == before
