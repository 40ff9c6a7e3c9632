"""Lines put back and taken out, title and date by hand, in a session: on disk, in the text, and the tags on their words."""

from __future__ import annotations

import errno

import pytest
from session_samples import FIRST, tag

from reader.cleaning import cleaner
from reader.corpus.amending import Decision, decided
from reader.corpus.amendments import Amendments
from reader.corpus.amendments_file import amendments_in, amendments_path, render
from reader.session.amending import Amending, NoDate
from reader.session.annotations import CannotChange
from reader.session.messages import FilesChanged
from reader.tags import disk

LINE = "Ankara has confirmed"


@pytest.fixture
def session(open_session):
    session = open_session()
    session.open(FIRST)
    return session


def units(session, words: str):
    raw = session.amending.raw
    return [unit for unit in raw.units if words in raw.document.raw[unit.start : unit.end]][:1]


def on_disk(session) -> Amendments:
    found, problems = amendments_in(session.project.annotations, FIRST)
    assert problems == []
    return found


def write(session, amendments: Amendments) -> None:
    """What somebody else writes."""
    document = session.desk.article.document
    path = amendments_path(session.project.annotations, FIRST)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(FIRST, document.path, document.sha256, amendments), encoding="utf-8")


def test_a_removed_line_is_put_back_at_once_and_again_as_it_was(session, open_session):
    before = session.desk.article
    (unit,) = units(session, "icon bookmark")
    words = before.document.raw[unit.start : unit.end]
    assert (unit.removed, words in before.text) == (True, False)
    assert session.amending.put_back([unit]).startswith("put back: “icon bookmark")
    assert words in session.desk.article.text
    assert [one.text for one in on_disk(session).put_back] == [words]
    (unit,) = units(session, "icon bookmark")
    assert (unit.hand, unit.rule) == ("put back", "icon-names")
    assert words in open_session("eve").open(FIRST).article.text
    session.amending.put_back([unit])
    assert session.desk.article.text == before.text
    assert on_disk(session) == Amendments()


def test_what_undoes_an_amendment_needs_none(session):
    session.amending.take_out(units(session, LINE))
    assert LINE not in session.desk.article.text
    session.amending.put_back(units(session, LINE))
    assert on_disk(session) == Amendments()
    session.amending.put_back(units(session, "icon bookmark"))
    session.amending.take_out(units(session, "icon bookmark"))
    assert on_disk(session) == Amendments()


def test_tags_and_caret_stay_on_their_words_and_what_is_taken_out_goes_to_review(session, settle):
    here, gone = tag(session.desk, "Hostilities"), tag(session.desk, "make the trip")
    settle(session)
    session.desk.hold_word_at(session.desk.article.text.index("Hostilities"))
    session.amending.put_back(units(session, "icon bookmark"))
    session.amending.take_out(units(session, LINE))
    desk = session.desk
    assert [desk.article.text[one.start : one.end] for one in desk.opened.tags] == ["Hostilities"]
    assert list(desk.opened.uncertain) == [gone.id]
    assert desk.article.text[desk.held.start : desk.held.end] == "Hostilities"
    assert session.notice == "1 tag to be reviewed"
    assert session.listing.get(FIRST).uncertain == 1
    assert {one.id for one in session.store.read(FIRST).sheet.tags} == {here.id, gone.id}
    session.amending.undo()
    assert session.desk.opened.uncertain == {}
    assert [session.desk.article.text[one.start : one.end] for one in session.desk.opened.tags] == [
        "make the trip",
        "Hostilities",
    ]


def test_tags_that_are_on_their_way_are_written_first(session, settle):
    made = tag(session.desk, "Hostilities")
    session.amending.put_back(units(session, "icon bookmark"))
    assert units(session, "icon bookmark")[0].hand == "put back"  # shown at once
    settle(session)
    session.heard.until(lambda: "icon bookmark" in session.desk.article.text)
    (found,) = session.desk.opened.tags
    assert (found.id, session.desk.article.text[found.start : found.end]) == (made.id, "Hostilities")
    assert "on disk" not in session.notice


def test_its_own_writing_is_nobody_elses(session):
    session.amending.take_out(units(session, LINE))
    article, session.notice = session.desk.article, ""
    session.hear(FilesChanged(frozenset({"amendments"})))
    assert session.desk.article is article
    assert session.notice == ""


