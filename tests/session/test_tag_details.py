"""Attributes and notes of tags, the article's note, links, and the list of an article's tags."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from session_samples import FIRST, edit, tag

from reader.labels import Label, Scheme
from reader.session.annotations import CannotChange
from reader.session.desk import OthersTag
from reader.session.details import (
    Attribute,
    attributes_of,
    named,
    relabel_named,
    remove_named,
    set_article_note,
    set_details,
)
from reader.session.linking import TYPES, Linking, check_ends, drop_link, link_types, links_of, make_link
from reader.session.tag_list import Heading, LinkRow, SuggestionRow, TagRow, matching, place_of, tag_rows
from reader.tags.changes import describe
from reader.tags.model import Link, Tag
from reader.text.spans import Span

OTHER = "seeds/002_dee1cc2d2c4723c5"
SCHEME = Scheme(
    (
        Label("event", attributes={"mood": ("said", "denied"), "side": ("a", "b")}),
        Label("strike", parent="event", attributes={"mood": ("planned", "carried-out")}),
        Label("raid", parent="strike", formerly=("sweep",)),
    )
)


@pytest.fixture
def session(open_session):
    session = open_session(collect=False)
    session.open(FIRST)
    return session


@pytest.fixture
def desk(session):
    return session.desk


def made(attributes: dict[str, str], label: str = "strike") -> Tag:
    return Tag("x", label, 0, 1, "a", Span(0, 1), attributes=attributes)


def test_a_labels_attributes_come_before_those_of_its_parents_and_take_their_place():
    assert SCHEME.attributes_of("sweep") == {"mood": ("planned", "carried-out"), "side": ("a", "b")}
    assert SCHEME.attributes_of("event") == {"mood": ("said", "denied"), "side": ("a", "b")}
    assert SCHEME.attributes_of("unknown") == {}
    assert [label.name for label in SCHEME.lineage(SCHEME.labels[2])] == ["strike", "event"]


def test_values_that_the_scheme_does_not_allow_are_there_to_be_kept():
    assert attributes_of(made({"mood": "denied", "old": "x"}), SCHEME) == [
        Attribute("mood", ("planned", "carried-out", "denied"), "denied", False),
        Attribute("side", ("a", "b"), ""),
        Attribute("old", ("x",), "x", False),
    ]


def test_attributes_and_note_are_one_change_and_one_undo(session, desk, settle):
    before = tag(desk, "Putin")
    session_changes = len(session.annotations.history.acts_done)
    told = set_details(desk, before.id, {"mood": "said", "side": ""}, "two\nlines", before)
    assert told is not None
    assert (dict(told.attributes), told.note) == ({"mood": "said"}, "two\nlines")
    assert len(session.annotations.history.acts_done) == session_changes + 1
    assert session.annotations.history.to_undo.title == "mood said, note: talks “Putin”"
    settle(session)
    stored = session.store.read(FIRST).sheet.tags[0]
    assert (dict(stored.attributes), stored.note) == ({"mood": "said"}, "two\nlines")
    session.undo()
    assert (dict(named(desk, before.id).attributes), named(desk, before.id).note) == ({}, "")


def test_what_is_not_altered_makes_no_change(session, desk):
    shown = tag(desk, "Putin")
    assert set_details(desk, shown.id, {"mood": ""}, "", shown) is None
    assert len(session.annotations.history.acts_done) == 1


def test_what_somebody_else_set_meanwhile_stays(desk):
    shown = tag(desk, "Putin")
    desk.annotations.make(desk.opened, describe(desk.opened.sheet, shown, {"side": "a"}, "theirs"))
    told = set_details(desk, shown.id, {"mood": "said", "side": ""}, "", shown)
    assert (dict(told.attributes), told.note) == ({"mood": "said", "side": "a"}, "theirs")


def test_a_tag_that_is_gone_is_refused(desk):
    shown = tag(desk, "Putin")
    remove_named(desk, shown.id)
    for act in (
        lambda: set_details(desk, shown.id, {}, "x", shown),
        lambda: remove_named(desk, shown.id),
        lambda: relabel_named(desk, shown.id, desk.scheme.labels[0]),
    ):
        with pytest.raises(CannotChange, match="no longer there"):
            act()


def test_the_articles_note(session, desk):
    assert not set_article_note(desk, "")
    assert set_article_note(desk, "look at it\nagain")
    assert (desk.opened.sheet.note, desk.opened.sheet.status) == ("look at it\nagain", "reading")
    assert not set_article_note(desk, "look at it\nagain")
    session.undo()
    assert (desk.opened.sheet.note, desk.opened.sheet.status) == ("", "new")


# -- links


@pytest.fixture
def two(desk):
    return tag(desk, "Putin"), tag(desk, "Erdogan")


def test_a_link_is_made_between_the_marked_tag_and_another_and_undone(session, desk, two, settle):
    linking = Linking()
    assert linking.source(desk) is None
    desk.select(two[0].span)
    assert linking.start(desk) == two[0]
    assert linking.source(desk) == two[0]
    link = make_link(desk, two[0], two[1], " caused-by  ")
    assert link == Link(two[0].id, two[1].id, "caused-by")
    assert links_of(desk.opened.sheet, two[1].id) == links_of(desk.opened.sheet, two[0].id) == [link]
    settle(session)
    assert session.store.read(FIRST).sheet.links == (link,)
    session.undo()
    assert desk.opened.sheet.links == ()
    session.redo()
    drop_link(desk, link)
    assert desk.opened.sheet.links == ()
    session.undo()
    assert desk.opened.sheet.links == (link,)


def test_links_that_are_none_are_refused(desk, two):
    make_link(desk, *two, "same-as")
    with pytest.raises(CannotChange, match="joined by same-as already"):
        make_link(desk, *two, "same-as")
    make_link(desk, *two[::-1], "same-as")
    with pytest.raises(CannotChange, match="leads from"):
        check_ends(two[0], two[0])
    with pytest.raises(CannotChange, match="has a type"):
        make_link(desk, *two, " ")
    remove_named(desk, two[1].id)
    assert desk.opened.sheet.links == ()
    with pytest.raises(CannotChange, match="no longer there"):
        make_link(desk, *two, "same-as")
    with pytest.raises(CannotChange, match="no longer there"):
        drop_link(desk, Link(two[0].id, two[1].id, "same-as"))


def test_the_mark_is_of_one_article_and_goes_with_its_tag(session, desk, two):
    linking = Linking()
    desk.select(two[0].span)
    linking.start(desk)
    assert linking.source(session.open(OTHER)) is None
    assert linking.source(desk) is None
    linking.start(desk)
    remove_named(desk, two[0].id)
    assert linking.source(desk) is None
    session.open(FIRST)
    session.undo()
    assert linking.source(session.desk) is not None
    assert linking.drop()
    assert not linking.drop()


def test_types_used_before_come_first(session, desk, two):
    assert link_types(desk) == list(TYPES)
    make_link(desk, *two, "paid-by")
    make_link(desk, *two, "same-as")
    kinds = ["same-as", "paid-by", *(kind for kind in TYPES if kind != "same-as")]
    assert link_types(desk) == kinds
    assert link_types(session.open(OTHER)) == kinds


# -- the list


def test_rows_are_in_text_order_with_links_below_their_tag(desk, two):
    desk.scheme = replace(desk.scheme, labels=(Label("met", formerly=("talks",)),))
    link = make_link(desk, *two, "same-as")
    rows = tag_rows(desk)
    first, second = sorted(two, key=lambda tag: tag.start)
    assert [(row.tag.id, row.label) for row in rows if isinstance(row, TagRow)] == [
        (first.id, "met"),
        (second.id, "met"),
    ]
    at = place_of(rows, two[0].id)
    below = rows[at + 1]
    assert isinstance(below, LinkRow)
    assert (below.link, below.target.id, below.place) == (link, two[1].id, two[1].span)
    assert [row.links for row in rows if isinstance(row, TagRow)] == [1, 1]


def test_what_is_uncertain_and_what_is_others_stands_below(session, desk, settle, open_session):
    tag(desk, "Putin")
    settle(session)
    theirs = open_session(annotator="bo", collect=False)
    tag(theirs.open(FIRST), "Erdogan", "claim")
    settle(theirs)
    edit(session, lambda sheet: describe(sheet, sheet.tags[0], {}, "edited"))
    path = session.store.path(FIRST)
    lost = path.read_text("utf-8").replace("text: Putin", "text: Zutin").replace("text_sha256: ", "text_sha256: 0")
    path.write_text(lost, "utf-8")
    session.forget(FIRST)
    rows = tag_rows(session.open(FIRST))
    kinds = [(row.title if isinstance(row, Heading) else row.annotator or row.uncertain) for row in rows]
    assert kinds[0].startswith("to review")
    assert kinds[1] is True
    assert kinds[2].startswith("bo’s tags")
    assert kinds[3] == "bo"
    assert [type(row) for row in matching(rows, "erdogan")] == [Heading, TagRow]
    assert matching(rows, "nothing of this") == []
    assert matching(rows, " ") == rows


def test_suggestions_stand_among_the_tags_in_text_order_and_after_those_of_their_passage(session, desk):
    first, last = tag(desk, "Erdogan"), tag(desk, "Putin")
    model = [
        OthersTag("model", replace(one, id=f"m{number}", label="claim")) for number, one in enumerate((last, first))
    ]
    rows = tag_rows(desk, model[1:], model[:1])
    assert [(row.tag.id, type(row)) for row in rows] == [
        (first.id, TagRow),
        ("m1", SuggestionRow),
        (last.id, TagRow),
        ("m0", SuggestionRow),
    ]
    assert [row.dismissed for row in rows[1::2]] == [False, True]
    assert place_of(rows, "m0") == 3
    assert matching(rows, "?claim dismissed") == rows[3:]
    assert matching(rows, "model suggested") == rows[1:2]
