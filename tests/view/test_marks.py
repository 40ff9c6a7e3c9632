"""The letters of a jump over the rows: in their places, and no row gets wider by them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.text.spans import Span
from reader.view.caret import Caret, Ground, start
from reader.view.jump import ask_end, jump, jump_anywhere
from reader.view.layers import Layers, PaintedTag
from reader.view.layout import Layout
from reader.view.marks import Marks
from reader.view.units import Units

TEXT = "Syria said a S. Salt so\n\nstill S"


def shown(text: str, state: object, width: int = 40, tags: tuple[PaintedTag, ...] = ()) -> list[str]:
    layout = Layout(text, width)
    layers = Layers(layout)
    layers.set_tags(tags)
    marks = Marks(layout, state)  # type: ignore[arg-type]
    return ["".join(part for part, _ in marks.over(row, layers.runs(row))) for row in range(layout.rows)]


def ground_of(text: str) -> Ground:
    return Ground(Units(text), Layout(text, 40))


def test_a_hint_takes_the_place_of_the_initial():
    ground = ground_of(TEXT)
    found = jump(ground, start(ground), Span(0, len(TEXT)), "S")
    assert shown(TEXT, found.state) == ["jyria said a a. dalt fo", "", "gtill h"]


def test_the_letter_of_an_end_stands_in_the_cell_after_its_word():
    ground = ground_of(TEXT)
    found = ask_end(ground, start(ground))
    assert shown(TEXT, found.state)[0] == "SyriaasaidsadSf Saltgsoh"


def test_two_letters_take_two_cells():
    text = " ".join("a" for _ in range(60))
    ground = ground_of(text)
    found = jump(ground, start(ground), Span(0, len(text)), "A")
    rows = shown(text, found.state)
    assert rows[0].startswith("c a s d f")
    assert all(len(row) <= 40 for row in rows)


def test_all_else_is_dimmed_and_what_is_held_is_not():
    ground = ground_of(TEXT)
    found = jump(ground, start(ground), Span(0, len(TEXT)), "S")
    layers = Layers(ground.layout)
    layers.select(found.caret.span, None)
    runs = Marks(ground.layout, found.state).over(0, layers.runs(0))
    assert [(part, look.dim) for part, look in runs if look.selected] == [("said", False)]
    assert {look.dim for part, look in runs if not look.selected and not look.mark} == {True}


@given(
    st.text(alphabet="aAbB é̈ \n漢ش🇹🇷👩‍🚀-'", min_size=1, max_size=120),
    st.integers(4, 30),
    st.sampled_from(["A", "B", "", ";"]),
    st.lists(st.tuples(st.integers(0, 120), st.integers(1, 20)), max_size=4),
)
def test_rows_stay_as_wide_as_they_are(text: str, width: int, way: str, tagged: list[tuple[int, int]]):
    layout = Layout(text, width)
    ground = Ground(Units(text), layout)
    caret = start(ground)
    if way == ";":
        state = ask_end(ground, caret).state
    elif way:
        state = jump(ground, caret, Span(0, len(text)), way).state
    else:
        state = jump_anywhere(ground, caret, Span(0, len(text))).state
    if state is None:
        return
    layers = Layers(layout)
    layers.set_tags(
        PaintedTag(a, min(len(text), a + n), 0, "x", str(i)) for i, (a, n) in enumerate(tagged) if a < len(text)
    )
    layers.select(Caret(caret.span).span, None)
    marks = Marks(layout, state)
    for row in range(layout.rows):
        before = sum(cell_len(part) for part, _ in layers.runs(row))
        after = marks.over(row, layers.runs(row))
        assert all(part for part, _ in after)
        assert before <= sum(cell_len(part) for part, _ in after) <= before + 1