def test_undo_and_redo_go_act_by_act_and_leave_others_amendments(session):
    with pytest.raises(CannotChange, match="nothing was amended"):
        session.amending.undo()
    session.amending.take_out(units(session, LINE))
    session.amending.put_back(units(session, "icon bookmark"))
    raw = session.desk.article.document.raw
    theirs = units(session, "Russian")[0].span
    write(session, decided(raw, on_disk(session), Decision((theirs,), take_out=(theirs,))))
    assert session.amending.undo().startswith("put back: “icon bookmark")
    assert session.amending.undo().startswith(f"taken out: “{LINE}")
    assert [one.span for one in on_disk(session).take_out] == [theirs]
    session.amending.redo()
    assert len(on_disk(session).take_out) == 2
    assert on_disk(session).put_back == ()
    session.amending.take_out(units(session, "Putin"))
    with pytest.raises(CannotChange):
        session.amending.redo()


def test_undo_is_of_the_open_article(session):
    session.amending.take_out(units(session, LINE))
    session.open(session.listing.entries[-1].id)
    with pytest.raises(CannotChange):
        session.amending.undo()
    session.open(FIRST)
    session.amending.undo()
    assert on_disk(session) == Amendments()


def test_title_and_date_by_hand_and_back(session):
    found = session.desk.article.title, session.desk.article.date
    session.amending.set_title("  By\nhand ")
    session.amending.set_date("2019")
    assert (session.desk.article.title, session.desk.article.date) == ("By hand", "2019")
    session.heard.until(session.heard.queue.empty)
    entry = session.listing.get(FIRST)
    assert (entry.title, entry.date) == ("By hand", "2019")
    assert [fact.origin for fact in session.amending.raw.facts][:2] == ["by hand", "by hand"]
    assert (session.amending.found("title"), session.amending.found("date")) == found
    session.amending.set_title("")
    assert session.desk.article.title is None
    session.amending.set_title(None)
    session.amending.set_date(found[1])  # what cleaning finds needs no amendment
    assert (session.desk.article.title, session.desk.article.date) == found
    assert on_disk(session) == Amendments()
    with pytest.raises(CannotChange, match="is that already"):
        session.amending.set_title(found[0])
    session.amending.undo()
    assert session.desk.article.date == "2019"


@pytest.mark.parametrize(
    "date", ["20", "2020-13", "2020-03- 1", "٢٠٢٠-03-01", "2020-3-1", "2020-02-30", "March", "2020-03-01T10:00"]
)
def test_what_is_no_date_is_refused(session, date):
    with pytest.raises(NoDate, match="is no date"):
        session.amending.set_date(date)
    assert on_disk(session) == Amendments()


def test_what_is_said_of_a_field_is_what_was_set_while_tags_are_on_their_way(session):
    found = session.desk.article.title
    tag(session.desk, "Hostilities")
    assert session.amending.set_title("By hand") == "title by hand: By hand"
    assert session.amending.set_title("") == "title by hand: none"
    assert session.amending.set_date("2019") == "date by hand: 2019"
    assert session.amending.set_title(None) == f"title: {found}"
    assert session.desk.article.date != "2019"  # the text follows when the tags are written


def test_what_cleaning_finds_is_found_once(session, monkeypatch):
    cleaned = []
    clean = cleaner.clean

    def counted(document, amendments, **how):
        if amendments.title is amendments.date is None:
            cleaned.append(1)
        return clean(document, amendments, **how)

    monkeypatch.setattr("reader.cleaning.clean", counted)
    title = session.amending.found("title")
    session.amending.found("date")
    tag(session.desk, "Hostilities")  # puts off what is cleaned for the screen
    session.amending.set_title("By hand")
    session.amending.set_date("2019")
    assert (session.amending.found("title"), cleaned) == (title, [1])
    session.amending.take_out(units(session, LINE))
    session.amending.found("title")
    assert cleaned == [1, 1]


def test_a_title_that_somebody_else_set_meanwhile_is_not_undone(session):
    session.amending.set_title("Mine")
    write(session, Amendments(title="Theirs"))
    with pytest.raises(CannotChange, match="somebody else has set the title"):
        session.amending.undo()
    assert on_disk(session).title == "Theirs"


