"""An article of many mentions is marked by a thread; what corrects them meanwhile is not lost."""

from __future__ import annotations

import threading

import pytest

from reader.entities.mention import Mention
from reader.session.annotations import CannotChange
from reader.session.correction import Wish
from reader.session.marker import MANY, Question
from reader.session.messages import MentionsFound, MentionsMarked


@pytest.fixture
def long_article(open_session, tmp_path):
    path = tmp_path / "project" / "long.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("A long day\n\n" + "\n\n".join(f"Troops reached Town{n} on day {n}." for n in range(MANY)), "utf-8")
    session = open_session(path=path)
    session.open(session.listing.entry(0).id)
    return session


def found_in(session) -> MentionsFound:
    article = session.desk.article
    places = [(at, article.text.index(" ", at)) for at in _starts(article.text)]
    mentions = tuple(Mention(a, b, "place", article.text[a:b], article.text[a:b]) for a, b in places)
    return MentionsFound(article.text_sha256, mentions)


def _starts(text: str):
    at = text.find("Town")
    while at >= 0:
        yield at
        at = text.find("Town", at + 1)


def test_many_mentions_come_from_the_thread_and_are_remembered(long_article):
    session = long_article
    session.hear(found_in(session))
    assert session.desk.mentions == ()
    session.heard.until(lambda: len(session.heard.of(MentionsMarked)) == 1)
    assert len(session.desk.mentions) == len(session.all_mentions) == MANY
    session.mark_again()
    session.open(session.desk.article.id)
    assert len(session.all_mentions) == MANY
    assert not session.marker.is_asked


def test_a_correction_while_they_are_marked_is_in_force_when_they_come(long_article, monkeypatch):
    session, may_answer = long_article, threading.Event()
    monkeypatch.setattr(session.marker, "_answer", lambda question: may_answer.wait(20) and Question.answered(question))
    session.hear(found_in(session))
    at = session.desk.article.text.index("Town7")
    session.desk.select(Mention(at, at + 5, "place", "Town7", "Town7").span)
    with pytest.raises(CannotChange, match="still being marked"):
        session.correcting.target()
    may_answer.set()
    session.heard.until(lambda: session.all_mentions and not session.marker.is_asked)
    may_answer.clear()
    session.correcting.correct(session.correcting.target(), Wish("person"), "here")
    may_answer.set()
    session.heard.until(lambda: not session.marker.is_asked)
    may_answer.clear()
    (session.project.annotations / "entities.yaml").write_text("format: reader-entities/1\nnever: [Town9]\n", "utf-8")
    session.correcting.look_again()
    session.open(session.desk.article.id)  # a revisit
    assert session.marker.is_asked
    session.desk.select(Mention(at, at + 5, "place", "Town7", "Town7").span)
    target = session.correcting.target()
    assert (target.mention.label, len(session.all_mentions)) == ("person", MANY)
    may_answer.set()
    session.heard.until(lambda: session.all_mentions and not session.marker.is_asked)
    assert [one.label for one in session.desk.mentions_here()] == ["person"]


def test_a_text_that_cannot_be_marked_is_said_and_read(long_article, monkeypatch):
    session = long_article

    def fail(question: Question):
        raise ValueError("no")

    monkeypatch.setattr(session.marker, "_answer", fail)
    session.hear(found_in(session))
    session.heard.until(lambda: len(session.heard.of(MentionsMarked)) == 1)
    assert session.notice == "no entities: ValueError: no"
    assert session.desk.mentions == ()
