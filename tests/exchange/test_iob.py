"""Tags of tokens, from spans and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.iob import Chunk, are_sided, chunks, tags_of
from reader.text.spans import Span


@pytest.mark.parametrize(
    ("tags", "sided"),
    [
        (["O", "B-x", "I-x", "L-x", "U-x", "S-x", "E-a-b"], True),
        (["", "O"], True),
        (["X-ray"], False),
        (["B-cell", "T-cell"], False),
        (["B-cell", "cell"], False),
        (["B-"], False),
    ],
    ids=["all sides", "nothing", "another letter", "some other letter", "bare among them", "no label"],
)
def test_what_has_sides(tags, sided):
    assert are_sided(tags) is sided


def test_bare_labels_are_whole_and_like_neighbours_are_one_span():
    assert chunks(["X-ray", "X-ray", "B-cell", "O", "B-cell"], sided=False) == [
        (Span(0, 2), "X-ray"),
        (Span(2, 3), "B-cell"),
        (Span(4, 5), "B-cell"),
    ]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.sampled_from(["a", "b", "B-a", "-"])), max_size=6),
    st.booleans(),
)
def test_what_is_encoded_comes_back(pieces, bilou):
    spans, at = [], 0
    for gap, length, label in pieces:
        spans.append(Chunk(Span(at + gap, at + gap + length), label))
        at += gap + length
    tags = tags_of(spans, at + 1, bilou=bilou)
    assert are_sided(tags)
    assert chunks(tags) == spans