def test_a_disk_that_refuses_is_said_and_the_same_key_tries_again(session, monkeypatch):
    before = session.desk.article

    def full(path, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_synced", full)
        with pytest.raises(CannotChange, match=r"NOT SAVED: No space left"):
            session.amending.take_out(units(session, LINE))
        assert session.desk.article is before
        assert not units(session, LINE)[0].hand
    session.amending.take_out(units(session, LINE))
    assert LINE not in session.desk.article.text


def test_broken_amendments_are_left_alone_and_named(session, open_session):
    path = amendments_path(session.project.annotations, FIRST)
    path.parent.mkdir(parents=True)
    path.write_text("format: reader-amendments/1\narticle: x\ndates: 1\n", encoding="utf-8")
    session = open_session("eve")
    session.open(FIRST)
    assert str(path) in session.amending.raw.refusal
    with pytest.raises(CannotChange, match="NOT SAVED"):
        session.amending.take_out(units(session, LINE))
    assert path.read_text(encoding="utf-8").endswith("dates: 1\n")


def test_what_somebody_else_amends_is_taken_in(session, open_session):
    assert not units(session, LINE)[0].hand
    eve = open_session("eve")
    eve.open(FIRST)
    eve.amending.take_out(units(eve, LINE))
    session.hear(FilesChanged(frozenset({"amendments"})))
    assert units(session, LINE)[0].hand == "taken out"


def test_the_catalogue_is_told_once(session, monkeypatch):
    looks = []
    monkeypatch.setattr(type(session.shelf.librarian), "look_again", lambda self: looks.append(1))
    session.amending.take_out(units(session, LINE))
    session.amending.take_out(units(session, "Putin"))
    assert looks == []
    session.amending.tell()
    session.amending.tell()
    assert looks == [1]


def test_the_catalogue_knows_the_title_and_the_date(session, open_session, monkeypatch):
    session.amending.set_title("By hand")
    session.amending.set_date("2021-05-05")
    session.heard.until(session.heard.queue.empty)
    monkeypatch.setattr("reader.session.shelf.AT_ONCE", 0.0)
    entries = session.listing.entries[0], open_session("eve").listing.entries[0]
    assert entries[0] == entries[1]
    assert (entries[0].id, entries[0].title, entries[0].date) == (FIRST, "By hand", "2021-05-05")


def test_passages_of_another_document_stay_and_are_counted(session, corpus):
    session.amending.take_out(units(session, LINE))
    text = session.desk.article.document.raw
    (corpus / "001_5567d9759a90e0ca.txt").write_text("One more line.\n" + text, encoding="utf-8")
    session.hear(FilesChanged(frozenset({"document"})))
    assert session.amending.raw.strays == 0
    assert LINE not in session.desk.article.text  # found again: its words stand once
    (corpus / "001_5567d9759a90e0ca.txt").write_text(f"{on_disk(session).take_out[0].text}\n{text}", encoding="utf-8")
    session.hear(FilesChanged(frozenset({"document"})))
    assert session.amending.raw.strays == 1
    assert "1 amended passage stands in the document no longer" in session.all_problems[-1].message
    assert len(on_disk(session).take_out) == 1


def test_what_somebody_else_has_set_since_does_not_stand_before_older_acts(session):
    session.amending.take_out(units(session, LINE))
    session.amending.set_title("Mine")
    path = amendments_path(session.project.annotations, session.desk.article.id)
    path.write_text(path.read_text(encoding="utf-8").replace("Mine", "Theirs"), encoding="utf-8")
    with pytest.raises(CannotChange, match="somebody else"):
        session.amending.undo()
    session.amending.undo()
    assert not on_disk(session).take_out
    assert on_disk(session).title == "Theirs"


def test_sentences_of_a_line_can_be_taken_out(session):
    raw = session.amending.raw
    (unit,) = units(session, LINE)
    pieces = raw.sentences(unit)
    assert len(pieces) > 1
    session.amending.take_out(pieces[:1])
    first, second = (raw.document.raw[one.start : one.end] for one in pieces[:2])
    assert first not in session.desk.article.text
    assert second in session.desk.article.text
    session.amending.undo()
    assert f"{first} {second}" in session.desk.article.text


def test_without_an_article_nothing_can_be_amended(open_session):
    session = open_session()
    session.desk = None
    with pytest.raises(CannotChange, match="no article is open"):
        Amending(session).set_title("x")
