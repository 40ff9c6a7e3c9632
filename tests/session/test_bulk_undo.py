"""One act that changes many articles is taken back, and done again, as one; over restarts too."""

from __future__ import annotations

import pytest
from session_samples import edit

from reader.session.annotations import CannotChange
from reader.tags.changes import add, make_tag, remove
from reader.text.spans import Span


def everywhere(session, label: str = "talks", count: int = 3) -> list[str]:
    """Tag the first word of some articles in one act."""
    ids = [entry.id for entry in session.listing.entries[:count]]
    changes = []
    for article_id in ids:
        opened = session.open(article_id).opened
        changes.append((opened, add(opened.sheet, make_tag(opened.article, Span(0, 7), label))))
    assert len(session.annotations.make_all(changes)) == count
    return ids


def counts(session, ids) -> list[int]:
    return [len(session.open(article_id).opened.tags) for article_id in ids]


def test_one_undo_takes_all_of_it_back_and_one_redo_does_it_again(open_session):
    session = open_session()
    ids = everywhere(session)
    everywhere(session, "claim", 1)
    session.undo()
    assert counts(session, ids) == [1, 1, 1]
    assert "3 changes in 3 articles" in session.undo().title
    assert counts(session, ids) == [0, 0, 0]
    with pytest.raises(CannotChange, match="nothing to undo"):
        session.undo()
    session.redo()
    assert counts(session, ids) == [1, 1, 1]
    session.redo()
    assert counts(session, ids) == [2, 1, 1]


def test_it_is_one_after_a_restart_too(open_session):
    first = open_session()
    ids = everywhere(first)
    first.close()
    second = open_session()
    second.undo()
    assert counts(second, ids) == [0, 0, 0]
    second.close()
    third = open_session()
    third.redo()
    assert counts(third, ids) == [1, 1, 1]


def test_what_does_not_fit_any_more_holds_up_none_of_the_rest(open_session, settle):
    session = open_session()
    ids = everywhere(session)
    settle(session)
    session.open(session.listing.entries[-1].id)
    edit(session, lambda sheet: remove(sheet, *sheet.tags), ids[1])
    session.store.path(ids[2]).write_text("format: [", encoding="utf-8")
    title = session.undo().title
    assert "2 changes" in title or "1 not" in title
    assert counts(session, ids[:2]) == [0, 0]


def test_a_read_only_sheet_is_left_out_of_a_bulk_change(open_session):
    session = open_session()
    article = session.listing.entries[0].id
    session.store.path(article).parent.mkdir(parents=True)
    session.store.path(article).write_text("format: [", encoding="utf-8")
    opened = session.open(article).opened
    tag = make_tag(opened.article, Span(0, 7), "talks")
    assert session.annotations.make_all([(opened, add(opened.sheet, tag))]) == []
