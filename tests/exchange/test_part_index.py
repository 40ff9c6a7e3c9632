"""Parts of an article are told by their beginning, their end and all between; what only begins alike is none."""

from __future__ import annotations

import re

import pytest
from counted_steps import steps
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange import part_index
from reader.exchange.part_index import PartIndex

ARTICLE = "Our own reporter writes from the capital.\n\n“Talks began on Monday,” he said. It didn't last; two days later they fled."


def squeezed(text):
    return re.sub(r"\s+", "", text)


def found(article, *texts):
    return sorted(set(indexed(*texts).within(article)))


def indexed(*texts):
    index = PartIndex()
    for number, text in enumerate(texts):
        index.add(number, squeezed(text))
    return index


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        "“Talks  began on\nMonday,”",
        "Talks began on Monday,” he said.",
        "It did n't last; two days later",
        "they fled.",
        "Our own reporter writes from the capital. “Talks began on Monday,” he said.",
    ],
    ids=["all", "signs at the ends", "a sign at the end", "blanks within a word", "short", "long"],
)
def test_a_part_is_found_whatever_its_white_space(text):
    assert found(ARTICLE, "Our own reporter writes from another town.", text) == [1]


@pytest.mark.parametrize(
    "text", ["fled", "", "— “ ”", "Talks began on Tuesday,” he said.", "alks began on Monday"], ids=repr
)
def test_what_is_too_little_or_is_no_part(text):
    assert found(ARTICLE, text) == []


@given(
    st.lists(st.sampled_from(["Karsa", "fell", "a", "“now”", "didn't", "界", "1,000", "—"]), min_size=1, max_size=30),
    st.data(),
)
def test_every_run_of_words_is_found(words, data):
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    part = "\n".join(words[first : last + 1])
    core = re.sub(r"^\W+|\W+$", "", squeezed(part))
    assert found(" ".join(words), part) == ([0] if len(core) >= 8 else [])


class Counted(int):
    """A hash whose looks into sets and dictionaries take steps of Python, which are counted."""

    def __hash__(self):
        return super().__hash__()


HEAD = "All that is said here begins alike, whatever comes after it: "


@pytest.mark.parametrize(
    ("texts", "article"),
    [
        (lambda size: ["b" * 40 + "x" + "e" * 40], lambda size: "e " * size + ". " + "b " * size),
        (
            lambda size: ["He said yes to that"],
            lambda size: "He said yes and then nothing. It is yes to that. " * (size // 10),
        ),
        (
            lambda size: [f"{HEAD}{at:05} and no more" for at in range(size // 4)],
            lambda size: " ".join(f"{HEAD}{at:05} aa" for at in range(size // 4)),
        ),
    ],
    ids=["ends before beginnings", "short, ends far away", "alike beginnings"],
)
def test_an_article_twice_as_long_takes_twice_the_looks(texts, article, monkeypatch):
    monkeypatch.setattr(part_index, "hash", lambda value: Counted(hash(value)), raising=False)
    once, twice = (steps(lambda size=size: found(article(size), *texts(size))) for size in (200, 400))
    assert twice < 2.2 * once


@pytest.mark.parametrize("text", ["The president said", "The president said so on that long day, as it was."], ids=len)
def test_what_stands_once_is_found_whatever_begins_and_ends_alike(text):
    before = "The president said so on that other day, as a president said that as it was. " * 3_000
    assert found(f"{before}Then “{text}” was not meant.", text) == [0]


def test_a_text_of_many_rows_is_told_once_for_each():
    assert sorted(indexed(*["again again"] * 3).within("again again " * 50)) == [0, 1, 2]


def test_what_repeats_is_looked_at_so_often_and_no_more(monkeypatch):
    monkeypatch.setattr(part_index, "_MOST", 1_000)
    assert found("again " * 5_000 + "and enough", "again again and enough") == []
    assert found("again " * 400 + "and enough", "again again and enough") == [0]
