"""Why a command cannot run just now, as the session says it."""

from __future__ import annotations

import pytest

from reader.control.commands import BY_ID
from reader.session import marking
from reader.session.unable import nothing_to_undo, unable_in


@pytest.fixture
def session(open_session):
    session = open_session()
    session.annotations.recall()
    return session


def why(session, command: str) -> str:
    return unable_in(session)[command]()


def test_all_that_are_asked_about_are_commands(session):
    assert set(unable_in(session)) <= set(BY_ID)
    assert all(isinstance(ask(), str) for ask in unable_in(session).values())


def test_without_an_article_nothing_of_it_can_run(session):
    for command in ("move.word.next", "tag.digit", "article.done", "article.next", "passage.copy", "jump.letter"):
        assert why(session, command) == "no article is open"
    assert why(session, "library.open") == ""


def test_the_ends_of_the_list(session):
    first, last = session.listing.entry(0).id, session.listing.entry(len(session.listing) - 1).id
    session.open(first)
    assert why(session, "article.previous") == "this is the first article"
    assert why(session, "article.next") == ""
    session.open(last)
    assert why(session, "article.next") == "this is the last article"


def test_tags_that_are_here_or_not(session):
    desk = session.open(session.listing.entry(0).id)
    label = session.project.scheme.labels[0]
    assert why(session, "tag.next") == "there is no tag in this article"
    assert why(session, "tag.remove") == "there is no tag here"
    marking.tag_held(desk, label)
    assert why(session, "tag.remove") == ""
    assert why(session, "tag.next") == why(session, "tag.previous") == "no further tag in this direction"
    desk.move("move.sentence.next")
    desk.move("move.sentence.next")
    assert why(session, "tag.previous") == ""
    assert why(session, "tag.relabel") == "there is no tag here"


def test_what_can_be_taken_back(session):
    desk = session.open(session.listing.entry(0).id)
    assert nothing_to_undo(session) == "nothing to undo"
    assert why(session, "history.list") == "nothing was done yet"
    marking.tag_held(desk, session.project.scheme.labels[0])
    assert nothing_to_undo(session) == ""
    assert why(session, "history.redo") == "nothing to redo"
    session.undo()
    assert why(session, "history.redo") == why(session, "history.list") == ""


def test_a_history_that_was_not_read_yet_holds_nothing_up(open_session):
    session = open_session()
    assert nothing_to_undo(session) == why(session, "history.redo") == ""


def test_a_read_only_sheet_takes_no_tags_and_no_entity_is_no_motion(session):
    desk = session.open(session.listing.entry(0).id)
    desk.opened.read_only = "it is broken"
    for command in ("tag.digit", "tag.choose", "article.done"):
        assert why(session, command) == "read-only: it is broken"
    desk.set_mentions(())
    assert why(session, "move.entity.next") == "no entity is marked in this article"
    assert why(session, "move.sentence.next") == ""
    assert why(session, "select.swap") == "nothing is extended"


def test_nobody_waits_for_anything(session):
    assert why(session, "tag.review") == "every tag stands on its words: nothing to review"
    assert why(session, "history.clashes") == "nobody else changed what you changed"
    assert why(session, "app.problems") == "everything could be read"
    assert why(session, "library.all") == "everything is shown"
