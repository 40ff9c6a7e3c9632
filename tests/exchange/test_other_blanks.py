"""Offsets of a text in another that differs in blanks only."""

from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.aligning import onto
from reader.text.spans import Span

BLANKS = st.text(" \n\t\u2003\x1c\x85", max_size=2)
CHARACTERS = st.lists(st.sampled_from("abé😀-"), max_size=10)


@st.composite
def alike(draw):
    """Two texts of the same characters with other blanks."""
    characters = draw(CHARACTERS)
    return tuple(draw(BLANKS) + "".join(char + draw(BLANKS) for char in characters) for _ in range(2))


@given(alike(), st.data())
def test_a_span_goes_to_the_same_characters(texts, data):
    text, other = texts
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    there = onto(text, other)(Span(start, end))
    if text == other:
        assert there == (start, end)
        return
    assert "".join(other[there.start : there.end].split()) == "".join(text[start:end].split())
    before = "".join(text[:start].split())
    if there.start < there.end:
        assert "".join(other[: there.start].split()) == before
        assert not other[there.start].isspace()
        assert not other[there.end - 1].isspace()
    else:
        assert not text[start:end].strip()


@given(alike(), st.sampled_from("abé😀-"), st.integers(0, 30))
def test_texts_of_other_characters_have_no_way(texts, char, at):
    text, other = texts
    assert onto(text, other[:at] + char + other[at:]) is None
