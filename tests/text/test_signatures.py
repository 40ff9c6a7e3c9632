"""Signatures: the same for the same words, everywhere and for ever; as alike as their texts."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.signatures import BYTES, LEAST, VALUES, agreement, folded_words, shingles, signature

STORY = (
    "Ankara’s president will meet his Russian counterpart in Moscow on Thursday, the Kremlin said, after 34 Turkish soldiers "
    "were killed in an air strike in Idlib last week. The two are to seek a cease-fire; earlier ones have not held for long."
)
# As rensa 0.5 on x86-64 gives it. Another value, on whatever machine, means another `FORMAT`.
KEPT = (
    "99ded5340b70d6e4457e0f587e5053e21ac76bd4b0f165401f5d69d888a338f3"
    "26b398f915f0ef4d62c1bce787c6ea61b6988f0269cea9f279a6c3e7b6c8a995"
)


def test_it_is_what_it_always_was():
    assert signature(STORY).hex() == KEPT


def test_it_is_the_same_in_another_process(repository):
    program = f"from reader.text.signatures import signature; print(signature({STORY!r}).hex())"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, timeout=60, check=True, cwd=repository, env={"PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert done.stdout.strip() == KEPT


def test_case_accents_signs_and_white_space_make_no_difference():
    other = STORY.upper().replace("’", "'").replace("A", "Á").replace(" ", "\n").replace(",", " –")
    assert other != STORY
    assert signature(other) == signature(STORY)
    assert shingles(other) == shingles(STORY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Şanlıurfa’da İdlib", ["sanlıurfa", "da", "idlib"]),
        ("élan, naïve", ["elan", "naive"]),
        ("叙利亚停火", ["叙", "利", "亚", "停", "火"]),
        ("e\u0301lan soft\u00adhyphen", ["elan", "softhyphen"]),
        ("مُحَمَّد", ["محمد"]),
        ("", []),
    ],
)
def test_words_are_folded(text, words):
    assert folded_words(text) == words


def test_a_short_text_has_none():
    words = "w " * LEAST
    assert signature(words.strip()[:-2]) == b""
    assert shingles(words.strip()[:-2]) == frozenset()
    assert len(signature(words)) == BYTES
    assert shingles(words)


@given(st.text(max_size=400))
def test_whatever_the_text_it_is_whole_or_none(text):
    assert len(signature(text)) in (0, BYTES)
    assert bool(signature(text)) == bool(shingles(text))


@pytest.mark.parametrize("shared", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_signatures_agree_as_their_texts_do(shared):
    rnd = random.Random(5)
    agreeing = wanted = 0.0
    for _ in range(40):
        words = [f"w{rnd.randrange(10**6)}" for _ in range(300)]
        others = [f"w{rnd.randrange(10**6)}" for _ in range(300)]
        keep = int(300 * shared)
        one, two = " ".join(words), " ".join(words[:keep] + others[keep:])
        agreeing += agreement(signature(one), signature(two)) / VALUES
        a, b = shingles(one), shingles(two)
        wanted += len(a & b) / len(a | b)
    assert agreeing / 40 == pytest.approx(wanted / 40, abs=0.04)
