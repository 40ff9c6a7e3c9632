"""The query language: what is understood, what is finished while it is typed, what is refused and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.query import (
    MAX_LENGTH,
    And,
    Dated,
    Everything,
    Field,
    Near,
    Not,
    Or,
    Pattern,
    QueryError,
    Words,
    parse,
)

CASES = json.loads((Path(__file__).parents[1] / "data/library/queries.json").read_text(encoding="utf-8"))
PIECES = [
    "a", "ceasefire", "wor*", "AND", "OR", "NOT", "-", "(", ")", '"', "“", "”", "*", "/", "/x/", "/(/", "NEAR", "NEAR(",
    "NEAR/3", ",", "3", "title:", "label:", "date:", "date:2020-0", "status:", "status:d", "source:x", "lable:", ":", "..",
    ">=", "\\", "&", " ", "  ", "\0", "\ud800", "İ",
]  # fmt: skip
HOSTILE = [
    "(" * 10_000, "(" * 5000 + ")" * 5000, "-(" * 5000, "NOT " * 2500, "- " * 5000, '"' * 9999, "a OR " * 2000, "a AND " * 1600,
    "/" * 9999, "NEAR(" * 2000, "a NEAR b " * 1000, "title:(" * 1400, "title:" * 1600, "a" * 1_000_000, "* " * 5000,
    "\0" * 10_000, "/" + "(" * 900, "/" + "a{1000}" * 100 + "/", "date:" + "2" * 9000, "status:" + "x" * 9000, "x" * 9000 + ":y",
]  # fmt: skip


def understood_or_refused(query, *, typing=False):
    """The tree, which is read from its own text again, or the error, whose place is in the query."""
    try:
        tree = parse(query, typing=typing)
    except QueryError as error:
        refused = error
    else:
        assert len(query) <= MAX_LENGTH
        assert parse(str(tree)) == tree
        return tree
    assert 0 <= refused.start <= refused.end <= len(query)
    assert refused.message
    return refused


@pytest.mark.parametrize(("query", "understood"), CASES["understood"])
def test_what_is_understood(query, understood):
    tree = parse(query)
    assert str(tree) == understood
    assert parse(understood) == tree


@pytest.mark.parametrize(("query", "understood"), CASES["typing"])
def test_what_is_typed_is_finished(query, understood):
    assert str(parse(query, typing=True)) == understood


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: case["query"])
def test_what_is_refused_and_where(case):
    with pytest.raises(QueryError) as raised:
        parse(case["query"])
    error = raised.value
    assert (error.message, [error.start, error.end], error.hint) == (case["message"], case["at"], case["hint"])


def test_the_tree():
    tree = parse('a "b c"* (title:d OR label:e) -date:2020 NEAR(f g, 3) /h/i')
    assert tree == And(
        (
            Words("a"), Words("b c", prefix=True), Or((Words("d", column="title"), Field("label", "e"))),
            Not(Dated("2020", "2020")), Near((Words("f"), Words("g")), 3), Pattern("h", ignore_case=True),
        )
    )  # fmt: skip
    assert parse("") == Everything()


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda query: query[:8])
def test_hostile_queries_end_in_a_tree_or_a_refusal(hostile, typing):
    understood_or_refused(hostile, typing=typing)


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.booleans(), st.booleans())
def test_whatever_is_typed(pieces, spaced, typing):
    understood_or_refused((" " if spaced else "").join(pieces), typing=typing)


@given(st.text(max_size=40))
def test_any_text(query):
    for typing in (False, True):
        understood_or_refused(query, typing=typing)


def test_a_star_within_a_quote_that_is_not_closed_yet_stays_in_it():
    understood_or_refused('"wor*a', typing=True)


@pytest.mark.parametrize("query", [query for query, _ in CASES["understood"]])
def test_typing_a_right_query_is_never_called_wrong(query):
    for end in range(len(query) + 1):
        parse(query[:end], typing=True)
