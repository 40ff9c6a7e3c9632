"""The search of the corpus: headings and passages as one walks towards them, whatever becomes of the corpus meanwhile."""

from __future__ import annotations

import json
from array import array

import pytest
from msgspec.structs import replace
from session_samples import short_articles

from reader.session.corpus_search import CorpusSearch
from reader.session.finder import AHEAD
from reader.session.messages import Found, HitsFound
from reader.text.spans import Span


@pytest.fixture
def corpus(tmp_path):
    return short_articles(tmp_path / "project" / "corpus.jsonl", 12)


@pytest.fixture
def searching(open_session):
    """A session and the search of its corpus, which hear what the background says."""

    def searching(**how) -> CorpusSearch:
        session = open_session(**how)
        search = CorpusSearch(session)
        session.search = search
        search.heard = session.heard  # type: ignore[attr-defined]
        search.session = session  # type: ignore[attr-defined]
        return search

    return searching


def looked(search: CorpusSearch) -> None:
    """All articles are known, and passages were looked for as far as they are wanted."""
    search.heard.until(lambda: search.whole and not search.is_looking)


def found(search: CorpusSearch, text: str, **how) -> CorpusSearch:
    search.set(text, **how)
    looked(search)
    return search


def headings(search: CorpusSearch) -> list[str]:
    return [item.entry.id for item in search.items if item.passage is None]


def walk_to_the_end(search: CorpusSearch) -> None:
    while True:
        before = len(search.items)
        search.walk(before)
        looked(search)
        if len(search.items) == before:
            return


def test_a_heading_for_each_article_and_its_passages_below(searching, corpus):
    rows = [json.loads(line) for line in corpus.read_text().splitlines()]
    rows[4]["text"] = "The truce. Nobody fired: a truce, said both.\n\nThe truce held."
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows))
    search = found(searching(), "truce NOT title:war NOT date:2020-01-03")
    assert headings(search) == ["a004", "a005", "a007", "a001", "a002"]
    heading, in_title, *passages = (item for item in search.items if item.entry.id == "a004")
    assert (heading.count, heading.span) == (4, None)
    assert (in_title.passage.hit, in_title.passage.of_title, in_title.span) == ("Truce", True, None)
    text = search.session.shelf.article("a004").text
    assert [item.passage.hit for item in passages] == ["truce", "truce", "truce"]
    assert [text[item.span.start : item.span.end] for item in passages] == ["truce", "truce", "truce"]
    assert all(item.stands_in(text) for item in passages)
    assert sorted(passages, key=lambda item: item.span) == passages
    assert (search.count, search.whole, search.problem) == (5, True, "")


def test_walking_stays_between_the_first_row_and_the_last(searching):
    search = found(searching(), "truce")
    search.walk(-3)
    assert search.held == search.items[0]
    search.walk(10_000)
    assert search.held == search.items[-1]
    search.walk_articles(-1)
    assert search.held.passage is None
    search.walk_articles(1)
    assert search.held == search.items[-1]
    empty = found(search, "nothingofthekind")
    for walk in (empty.walk, empty.walk_articles):
        walk(1)
        walk(-1)
    assert (empty.held, empty.items, empty.count, empty.whole) == (None, [], 0, True)


def test_walking_to_the_end_loads_all(searching, corpus):
    search = found(searching(path=short_articles(corpus.with_name("many.jsonl"), 330)), "truce")
    assert search.count == 330
    assert len(headings(search)) == AHEAD
    walk_to_the_end(search)
    assert len(headings(search)) == len(set(headings(search))) == 330
    assert headings(search) == [entry.id for entry in search.session.listing.entries]
    assert search.held == search.items[-1]


def test_by_relevance_and_back(searching, corpus):
    rows = [json.loads(line) for line in corpus.read_text().splitlines()]
    rows[0]["text"] = "Truce upon truce, and no end of the truce: a truce."
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows))
    search = found(searching(), "truce")
    newest = headings(search)
    assert newest[-4:] == ["a000", "a001", "a002", "a003"]
    search.turn()
    looked(search)
    assert search.by_relevance
    assert headings(search)[0] == "a000"
    assert sorted(headings(search)) == sorted(newest)
    search.turn()
    looked(search)
    assert headings(search) == newest


def test_turning_while_typing_goes_on_with_the_beginning_of_a_word(searching):
    search = found(searching(), "tru", typing=True)
    assert search.count == 12
    search.turn()
    looked(search)
    assert search.count == 12


def test_answers_are_taken_in_though_nobody_looks(searching):
    search = searching()
    search.set("truce")
    search.heard.until(lambda: search.whole)  # as the main screen hears them while the search is closed
    looked(search)
    assert len(headings(search)) == 12


