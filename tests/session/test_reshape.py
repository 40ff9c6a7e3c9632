"""The ends of a tag are moved with the selection; all else of it stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from session_samples import FIRST

from reader.cleaning.article import Article, Block
from reader.corpus.document import Document
from reader.labels import Label, Scheme
from reader.session import marking
from reader.session.annotations import Annotations, CannotChange
from reader.session.desk import Desk
from reader.tags.model import Change, Link, new_id, now
from reader.tags.store import SheetStore
from reader.text.spans import Span
from reader.view.motions import MOTIONS

NUDGES = [motion for motion in MOTIONS if motion.startswith("nudge.")]


@pytest.fixture
def session(open_session):
    return open_session(collect=False)


@pytest.fixture
def desk(session):
    return session.open(FIRST)


def hold(desk, words: str) -> None:
    start = desk.article.text.index(words)
    desk.select(Span(start, start + len(words)))


def tag(desk, label: str):
    return marking.tag_held(desk, desk.scheme.find(label))


def test_all_but_the_passage_stays(desk, session, settle):
    hold(desk, "Vladimir")
    made = tag(desk, "talks")
    noted = replace(made, note="why", attributes={"side": "a"})
    hold(desk, "Erdogan")
    other = tag(desk, "attack")
    link = Link(made.id, other.id, "causes")
    desk.annotations.make(
        desk.opened, Change(new_id(), FIRST, now(), "", removed=(made,), added=(noted,), links_added=(link,))
    )
    hold(desk, "Vladimir")
    shaped = desk.nudge("nudge.end.later")
    assert (shaped.id, shaped.text, shaped.note, dict(shaped.attributes)) == (
        made.id,
        "Vladimir Putin",
        "why",
        {"side": "a"},
    )
    assert (shaped.created, shaped.label, shaped.origin) == (made.created, "talks", "typed")
    assert desk.article.document.raw[shaped.raw.start : shaped.raw.end] == "Vladimir Putin"
    assert desk.opened.sheet.links == (link,)
    assert desk.held == shaped.span
    settle(session)
    assert session.store.read(FIRST).sheet.by_id[made.id] == shaped
    assert session.undo().title == "re-end talks “Vladimir” → “Vladimir Putin”"
    assert desk.opened.sheet.by_id[made.id] == noted
    assert session.redo()
    assert desk.opened.sheet.by_id[made.id].text == "Vladimir Putin"


def test_one_nudge_of_many_times_is_one_change(desk, session):
    hold(desk, "Vladimir Putin")
    tag(desk, "talks")
    assert desk.nudge("nudge.end.char.earlier", 8).text == "Vladi"
    assert desk.nudge("move.back").text == "Vladim"
    session.undo()
    session.undo()
    assert [made.text for made in desk.opened.tags] == ["Vladimir Putin"]


def test_growing_extending_and_moving_alter_no_tag(desk):
    hold(desk, "Vladimir")
    made = tag(desk, "talks")
    for motion in ("select.grow", "extend.word.next", "move.word.next", "extend.row.down"):
        hold(desk, "Vladimir")
        desk.move(motion)
        assert desk.opened.tags == (made,)
    hold(desk, "Vladimir")
    desk.move("select.extend")
    assert desk.nudge("nudge.end.later") is None
    assert desk.opened.tags == (made,)
    hold(desk, "Vladimir Putin")
    assert desk.nudge("nudge.end.later") is None
    assert desk.reshape(Span(0, 5)) is None
    assert desk.opened.tags == (made,)


def test_what_is_refused_moves_nothing(desk):
    hold(desk, "Vladimir Putin")
    tag(desk, "talks")
    hold(desk, "Vladimir")
    tag(desk, "talks")
    before = desk.caret
    with pytest.raises(CannotChange, match="that passage is tagged talks already"):
        desk.nudge("nudge.end.later")
    assert desk.caret is before
    desk.opened.read_only = "because"
    with pytest.raises(CannotChange, match="read-only"):
        desk.nudge("nudge.end.char.earlier")
    desk.opened.read_only = ""
    start = desk.article.text.index(" Putin")
    with pytest.raises(CannotChange, match="nothing to tag"):
        desk.reshape(Span(start, start + 1))
    assert desk.caret is before
    assert sorted(made.text for made in desk.opened.tags) == ["Vladimir", "Vladimir Putin"]


def test_a_tag_is_carried_over_another_one_and_on(desk):
    hold(desk, "Vladimir Putin")
    other = tag(desk, "attack")
    hold(desk, "Vladimir")
    made = tag(desk, "talks")
    assert desk.nudge("nudge.end.later").id == made.id
    assert desk.tags_here()[0].id == desk.tag_to_alter().id == made.id, "the one in hand, whichever was made last"
    assert desk.nudge("nudge.end.char.later").id == made.id
    assert desk.nudge("nudge.end.char.earlier").id == made.id
    hold(desk, "Vladimir Putin")
    assert {tag.id for tag in desk.tags_here()} == {made.id, other.id}


@given(st.data())
@settings(max_examples=40)
def test_no_tag_begins_or_ends_with_white_space(article_desk, data):
    desk = article_desk(data.draw(TEXTS))
    motions = data.draw(st.lists(st.sampled_from([*MOTIONS]), max_size=8))
    for motion in motions:
        desk.move(motion)
    if not desk.article.text.strip():
        return
    marking.tag_held(desk, desk.scheme.labels[0])
    for motion in data.draw(st.lists(st.sampled_from(NUDGES), max_size=8)):
        desk.nudge(motion)
    (made,) = desk.opened.tags
    assert made.text == made.text.strip() == desk.article.text[made.start : made.end] != ""
    assert made.span == desk.held or desk.caret.extending


TEXTS = st.lists(
    st.sampled_from([*"ab.,“”\"' \t\n\u00a0\u3000\u200b\u2009\ufeff漢ع\u0301", "👩‍👩‍👦", "🇹🇷", " the ", "\n\n", "word"]),
    max_size=20,
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def article_desk(tmp_path_factory):
    """A desk with a text of its own, kept nowhere."""

    class Nowhere:
        def record(self, *args) -> None: ...
        def read_anew(self, *args) -> None: ...

    store = SheetStore(tmp_path_factory.mktemp("annotations"), "ana")

    def article_desk(raw: str) -> Desk:
        text = raw.strip()
        blocks = tuple(
            Block("paragraph", match.start(), match.end())
            for match in re.finditer(r"(?s)\S.*?(?=\s*(?:\n\n|\Z))", text)
        )
        article = Article(Document("a", "a.txt", text), text, blocks, "", "", "", None, None, "", (), ())
        annotations = Annotations(store, Nowhere())
        return Desk(article, annotations.open(article), Scheme((Label("talks"),)), annotations)

    return article_desk
