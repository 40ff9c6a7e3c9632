"""Labels are written where there is room, and the text stays as it is."""

from hypothesis import given
from hypothesis import strategies as st

from reader.text.cells import width
from reader.text.one_line import cut, one_line
from reader.text.spans import Span
from reader.view.layers import Layers, Note, PaintedTag
from reader.view.layout import Layout
from reader.view.written import NOTHING, below, beside, blank_below, changed, named

WORDS = st.lists(
    st.sampled_from(["truce", "Idlib", "a", "of", "停戰", "👩‍🚒", "\n\n", "\n\n"]), min_size=1, max_size=40
)
LABELS = ("ceasefire", "attack", "名前", "a-label-that-is-longer-than-any-margin", "x")


@st.composite
def tagged(draw: st.DrawFn) -> Layers:
    text = " ".join(draw(WORDS)).replace(" \n", "\n").replace("\n ", "\n").strip() or "truce"
    layers = Layers(Layout(text, draw(st.integers(8, 30))))
    starts = st.sampled_from([at for at, char in enumerate(text) if not char.isspace()])
    for key in range(draw(st.integers(0, 9))):
        start = draw(starts)
        index = draw(st.integers(0, len(LABELS) - 1))
        layers.add_tag(PaintedTag(start, min(len(text), start + 6), index, LABELS[index], f"k{key}"))
    layers.set_others(Note(at, at + 1, "peace", "bo") for at in draw(st.lists(starts, max_size=2)))
    layers.set_suggestions(Note(at, at + 1, "attack") for at in draw(st.lists(starts, max_size=2)))
    return layers


def room_of(layers: Layers, margin: int) -> tuple[int, int]:
    return layers.layout.width + 1, layers.layout.width + 1 + margin


@given(tagged(), st.integers(0, 20))
def test_what_is_written_never_covers_text_nor_leaves_the_pane(layers: Layers, margin: int) -> None:
    usual, room = room_of(layers, margin)
    for row in range(layers.layout.rows):
        written = beside(layers, row, usual, room)
        texts = [piece.text for piece in written.pieces]
        if texts:
            assert written.at >= min(usual, layers.layout.cells(row) + 1)
            assert written.at > layers.layout.cells(row)
            assert written.at + sum(map(width, texts)) <= room
    for row in range(layers.layout.rows + 1):
        if row == layers.layout.rows or layers.layout.is_blank(row):
            written = below(layers, row, usual, room)
            assert written.at + sum(width(piece.text) for piece in written.pieces) <= room


@given(tagged(), st.integers(0, 20))
def test_every_tag_is_written_or_counted(layers: Layers, margin: int) -> None:
    usual, room = room_of(layers, margin)
    for row in range(layers.layout.rows):
        starting = len(layers.starting(row)) + len(layers.notes(row))
        written = beside(layers, row, usual, room)
        labels = [piece for piece in written.pieces if not piece.text.startswith("+")]
        assert len(labels) + written.left_out == starting
        if written.left_out:
            assert below(layers, blank_below(layers, row), usual, room) != NOTHING


@given(tagged(), st.integers(0, 20), st.data())
def test_the_blank_rows_that_change_are_told(layers: Layers, margin: int, data: st.DataObject) -> None:
    usual, room = room_of(layers, margin)

    def all_below() -> dict[int, object]:
        rows = range(layers.layout.rows + 1)
        blanks = [row for row in rows if row == layers.layout.rows or layers.layout.is_blank(row)]
        return {row: below(layers, row, usual, room) for row in blanks}

    before = all_below()
    shown = {row for row, written in before.items() if written != NOTHING}
    if data.draw(st.booleans()):
        text = layers.layout.text
        start = data.draw(st.sampled_from([at for at, char in enumerate(text) if not char.isspace()]))
        rows = layers.add_tag(PaintedTag(start, start + 1, 0, "ceasefire", "new"))
    else:
        rows = layers.remove_tag("k0")
    told = changed(layers, rows, shown, usual, room)
    after = all_below()
    assert {row for row in after if after[row] != before[row]} <= told


TEXT = "the truce of 2018 held\n\nNobody fired."


def painted(width_: int, *tags: tuple[int, int, str]) -> Layers:
    layers = Layers(Layout(TEXT, width_))
    layers.set_tags(PaintedTag(start, end, i, label, f"k{i}") for i, (start, end, label) in enumerate(tags))
    return layers


def test_labels_stand_at_the_margin_and_the_rest_below_the_paragraph() -> None:
    layers = painted(22, (0, 22, "ceasefire"), (4, 9, "truce"), (13, 17, "year"))
    there = beside(layers, 0, 23, 36)
    assert [piece.text for piece in there.pieces] == ["ceasefire ", "+2"]
    assert [piece.label for piece in there.pieces] == [0, None]
    assert "".join(piece.text for piece in below(layers, 1, 23, 36).pieces) == "↑ truce “truce”  year “2018”"
    assert below(layers, 3, 23, 36) == NOTHING


def test_without_a_margin_the_free_rest_of_the_row_is_used_or_the_row_below() -> None:
    layers = painted(36, (4, 9, "ceasefire"))
    there = beside(layers, 0, 37, 36)
    assert (there.at, [piece.text for piece in there.pieces]) == (27, ["ceasefire"])
    full = painted(22, (4, 9, "ceasefire"))
    assert beside(full, 0, 23, 22).left_out == 1
    assert "".join(piece.text for piece in below(full, 1, 23, 22).pieces) == "↑ ceasefire “truce”"
    assert below(painted(22), 1, 23, 22) == NOTHING


def test_what_is_not_ones_own_is_told_by_its_words() -> None:
    layers = painted(30)
    layers.set_others([Note(4, 9, "peace", "bo\x1b")])
    layers.set_suggestions([Note(13, 17, "date")])
    assert [piece.text for piece in beside(layers, 0, 31, 60).pieces] == ["bo␛: peace ", "?date"]
    assert named(Note(0, 1, "[/oops")) == "?[/oops"


def test_names_and_words_are_cut_between_clusters() -> None:
    assert [cut("👩‍🚒👩‍🚒👩‍🚒", cells) for cells in (6, 5, 4, 1, 0)] == ["👩‍🚒👩‍🚒👩‍🚒", "👩‍🚒👩‍🚒…", "👩‍🚒…", "…", ""]
    assert one_line("a\n b\x1b") == "a b␛"


def test_a_passage_far_above_the_end_of_its_paragraph_is_not_sought() -> None:
    text = "truce " * 2000
    layers = Layers(Layout(text, 20))
    layers.set_tags(PaintedTag(at * 6, at * 6 + 5, 0, "ceasefire", str(at)) for at in range(0, 2000, 3))
    assert blank_below(layers, 5) == -1
    assert Span(0, 5) == layers.starting(0)[0][:2]
    assert below(layers, layers.layout.rows, 21, 20) != NOTHING


def test_a_number_alone_stands_where_no_name_fits_beside_it():
    layers = Layers(Layout("truce talks", 8))
    for key in range(11):
        layers.add_tag(PaintedTag(0, 5, 0, "ceasefire", f"k{key}"))
    written = beside(layers, 0, 9, 13)
    assert [piece.text for piece in written.pieces] == ["+11"]
    assert written.left_out == 11
