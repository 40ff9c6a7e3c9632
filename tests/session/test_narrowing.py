"""The list's filter: what it shows while it is answered, after the corpus has changed, and in the next session."""

from __future__ import annotations

import json
import random

import pytest
from session_samples import short_articles, tag

from reader.library.catalogue import throw_away
from reader.session.messages import Catalogued, Found
from reader.session.places import Places
from reader.text.spans import Span


@pytest.fixture
def corpus(tmp_path):
    return short_articles(tmp_path / "project" / "corpus.jsonl", 12)


def ids(session) -> list[str]:
    return [entry.id for entry in session.listing.entries]


def narrow(session, text: str, **how) -> list[str]:
    """Filter, and wait for all that the filter leaves."""
    session.narrowing.set(text, **how)
    session.heard.until(lambda: session.narrowing.whole)
    return ids(session)


def asked_again(session) -> None:
    """Every question of the list is answered."""
    session.heard.until(lambda: session.narrowing.whole)


def test_a_filter_leaves_what_it_asks_for(open_session):
    session = open_session()
    assert narrow(session, "title:war") == ["a009", "a006", "a000", "a003"]
    assert session.listing.rows.view is not None
    assert session.narrowing.turned
    assert len(narrow(session, "  ")) == 12
    assert not session.narrowing.active


def test_a_filter_is_kept_from_one_session_to_the_next(open_session):
    session = open_session()
    narrow(session, "title:war")
    session.narrowing.fold(True)
    session.close()
    later = open_session()
    assert (later.narrowing.text, later.narrowing.folded, later.narrowing.active) == ("title:war", True, True)
    later.narrowing.again()
    asked_again(later)
    assert ids(later) == ["a009", "a006", "a000", "a003"]
    assert not open_session("bo").narrowing.active  # everybody's own


def test_what_is_being_typed_is_not_kept(open_session):
    session = open_session()
    narrow(session, "title:wa", typing=True)
    assert Places.of(session.project).filter == ""


def test_typing_that_ends_keeps_what_it_found(open_session):
    session = open_session()
    found = narrow(session, "title:tru", typing=True)
    session.narrowing.finish()
    asked_again(session)
    assert session.narrowing.text == "title:tru*"
    assert ids(session) == found
    assert len(found) == 8
    assert Places.of(session.project).filter == "title:tru*"


def test_a_wrong_query_says_where_and_leaves_the_list(open_session):
    session = open_session()
    before = narrow(session, "title:war")
    session.narrowing.set("title:war)", typing=True)
    assert session.narrowing.problem
    assert session.narrowing.wrong == Span(9, 10)
    assert ids(session) == before
    session.narrowing.again()  # the corpus has changed meanwhile
    assert (session.narrowing.wrong, ids(session)) == (Span(9, 10), before)
    session.narrowing.finish()
    assert (session.narrowing.text, session.narrowing.wrong) == ("title:war)", Span(9, 10))
    assert len(narrow(session, "")) == 12
    assert not session.narrowing.problem


def test_a_late_answer_after_a_wrong_query_changes_nothing(open_session):
    session = open_session()
    session.narrowing.set("title:war")
    session.heard.wait_deaf(lambda: any(found.whole for found in session.heard.of(Found)))
    session.narrowing.set("title:war)", typing=True)
    session.heard.until(session.heard.queue.empty)
    assert session.narrowing.problem
    assert len(ids(session)) == 12


def test_a_late_answer_after_the_filter_was_taken_off_changes_nothing(open_session):
    session = open_session()
    session.narrowing.set("title:war")
    session.heard.wait_deaf(lambda: any(found.whole for found in session.heard.of(Found)))
    session.narrowing.set("")
    session.heard.until(session.heard.queue.empty)
    assert len(ids(session)) == 12
    assert session.narrowing.whole


