"""Phrases: runs of naming words, without determiners, verbs and marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.clauses import clauses
from reader.text.function_words import language_of
from reader.text.phrases import phrases
from reader.text.sentences import sentences
from reader.text.words import words


def found(text: str, language: str | None = None) -> list[str]:
    every, language = words(text), language_of(text) if language is None else language
    out: list[str] = []
    for sentence in sentences(text):
        for clause in clauses(text, sentence, [word for word in every if sentence.holds(word)]):
            own = [word for word in every if clause.holds(word)]
            spans = phrases(text, clause, own, language)
            assert all(clause.holds(span) for span in spans)
            assert all(a.end <= b.start for a, b in pairwise(spans))
            out += [text[start:end] for start, end in spans]
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkish forces killed 34 Syrian soldiers in northern Idlib.", "Turkish forces|34 Syrian soldiers|northern Idlib"),
        ("The army's new chief of staff told reporters that it was over.", "army's new chief|staff|reporters"),
        ("The wounded soldiers were taken to a hospital.", "wounded soldiers|hospital"),
        ("A video showing Russian jets was shared by the U.S. embassy.", "video|Russian jets|U.S. embassy"),
        ("They don't believe in cease-fire talks.", "cease-fire talks"),
        ("It was Turkey's.", "Turkey"),
        ("He will hold talks and could leave Moscow.", "talks|Moscow"),
        ("At least 1,300 people (most of them women) fled.", "least 1,300 people|women"),
        ("Truce holds", "Truce holds"),
        ("Die Bundesregierung hat den Angriff auf Idlib verurteilt.", "Bundesregierung|Angriff|Idlib verurteilt"),
        ("Le président turc a rencontré son homologue à Moscou.", "président turc|rencontré|homologue|Moscou"),
        ("Президент Турции был в Москве и не сказал ни слова.", "Президент Турции|Москве|сказал|слова"),
        ("漢字の文章です。", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_phrases(text: str, expected: str) -> None:
    assert found(text) == (expected.split("|") if expected else [])


def test_a_language_without_a_list_has_none() -> None:
    assert found("Tā devās uz tirgu pirkt maizi un pienu kopā ar draugiem no citas pilsētas rajona") == []


@given(
    st.lists(st.sampled_from(["the", "army", "'s", " ", " ", "-", ",", "killed", "U.S.", "Ü", "“", "\n"]), max_size=25)
)
def test_phrases_stand_on_words_and_apart(parts: list[str]) -> None:
    for phrase in found("".join(parts), "en"):
        assert words(phrase)
        assert phrase == phrase.strip()
