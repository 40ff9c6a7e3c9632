"""Searching as one types: what a query finds, and that offsets are those of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.seeking import MOST, hits, nearest
from reader.text.spans import Span

CASES = [
    ("Erdogan and Erdoğan met; Erdog\u0306an left.", "erdogan", ["Erdogan", "Erdoğan", "Erdog\u0306an"]),
    ("The truce. A Truce.", "Truce", ["Truce"]),
    ("ceasefires", "cease", ["cease"]),
    ("cease\n  fire", "cease fire", ["cease\n  fire"]),
    ("cease\n\nfire", "cease fire", []),
    ("the one, then", "the ", ["the"]),
    ("“We’ll see” – he", "'ll see\" - h", ["’ll see” – h"]),
    ("İstanbul istanbul ISTANBUL", "istanbul", ["İstanbul", "istanbul", "ISTANBUL"]),
    ("Straße", "strasse", []),
    ("a.b axb", "a.b", ["a.b"]),
    ("停火协议 停火", "停火", ["停火", "停火"]),
    ("Идлиб и ИДЛИБ", "идлиб", ["Идлиб", "ИДЛИБ"]),
    ("cafe\u0301", "cafe", ["cafe\u0301"]),
    ("anything", "   ", []),
    ("하고 한국 해경 호구", "한국", ["한국"]),
    ("カス ガス", "カス", ["カス"]),
    ("ｆｕｌｌ width", "full", ["ｆｕｌｌ"]),
    ("e\u0301" + "\u0301" * 5000, "\u0301", []),
    ("\u200b a" + " " * 50000 + "b", "\u200b b", ["b"]),
]


@pytest.mark.parametrize(("text", "query", "found"), CASES, ids=[f"{place}" for place in range(len(CASES))])
def test_a_query_finds(text: str, query: str, found: list[str]):
    assert [text[a:b] for a, b in hits(text, query)] == found


def test_no_more_than_anybody_walks_through():
    assert len(hits("a " * (MOST + 5), "a")) == MOST


@pytest.mark.parametrize(
    ("offset", "by", "place"), [(0, 1, 0), (4, 1, 1), (5, 1, 2), (99, 1, 0), (4, -1, 0), (0, -1, 2)]
)
def test_the_next_hit_goes_round_the_ends(offset: int, by: int, place: int):
    assert nearest([Span(0, 1), Span(4, 5), Span(8, 9)], offset, by) == place
    assert nearest([], offset, by) is None


@given(st.text(max_size=80), st.text(min_size=1, max_size=4), st.text(max_size=80))
def test_what_stands_there_is_found(before: str, query: str, after: str):
    text = before + query + after
    found = hits(text, query)
    for a, b in found:
        assert 0 <= a < b <= len(text)
        assert not text[a].isspace()
        assert not text[b - 1].isspace()
    if query.isalnum() and query.isascii():
        assert any(a <= len(before) + len(query) and len(before) < b for a, b in found)
