"""The raw document's rows: what is held, what is drawn, what stands beside a row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.explained import Unit
from reader.text.edits import Edit
from reader.view.layout import Layout
from reader.view.raw import RawView

RAW = "Menu Home\n\nThe truce held on Sunday and nobody fired a shot. Source: AFP\nShare 北京 this\n"


def unit(words: str, rule: str = "", hand: str = "") -> Unit:
    start = RAW.index(words)
    return Unit(start, start + len(words), rule, "a reason of some length" if rule else "", hand)


UNITS = [
    unit("Menu Home", "menu"),
    unit("The truce held on Sunday and nobody fired a shot."),
    unit("Source: AFP", "source-line"),
    unit("Share 北京 this", "share-words", "put back"),
]


def view(width: int = 20) -> RawView:
    return RawView(UNITS, [Edit(RAW.index("held"), RAW.index("held") + 4, "", "control-character")], Layout(RAW, width))


@given(st.integers(2, 60), st.lists(st.sampled_from(["step", "back", "next", "previous", "hold"]), max_size=10))
def test_rows_are_drawn_whole_whatever_is_held(width, moves):
    shown = view(width)
    for move in moves:
        match move:
            case "step" | "back":
                shown.step(1 if move == "step" else -1, extend=len(moves) > 5)
            case "next" | "previous":
                shown.step_to_judged(1 if move == "next" else -1)
            case "hold":
                shown.hold(len(RAW) // 2)
    for row in range(shown.layout.rows):
        start, end = shown.layout.bounds(row)
        at = start
        for run in shown.runs(row):
            assert (run.start, run.start < run.end) == (at, True)
            assert run.unit < 0 or UNITS[run.unit].start <= run.start < run.end <= UNITS[run.unit].end
            at = run.end
        assert at == end
    assert [RAW[one.start : one.end] for one in shown.held]
    assert shown.held_rows.start <= shown.rows_of(shown.at).start < shown.held_rows.stop


def test_signs_and_kinds():
    shown = view(80)
    assert [shown.sign(row) for row in range(4)] == ["-", " ", "-", "+"]
    assert [(RAW[run.start : run.end], run.kind) for run in shown.runs(2)] == [
        ("The truce ", "plain"),
        ("held", "inside"),
        (" on Sunday and nobody fired a shot.", "plain"),
        (" ", "between"),
        ("Source: AFP", "removed"),
    ]


def test_what_is_said_beside_a_row_goes_on_over_the_rows_of_its_unit():
    units = [Unit(0, 4, "menu", "first"), Unit(5, len(RAW) - 1, "code", "second")]
    shown = RawView(units, [], Layout(RAW, 20))
    assert shown.labels(0) == ([("menu", "first"), ("code", "second")], 0)
    assert shown.labels(1) == ([("code", "second")], 0)
    assert shown.labels(2) == ([("code", "second")], 1)
    assert view(80).labels(2) == ([("source-line", "a reason of some length")], 0)


def test_walking_what_was_judged_goes_round():
    shown = view()
    shown.hold(0)
    walked = [(shown.step_to_judged(1), shown.at) for _ in range(3)]
    assert walked == [(False, 2), (False, 3), (True, 0)]
    assert (shown.step_to_judged(-1), shown.at) == (True, 3)
    assert RawView([UNITS[1]], [], Layout(RAW, 20)).step_to_judged(1) is None


def test_other_units_keep_the_place():
    shown = view()
    shown.hold(RAW.index("Share"))
    shown.take(UNITS[1:], [])
    assert RAW[shown.held[0].start :].startswith("Share")


def test_a_document_of_nothing():
    shown = RawView([], [], Layout("", 20))
    assert (shown.held, list(shown.held_rows), shown.step(1), shown.step_to_judged(1)) == ([], [], False, None)
    assert (list(shown.runs(0)), shown.sign(0), shown.labels(0)) == ([], " ", ([], 0))
