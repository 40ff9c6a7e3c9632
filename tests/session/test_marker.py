"""An article of many mentions is marked by a thread; what corrects them meanwhile is not lost."""

from __future__ import annotations

import threading

import pytest

from reader.entities import marked
from reader.entities.mention import Mention
from reader.session.annotations import CannotChange
from reader.session.correction import Target, Wish
from reader.session.many import name_at_hand
from reader.session.marker import MANY, Question
from reader.session.messages import MentionsFound, MentionsMarked
from reader.text.spans import Span


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


@pytest.fixture
def marked_article(long_article, monkeypatch):
    """The article with its marks; whatever else is marked whole fails, but in the thread."""
    session = long_article
    session.hear(found_in(session))
    session.heard.until(lambda: session.all_mentions and not session.marker.is_asked)

    def refuse(*_):
        assert threading.current_thread().name == "marker"
        return marked(*_)

    monkeypatch.setattr("reader.entities.marked", refuse)
    return session


def hold(session, words: str, nth: int = 0):
    text, at = session.desk.article.text, -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    session.desk.select(Span(at, at + len(words)))
    return session.correcting.target()


def kinds_of(session, words: str) -> list[tuple[str, str]]:
    session.heard.until(lambda: session.all_mentions and not session.marker.is_asked)
    return [(one.label, one.name) for one in session.all_mentions if one.text == words]


@pytest.mark.parametrize(
    ("wish", "kinds"),
    [
        (Wish("organisation"), [("organisation", "Town7")]),
        (Wish("person", "Anna Town7"), [("person", "Anna Town7")]),
        (Wish("person", "Town7"), [("person", "Town7")]),
        (Wish(None), []),
    ],
    ids=["a kind", "a name", "its own name", "no entity"],
)
def test_a_decision_for_the_corpus_waits_for_no_article_of_many(marked_article, wish, kinds):
    session = marked_article
    before, named = session.all_mentions, kinds_of(session, "Town7")
    session.correcting.correct(hold(session, "Town7"), wish, "corpus")
    assert kinds_of(session, "Town7") == kinds
    session.undo()
    assert kinds_of(session, "Town7") == named
    assert session.all_mentions == before


def test_what_stands_within_a_longer_mention_is_corrected_in_the_article(marked_article):
    session = marked_article
    session.correcting.correct(hold(session, "Town70 on day"), Wish("organisation"), "here")
    assert kinds_of(session, "Town70 on day") == [("organisation", "Town70 on day")]
    text = session.desk.article.text
    at = text.index("Town70 ")
    session.desk.select(Span(at, at + 6))
    session.correcting.correct(session.correcting.target(narrow=True), Wish("person"), "corpus")
    assert kinds_of(session, "Town70") == [("person", "Town70")]


def test_a_thing_is_called_by_the_only_full_name_that_has_its_words():
    mentions = [Mention(0, 1, "person", "x", name) for name in ("Anna Karsov", "Anna Petrov", "Boris Nassar")]
    mentions.append(Mention(0, 1, "place", "x", "Karsov Field"))
    target = Target("a", Span(0, 6), "Karsov", None, ())
    assert name_at_hand(mentions, target, "person") == "Anna Karsov"
    assert name_at_hand(mentions, target._replace(text="Anna"), "person") == "Anna"  # of two
    assert name_at_hand(mentions, target._replace(text="Demir"), "person") == "Demir"
