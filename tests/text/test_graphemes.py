"""Clusters round one place of a text are those that are painted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.cells import clusters
from reader.text.graphemes import cluster_end, cluster_start, may_be_edge, seen
from reader.text.safe_chars import safe
from reader.text.spans import Span

PIECES = st.lists(
    st.sampled_from(
        ["a", " ", "\t", "e\u0301", "\u0301", "👩‍👩‍👦", "🇹🇷", "🇩", "👍🏽", "❤️", "漢", "ع", "\u200b", "\u3000", "\u00a0", "\ufeff"]
    ),
    max_size=20,
).map("".join)  # fmt: skip


@given(PIECES)
def test_steps_are_the_painted_clusters(text: str) -> None:
    bounds = [0, *(end for _, end, _ in clusters(safe(text)))]
    for at in range(len(text)):
        assert cluster_end(text, at) == next(bound for bound in bounds if bound > at)
        assert cluster_start(text, at) == max(bound for bound in bounds if bound <= at)


@given(st.text(max_size=30), st.data())
def test_what_is_seen_begins_and_ends_with_something_seen(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = seen(text, Span(start, end))
    piece = text[span.start : span.end]
    assert Span(start, end).holds(span)
    assert piece == piece.strip()
    assert bool(piece) == any(map(may_be_edge, text[start:end]))


@pytest.mark.parametrize("char", [*" \t\n\u00a0\u3000\u2009\u200b\ufeff\u2060\u00ad\u2028"])
def test_blanks_of_every_kind(char: str) -> None:
    assert not may_be_edge(char)
    assert may_be_edge(f"a{char}") != char.isspace()
    assert seen(f"{char}a{char}", Span(0, 3)) == Span(1, 2)


def test_a_heap_of_marks_ends_somewhere() -> None:
    text = "a" + "\u0301" * 5000 + "b"
    assert 0 < cluster_end(text, 0) < 100
    assert cluster_start(text, len(text) - 1) == len(text) - 1
    at = 0
    while at < len(text):
        assert cluster_end(text, at) > at
        at = cluster_end(text, at)
