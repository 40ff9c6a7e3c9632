"""Changes: what they make of the sheet they were made against, taken back, and on a sheet that somebody else edited."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tag_making import TEXT, article_of, cut, sheet_on, sheets, tag_on, tags_with_id, words

from reader.tags.applying import apply_change
from reader.tags.changes import add, make_tag, new_sheet, relabel, remove, set_fields
from reader.tags.model import Change, Done, Link, Tag, TagSheet, links_in_order, new_id
from reader.tags.suggestions import holds_suggestions
from reader.text.spans import Span

ARTICLE = article_of()


def after(sheet: TagSheet, *changes: Change) -> TagSheet:
    """The sheet with changes that all fit."""
    for change in changes:
        applied = apply_change(sheet, change)
        assert applied.conflicts == ()
        sheet = applied.sheet
    return sheet


def altered(tag: Tag, **values) -> Change:
    """Somebody's edit of one tag."""
    return Change(new_id(), "a", "", "", removed=(tag,), added=(replace(tag, **values),))


@pytest.fixture
def tag() -> Tag:
    return tag_on(ARTICLE, "implement a 2018 ceasefire which has since collapsed")


@pytest.fixture
def sheet(tag) -> TagSheet:
    return sheet_on(ARTICLE, tag, tag_on(ARTICLE, "34 Turkish troops", "casualty"))


# -- making tags -----------------------------------------------------------------------------------------------------


def test_a_tag_leaves_out_white_space_at_its_ends():
    start = TEXT.index("34 Turkish")
    tag = make_tag(ARTICLE, Span(start - 1, start + 18), "casualty")
    assert (tag.start, tag.end, tag.text) == (start, start + 17, "34 Turkish troops")


def test_a_tag_holds_32_characters_of_context_on_each_side(tag):
    assert tag.before == TEXT[tag.start - 32 : tag.start]
    assert tag.after == TEXT[tag.end : tag.end + 32]
    first = tag_on(ARTICLE, "Turkey-Russia")
    assert first.before == ""
    last = tag_on(ARTICLE, "Thursday.")
    assert last.after == ""


def test_a_tag_names_its_place_in_the_raw_document():
    raw = "ADVERT\n\n" + TEXT
    article = article_of(raw, [cut(0, 8)])
    tag = tag_on(article, "34 Turkish troops")
    assert raw[tag.raw.start : tag.raw.end] == "34 Turkish troops"
    assert tag.raw.start == tag.start + 8


@pytest.mark.parametrize("span", [Span(0, 0), Span(27, 29), Span(len(TEXT), len(TEXT) + 9), Span(9, 3)])
def test_nothing_but_white_space_cannot_be_tagged(span):
    with pytest.raises(ValueError, match="nothing to tag"):
        make_tag(ARTICLE, span, "x")


@given(st.text(max_size=40), st.integers(-5, 50), st.integers(-5, 50))
def test_a_tag_always_says_what_stands_at_its_place(text, start, end):
    article = article_of(text)
    try:
        tag = make_tag(article, Span(start, end), "x")
    except ValueError:
        return
    assert text[tag.start : tag.end] == tag.text
    assert tag.text == tag.text.strip() != ""
    assert 0 <= tag.start < tag.end <= len(text)


def test_new_ids_differ():
    assert len({new_id() for _ in range(1000)}) == 1000


def test_the_first_tag_turns_a_new_sheet_into_one_that_is_being_read(tag):
    sheet = new_sheet(ARTICLE, "ana")
    assert (sheet.tags, sheet.status) == ((), "new")
    change = add(sheet, tag)
    tagged = after(sheet, change)
    assert tagged.status == "reading"
    assert after(tagged, change.turned()) == sheet


# -- there and back --------------------------------------------------------------------------------------------------


