"""Mentions of one thing in the open article, which kinds are marked, and what the catalogue says of things, without a screen."""

from __future__ import annotations

import re

import pytest

from reader.entities.mention import Mention
from reader.session.messages import MentionsFound, ThingsFound
from reader.session.things_here import mention_held, step, thing_of, things_in
from reader.session.unable import unable_in
from reader.text.spans import Span

PUTIN, TURKEY, DAY = ("person", "Vladimir Putin"), ("place", "Turkey"), ("date", "Sunday")
NAMES = {"Vladimir Putin": PUTIN, "Putin": PUTIN, "Turkey": TURKEY, "Sunday": DAY}
FIRST = "seeds/001_5567d9759a90e0ca"


@pytest.fixture
def session(open_session):
    session = open_session()
    desk = session.open(FIRST)
    found = re.finditer("|".join(NAMES), desk.article.text)
    mentions = tuple(Mention(m.start(), m.end(), NAMES[m[0]][0], m[0], NAMES[m[0]][1]) for m in found)
    session.hear(MentionsFound(desk.article.text_sha256, mentions))
    return session


def hold(desk, words: str) -> None:
    start = desk.article.text.index(words)
    desk.select(Span(start, start + len(words)))


def answer(session, number: int) -> ThingsFound:
    """The answer to a question."""
    heard = session.heard
    heard.until(lambda: any(found.number == number for found in heard.of(ThingsFound)))
    return next(found for found in heard.of(ThingsFound) if found.number == number)


def test_mentions_of_one_name_and_kind_are_one_thing(session):
    things = things_in(session.desk.mentions)
    assert len({thing.key for thing in things}) == len(things) == 3
    putin = next(thing for thing in things if thing.key == PUTIN)
    assert [mention.text for mention in putin.mentions].count("Vladimir Putin") == 1
    assert putin.forms[0][0] == "Putin"
    assert putin.variants == ["Putin"]
    assert sum(len(thing.mentions) for thing in things) == len(session.desk.mentions)


def test_the_mention_meant_is_the_one_held_or_the_first_of_what_is_held(session):
    desk = session.desk
    hold(desk, "Vladimir Putin")
    assert mention_held(desk).text == "Vladimir Putin"
    hold(desk, "Vladimir")
    assert mention_held(desk).text == "Vladimir Putin"
    sentence = desk.units.holding("sentence", desk.held)
    desk.select(sentence)
    assert mention_held(desk) == next(one for one in desk.mentions if one.end > sentence.start)
    hold(desk, "following")
    assert mention_held(desk) is None
    assert step(desk, 1) is None


def test_stepping_goes_round(session):
    desk = session.desk
    hold(desk, "Vladimir Putin")
    every = thing_of(desk, mention_held(desk)).mentions
    for place in (2, 3, 1):
        mention, at, many = step(desk, 1)
        assert (at, many, mention) == (place, len(every), every[place - 1])
        desk.select(mention.span)
    mention, at, _ = step(desk, -1)
    assert (at, mention) == (3, every[-1])


def test_a_kind_that_is_off_is_neither_marked_nor_gone_to_and_stays_off(session, open_session):
    desk = session.desk
    every = len(session.all_mentions)
    session.kinds.toggle("date")
    session.kinds.toggle("person")
    assert {mention.label for mention in desk.mentions} == {"place"}
    assert len(session.all_mentions) == every
    assert session.kinds.counts()["person"] == 3
    assert str(session.kinds) == "off: person, date"
    desk.move("move.first")
    while desk.move("move.entity.next"):
        assert desk.article.text[desk.held.start : desk.held.end] == "Turkey"
    session.kinds.toggle("place")
    assert unable_in(session)["move.entity.next"]() == "no entity is marked in this article; off: person, place, date"
    assert open_session().kinds.off == {"date", "person", "place"}
    session.kinds.all_on()
    assert len(desk.mentions) == every


def test_the_catalogue_counts_the_things_that_are_asked_for(session):
    asker = session.things
    found = answer(session, asker.ask_named([("place", "Moscow"), ("place", "Nowhere at all")]))
    moscow, nowhere = found.things
    assert (found.looked, found.articles, found.problem) == (5, 5, "")
    assert moscow.articles <= moscow.mentions
    assert (moscow.name, moscow.label, nowhere) == ("Moscow", "place", None)


def test_of_what_is_typed_the_last_is_answered(session):
    asker = session.things
    numbers = [asker.ask_like(typed) for typed in ("e", "er", "erd")]
    found = answer(session, numbers[-1])
    assert any("Erdogan" in thing.name for thing in found.things)
    assert len({thing.name for thing in found.things}) == len(found.things)


def test_a_catalogue_that_cannot_be_asked_says_so(session, monkeypatch):
    def refuse(*args):
        raise OSError("no such disk")

    monkeypatch.setattr("reader.session.things.Catalogue", refuse)
    assert (
        answer(session, session.things.ask_like("e")).problem == "the catalogue cannot be asked: OSError: no such disk"
    )
