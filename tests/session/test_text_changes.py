"""Text that changes between two sessions: tags follow, doubtful and lost ones are kept for review and not exported."""

from __future__ import annotations

import pytest
from session_samples import FIRST, tag

from reader.cleaning import clean
from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.amendments_file import amendments_path, render
from reader.corpus.document import Document
from reader.exchange.record import record_of
from reader.session.problems import uncertain_tags
from reader.session.review import Review
from reader.tags.sheet_file import read_sheet
from reader.text.spans import Span

SURE = "34 Turkish troops were reportedly killed"
VAGUE = "both sides claiming to have inflicted high numbers of casualties"
GONE = "The visit is expected to last for one day only"


@pytest.fixture
def tagged(open_session):
    """The tags of a session that is over: one that is sure to be found, one to be altered, one to be deleted, twins."""
    session = open_session()
    made = {words: tag(session.open(FIRST), words) for words in (SURE, VAGUE, GONE)}
    made["Moscow"] = tag(session.open(FIRST), "Moscow", nth=2)
    assert session.close()
    return made


def edit(corpus, *pairs: tuple[str, str]) -> str:
    path = corpus.parent / f"{FIRST}.txt"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return text


def exported(session) -> list[str]:
    desk = session.open(FIRST)
    record, _ = record_of(desk.article, "ana", desk.opened.sheet, session.project.scheme)
    assert all(desk.article.text[t.start : t.end] == t.text for t in record.tags)
    assert all(desk.article.offsets.span_to_clean(t.raw) == t.span for t in record.tags)
    return sorted(t.text for t in record.tags)


def test_tags_follow_an_edited_document_and_uncertain_ones_wait(open_session, corpus, tagged, tree):
    edit(corpus, ("both sides claiming", "both parties claiming"), (f"{GONE}.", ""), ("Last week,", "Seven days ago,"))
    before = tree()
    session = open_session()
    assert session.listing.get(FIRST).uncertain == 2
    opened = session.open(FIRST).opened
    assert sorted(t.text for t in opened.tags) == sorted([SURE, "Moscow"])
    assert {opened.uncertain[t.id].state for t in (tagged[VAGUE], tagged[GONE])} == {"doubtful", "lost"}
    assert {t.id for t in opened.sheet.tags} == {t.id for t in tagged.values()}
    assert exported(session) == sorted([SURE, "Moscow"])
    assert [p.message for p in uncertain_tags(session)]
    assert session.close()
    assert tree() == before  # reading writes nothing


def test_the_worker_says_of_changed_texts_how_many_tags_wait(open_session, corpus, tagged, monkeypatch):
    edit(corpus, ("both sides claiming", "both parties claiming"), (f"{GONE}.", ""))
    monkeypatch.setattr("reader.session.shelf.AT_ONCE", 0.0)
    session = open_session()
    assert session.listing.get(FIRST).uncertain == 2
    assert session.listing.uncertain == 2
    assert session.listing.next.uncertain(None).id == FIRST
    assert session.listing.next.uncertain(FIRST) is None


def test_settling_them_all_makes_the_sheet_one_of_todays_text(open_session, corpus, tagged):
    edit(corpus, ("both sides claiming", "both parties claiming"), (f"{GONE}.", ""))
    session = open_session()
    desk = session.open(FIRST)
    review = Review(desk)
    named = desk.opened.sheet.document_sha256
    assert review.remove().id == tagged[GONE].id
    assert desk.opened.sheet.document_sha256 == named != desk.article.document.sha256
    assert review.place().id == tagged[VAGUE].id
    assert review.current is None
    assert session.close()
    sheet = read_sheet(session.store.path(FIRST))
    assert (sheet.document_sha256, sheet.text_sha256) == (desk.article.document.sha256, desk.article.text_sha256)
    raw = desk.article.document.raw
    assert all(raw[slice(*t.raw)] == t.text for t in sheet.tags)
    assert not open_session().open(FIRST).opened.uncertain


def test_a_placed_tag_stays_where_it_was_placed_while_others_wait(open_session, corpus, tagged):
    edit(corpus, (f"{GONE}.", ""), ("both sides claiming", "both parties claiming"))
    session = open_session()
    desk = session.open(FIRST)
    review = Review(desk)
    review.step(1)
    where = desk.article.text.rindex("Moscow")
    desk.select(Span(where, where + 6))
    placed = review.place()
    assert session.close()
    again = open_session()
    opened = again.open(FIRST).opened
    assert opened.sheet.by_id[placed.id].span == Span(where, where + 6)
    assert placed.id not in opened.uncertain
    assert len(opened.uncertain) == 1


def test_the_former_text_brought_back_finds_every_tag_where_it_was(open_session, corpus, tagged):
    path = corpus.parent / f"{FIRST}.txt"
    former = path.read_bytes()
    edit(corpus, ("both sides claiming", "both parties claiming"), ("Last week,", "Seven days ago,"))
    session = open_session()
    made = tag(session.open(FIRST), "Ankara")
    assert session.close()
    path.write_bytes(former)
    opened = open_session().open(FIRST).opened
    assert not opened.uncertain
    for t in tagged.values():
        assert opened.sheet.by_id[t.id].span == t.span
    assert opened.sheet.by_id[made.id].text == "Ankara"


def test_a_line_put_back_or_taken_out_under_a_tag_goes_to_review(open_session, corpus, tagged):
    session = open_session()
    article = session.open(FIRST).article
    raw = article.document.raw
    start = raw.index("claiming to have inflicted")
    out = RawPassage(start, start + 26, raw[start : start + 26])
    path = amendments_path(session.project.annotations, FIRST)
    path.parent.mkdir(parents=True, exist_ok=True)
    assert session.close()
    path.write_text(render(FIRST, "x", article.document.sha256, Amendments(take_out=(out,))), encoding="utf-8")
    session = open_session()
    opened = session.open(FIRST).opened
    assert list(opened.uncertain) == [tagged[VAGUE].id]
    assert opened.uncertain[tagged[VAGUE].id].state == "doubtful"
    assert exported(session) == sorted([SURE, GONE, "Moscow"])
    assert session.close()
    path.unlink()
    assert not open_session().open(FIRST).opened.uncertain


def test_a_newer_cleaning_moves_tags_by_their_raw_places(tagged, open_session):
    session = open_session()
    desk = session.open(FIRST)
    document = Document(FIRST, "x", desk.article.document.raw)
    record, left_out = record_of(clean(document, as_is=True), "ana", desk.opened.sheet, session.project.scheme)
    assert not left_out.tags
    assert {t.id: t.raw for t in record.tags} == {t.id: t.raw for t in tagged.values()}


@pytest.fixture
def reopened(open_session):
    def reopened(path):
        session = open_session(path=path)
        return session

    return reopened


def test_a_renamed_folder_brings_its_tags_along(corpus, tagged, reopened):
    moved = corpus.rename(corpus.parent / "articles")
    session = reopened(moved)
    session.open(FIRST.replace("seeds", "articles"))
    (former,) = session.renamed.former_sheets()
    assert {t.id for t in former.tags} == {t.id for t in tagged.values()}


def test_a_renamed_document_that_was_edited_too_is_not_known_again(corpus, tagged, reopened):
    """Told by its content, it is another document: its sheet is kept and waits for the old name or the old text."""
    edit(corpus, ("Last week,", "Seven days ago,"))
    (corpus.parent / f"{FIRST}.txt").rename(corpus / "001_renamed.txt")
    session = reopened(corpus)
    session.open("seeds/001_renamed")
    assert session.renamed.former_sheets() == []
    assert len(read_sheet(session.store.path(FIRST)).tags) == len(tagged)
