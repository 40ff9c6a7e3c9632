"""Two texts laid side by side by their words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.corpus.aligning import in_order

words = st.lists(st.sampled_from("abcdefgh"), max_size=60)


def kept(page: str, output: str) -> str:
    found = in_order(page.split(), output.split())
    return " ".join(word if mark else "." for word, mark in zip(page.split(), found, strict=True))


@settings(max_examples=400, deadline=None)
@given(words, words)
def test_what_is_found_stands_in_the_output_in_order(page, output):
    found = in_order(page, output)
    assert len(found) == len(page)
    chosen = [word for word, mark in zip(page, found, strict=True) if mark]
    rest = iter(output)
    assert all(word in rest for word in chosen)


@given(words)
def test_a_text_beside_itself_is_found_whole(page):
    page = [f"{word}{i}" for i, word in enumerate(page)]
    assert all(in_order(page, page))


@given(st.lists(st.booleans(), max_size=60))
def test_parts_of_distinct_words_are_found_exactly(marks):
    page = [f"w{i}" for i in range(len(marks))]
    output = [word for word, mark in zip(page, marks, strict=True) if mark]
    assert [bool(mark) for mark in in_order(page, output)] == marks


def test_words_between_kept_ones_are_left():
    assert kept("home the talks go on share in the city today", "the talks go on in the city today") == (
        ". the talks go on . in the city today"
    )


def test_a_repeated_line_is_kept_where_its_neighbours_are():
    page = "read more a b c d e f g read more h i j k l m n read more"
    assert kept(page, "a b c d e f g read more h i j k l m n") == ". . a b c d e f g read more h i j k l m n . ."


def test_long_repetitions_end():
    assert sum(in_order(["a"] * 200_000, ["a"] * 200_000)) in range(200_001)
    assert len(in_order(["a", "b"] * 100_000, ["b", "a"] * 100_000)) == 200_000
