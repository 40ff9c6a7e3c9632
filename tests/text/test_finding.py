"""Occurrences of a passage: whole words at exact offsets; each way of matching finds what the one before it does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.finding import WAYS, folded, occurrences
from reader.text.stemming import language_of


def found(text: str, passage: str, way: str = "exact", language: str = "") -> list[str]:
    return [text[span.start : span.end] for span in occurrences(text, passage, way, language)]


@pytest.mark.parametrize(
    ("passage", "text", "exact", "folded_", "inflected"),
    [
        ("Idlib", "Idlib, IDLIB; al-Idlib’s Idlibi", 2, 3, 3),
        ("attack", "attack attacks Attacked attacker counter-attack unattackable", 2, 2, 5),
        ("air strike", "an air strike, air\nstrikes, air  strike\n\nair\n\nstrike", 2, 2, 3),
        ("34", "34 of 1,340, 34.5, 34% and 2034", 2, 2, 2),
        ("Erdogan", "Erdogan Erdoğan ERDOG\u0306AN Erdoğan'ın", 1, 4, 4),
        ("STRASSE", "Straße strasse STRASSE Straßen", 1, 3, 3),
        ("istanbul", "İstanbul Istanbul ıstanbul istanbul", 1, 4, 4),
        ("cafe", "cafe café cafe\u0301", 1, 3, 3),
        ("北京", "他在北京的北京", 2, 2, 2),
        ("か", "かが か\u3099", 1, 1, 1),
        ("don’t", "don't don’t don", 1, 2, 2),
        ("ﬁre", "fire ﬁre Fires", 1, 2, 3),
        ("👨", "👨 👨\u200d👩\u200d👧", 1, 1, 1),
        ("a a", "a a a a a ba a a", 3, 3, 3),
        ("casualties", "casualty Casualties", 0, 1, 2),
        ("", "anything", 0, 0, 0),
        ("one\n\ntwo", "one\n\ntwo", 0, 0, 0),
    ],
)
def test_how_often_a_passage_is_found(passage, text, exact, folded_, inflected):
    assert [len(occurrences(text, passage, way)) for way in WAYS] == [exact, folded_, inflected]


def test_the_span_is_the_words_as_they_stand():
    assert found("the Straßen of Köln, köln", "koln", "folded") == ["Köln", "köln"]
    assert found("two  Air\n strikes.", "air strike", "inflected") == ["Air\n strikes"]
    assert found("Ankara'da, l'Ankara", "Ankara") == ["Ankara", "Ankara"]


def test_other_languages_have_rules_of_their_own():
    assert found("die Angriffe und des Angriffs", "Angriff", "inflected", "de-DE") == ["Angriffe", "Angriffs"]
    assert found("атака, атаки и атаку", "атака", "inflected") == ["атака", "атаки", "атаку"]
    assert language_of("Angriff", "xx") == language_of("한국", "") == ""


WORDS = st.sampled_from(
    ["attack", "attacks", "Straße", "STRASSE", "İdlib", "idlib", "ca\u0301fe", "Café", "北京", "1,340", "34", "’s"]
)
GAPS = st.sampled_from([" ", "  ", "\n", " \n ", "-", ", ", "\n\n", ". ", "\u00a0"])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=40).map(lambda pairs: "".join(word + gap for word, gap in pairs))


def flat(words: str) -> str:
    return " ".join(words.split())


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(st.tuples(WORDS, GAPS.filter(lambda gap: gap != "\n\n")), min_size=1, max_size=3))
def test_what_is_found_is_the_passage_and_nothing_overlaps(text, pairs):
    passage = "".join(word + gap for word, gap in pairs).strip()
    by_way = {way: occurrences(text, passage, way) for way in WAYS}
    for way, spans in by_way.items():
        assert all(one.end <= other.start for one, other in pairwise(spans))
        for span in spans:
            words = text[span.start : span.end]
            assert words == words.strip()
            assert "\n\n" not in words
            if way == "exact":
                assert flat(words) == flat(passage)
            elif way == "folded":
                assert folded(flat(words)) == folded(flat(passage))
    for narrow, wide in pairwise(WAYS):
        assert all(any(span.overlaps(other) for other in by_way[wide]) for span in by_way[narrow])


@settings(max_examples=200, deadline=None)
@given(
    TEXTS,
    st.text(alphabet="aéİßı ́x\n", min_size=1, max_size=12).filter(lambda t: t.strip() and "\n\n" not in t.strip()),
    TEXTS,
)
def test_a_passage_between_blanks_is_found_at_its_place(before, passage, after):
    passage = passage.strip()
    if "".join(passage[:1]) == "\u0301":
        return  # a mark belongs to what stands before it
    text = f"{before} | {passage} | {after}"
    start = len(before) + 3
    for way in WAYS:
        assert any(
            span.start <= start < span.end or (span.start, span.end) == (start, start + len(passage))
            for span in occurrences(text, passage, way)
        )


def test_time_is_linear_in_texts_made_to_be_slow():
    # A search by expressions would try each of these places to its end: minutes.
    text = "a " * 200_000
    assert occurrences(text, "a " * 4_000 + "b") == []
    assert occurrences("a" + " " * 1_000_000, "a b") == []
