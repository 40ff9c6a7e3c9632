"""What the index takes for words, and where they stand: as the index itself has it."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.asking import match_of
from reader.library.folding import MARK, TOKENIZER, folded, words_of
from reader.library.matching import Folded
from reader.library.query import Near, Words
from reader.library.schema import FULL_TEXT

LETTERS = "aAbBéÉe\u0301\u0327\u0300İIıi ßẞΣσς中文のカ가अ\u093fаЁё'’-.,\u00ad\u200d\u200b\n\t🙂½²ªﬁ\0\u0345x"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=30) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@pytest.fixture(scope="module")
def db():
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE VIRTUAL TABLE probe USING fts5(text, tokenize='{TOKENIZER}')")
    db.execute("CREATE VIRTUAL TABLE seen USING fts5vocab(probe, instance)")
    yield db
    db.close()


def test_the_tokenizer_is_the_catalogues():
    assert f"tokenize='{TOKENIZER}'" in FULL_TEXT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t go", ["don", "t", "go"]),
        ("Çeşme, ÇEŞME", ["cesme", "cesme"]),
        ("İstanbul ISTANBUL", ["istanbul", "istanbul"]),
        ("ıssız", ["ıssız"]),
        ("cafe\u0301s", ["cafes"]),
        ("\u0301a", ["a"]),
        ("停火协议", ["停火协议"]),
        ("U.S.-led", ["u", "s", "led"]),
        ("…", []),
    ],
)
def test_words(text, words):
    assert words_of(text) == words


@given(TEXTS)
def test_words_are_those_of_the_index(db, text):
    db.execute("DELETE FROM probe")
    db.execute("INSERT INTO probe(rowid, text) VALUES (1, ?)", (text,))
    assert words_of(text) == [term for (term,) in db.execute("SELECT term FROM seen ORDER BY offset")]
    assert len(folded(text)) == len(text)
    assert MARK not in folded(text) or not text.isascii()


PHRASES = st.builds(Words, st.text(st.sampled_from(LETTERS), min_size=1, max_size=6).filter(words_of), st.booleans())


def spans(text, sought):
    found = Folded(text)
    return list(found.near(sought) if isinstance(sought, Near) else found.spans(sought))


def agrees(db, text, sought):
    db.execute("DELETE FROM probe")
    db.execute("INSERT INTO probe(rowid, text) VALUES (1, ?)", (text,))
    matched = db.execute("SELECT count(*) FROM probe WHERE probe MATCH ?", (match_of(sought),)).fetchone()[0]
    found = spans(text, sought)
    assert bool(found) == bool(matched), (match_of(sought), words_of(text))
    assert found == sorted(found)
    for span in found:
        assert 0 <= span.start < span.end <= len(text)
        inside = text[span.start : span.end]
        assert words_of(inside)
        assert folded(inside)[0] != " " != folded(inside)[-1]
    return found


@given(TEXTS, PHRASES)
def test_phrases_are_found_where_the_index_finds_them(db, text, sought):
    for span in agrees(db, text, sought):
        found = words_of(text[span.start : span.end])
        wanted = words_of(sought.text)
        assert found[:-1] == wanted[:-1]
        assert found[-1].startswith(wanted[-1]) if sought.prefix else found == wanted


@given(
    st.lists(st.sampled_from(["ab", "cd", "éx"]), max_size=14).map(" ".join),
    st.lists(st.sampled_from(["ab", "cd", "ab cd", "cd ab", "ex"]), min_size=2, max_size=3),
    st.integers(0, 4),
    st.booleans(),
)
def test_near_is_found_where_the_index_finds_it(db, text, phrases, within, prefix):
    agrees(db, text, Near(tuple(Words(phrase, prefix) for phrase in phrases), within))


@given(TEXTS, PHRASES)
def test_single_words_are_marked_as_the_index_marks_them(db, text, sought):
    text = text.replace("\0", " ")  # its own highlighting ends there
    if len(words_of(sought.text)) != 1:
        return
    db.execute("DELETE FROM probe")
    db.execute("INSERT INTO probe(rowid, text) VALUES (1, ?)", (text,))
    marked = db.execute(
        "SELECT highlight(probe, 0, '{', '}') FROM probe WHERE probe MATCH ?", (match_of(sought),)
    ).fetchone()
    own = text
    for span in reversed(spans(text, sought)):
        own = f"{own[: span.start]}{{{own[span.start : span.end]}}}{own[span.end :]}"
    assert marked is None or marked[0] == own
