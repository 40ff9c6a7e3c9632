"""Names whose marks do not close, and names that a headline's capitals run on from."""

from __future__ import annotations

import pytest
from entity_samples import marked
from hypothesis import given
from hypothesis import strategies as st

from reader.entities import find
from reader.entities.edges import closed
from reader.entities.policy import Candidate


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("in [place “Idlib], he said”", "Idlib"),
        ("the militia [organisation (YPG] and others)", "YPG"),
        ("[place Idlib”] fell", "Idlib"),
        ("(then [person Bruce) Jenner] and", "Jenner"),
        ("on [organisation Fox News’s “Fox and Friends].”", "Fox News"),
        ('said "[person Dirty" Den Watts] of', "Den Watts"),
        ('Mr [person Brown "Sir Wastealot]".', "Brown"),
        ('[person Jim "Jimmy" Bond] said', 'Jim "Jimmy" Bond'),
        ("(Black Origin ([other Mobo) Awards]", None),
        ("the [organisation Front (al-Nusra)] said", "Front (al-Nusra)"),
        ("the [organisation “] said", None),
    ],
)
def test_what_is_left_of_a_name_whose_marks_do_not_close(source: str, left: str | None) -> None:
    text, mentions = marked(source)
    result = list(closed(text, [Candidate(one.start, one.end, one.label, one.end) for one in mentions]))
    assert [text[one.start : one.end] for one in result] == ([left] if left else [])
    assert all(one.head == one.end for one in result)


@pytest.mark.parametrize(
    ("text", "start", "end", "left"),
    [
        ("by putting [Donald] Trump in", 12, 25, "[Donald] Trump"),
        ("When Marco [Rubio] lost", 5, 17, "Marco [Rubio]"),
        ("When Marco [Rubio lost]", 5, 17, "Marco"),
    ],
)
def test_an_editors_brackets_are_part_of_the_name(text: str, start: int, end: int, left: str) -> None:
    assert [text[one.start : one.end] for one in closed(text, [Candidate(start, end, "person", end)])] == [left]


@given(st.text(alphabet="ab ()[]“”\"‘’'«».", min_size=1, max_size=16), st.data())
def test_any_marks(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for one in closed(text, [Candidate(start, end, "person", end)]):
        assert max(0, start - 1) <= one.start < one.end <= min(len(text), end + 1)
        left = text[one.start : one.end]
        assert left.count("[") == left.count("]")
        assert left.count("(") == left.count(")")


BODY = "\n\nObama spoke on Monday. Critics of President Barack Obama said that the United States had no plan for Syria."


@pytest.mark.parametrize(
    ("headline", "persons"),
    [
        ("OBAMA HITS BACK AT CRITICS OVER SYRIA", ["OBAMA"]),
        ("Obama Hits Back At Critics", ["Obama"]),
        ("ERDOGAN VOWS REVENGE AFTER ATTACK", ["ERDOGAN"]),
        ("JOHN KERRY VISITS MOSCOW", ["JOHN KERRY"]),
        ("WHO IS TO BLAME FOR SYRIA?", []),
        ("COLORADO SPRINGS, Colo. — The police said on Monday that three had been freed.", []),
    ],
)
def test_a_headline_names_whom_it_names(headline: str, persons: list[str]) -> None:
    found = [mention for mention in find(headline + BODY) if mention.start < len(headline)]
    assert [one.text for one in found if one.label == "person"][:1] == persons
    assert not {"WHO", "IS"} & {one.text for one in found}
