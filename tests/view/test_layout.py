import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.text.cells import clusters
from reader.text.safe_chars import safe
from reader.view import layout as rows
from reader.view.layout import Layout

FAMILY, FLAG = "👩\u200d👩\u200d👧", "🇹🇷"
NARROW = st.text("ab  \n\t-é’\x1b\u202e", max_size=60)
MIXED = st.lists(
    st.sampled_from([*"abc   \n\né’\t\u0301\u200d漢字한글，「」\u3000\x9b❤", "\ufe0f", FAMILY, FLAG]), max_size=50
).map("".join)
ASSIGNED = st.characters(exclude_categories=["Cn"])  # wcwidth and rich may follow different Unicode versions
TEXTS = st.one_of(NARROW, MIXED, st.text(ASSIGNED, max_size=40))
WIDTHS = st.integers(2, 14)


@given(TEXTS, WIDTHS)
def test_the_rows_cover_the_text(text: str, width: int) -> None:
    layout = Layout(text, width)
    starts = [layout.start(row) for row in range(layout.rows)]
    assert starts[0] == 0
    assert all(before < after for before, after in pairwise(starts))
    assert starts[-1] < max(1, len(text))
    for row, (start, end) in enumerate(pairwise([*starts, len(text)])):
        drawn_start, drawn_end = layout.bounds(row)
        assert start == drawn_start <= drawn_end <= end
        assert text[drawn_end:end].strip(" \t\n") == ""
        assert "\n" not in text[drawn_start:drawn_end]
        assert text[start:end].count("\n") <= 1


@given(TEXTS, WIDTHS)
def test_no_row_is_wider_than_the_width(text: str, width: int) -> None:
    layout = Layout(text, width)
    for row in range(layout.rows):
        assert layout.cells(row) <= width
        assert layout.cells(row) == cell_len(layout.drawn(row))


@given(TEXTS, WIDTHS)
def test_every_offset_has_a_row_and_comes_back_from_its_column(text: str, width: int) -> None:
    layout = Layout(text, width)
    for offset in range(len(text) + 1):
        row = layout.row_of(offset)
        assert layout.start(row) <= offset
        assert row == layout.rows - 1 or offset < layout.start(row + 1)
        start, end = layout.bounds(row)
        back = layout.offset_at(row, layout.column(offset))
        if offset >= end:
            assert back == end
        else:
            assert back == max(
                start + at for at, _, cells in clusters(layout.drawn(row)) if start + at <= offset and cells
            )


@given(TEXTS, WIDTHS, st.integers(-2, 16))
def test_a_column_finds_a_cluster(text: str, width: int, column: int) -> None:
    layout = Layout(text, width)
    for row in range(layout.rows):
        start, end = layout.bounds(row)
        assert layout.offset_at(row, column) in {start, *(start + upto for _, upto, _ in clusters(layout.drawn(row)))}
        if column >= layout.cells(row):
            assert layout.offset_at(row, column) == end
        if column <= 0:
            assert layout.offset_at(row, column) == start


@given(st.lists(st.text("abc", min_size=1, max_size=8), min_size=1, max_size=20), st.integers(8, 20))
def test_words_are_filled_in_like_a_paragraph(words: list[str], width: int) -> None:
    layout = Layout(" ".join(words), width)
    assert [layout.drawn(row) for row in range(layout.rows)] == textwrap.wrap(" ".join(words), width)


@given(st.text("ab  é’\x1b", min_size=1, max_size=60), WIDTHS)
def test_all_ways_of_laying_out_agree(paragraph: str, width: int) -> None:
    fast = [match.start() for match in rows._narrow_rows(width).finditer(paragraph)]
    cells = rows._cell_string(safe(paragraph))
    for marks in (False, True):
        assert fast == [match.start() for match in rows._cell_rows(width, marks).finditer(cells)]


@given(MIXED, MIXED, WIDTHS)
def test_a_paragraph_is_laid_out_the_same_wherever_it_stands(before: str, paragraph: str, width: int) -> None:
    alone, after = Layout(paragraph, width), Layout(f"{before}\n\n{paragraph}", width)
    drawn = [after.drawn(row) for row in range(after.rows)]
    assert drawn[len(drawn) - alone.rows :] == [alone.drawn(row) for row in range(alone.rows)] or not paragraph


@pytest.mark.parametrize(
    ("text", "width", "drawn"),
    [
        ("", 10, [""]),
        ("one two\n\nthree", 5, ["one", "two", "", "three"]),
        ("abcdefgh ij", 4, ["abcd", "efgh", "ij"]),
        ("a\tb", 10, ["a b"]),
        ("今天下雨，我们", 8, ["今天下", "雨，我们"]),
        ("说「好的」吧", 4, ["说", "「好", "的」", "吧"]),
        ("한국어 띄어쓰기", 9, ["한국어", "띄어쓰기"]),
        (f"ab {FAMILY}{FAMILY} c", 5, [f"ab {FAMILY}", f"{FAMILY} c"]),
        ("漢漢", 0, ["漢", "漢"]),
        ("漢 \u0301", 2, ["漢", " \u0301"]),
    ],
)
def test_rows(text: str, width: int, drawn: list[str]) -> None:
    layout = Layout(text, width)
    assert [layout.drawn(row) for row in range(layout.rows)] == drawn
