import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.words import words

CASES = json.loads((Path(__file__).parents[1] / "data/text/words.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:24] for case in CASES])
def test_words(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in words(text)] == expected


@given(st.text(max_size=60))
def test_every_letter_and_digit_is_in_exactly_one_word(text: str) -> None:
    covered: set[int] = set()
    at = 0
    for start, end in words(text):
        assert at <= start < end <= len(text)
        covered.update(range(start, end))
        at = end
    assert {i for i, char in enumerate(text) if char.isalnum()} <= covered
    assert not any(text[i].isspace() for i in covered)


@pytest.mark.parametrize(
    "name", ["HEBREW POINT QAMATS", "DEVANAGARI VOWEL SIGN AA", "THAI CHARACTER MAI EK", "COMBINING ACUTE ACCENT"]
)
def test_a_mark_stays_with_its_base(name: str) -> None:
    text = f"a{unicodedata.lookup(name)}b c"
    assert [tuple(span) for span in words(text)] == [(0, 3), (4, 5)]


def test_every_mark_of_a_living_script_stays_with_its_base() -> None:
    split = [
        f"U+{code:04X}"
        for code in range(0x10000)
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")
        and not unicodedata.name(chr(code)).startswith("VARIATION")
        if len(words(f"क{chr(code)}क")) != 1
    ]
    assert split == []
