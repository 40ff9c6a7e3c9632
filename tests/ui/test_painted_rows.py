"""A painted row is exactly as wide as the pane, whatever the text and whatever lies over it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Size

from reader.entities.mention import Mention
from reader.labels import Label, Scheme
from reader.text.spans import Span, united
from reader.ui.widgets.article import ArticlePane, fit_to
from reader.view.layers import Layers, Note, PaintedTag
from reader.view.layout import Layout

SCHEME = Scheme((Label("ceasefire"), Label("名前"), Label("[/oops\x1b")))
CLUSTERS = [
    "👩‍👩‍👧‍👦",
    "🇹🇷",
    "🇹",
    "❤️",
    "👍🏽",
    "e\u0301",
    "\u0301",
    "שָׁלוֹם",
    "العربية",
    "ก็",
    "한",
    "ｱ",
    "\t",
    "\x1b[2J",
    "\u202e",
    "\u200b",
    "\n\n",
]
TEXTS = st.lists(st.sampled_from([*CLUSTERS, "a", "word", " ", "漢字"]) | st.text(max_size=4), max_size=40).map("".join)


class Pane(ArticlePane):
    """The pane without an app, of a given width."""

    def __init__(self, width: int, layers: Layers | None = None) -> None:
        super().__init__(SCHEME)
        self._given = Size(width, 20)
        self.active = True
        self.painting = layers

    @property
    def size(self) -> Size:
        return self._given


@st.composite
def panes(draw: st.DrawFn) -> Pane:
    width = draw(st.sampled_from([12, 30, 43, 44, 60, 63, 64, 80, 100, 120, 200]))
    text = draw(TEXTS) or "x"
    pane = Pane(width)
    layers = pane.painting = Layers(Layout(text, pane.measure), Span(0, draw(st.integers(0, 9))))

    def spans(most: int) -> list[Span]:
        pairs = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30))
        return [Span(at, min(len(text), at + size)) for at, size in draw(st.lists(pairs, max_size=most))]

    names = [label.name for label in SCHEME.labels]
    layers.set_tags(PaintedTag(*span, i % 3, names[i % 3], str(i)) for i, span in enumerate(spans(6)))
    layers.set_entities([Mention(*span, "place", "", "") for span in united(spans(3))])
    layers.set_others(Note(*span, "peace", "b\u202eo") for span in spans(3))
    layers.set_suggestions(Note(*span, "名前") for span in spans(2))
    layers.set_hits(spans(2))
    for span in spans(1):
        layers.select(span, span.end)
    return pane


@given(panes())
def test_painted_cells_are_those_of_the_layout_and_of_textual(pane: Pane) -> None:
    layers, width = pane.painting, pane.size.width
    assert layers is not None
    layout = layers.layout
    for row in range(pane.row_count):
        strip = pane.paint_row(row)
        assert sum(segment.cell_length for segment in strip) == strip.cell_length == width
        if row < layout.rows:
            drawn = "".join(text for text, _ in layers.runs(row))
            assert (
                layout.cells(row) == cell_len(layout.drawn(row)) == sum(cell_len(text) for text, _ in layers.runs(row))
            )
            assert layout.cells(row) <= layout.width
            assert len(drawn) == len(layout.drawn(row))
        assert not any(ord(char) < 32 or char in "\u202e\u200b" for segment in strip for char in segment.text)


@given(panes(), st.integers(0, 210))
def test_what_is_clicked_is_what_is_painted_there(pane: Pane, x: int) -> None:
    layers = pane.painting
    assert layers is not None
    layout = layers.layout
    for row in range(layout.rows):
        column = x - fit_to(pane.size.width).left
        offset = layout.offset_at(row, column)
        start, end = layout.bounds(row)
        assert start <= offset <= end
        if 0 <= column < layout.cells(row):
            assert layout.column(offset) <= column


def test_text_margin_and_gutter_share_every_width() -> None:
    for width in range(8, 230):
        measure, left, room = fit_to(width)
        assert left >= 2
        assert measure <= 76
        assert left + measure <= max(width, 10)
        assert left + room < max(width, 12)
        if width >= 44:
            assert room - measure >= 10
        if width >= 120:  # in the middle, with its margin
            assert abs(left - (width - left - room)) <= 3
