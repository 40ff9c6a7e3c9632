"""Widths agree with rich, which measures what Textual composes; safe text can move no cursor."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from reader.text.cells import NARROW, char_width, clusters, is_narrow, width
from reader.text.safe_chars import BROKEN, HIDDEN, safe

FAMILY, FLAG, HEART = "👩\u200d👩\u200d👧", "🇹🇷", "❤\ufe0f"
ALPHABET = [
    *"ab \t\x1b\x00\x9b\u202e\u200b\u200d\ufe0f\u0301\u0e47\u2028é漢한ア，✈☁👍",
    "\ud83d",
    FAMILY,
    FLAG,
    HEART,
    "👍🏽",
    "🏽",
    "1\ufe0f\u20e3",
]
TEXTS = st.one_of(st.lists(st.sampled_from(ALPHABET), max_size=12).map("".join), st.text(max_size=20))

ASSIGNED = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) != "Cn"]


def test_every_assigned_character_is_as_wide_as_the_compositor_takes_it() -> None:
    differing = [
        f"U+{ord(char):04X}" for char in map(safe, ASSIGNED) if char_width(char) != get_character_cell_size(char)
    ]
    assert differing == []


def test_no_safe_character_controls_anything() -> None:
    drawn_formats = {"Cf"}  # the Arabic, Syriac and Kaithi number signs are drawn
    unsafe = [
        f"U+{ord(char):04X}"
        for char in ASSIGNED
        if (category := unicodedata.category(safe(char))) in {"Cc", "Cs", "Zl", "Zp"}
        or (category in drawn_formats and char_width(safe(char)) == 0)
    ]
    assert unsafe == []


def test_narrow_characters_take_one_cell() -> None:
    narrow = re.compile(f"[{NARROW}]")
    assert [f"U+{ord(char):04X}" for char in ASSIGNED if narrow.match(char) and width(safe(char)) != 1] == []


@given(TEXTS)
def test_safe_keeps_the_offsets_and_is_stable(text: str) -> None:
    made = safe(text)
    assert len(made) == len(text)
    assert safe(made) == made
    made.encode("utf-8")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u2028\u2029]", made)


@given(TEXTS)
def test_clusters_cover_the_text(text: str) -> None:
    made = safe(text)
    found = clusters(made)
    assert "".join(made[start:end] for start, end, _ in found) == made
    assert all(start < end and cells in (1, 2) for start, end, cells in found)
    assert width(made) == sum(cells for _, _, cells in found)
    if is_narrow(text):
        assert [cells for _, _, cells in found] == [1] * len(text)


@given(st.lists(st.sampled_from(ALPHABET), max_size=12).map("".join))
@example("✈\u200d🇹🇷\ufe0f")
@example("🇹\ufe0f")
def test_a_text_is_as_wide_as_the_compositor_takes_it(text: str) -> None:
    assert width(safe(text)) == cell_len(safe(text))


@pytest.mark.parametrize(
    ("cluster", "cells"), [(FAMILY, 2), (FLAG, 2), (HEART, 2), ("👍🏽", 2), ("e\u0301", 1), ("漢", 2), ("ก็", 1)]
)
def test_a_cluster_is_kept_whole(cluster: str, cells: int) -> None:
    assert safe(cluster) == cluster
    assert clusters(cluster) == [(0, len(cluster), cells)]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("a\tb\x7f", "a b␡"),
        ("\x9b31m", f"{BROKEN}31m"),
        ("\ud83d", BROKEN),
        ("abc\u202edef\u2069", f"abc{HIDDEN}def{HIDDEN}"),
        ("pass\u200bword\ufeff", f"pass{HIDDEN}word{HIDDEN}"),
        ("a\u200db", f"a{HIDDEN}b"),
        ("b\ufe0f", f"b{HIDDEN}"),
        ("a\U000e0041\U000e0100", f"a{HIDDEN}{HIDDEN}"),
        ("\u0301a", f"{HIDDEN}a"),
        ("co\xadop", "co-op"),
        ("a\u2028b\r\n", "a␤b␍␊"),
        ("“Straße” — naïve", "“Straße” — naïve"),
    ],
)
def test_stand_ins(text: str, made: str) -> None:
    assert safe(text) == made
