"""Any text: mentions are in order, apart, true to the text; and the finder works where the program runs it."""

from __future__ import annotations

import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.entities import find
from reader.entities.finder import EmbeddedFinder
from reader.entities.mention import Mention
from reader.entities.scoring import predict
from reader.entities.tokens import LONGEST, sentences

PIECES = st.sampled_from(
    ["President Sergey Lavrov", "the U.S.", "Turkey-Russia", "34 Turkish soldiers", "S-400", "March 5", "’s", "al-", "-", " ", "\n",
     "\n\n", "\n \n", ".", "Gen.", "NATO", "(", "“", "\u200b", "\x1c", "\u2028", "İstanbul", "e\u0301", "\ud800", "ß", "2,000", "$"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(PIECES, max_size=30).map(" ".join),
    st.text(alphabet=st.characters(), max_size=80),
)


def assert_sound(text: str, mentions: list[Mention]) -> None:
    at = 0
    for mention in mentions:
        assert at <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert mention.text == mention.text.strip()
        assert "\n\n" not in mention.text
        assert mention.name
        at = mention.end


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_mentions_are_sound(text: str) -> None:
    assert_sound(text, find(text))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_tokens_stand_where_they_say(text: str) -> None:
    at = 0
    for sentence in sentences(text):
        assert 0 < len(sentence.words) <= LONGEST
        for word, start in zip(sentence.words, sentence.starts, strict=True):
            assert at <= start
            assert text.startswith(word, start)
            assert text[at:start].strip() == ""
            at = start + len(word)
    assert text[at:].strip() == ""


@pytest.mark.parametrize(
    "text",
    [
        "x" * 300_000,
        "A " * 100_000,
        "\n" * 300_000,
        "2,000 " * 50_000,
        "U.S." * 60_000,
        "one hundred " * 20_000,
        "-" * 200_000,
        "a man saw " * 30_000,
    ],
    ids=lambda text: repr(text[:10]),
)
def test_long_and_odd_texts(text: str) -> None:
    assert_sound(text, find(text))


def test_nothing_in_nothing() -> None:
    assert find("") == []
    assert find(" \n\n ") == []


def test_the_same_text_gives_the_same_mentions() -> None:
    text = "Gen. Valery Gerasimov met John Kerry in Geneva.\n\nGerasimov left on Friday."
    assert find(text) == find(text)


def test_edges_leave_out_titles_articles_and_possessives() -> None:
    text = "The Russian Defense Ministry's spokesman said President Vladimir Putin met Gen. Hulusi Akar in Turkey’s capital."
    texts = [mention.text for mention in find(text)]
    assert texts == ["Russian Defense Ministry", "Vladimir Putin", "Hulusi Akar", "Turkey"]


def test_scorers_get_four_types() -> None:
    (spans,) = predict(["On Friday Vladimir Putin met 34 Turkish soldiers in Moscow."])
    assert spans == [(10, 24, "PER"), (52, 58, "LOC")]


def test_importing_is_cheap() -> None:
    code = "import sys, reader.entities; print('pycrfsuite' in sys.modules, 'reader.entities.gazetteer' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


def test_works_in_a_spawned_process() -> None:
    text = "Vladimir Putin flew to Ankara."
    finder = pickle.loads(pickle.dumps(EmbeddedFinder()))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        assert pool.submit(finder, text).result() == finder(text) != []


def test_a_preposition_joins_no_persons_as_an_arabic_article_does() -> None:
    def persons(text: str) -> list[str]:
        return [mention.text for mention in find(text) if mention.label == "person"]

    assert persons("Barack Obama at Benjamin Netanyahu meeting") == ["Barack Obama", "Benjamin Netanyahu"]
    assert persons("Minister Abdullah bin Zayed spoke.") == ["Abdullah bin Zayed"]
