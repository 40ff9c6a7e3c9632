"""Parts of an article are told by their beginning, their end and all between; what only begins alike is none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange import part_index
from reader.exchange.part_index import PartIndex

ARTICLE = "Our own reporter writes from the capital.\n\n“Talks began on Monday,” he said. It didn't last; two days later they fled."


def squeezed(text):
    return re.sub(r"\s+", "", text)


def found(article, *texts):
    index = PartIndex()
    for number, text in enumerate(texts):
        index.add(number, squeezed(text))
    return sorted(set(index.within(article)))


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


def test_what_repeats_is_compared_so_often_and_no_more(monkeypatch):
    monkeypatch.setattr(part_index, "_MOST", 10_000)
    index = PartIndex()
    index.add(0, "again" * 2)
    assert len([*index.within("again " * 5_000)]) < 10_000 / 64
