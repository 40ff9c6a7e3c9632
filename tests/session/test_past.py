"""The list of what was done, without a screen."""

from __future__ import annotations

import pytest

from reader.session import marking
from reader.session.annotations import CannotChange
from reader.session.past import Past, local_time
from reader.tags.changes import add, make_tag
from reader.tags.history import LONGEST
from reader.text.spans import Span

FIRST = "seeds/001_5567d9759a90e0ca"
SECOND = "seeds/000_00db5dd421306cca"


def tag(session, article: str, start: int, label: str = "talks"):
    desk = session.open(article)
    made = make_tag(desk.article, Span(start, start + 12), label)
    session.annotations.make(desk.opened, add(desk.opened.sheet, made))
    return made


def titles(past: Past) -> list[tuple[bool, int]]:
    return [(act.undone, act.steps) for act in past.acts]


def test_acts_of_many_changes_are_one_row(open_session):
    session = open_session()
    tag(session, FIRST, 0)
    sheets = [session.open(article).opened for article in (FIRST, SECOND)]
    changes = [
        (sheet, add(sheet.sheet, make_tag(sheet.article, Span(30 + n, 40 + n), "attack"), title=f"n{n}"))
        for n, sheet in enumerate(sheets)
    ]
    session.annotations.make_all(changes)
    past = Past(session)
    assert [act.changes for act in past.acts] == [2, 1]
    assert past.acts[0].title == "n1, 2 changes"
    assert past.turn(past.acts[0]) == 1
    assert titles(past) == [(True, 1), (False, 1)]
    assert past.turn(past.acts[1]) == 1
    assert titles(past) == [(True, 2), (True, 1)]
    assert past.turn(past.acts[0]) == 2
    assert titles(past) == [(False, 1), (False, 2)]


def test_what_no_longer_fits_is_passed_over(open_session, settle):
    session, other = open_session(), open_session()
    first = tag(session, FIRST, 0)
    tag(session, FIRST, 20)
    settle(session)
    desk = other.open(FIRST)
    desk.select(first.span)
    marking.relabel_tag(desk, other.project.scheme.find("attack"))
    settle(other)
    tag(session, FIRST, 40)
    settle(session)
    past = Past(session)
    with pytest.raises(CannotChange, match="2 of 3"):
        past.turn(past.acts[-1])
    assert [act.undone for act in past.acts] == [True, True]
    assert [t.label for t in session.open(FIRST).opened.tags] == ["attack"]


def test_times_are_the_clocks_and_nonsense_stays_as_it_is(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Asia/Baghdad")
    time.tzset()
    assert local_time("2026-11-22T14:03:11Z") == "2026-11-22 17:03"
    assert local_time("yesterday, about noon") == "yesterday, about"
    assert local_time("") == ""
    monkeypatch.undo()
    time.tzset()


def test_a_long_past_is_listed_whole(open_session):
    session = open_session()
    desk = session.open(FIRST)
    history = session.annotations.history
    for n in range(LONGEST + 5):
        history.record(add(desk.opened.sheet, make_tag(desk.article, Span(0, 12), "talks"), title=str(n)))
    acts = Past(session).acts
    assert len(acts) == LONGEST
    assert (acts[0].title, acts[-1].title) == (str(LONGEST + 4), "5")
    assert [act.title for act in acts if act.matches(["1004"])] == ["1004"]
