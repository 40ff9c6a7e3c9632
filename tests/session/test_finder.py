"""The thread that answers the list's filter and the search: the newest first, only what was asked last, and whatever goes wrong."""

from __future__ import annotations

import os
import sqlite3
import threading
from queue import Empty, Queue

import pytest
from library_samples import A, add_articles, filled, ids_of

from reader.library.catalogue import Catalogue, throw_away
from reader.library.query import QueryError
from reader.library.search import Search
from reader.session import finder as module
from reader.session.finder import AHEAD, FIRST, Finder
from reader.session.messages import Found, HitsFound

DEADLINE = 20.0
WAR, PEACE = "War goes on in Idlib.", "The truce holds in Idlib."


class Asking:
    """A finder over a catalogue, and what it says."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.all: list[Found | HitsFound] = []
        self.queue: Queue[Found | HitsFound] = Queue()
        self.then = lambda message: None
        self.finder = Finder(lambda: catalogue.path, "ana", self._heard)
        self.ask, self.ask_hits = self.finder.ask, self.finder.ask_hits

    def _heard(self, message) -> None:
        self.all.append(message)
        self.then(message)
        self.queue.put(message)

    def next(self, kind: type = object, **fields):
        """The next message of a kind that says this."""
        while True:
            try:
                message = self.queue.get(timeout=DEADLINE)
            except Empty:
                pytest.fail(f"nothing more came; heard so far: {self.all}")
            if isinstance(message, kind) and all(getattr(message, name) == value for name, value in fields.items()):
                return message

    def ids(self, found: Found) -> list[str]:
        return ids_of(self.catalogue, found.keys)


class Gate:
    """Holds the thread up where it first does something, until it is let through."""

    def __init__(self, monkeypatch, name: str) -> None:
        self.come, self.open = threading.Event(), threading.Event()
        real = getattr(Search, name)

        def held(search, *args):
            if not self.come.is_set():
                self.come.set()
                assert self.open.wait(DEADLINE)
            return real(search, *args)

        monkeypatch.setattr(Search, name, held)

    def wait(self) -> None:
        assert self.come.wait(DEADLINE)


@pytest.fixture
def articles() -> list[A]:
    return [A(f"a{day:02}", PEACE if day % 2 else WAR, f"2020-03-{day:02}", f"Day {day}") for day in range(1, 29)]


@pytest.fixture
def asking(tmp_path, articles, monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 0.01)
    asking = Asking(filled(tmp_path, articles))
    yield asking
    asking.finder.close()
    if asking.finder._thread is not None:
        asking.finder._thread.join(DEADLINE)
    asking.catalogue.close()


def odd(upto: int = 28) -> list[str]:
    return [f"a{day:02}" for day in range(upto, 0, -1) if day % 2]


@pytest.mark.parametrize("kind", ["list", "search"])
def test_the_newest_come_first_and_all_of_them_after(asking, monkeypatch, kind):
    monkeypatch.setattr(module, "FIRST", 3)
    number, query = asking.ask(kind, "truce")
    first, whole = asking.next(), asking.next()
    assert (asking.ids(first), first.whole) == (odd()[:3], False)
    assert (asking.ids(whole), whole.whole) == (odd(), True)
    identity = asking.catalogue.get("identity")
    assert all(
        (found.kind, found.number, found.problem, found.identity) == (kind, number, "", identity)
        for found in (first, whole)
    )
    assert str(query) == "truce"


def test_what_is_being_typed_is_the_beginning_of_a_word(asking):
    asking.ask("list", "tru", typing=True)
    assert asking.ids(asking.next(whole=True)) == odd()
    asking.ask("list", "tru")
    assert asking.ids(asking.next(whole=True)) == []


def test_only_what_was_asked_last_is_answered(asking, monkeypatch):
    gate = Gate(monkeypatch, "newest")
    asking.ask("list", "truce")
    gate.wait()
    for words in ("war", "goes", "idlib"):
        number, _ = asking.ask("list", words)
    gate.open.set()
    assert len(asking.next(whole=True).keys) == 28
    assert {found.number for found in asking.all} == {number}


@pytest.mark.parametrize("stage", ["newest", "all_keys"])
def test_the_other_kinds_question_is_taken_up_again(asking, monkeypatch, stage):
    gate = Gate(monkeypatch, stage)
    asking.ask("list", "truce")
    gate.wait()
    asking.ask("search", "war")
    gate.open.set()
    answers = {message.kind: message for message in (asking.next(whole=True), asking.next(whole=True))}
    assert asking.ids(answers["list"]) == odd()
    assert len(answers["search"].keys) == 14
    assert [message for message in asking.all if message.problem] == []


def test_passages_come_before_all_articles(asking):
    def look_at_once(message) -> None:
        if isinstance(message, Found) and not message.whole:
            asking.ask_hits(message.number, query, tuple(message.keys[:2]))

    asking.then = look_at_once
    query = None
    with asking.finder._wake:  # the answer waits until it is known what it is to be looked at for
        number, query = asking.ask("search", "truce")
    hits = asking.next(HitsFound)
    assert (hits.number, len(hits.asked), [hit.id for hit in hits.hits]) == (number, 2, odd()[:2])
    assert [passage.hit for passage in hits.hits[0].passages] == ["truce"]
    asking.next(whole=True)
    assert [type(message) for message in asking.all] == [Found, HitsFound, Found]


def test_by_relevance_the_best_come_first_and_nothing_twice(asking):
    add_articles(asking.catalogue, [A("best", "The truce: a truce is a truce.", "1999-01-01", "Truce")])
    asking.ask("search", "truce", by_relevance=True)
    first, whole = asking.next(), asking.next(whole=True)
    assert asking.ids(first)[0] == asking.ids(whole)[0] == "best"
    assert sorted(asking.ids(whole)) == sorted(["best", *odd()])


def spoil_a_text(catalogue: Catalogue) -> None:
    catalogue.db.execute("UPDATE text SET packed = x'ff00ff' WHERE key = 5")


def test_a_text_that_cannot_be_unpacked_ends_neither_the_search_nor_the_thread(asking):
    spoil_a_text(asking.catalogue)
    number, query = asking.ask("search", "truce")
    found = asking.next(whole=True)
    asking.ask_hits(number, query, tuple(found.keys[:AHEAD]))
    hits = asking.next(HitsFound)
    assert hits.asked == tuple(found.keys)
    assert [hit.id for hit in hits.hits] == [id for id in odd() if id != "a05"]
    assert (hits.problem, hits.damaged) == ("the catalogue is damaged", True)
    asking.ask("list", "/tr.ce/")
    failed = asking.next()
    assert (failed.problem, failed.damaged, failed.whole) == ("the catalogue is damaged", True, True)
    asking.ask("list", "title:5")
    assert asking.ids(asking.next(whole=True)) == ["a05"]


def test_a_question_that_sqlite_does_not_take_is_no_damage(asking, monkeypatch):
    def refuse(search, limit):
        raise_from_sqlite(asking, "SELECT nothing of the kind")

    with monkeypatch.context() as patched:
        patched.setattr(Search, "newest", refuse)
        asking.ask("list", "truce")
        failed = asking.next()
    assert "the search failed" in failed.problem
    assert not failed.damaged
    asking.ask("list", "title:5")
    assert asking.ids(asking.next(whole=True)) == ["a05"]


def raise_from_sqlite(asking: Asking, sql: str) -> None:
    with sqlite3.connect(asking.catalogue.path) as db:
        db.execute(sql)


def test_a_file_that_took_the_catalogues_place_is_the_one_that_is_asked(asking, tmp_path, articles):
    asking.ask("list", "truce")
    former = asking.next(whole=True).identity
    (tmp_path / "new").mkdir()
    new = filled(tmp_path / "new", articles[::-1])
    new.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    new.close()
    throw_away(asking.catalogue.path)
    os.replace(new.path, asking.catalogue.path)
    asking.ask("list", "title:3")
    found = asking.next(whole=True)
    now = Catalogue(asking.catalogue.path)
    assert ids_of(now, found.keys) == ["a03"]
    assert found.identity == now.get("identity") != former
    now.close()


def test_a_catalogue_that_was_removed_has_nothing_and_does_not_end_the_thread(asking):
    asking.ask("list", "truce")
    asking.next(whole=True)
    throw_away(asking.catalogue.path)
    asking.ask("list", "truce")
    assert list(asking.next(whole=True).keys) == []
    asking.ask("list", "war")
    assert list(asking.next(whole=True).keys) == []


def test_closing_ends_what_is_being_asked(asking, monkeypatch):
    gate = Gate(monkeypatch, "all_keys")
    asking.ask("search", "truce")
    gate.wait()
    said = len(asking.all)
    asking.finder.close()
    gate.open.set()
    asking.finder._thread.join(DEADLINE)
    assert not asking.finder._thread.is_alive()
    assert len(asking.all) == said == 1
    asking.ask("list", "war")  # is not answered, and starts nothing
    assert not asking.finder._thread.is_alive()


def test_nothing_was_asked_and_it_is_closed(tmp_path):
    catalogue = filled(tmp_path, [])
    Finder(lambda: catalogue.path, "ana", lambda message: None).close()
    catalogue.close()


def test_a_query_that_cannot_be_understood_says_where_and_ends_the_one_before(asking, monkeypatch):
    gate = Gate(monkeypatch, "newest")
    asking.ask("list", "truce")
    gate.wait()
    with pytest.raises(QueryError) as raised:
        asking.ask("list", "Idlib (truce")
    assert (raised.value.start, raised.value.end) == (6, 7)
    gate.open.set()
    asking.ask("search", "war")
    asking.next(whole=True)
    assert {message.kind for message in asking.all} == {"search"}


def test_more_than_are_shown_first(tmp_path):
    asking = Asking(filled(tmp_path, [A(f"a{n:03}", PEACE, title=f"{n}", names=None) for n in range(FIRST + 30)]))
    asking.ask("list", "truce")
    assert [len(asking.next().keys), len(asking.next().keys)] == [FIRST, FIRST + 30]
    asking.finder.close()
    asking.finder._thread.join(DEADLINE)
    asking.catalogue.close()
