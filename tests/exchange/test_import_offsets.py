"""Offsets that count something else become code points, and what cannot be a span says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.incoming import Incoming, IncomingSpan
from reader.exchange.offsets import sound

TEXT = "Truce 🎉 in Karsa — “now”."


def incoming(text, *spans):
    return Incoming(Path("a"), 1, text, tuple(IncomingSpan(start, end, "x", text=words) for start, end, words in spans))


def places(found):
    return [(span.start, span.end, span.text) for span in found.incoming.spans]


@pytest.mark.parametrize(
    ("counting", "span"),
    [("auto", (11, 16)), ("code-points", (11, 16)), ("utf-16", (12, 17)), ("bytes", (14, 19))],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_way_of_counting(counting, span):
    assert places(sound(incoming(TEXT, (*span, "")), counting)) == [(11, 16, "Karsa")]


@pytest.mark.parametrize(
    ("counting", "span", "said"),
    [
        ("utf-16", (7, 8), "within a character"),
        ("bytes", (8, 12), "within a character"),
        ("utf-16", (0, 99), "past the end of the text, 26 utf-16 units"),
        ("code-points", (0, 26), "past the end of the text, 25 characters"),
    ],
    ids=["half of a pair", "bytes of a sign", "too far in UTF-16", "too far"],
)
def test_edges_that_are_none(counting, span, said):
    found = sound(incoming(TEXT, (*span, "")), counting)
    assert found.incoming.spans == ()
    assert said in found.refused[0].reason


@given(st.text(st.sampled_from("aé🎉界\u200d \n"), min_size=1, max_size=20), st.data())
def test_there_and_back(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for counting, size in (
        ("utf-16", lambda part: len(part.encode("utf-16-le")) // 2),
        ("bytes", lambda p: len(p.encode())),
    ):
        found = sound(incoming(text, (size(text[:start]), size(text[:end]), "")), counting)
        words = text[start:end].strip()
        assert [span.text for span in found.incoming.spans] == [words] * bool(words)


def test_words_that_contradict_the_offsets():
    found = sound(incoming(TEXT, (0, 5, "Karsa"), (0, 5, "gone"), (0, 5, " Truce\n"), (11, 16, "Karsa")))
    assert places(found) == [(11, 16, "Karsa"), (0, 5, "Truce"), (11, 16, "Karsa")]
    assert (found.corrected, found.numbers) == ((0,), (0, 2, 3))
    assert "stands “Truce”, the file says “gone”" in found.refused[0].reason


def test_utf_16_is_told_by_the_words_alone():
    assert sound(incoming(TEXT, (12, 17, "Karsa"))).utf_16 == 1
    assert sound(incoming(TEXT, (21, 26, "now”."))).utf_16 == 1  # past the end in code points
    assert sound(incoming(TEXT, (0, 5, "Truce"))).utf_16 == 0
    assert sound(incoming(TEXT, (12, 17, ""))).utf_16 == 0
    assert sound(incoming("Karsa now", (1, 6, "Karsa"))).utf_16 == 0
