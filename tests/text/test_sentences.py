import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.clauses import clauses
from reader.text.sentences import sentences
from reader.text.spans import Span
from reader.text.words import words

DATA = Path(__file__).parents[1] / "data/text"
SENTENCES = [(" ".join(case), case) for case in json.loads((DATA / "sentences.json").read_text(encoding="utf-8"))]
SENTENCES += [
    ("".join(case), case) for case in json.loads((DATA / "sentences_unspaced.json").read_text(encoding="utf-8"))
]
CLAUSES = json.loads((DATA / "clauses.json").read_text(encoding="utf-8"))

NEWSLIKE = st.lists(
    st.sampled_from(
        [
            *"“”\"'()[]«».,;:?!…—- \n",
            "U.S.",
            "said",
            "Lavrov",
            "he",
            "No.",
            "5",
            "Lt.",
            "。",
            "今天",
            "  ",
            "that",
            "and",
        ]
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[case[0][:24] for case in SENTENCES])
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == [sentence.strip() for sentence in expected]


@given(NEWSLIKE)
def test_sentences_cover_the_text_line_by_line(text: str) -> None:
    found = sentences(text)
    assert all(before.end <= after.start for before, after in pairwise(found))
    for start, end in found:
        assert text[start:end].strip() == text[start:end] != ""
        assert "\n" not in text[start:end]
    covered = {i for span in found for i in range(*span)}
    assert {i for i, char in enumerate(text) if not char.isspace()} <= covered


@given(NEWSLIKE, NEWSLIKE)
def test_a_line_is_cut_the_same_wherever_it_stands(before: str, line: str) -> None:
    offset = len(before) + 1
    alone = [Span(start + offset, end + offset) for start, end in sentences(line)]
    assert sentences(f"{before}\n{line}")[len(sentences(before)) :] == alone


@pytest.mark.parametrize(("text", "expected"), CLAUSES, ids=[case[0][:24] for case in CLAUSES])
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in clauses(text, Span(0, len(text)), words(text))] == expected


@given(NEWSLIKE)
def test_clauses_begin_and_end_on_words_and_hold_them_all(text: str) -> None:
    all_words = words(text)
    for sentence in sentences(text):
        own = [word for word in all_words if sentence.holds(word)]
        found = clauses(text, sentence, own)
        assert all(before.end <= after.start for before, after in pairwise(found))
        assert {clause.start for clause in found} <= {word.start for word in own}
        assert {clause.end for clause in found} <= {word.end for word in own}
        assert all(any(clause.holds(word) for clause in found) for word in own)