def test_what_is_shown_stays_until_the_whole_answer_is_there(open_session, corpus):
    session = open_session(path=short_articles(corpus.with_name("many.jsonl"), 330))
    assert len(narrow(session, "truce")) == 330
    seen = []
    session.narrowing.turned = False
    session.narrowing.again()
    session.heard.until(lambda: seen.append(len(session.listing)) or session.narrowing.whole)
    assert set(seen) == {330}
    assert not session.narrowing.turned
    session.narrowing.set("idlib")  # another filter shows what it has at once
    seen.clear()
    session.heard.until(lambda: seen.append(len(session.listing)) or session.narrowing.whole)
    assert (sorted(set(seen)), session.narrowing.turned) == ([200, 330], True)


def test_the_list_is_asked_for_anew_when_a_tag_is_saved(open_session, settle):
    session = open_session()
    narrow(session, "status:new")
    session.open("a009")
    tag(session.desk, "Idlib")
    settle(session)
    session.heard.until(lambda: session.narrowing.whole and len(session.listing) == 11)
    assert session.listing.place("a009") is None
    assert session.desk.article.id == "a009"


def copied(corpus) -> None:
    """The third article's story is told by the last one, too; the others' stories are each another."""
    rows = [json.loads(line) for line in corpus.read_text().splitlines()]
    words = random.Random(3)
    for row in rows:
        row["text"] = " ".join(f"w{words.randrange(10**6)}" for _ in range(80))
    rows[11]["text"] = rows[2]["text"]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_of_copies_the_newest_that_the_filter_leaves_is_shown(open_session, corpus):
    copied(corpus)
    session = open_session()
    assert session.listing.get("a011").copies == 2
    session.narrowing.fold(True)
    assert len(session.listing) == 11
    assert session.listing.place("a002") is None
    assert narrow(session, "date:2020-01-01") == ["a000", "a001", "a002", "a003"]
    assert "a002" not in narrow(session, "title:truce")
    session.narrowing.fold(False)
    assert "a002" in ids(session)
    session.narrowing.fold(True)
    assert len(narrow(session, "")) == 11
    session.narrowing.again()
    assert len(session.listing) == 11


def begin_anew(session) -> None:
    """Another version of the program fills the catalogue anew."""
    keeper = session.shelf.librarian._keeper
    keeper._catalogue.db.execute("UPDATE meta SET value = 'another' WHERE name = 'program'")
    keeper.look()


def turned_round(corpus) -> None:
    corpus.write_text("".join(corpus.read_text().splitlines(keepends=True)[::-1]))


def test_answers_of_a_former_catalogue_are_not_used(open_session, corpus):
    session = open_session()
    session.narrowing.set("title:3")
    session.heard.wait_deaf(lambda: any(found.whole for found in session.heard.of(Found)))
    turned_round(corpus)
    begin_anew(session)
    answers, session.heard.late = session.heard.late, []
    session.heard.until(lambda: session.narrowing.whole or session.heard.queue.empty())
    for answer in answers:  # they come when the list is that of the new catalogue already
        session.hear(answer)
    asked_again(session)
    assert [entry.title for entry in session.listing.entries] == ["War 3"]
    assert session.listing.get("a003").title == "War 3"


def test_answers_of_a_newer_catalogue_than_the_list_renew_the_list(open_session, corpus):
    session = open_session()
    narrow(session, "title:4")
    turned_round(corpus)
    begin_anew(session)
    while not session.heard.queue.empty():  # nobody tells the screen
        assert isinstance(session.heard.queue.get(), Catalogued)
    assert narrow(session, "title:3") == ["a003"]
    assert [entry.title for entry in session.listing.entries] == ["War 3"]


def test_a_catalogue_that_somebody_removed_is_filled_again(open_session):
    session = open_session()
    narrow(session, "title:3")
    throw_away(session.shelf.catalogue.path)
    session.narrowing.set("title:4")
    session.heard.until(lambda: session.narrowing.whole and len(session.listing) == 1)
    assert ids(session) == ["a004"]
    assert session.listing.total == 12