def any_change(draw, sheet: TagSheet) -> Change:
    kinds = ["add", "fields"] + (["remove", "relabel", "link"] if sheet.tags else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "add":
        return add(sheet, *[draw(tags_with_id(new_id())) for _ in range(draw(st.integers(1, 3)))])
    if kind == "fields":
        status = draw(st.sampled_from(["reading", "done", "skipped"]))
        labels = tuple(draw(st.lists(words, max_size=3, unique=True)))
        return set_fields(
            sheet,
            "x",
            status=status,
            labels=labels,
            note=draw(words),
            done=draw(st.none() | st.just(Done("a", "b", ("c",)))),
        )
    some = st.sampled_from(sheet.tags)
    if kind == "remove":
        return remove(sheet, *draw(st.lists(some, min_size=1, max_size=3, unique_by=lambda tag: tag.id)))
    if kind == "relabel":
        return relabel(sheet, draw(some), draw(words))
    link = Link(draw(some).id, draw(some).id, draw(words))
    known = link in sheet.links
    return Change(new_id(), sheet.article, "", "link", links_removed=(link,) * known, links_added=(link,) * (not known))


@settings(max_examples=60, deadline=None)
@given(sheets(), st.data())
def test_any_changes_taken_back_in_turn_give_back_the_sheet(start, data):
    if start.tags and start.status == "new":  # one of suggestions: nobody changes it
        start = replace(start, status="reading")
    sheet = start
    made = []
    for _ in range(data.draw(st.integers(1, 6))):
        change = any_change(data.draw, sheet)
        before = sheet
        sheet = after(sheet, change)
        assert after(after(before, change, change.turned()), change.turned().turned()) == sheet
        made.append(change)
    assert after(sheet, *[change.turned() for change in reversed(made)]) == start


def test_a_removed_tag_takes_its_links_along_and_brings_them_back(sheet):
    one, two = sheet.tags
    linked = replace(sheet, links=(Link(one.id, two.id, "caused-by"),))
    change = remove(linked, one)
    gone = after(linked, change)
    assert gone.links == ()
    assert after(gone, change.turned()) == linked


def test_links_stand_in_the_order_of_their_tags(sheet):
    one, two = sheet.tags
    links = [Link(two.id, one.id, "b"), Link(one.id, two.id, "b"), Link(one.id, two.id, "a")]
    assert links_in_order(links, sheet.tags) == (links[2], links[1], links[0])


# -- on somebody else's sheet ----------------------------------------------------------------------------------------


def test_a_tag_that_was_deleted_meanwhile_stays_deleted(sheet, tag):
    theirs = after(sheet, remove(sheet, tag))
    applied = apply_change(theirs, relabel(sheet, tag, "talks"))
    assert applied.sheet == theirs
    assert "implement a 2018" in str(applied.conflicts[0])


def test_a_tag_that_both_deleted_is_no_conflict(sheet, tag):
    theirs = after(sheet, remove(sheet, tag))
    assert apply_change(theirs, remove(sheet, tag)).conflicts == ()


def test_where_both_altered_the_same_thing_theirs_stays_and_is_named(sheet, tag):
    theirs = after(sheet, relabel(sheet, tag, "violation"))
    applied = apply_change(theirs, relabel(sheet, tag, "talks"))
    assert applied.sheet.by_id[tag.id].label == "violation"
    assert len(applied.conflicts) == 1
    assert "label" in str(applied.conflicts[0])


def test_where_both_did_the_same_there_is_no_conflict(sheet, tag):
    theirs = after(sheet, relabel(sheet, tag, "talks"))
    applied = apply_change(theirs, relabel(sheet, tag, "talks"))
    assert applied.sheet.by_id[tag.id].label == "talks"
    assert applied.conflicts == ()


def test_different_things_altered_by_both_are_both_kept(sheet, tag):
    theirs = after(sheet, altered(tag, note="sure?", modified="2026-11-22T15:00:00Z"))
    applied = apply_change(theirs, relabel(sheet, tag, "talks"))
    merged = applied.sheet.by_id[tag.id]
    assert (merged.label, merged.note) == ("talks", "sure?")
    assert applied.conflicts == ()


def test_edges_moved_by_one_and_label_by_the_other_are_both_kept(sheet, tag):
    shorter = make_tag(ARTICLE, Span(tag.start, tag.start + len("implement a 2018 ceasefire")), "x")
    place = {name: getattr(shorter, name) for name in ("start", "end", "text", "raw", "before", "after")}
    theirs = after(sheet, relabel(sheet, tag, "talks"))
    applied = apply_change(theirs, altered(tag, **place))
    merged = applied.sheet.by_id[tag.id]
    assert (merged.text, merged.label, merged.end) == ("implement a 2018 ceasefire", "talks", shorter.end)
    assert applied.conflicts == ()


def test_edges_moved_by_both_stay_where_theirs_are(sheet, tag):
    theirs = after(sheet, altered(tag, end=tag.end - 10, text=tag.text[:-10]))
    applied = apply_change(theirs, altered(tag, start=tag.start + 10, text=tag.text[10:]))
    assert applied.sheet.by_id[tag.id].span == Span(tag.start, tag.end - 10)
    assert "edges" in str(applied.conflicts[0])


def test_a_tag_that_somebody_altered_is_not_removed(sheet, tag):
    theirs = after(sheet, altered(tag, note="important"))
    applied = apply_change(theirs, remove(sheet, tag))
    assert applied.sheet.by_id[tag.id].note == "important"
    assert "kept" in str(applied.conflicts[0])


def test_a_tag_that_is_not_removed_keeps_its_links(sheet, tag):
    other = next(one for one in sheet.tags if one.id != tag.id)
    linked = replace(sheet, links=(Link(tag.id, other.id, "t"),))
    theirs = after(linked, altered(tag, note="important"))
    assert apply_change(theirs, remove(linked, tag)).sheet.links == linked.links


def test_a_tag_that_was_found_again_elsewhere_can_be_removed(sheet, tag):
    moved = after(sheet, altered(tag, start=tag.start + 7, end=tag.end + 7))
    assert tag.id not in after(moved, remove(sheet, tag)).by_id


def test_a_tag_that_is_there_is_not_added_again(sheet, tag):
    change = add(sheet, tag_on(ARTICLE, "A new ceasefire"))
    tagged = after(sheet, change)
    assert apply_change(tagged, change).sheet == tagged
    theirs = after(tagged, relabel(tagged, change.added[0], "pledge"))
    assert apply_change(theirs, change).sheet == theirs


def test_a_link_to_a_tag_that_was_deleted_meanwhile_is_named(sheet, tag):
    other = next(one for one in sheet.tags if one.id != tag.id)
    link = Change(new_id(), sheet.article, "", "link", links_added=(Link(other.id, tag.id, "caused-by"),))
    theirs = after(sheet, remove(sheet, tag))
    applied = apply_change(theirs, link)
    assert applied.sheet.links == ()
    assert "caused-by" in str(applied.conflicts[0])


def test_links_of_both_are_kept(sheet):
    one, two = sheet.tags
    mine, theirs = (Change(new_id(), "a", "", "", links_added=(Link(one.id, two.id, kind),)) for kind in ("m", "t"))
    assert {link.type for link in after(sheet, theirs, mine).links} == {"m", "t"}
    assert len(after(sheet, theirs, theirs).links) == 1


def test_labels_of_the_article_are_merged_label_by_label(sheet):
    start = replace(sheet, labels=("diplomacy", "fighting"))
    mine = set_fields(start, "", labels=("diplomacy", "economy"))
    theirs = after(start, set_fields(start, "", labels=("fighting", "diplomacy", "health")))
    applied = apply_change(theirs, mine)
    assert applied.sheet.labels == ("diplomacy", "health", "economy")
    assert applied.conflicts == ()


def test_a_note_that_both_wrote_stays_theirs_and_is_named(sheet):
    theirs = after(sheet, set_fields(sheet, "", note="theirs"))
    applied = apply_change(theirs, set_fields(sheet, "", note="mine"))
    assert applied.sheet.note == "theirs"
    assert "note" in str(applied.conflicts[0])


def test_a_status_and_its_date_go_together(sheet):
    theirs = after(sheet, set_fields(sheet, "", status="skipped"))
    applied = apply_change(theirs, set_fields(sheet, "", status="done", done=Done("a", "b", ())))
    assert (applied.sheet.status, applied.sheet.done) == ("skipped", None)
    assert len(applied.conflicts) == 1


def test_a_first_tag_does_not_argue_about_the_status(tag):
    sheet = new_sheet(ARTICLE, "ana")
    change = add(sheet, tag)
    theirs = after(sheet, set_fields(sheet, "", status="done", done=Done("a", "b", ())))
    both = after(theirs, change)
    assert both.status == "done"
    assert after(both, change.turned()) == theirs


@pytest.mark.parametrize("first", [0, 1], ids=["the first", "the second"])
def test_two_windows_take_suggestions_and_one_takes_hers_back(first):
    """What is left is the annotator's, and no suggestion."""
    empty = new_sheet(ARTICLE, "ana")
    taken = [
        add(empty, replace(tag_on(ARTICLE, words), origin="suggested")) for words in ("34 Turkish troops", "Thursday")
    ]
    sheet = after(empty, *taken)
    left = after(sheet, taken[first].turned(undoes=taken[first].id))
    assert (left.status, len(left.tags)) == ("reading", 1)
    assert not holds_suggestions(left)
    other = taken[1 - first]
    assert after(left, other.turned(undoes=other.id)) == empty


@pytest.mark.parametrize("fields", [{"labels": ("war",)}, {"note": "of all"}], ids=["a label", "a note"])
def test_a_sheet_with_something_of_a_hand_is_not_one_of_suggestions(fields):
    sheet = replace(sheet_on(ARTICLE, replace(tag_on(ARTICLE, "Thursday"), origin="suggested")), status="new")
    assert holds_suggestions(sheet)
    assert not holds_suggestions(replace(sheet, **fields))
