"""Which of several tags is meant: the last made on what is held, else the innermost round it, else the only one in it."""

from __future__ import annotations

from itertools import permutations

import pytest

from reader.session import marking
from reader.session.annotations import CannotChange
from reader.session.desk import SeveralTags
from reader.tags.model import now_after
from reader.text.spans import Span

FIRST = "seeds/001_5567d9759a90e0ca"


@pytest.fixture
def desk(open_session):
    return open_session(collect=False).open(FIRST)


def hold(desk, words: str, upto: str = "") -> None:
    start = desk.article.text.index(words)
    desk.select(Span(start, desk.article.text.index(upto or words, start) + len(upto or words)))


def tag(desk, label: str):
    return marking.tag_held(desk, desk.scheme.find(label))


# Ids are random: any order among equals that goes by them is right in one of six cases only.
@pytest.mark.parametrize("labels", list(permutations(("attack", "talks", "casualty"))))
def test_of_tags_on_the_same_passage_the_last_made_comes_first(open_session, settle, monkeypatch, labels):
    stopped = now_after([])
    monkeypatch.setattr("reader.tags.model.now", lambda: stopped)
    session = open_session(collect=False)
    desk = session.open(FIRST)
    hold(desk, "Putin")
    for label in labels:
        tag(desk, label)
    assert [made.label for made in desk.opened.tags] == list(labels)
    assert [made.label for made in desk.tags_here()] == list(labels[::-1])
    settle(session)
    assert [made.label for made in session.store.read(FIRST).sheet.tags] == list(labels)
    assert marking.remove_tag(desk).label == labels[2]
    assert marking.remove_tag(desk).label == labels[1]
    session.undo()
    session.undo()
    assert [made.label for made in desk.opened.tags] == list(labels)


def test_a_clock_that_is_set_back_changes_nothing_about_the_order(desk, monkeypatch):
    hold(desk, "Putin")
    tag(desk, "attack")
    monkeypatch.setattr("reader.tags.model.now", lambda: "1999-12-31T23:59:59Z")
    assert tag(desk, "talks").created > desk.opened.tags[0].created
    assert marking.remove_tag(desk).label == "talks"


@pytest.mark.parametrize("stamp", ["", "yesterday", "9999-12-31T23:59:59Z", "0000-00-00T00:00:00Z"])
def test_a_stamp_that_is_none_is_left_aside(stamp):
    assert now_after([stamp]) < "9999"


def test_the_innermost_that_holds_the_selection_comes_before_what_lies_inside_it(desk):
    hold(desk, "Vladimir Putin")
    tag(desk, "talks")
    hold(desk, "Putin")
    tag(desk, "attack")
    hold(desk, "Vladimir Putin")
    assert desk.tag_to_alter().label == "talks"
    hold(desk, "Putin")
    assert desk.tag_to_alter().label == "attack"
    hold(desk, "Vladimir")
    assert desk.tag_to_alter().label == "talks"


def test_one_that_is_alone_in_the_selection_is_meant_and_of_several_none(desk):
    hold(desk, "Putin")
    tag(desk, "talks")
    desk.move("select.grow")
    desk.move("select.grow")
    assert desk.tag_to_alter().label == "talks"
    hold(desk, "Vladimir")
    tag(desk, "attack")
    hold(desk, "Vladimir Putin")
    before = desk.opened.tags
    for act in (lambda: marking.remove_tag(desk), lambda: marking.relabel_tag(desk, desk.scheme.find("casualty"))):
        with pytest.raises(SeveralTags, match="2 tags are here"):
            act()
    assert desk.opened.tags == before
    desk.move("move.last")
    with pytest.raises(CannotChange, match="no tag here"):
        marking.remove_tag(desk)
