"""Receipts and the offset map, against a character-by-character alignment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.edits import Edit, OffsetMap, apply, composed
from reader.text.spans import Span

Case = tuple[str, list[Edit]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A raw text and a receipt over it: kept stretches, deletions, insertions and replacements in any order."""
    raw, edits = "", []
    for _ in range(draw(st.integers(0, 6))):
        raw += draw(st.text("kept ", max_size=4))
        old, new = draw(st.text("xyz\n", max_size=3)), draw(st.text("ABC ", max_size=3))
        edits.append(Edit(len(raw), len(raw) + len(old), new, "rule"))
        raw += old
    return raw + draw(st.text("kept ", max_size=4)), edits


def alignment(case: Case) -> list[tuple[int, int]]:
    """(raw offset, cleaned offset) of each kept character."""
    raw, edits = case
    pairs, at, shift = [], 0, 0
    for edit in [*edits, Edit(len(raw), len(raw), "", "")]:
        pairs += [(i, i + shift) for i in range(at, edit.start)]
        at = edit.end
        shift += len(edit.replacement) - (edit.end - edit.start)
    return pairs


@given(cases())
def test_replay(case: Case) -> None:
    raw, edits = case
    text, shift = raw, 0
    for edit in edits:
        text = text[: edit.start + shift] + edit.replacement + text[edit.end + shift :]
        shift += len(edit.replacement) - (edit.end - edit.start)
    assert apply(raw, edits) == text


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(2, 1, "", "backwards")],
        [Edit(0, 2, "", "first"), Edit(1, 3, "", "overlaps")],
        [Edit(2, 3, "", "second"), Edit(0, 1, "", "first")],
        [Edit(0, 9, "", "outside")],
        [Edit(-1, 1, "", "outside")],
    ],
)
def test_a_receipt_out_of_order_does_not_replay(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="does not follow"):
        apply("abc", edits)


@given(cases())
def test_kept_characters_map_exactly_both_ways(case: Case) -> None:
    offsets = OffsetMap(case[1])
    for raw, clean in alignment(case):
        assert offsets.to_clean(raw, "end") == clean
        assert offsets.to_clean(raw + 1, "start") == clean + 1
        assert offsets.to_raw(clean, "end") == raw
        assert offsets.to_raw(clean + 1, "start") == raw + 1
        assert offsets.span_to_clean(Span(raw, raw + 1)) == Span(clean, clean + 1)
        assert offsets.span_to_raw(Span(clean, clean + 1)) == Span(raw, raw + 1)


@given(cases(), st.sampled_from(["start", "end"]))
def test_both_maps_keep_the_order_and_stay_inside(case: Case, side: str) -> None:
    raw, edits = case
    text = apply(raw, edits)
    offsets = OffsetMap(edits)
    there = [offsets.to_clean(i, side) for i in range(len(raw) + 1)]
    back = [offsets.to_raw(i, side) for i in range(len(text) + 1)]
    assert there == sorted(there)
    assert back == sorted(back)
    assert set(there) <= set(range(len(text) + 1))
    assert set(back) <= set(range(len(raw) + 1))


@given(cases())
def test_the_start_side_never_lies_past_the_end_side(case: Case) -> None:
    raw, edits = case
    offsets = OffsetMap(edits)
    assert all(offsets.to_clean(i, "start") <= offsets.to_clean(i, "end") for i in range(len(raw) + 1))
    assert all(offsets.to_raw(i, "start") <= offsets.to_raw(i, "end") for i in range(len(apply(raw, edits)) + 1))


@given(cases())
def test_an_offset_inside_an_edit_goes_to_its_edges(case: Case) -> None:
    edits = case[1]
    offsets = OffsetMap(edits)
    shift = 0
    for edit in edits:
        new = Span(edit.start + shift, edit.start + shift + len(edit.replacement))
        shift += len(edit.replacement) - (edit.end - edit.start)
        for inside in range(edit.start + 1, edit.end):
            assert (offsets.to_clean(inside, "start"), offsets.to_clean(inside, "end")) == new
        for inside in range(new.start + 1, new.end):
            assert (offsets.to_raw(inside, "start"), offsets.to_raw(inside, "end")) == edit.span


