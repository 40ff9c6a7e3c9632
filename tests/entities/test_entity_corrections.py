"""Corrections of an article's entities over what was found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.corpus.amendments import EntityCorrection
from reader.entities import Mention, marked
from reader.entities.corrections import corrected, idle, whole_words
from reader.text.spans import Span

TEXT = "Sergey Lavrov left Geneva for Ankara"
LAVROV = Mention(0, 13, "person", "Sergey Lavrov", "Sergey Lavrov")
GENEVA = Mention(19, 25, "place", "Geneva", "Geneva")


def test_a_label_retypes_and_keeps_the_name() -> None:
    found = Mention(7, 13, "place", "Lavrov", "Sergey Lavrov")
    assert corrected([found], (EntityCorrection(7, 13, "Lavrov", "person"),), TEXT) == [
        Mention(7, 13, "person", "Lavrov", "Sergey Lavrov")
    ]


def test_a_label_makes_a_mention_and_removes_what_it_overlaps() -> None:
    made = corrected([LAVROV, GENEVA], (EntityCorrection(7, 25, "Lavrov left Geneva", "other"),), TEXT)
    assert made == [Mention(7, 25, "other", "Lavrov left Geneva", "Lavrov left Geneva")]


def test_mentions_stay_in_order() -> None:
    added = (EntityCorrection(30, 36, "Ankara", "place"), EntityCorrection(0, 13, "Sergey Lavrov", "person"))
    made = corrected([GENEVA], added, TEXT)
    assert [mention.text for mention in made] == ["Sergey Lavrov", "Geneva", "Ankara"]


def test_an_empty_label_removes_what_overlaps() -> None:
    assert corrected([LAVROV, GENEVA], (EntityCorrection(7, 13, "Lavrov", ""),), TEXT) == [GENEVA]


def test_what_no_longer_stands_there_is_ignored() -> None:
    stale = (
        EntityCorrection(0, 13, "Sergei Lavrov", ""),
        EntityCorrection(30, 60, "Ankara is", "place"),
        EntityCorrection(-3, 2, "", ""),
        EntityCorrection(5, 5, "", "person"),
        EntityCorrection(19, 25, "Geneva", "country"),
    )
    assert corrected([LAVROV, GENEVA], stale, TEXT) == [LAVROV, GENEVA]


def test_of_two_that_overlap_the_later_one_holds_and_the_other_is_told():
    one, other = (
        EntityCorrection(0, 13, "Sergey Lavrov", "person", "S. V. Lavrov"),
        EntityCorrection(7, 13, "Lavrov", "other"),
    )
    third = EntityCorrection(19, 25, "Geneva", "country")
    lavrov = Mention(7, 13, "other", "Lavrov", "Lavrov")
    assert corrected([LAVROV], (one, other, third), TEXT) == [lavrov]
    assert idle((one, other, third), TEXT) == [(0, "overridden")]
    # One that gave way itself is in nobody's way.
    nothing = EntityCorrection(13, 25, " left Geneva", "")
    longer = EntityCorrection(7, 25, "Lavrov left Geneva", "other")
    assert idle((one, longer, nothing), TEXT) == [(1, "overridden")]
    assert [mention.name for mention in marked(TEXT, [LAVROV, GENEVA], corrections=(one, longer, nothing))] == [
        "S. V. Lavrov"
    ]
    again = EntityCorrection(0, 13, "Sergey Lavrov", "person")
    assert [mention.name for mention in marked(TEXT, [LAVROV], corrections=(one, again))] == ["Sergey Lavrov"]


def test_one_that_cuts_a_word_is_of_the_whole_word():
    cut = EntityCorrection(2, 10, "rgey Lav", "other")
    assert corrected([LAVROV, GENEVA], (cut,), TEXT) == [
        Mention(0, 13, "other", "Sergey Lavrov", "Sergey Lavrov"),
        GENEVA,
    ]
    for text, span, whole in [
        ("the US-led 10km", (4, 6), (4, 6)),
        ("the US-led 10km", (11, 13), (11, 13)),
        ("Cafe\u0301s", (0, 4), (0, 6)),
        ("北京市", (0, 2), (0, 2)),
        ("Idlib", (0, 5), (0, 5)),
        ("a" * 300, (150, 160), (150, 160)),
    ]:
        assert whole_words(text, Span(*span)) == Span(*whole)


@given(
    st.lists(
        st.tuples(st.integers(0, 36), st.integers(0, 36), st.sampled_from(["", "place", "person", "?"])), max_size=8
    )
)
def test_any_corrections_leave_sound_mentions(spans: list[tuple[int, int, str]]) -> None:
    corrections = tuple(EntityCorrection(a, b, TEXT[a:b], label) for a, b, label in spans)
    at = 0
    for mention in corrected([LAVROV, GENEVA], corrections, TEXT):
        assert at <= mention.start < mention.end
        assert mention.text == TEXT[mention.start : mention.end]
        at = mention.end