def test_an_answer_to_what_is_no_longer_asked_is_not_taken_in(searching):
    search = searching()
    search.set("truce")
    search.heard.wait_deaf(lambda: any(answer.whole for answer in search.heard.of(Found)))
    found(search, "title:war")
    assert search.count == 4
    assert sorted(headings(search)) == ["a000", "a003", "a006", "a009"]
    search.set("  ")
    assert (search.items, search.whole, search.understood, search.count) == ([], True, "", 0)
    search.hear(Found("search", 2, search._keys, True))
    assert search.items == []


def test_passages_that_were_asked_for_before_the_articles_were_others_are_not_taken_in(searching):
    search = searching()
    search.set("truce")
    search.heard.until(lambda: search.is_looking)
    first = next(answer for answer in search.heard.of(Found) if not answer.whole)
    search.hear(replace(first, keys=first.keys[1:], whole=True))  # the newest article is gone meanwhile
    looked(search)
    assert headings(search) == headings(search)[:11]
    assert len(set(headings(search))) == len(headings(search)) == 11


def test_a_wrong_query_says_where(searching):
    search = found(searching(), "truce")
    search.set("truce (war")
    assert search.problem
    assert search.wrong == Span(6, 7)
    assert (search.items, search.held) == ([], None)
    search.walk(1)
    search.turn()
    assert search.wrong == Span(6, 7)
    found(search, "truce")
    assert (search.problem, search.wrong, search.count) == ("", None, 12)


def test_passages_whose_text_changed_do_not_stand_there(searching, corpus):
    search = found(searching(), "said")
    item = search.items[1]
    assert item.stands_in(search.session.shelf.article(item.entry.id).text)
    short_articles(corpus, 12, "Long before the truce number {n} holds in Idlib today, it was said by someone.")
    search.session.shelf._documents.clear()
    assert not item.stands_in(search.session.shelf.article(item.entry.id).text)
    assert not item.stands_in("")


def test_an_article_that_left_the_corpus_has_no_rows(searching, corpus):
    search = searching()
    search.set("truce")
    search.heard.wait_deaf(lambda: any(answer.whole for answer in search.heard.of(Found)))
    corpus.write_text("".join(corpus.read_text().splitlines(keepends=True)[:11]))
    search.session.shelf.librarian.look_again()
    looked(search)
    assert "a011" not in headings(search)
    assert len(headings(search)) == 11


def test_a_text_that_is_damaged_hides_no_other_and_is_made_anew(searching):
    search = searching()
    session = search.session
    keeper = search.session.shelf.librarian._keeper
    (key,) = keeper._catalogue.db.execute("SELECT key FROM article WHERE id = 'a010'").fetchone()
    keeper._catalogue.db.execute("UPDATE text SET packed = x'ff00ff' WHERE key = ?", (key,))
    said = []
    search.set("truce")
    session.heard.until(lambda: said.append((search.problem, len(headings(search)))) or len(headings(search)) == 12)
    assert ("the catalogue is damaged", 11) in said or session.heard.of(HitsFound)[0].damaged
    looked(search)
    assert (search.problem, len(headings(search))) == ("", 12)


def test_an_answer_of_a_catalogue_that_was_just_emptied_is_not_the_last_word(searching):
    search = found(searching(), "truce")
    session = search.session
    keeper = session.shelf.librarian._keeper
    keeper._catalogue.db.execute("UPDATE meta SET value = 'another' WHERE name = 'program'")
    keeper.look()
    while not session.heard.queue.empty():  # the screen hears of the answer first
        session.heard.late.append(session.heard.queue.get())
    session.hear(Found("search", search._number, array("q"), True, "", session.shelf.catalogue.identity))
    session.heard.until(lambda: True)
    looked(search)
    assert (search.count, len(headings(search))) == (12, 12)


def test_what_was_found_in_a_former_catalogue_is_searched_for_anew(searching, corpus):
    search = found(searching(path=short_articles(corpus.with_name("many.jsonl"), 100)), "truce")
    rows = corpus.with_name("many.jsonl")
    rows.write_text("".join(rows.read_text().splitlines(keepends=True)[::-1]))
    keeper = search.session.shelf.librarian._keeper
    keeper._catalogue.db.execute("UPDATE meta SET value = 'another' WHERE name = 'program'")
    keeper.look()
    search.heard.until(search.heard.queue.empty)
    search.walk(10_000)
    looked(search)
    walk_to_the_end(search)
    assert headings(search) == [entry.id for entry in search.session.listing.entries]
    assert all(item.passage.hit == "truce" for item in search.items if item.passage is not None and item.span)
    assert len(search.heard.of(HitsFound)) > 3