@given(cases(), st.data())
def test_a_cleaned_span_maps_to_the_raw_text_of_its_kept_characters(case: Case, data: st.DataObject) -> None:
    raw, edits = case
    text = apply(raw, edits)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = OffsetMap(edits).span_to_raw(Span(start, end))
    kept = [i for i, j in alignment(case) if start <= j < end]
    assert 0 <= found.start <= found.end <= len(raw)
    assert all(found.start <= i < found.end for i in kept)


@given(cases(), st.data())
def test_a_raw_span_maps_to_what_is_left_of_it(case: Case, data: st.DataObject) -> None:
    raw, edits = case
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    found = OffsetMap(edits).span_to_clean(Span(start, end))
    kept = [j for i, j in alignment(case) if start <= i < end]
    assert 0 <= found.start <= found.end <= len(apply(raw, edits))
    assert all(found.start <= j < found.end for j in kept)
    if not kept and all(edit.replacement == "" for edit in edits):
        assert found.start == found.end


def test_a_part_of_a_replacement_stands_for_all_that_was_replaced() -> None:
    offsets = OffsetMap([Edit(2, 6, "ABC", "spelling")])  # "..wxyz.." becomes "..ABC.."
    assert offsets.span_to_raw(Span(3, 4)) == Span(2, 6)
    assert offsets.span_to_raw(Span(0, 3)) == Span(0, 6)
    assert offsets.span_to_raw(Span(4, 7)) == Span(2, 8)


def test_deletions_that_nobody_sees_are_not_visible() -> None:
    raw = "Ad\n\n text"
    assert Edit(0, 2, "", "advert").deletes_visible(raw)
    assert Edit(0, 4, "\n", "advert").deletes_visible(raw)
    assert not Edit(2, 4, "", "blank lines").deletes_visible(raw)
    assert not Edit(0, 2, "It", "spelling").deletes_visible(raw)
    assert not Edit(2, 2, "", "nothing").deletes_visible(raw)


@st.composite
def receipts(draw: st.DrawFn, text: str, rule: str) -> tuple[Edit, ...]:
    """Edits over any stretches of a text, empty ones among them."""
    edits, at = [], 0
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(at, len(text)))
        end = draw(st.integers(start, min(len(text), start + 4)))
        new = draw(st.text("ABC ", max_size=3))
        edits.append(Edit(start, end, new, rule))
        at = end
    return tuple(edits)


@given(st.data(), st.text("kept xyz", max_size=20))
def test_two_receipts_become_one_that_replays_and_keeps_what_both_kept(data: st.DataObject, raw: str) -> None:
    first = data.draw(receipts(raw, "first"))
    between = apply(raw, first)
    second = data.draw(receipts(between, "second"))
    after = apply(between, second)
    both = composed(first, second, between)
    assert apply(raw, both) == after
    covered = {i for edit in both for i in range(edit.start, edit.end)}
    there, then = OffsetMap(first), OffsetMap(second)
    for i in range(len(raw)):
        j = there.to_clean(i, "end")
        in_first = any(edit.start <= i < edit.end for edit in first)
        if not in_first and not any(edit.start <= j < edit.end for edit in second) and i not in covered:
            assert OffsetMap(both).to_clean(i, "end") == then.to_clean(j, "end")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # A repair inside a line that goes is part of what goes.
        (Edit(2, 4, "x", "repair", "r"), Edit(0, 6, "", "gone", "g"), Edit(0, 7, "", "gone", "g")),
        # What was escaped and is then unified has the name of the first.
        (Edit(2, 4, "x", "repair", "r"), Edit(2, 3, " ", "blank", "b"), Edit(2, 4, " ", "repair", "r")),
        # More blanks than the escaped one: both reasons.
        (Edit(2, 4, "x", "repair", "r"), Edit(1, 4, " ", "blank", "b"), Edit(1, 5, " ", "blank", "r; b")),
        # A mended sign that is all of what goes.
        (Edit(2, 4, "x", "repair", "r"), Edit(2, 3, "", "gone", "g"), Edit(2, 4, "", "gone", "g")),
        # An edit inside a replacement.
        (Edit(2, 4, "xyz", "repair", "r"), Edit(3, 4, "", "gone", "g"), Edit(2, 4, "xz", "repair", "r")),
    ],
)
def test_what_two_edits_of_one_place_are_called(first: Edit, second: Edit, expected: Edit) -> None:
    raw = "0123456789"
    assert composed([first], [second], apply(raw, [first])) == (expected,)
