"""A document that was renamed brings its tags along; a copy does not; where two sheets fit, nothing is guessed."""

from __future__ import annotations

import pytest
from session_samples import tag

from reader.tags.sheet_file import read_sheet

FIRST = "seeds/001_5567d9759a90e0ca"
NEW = "seeds/001_renamed"
SECOND = "seeds/000_00db5dd421306cca"


@pytest.fixture
def tagged(open_session):
    """The tag that was made on the document under its former id."""
    session = open_session()
    made = tag(session.open(FIRST), "Putin")
    assert session.close()
    return made


@pytest.fixture
def reopened(open_session):
    """Open the corpus again with the worker's word of whose document each sheet is of."""

    def reopened():
        session = open_session()
        return session

    return reopened


def rename(corpus, name: str = NEW) -> None:
    (corpus.parent / f"{FIRST}.txt").rename(corpus.parent / f"{name}.txt")


def adopt(session, article: str = NEW):
    desk = session.open(article)
    (former,) = session.renamed.former_sheets()
    session.annotations.adopt(desk.opened, former)
    return desk


def test_the_tags_of_a_renamed_document_are_shown_and_nothing_is_written(corpus, tagged, reopened, tree):
    rename(corpus)
    before = tree()
    session = reopened()
    desk = adopt(session)
    assert [(t.id, t.text) for t in desk.opened.tags] == [(tagged.id, "Putin")]
    assert session.listing.get(NEW).tags == 1
    assert session.close()
    assert tree() == before


def test_the_first_change_makes_them_this_sheets_own(corpus, tagged, reopened):
    rename(corpus)
    session = reopened()
    desk = adopt(session)
    more = tag(desk, "Moscow", "attack")
    assert session.renamed.former_sheets() == []
    former = read_sheet(session.store.path(FIRST))
    assert session.close()
    sheet = read_sheet(session.store.path(NEW))
    assert {t.id for t in sheet.tags} == {tagged.id, more.id}
    assert (sheet.article, sheet.text_sha256) == (NEW, desk.article.text_sha256)
    assert read_sheet(session.store.path(FIRST)) == former  # it stays as it was, for whoever renames the document back


def test_taking_them_over_can_be_undone(corpus, tagged, reopened):
    rename(corpus)
    session = reopened()
    desk = adopt(session)
    tag(desk, "Moscow", "attack")
    session.undo()
    assert [t.id for t in desk.opened.tags] == [tagged.id]
    session.undo()
    assert not desk.opened.tags
    session.redo()
    assert [t.id for t in desk.opened.tags] == [tagged.id]


def test_a_copy_is_another_article(corpus, tagged, reopened):
    (corpus.parent / f"{NEW}.txt").write_bytes((corpus.parent / f"{FIRST}.txt").read_bytes())
    session = reopened()
    session.open(NEW)
    assert session.renamed.former_sheets() == []


def test_where_two_sheets_fit_both_are_offered(corpus, tagged, reopened, open_session):
    rename(corpus, "seeds/001_between")
    session = open_session()
    other = tag(session.open("seeds/001_between"), "Moscow")
    assert session.close()
    (corpus.parent / "seeds/001_between.txt").rename(corpus.parent / f"{NEW}.txt")
    session = reopened()
    desk = session.open(NEW)
    assert sorted(sheet.tags[0].id for sheet in session.renamed.former_sheets()) == sorted([tagged.id, other.id])
    assert not desk.opened.tags


def test_uncertain_tags_go_along_with_the_name_of_their_text(corpus, tagged, reopened, open_session):
    path = open_session().store.path(FIRST)
    text = path.read_text(encoding="utf-8")
    lost = "- id: aaaaaaaa\n  label: talks\n  start: 3\n  end: 17\n  text: no such words.\n  raw: [3, 17]\n"
    text = text.replace("tags:\n", f"tags:\n{lost}")
    sha = read_sheet(path).text_sha256
    path.write_text(text.replace(sha, "0" * 64), encoding="utf-8")
    rename(corpus)
    session = reopened()
    desk = adopt(session)
    assert list(desk.opened.uncertain) == ["aaaaaaaa"]
    tag(desk, "Moscow", "attack")
    assert session.close()
    sheet = read_sheet(session.store.path(NEW))
    assert sheet.by_id["aaaaaaaa"].start == 3
    assert sheet.text_sha256 == "0" * 64
