"""A sitting: keys and active time go into the journal with each change; what was done, and what remains."""

from __future__ import annotations

import json

import pytest
from session_samples import tag

from reader.session import marking, whole
from reader.session import sitting as sittings
from reader.session.progress import finished
from reader.session.sitting import Sitting, in_words
from reader.tags.journal import read_journal
from reader.tags.model import Change, now
from reader.text.spans import Span


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test turns."""
    time = [1000.0]
    monkeypatch.setattr(sittings, "monotonic", lambda: time[0])
    return time


def press(sitting: Sitting, clock: list[float], *gaps: float) -> None:
    for gap in gaps:
        clock[0] += gap
        sitting.key()


def journalled(session) -> list[Change]:
    folder = session.store.journal_folder
    paths = sorted([*folder.glob("*.jsonl"), *folder.glob("settled/*.jsonl")])
    return [record.change for path in paths for record in read_journal(path.read_bytes()) if hasattr(record, "change")]


def test_keys_and_active_time_since_the_change_before_are_journalled(open_session, clock):
    session = open_session()
    desk = session.open(session.listing.entries[0].id)
    press(session.sitting, clock, 1, 2, 3, 500, 4)
    tag(desk, desk.article.text[:5])
    press(session.sitting, clock, 10)
    whole.toggle_done(desk)
    session.close()
    assert [(change.keys, change.active) for change in journalled(session)] == [(5, 9.0), (1, 10.0)]


def test_what_was_done_is_counted_and_what_is_undone_is_not(open_session, clock):
    session = open_session()
    desk = session.open(session.listing.entries[0].id)
    press(session.sitting, clock, *[1] * 9)
    made = tag(desk, desk.article.text[:5], "talks")
    tag(desk, desk.article.text[8:12], "casualty")
    desk.select(made.span)
    marking.remove_tag(desk)
    whole.toggle_done(desk)
    sitting = session.sitting
    assert (sitting.made, sitting.removed, len(sitting.done)) == (2, 1, 1)
    assert +sitting.labels == {"casualty": 1}
    assert str(sitting) == "this sitting: 2 tags in 1 article, 1 removed, 1 done, 8 s active, 4.5 keys a tag"
    for _ in range(4):
        session.undo()
    assert (sitting.made, sitting.removed, str(sitting)) == (0, 0, "")
    assert (sitting.read, len(sitting.done)) == (1, 0)


def test_a_pause_is_no_active_time(clock):
    sitting = Sitting()
    sitting.article = "a"
    press(sitting, clock, 5, 119, 121, 4)
    assert (sitting.keys, sitting.active, sitting.read) == (4, 123, 1)
    assert [in_words(seconds) for seconds in (3, 59.9, 3540, 4800)] == ["3 s", "1 min", "59 min", "1 h 20 min"]


def test_what_remains_is_estimated_when_there_is_enough_to_go_by(open_session, clock):
    session = open_session()
    ids = [entry.id for entry in session.listing.entries]
    session.progress.begin()
    for article_id in ids[:3]:
        assert session.progress.said == ""
        desk = session.open(article_id)
        press(session.sitting, clock, *[60] * 10)
        whole.toggle_done(desk)
    assert session.progress.said.startswith("3 of 5 done · about ")
    assert session.progress.said.endswith(" left")
    whole.toggle_done(session.desk)
    assert session.progress.said == ""


def test_what_an_article_took_is_all_that_was_done_to_it():
    def change(article: str, active: float, status: str = "") -> Change:
        fields = {"status": ("reading", status)} if status else {}
        return Change(article + str(active), article, now(), "", fields=fields, active=active)

    changes = [
        change("a", 5),
        change("b", 7, "done"),
        change("a", 6, "done"),
        change("b", 1, "reading"),
        change("c", 0, "done"),
    ]
    assert finished(changes) == [("a", 11)]


def test_a_reader_that_does_not_know_the_figures_reads_the_journal_all_the_same():
    line = {
        "kind": "change",
        "n": 1,
        "base": "",
        "head": HEAD,
        "change": {"id": "x", "article": "a", "at": now(), "title": ""},
    }
    known = {**line, "change": {**line["change"], "keys": 3, "active": 4.5, "of_another_time": [1]}}
    for record in (line, known):
        (read,) = read_journal(b"\n" + json.dumps(record).encode() + b"\n")
        assert read.change.id == "x"
    assert read.change.keys == 3


def test_after_a_sudden_end_one_goes_on_where_one_was(open_session):
    first = open_session()
    desk = first.open(first.listing.entries[1].id)
    desk.select(Span(40, 50))
    first.keep_place()
    second = open_session()
    assert second.places.last == desk.article.id
    assert second.open(second.places.last).held.start <= 40 < second.desk.held.end


HEAD = {
    "article": "a", "annotator": "ana", "document_path": "a.txt", "document_sha256": "", "text_sha256": "",
}  # fmt: skip
