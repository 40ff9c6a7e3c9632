"""Counted repeats of regular expressions: those that would fill the memory are refused before they are compiled."""

from __future__ import annotations

import pytest

from reader.library import patterns
from reader.library.query import Everything, Pattern, QueryError, parse

MOST = 50_000


@pytest.mark.parametrize(
    "source",
    [
        r"(?:a{1000}){1000}",
        r"(?:a{1000,}?){1000,2000}",
        r"((((((a{9}){9}){9}){9}){9}){9})",
        r"a{60000}",
        r"a{30000}b{30000}",
        r"(?:(?:ab|c)){30000}",
        r"(?:a??){1000000}",
        r"(?:\p{Lu}{1000}|\){1000}){1000}",
        r"(?:[])]{1000}){1000}",
        r"(?:[^](\]]{1000}){1000}",
        r"(?=a{1000}){1000}",
        r"(?x)(?: a {1000} (?#() ) {1000}",
        r"a{0001000}b|(c{1000}){1000}",
        r"a{99999999999999999999}",
        r"(?:\N{BULLET}{1000}){1000}",
    ],
)
@pytest.mark.parametrize("typing", [False, True])
def test_too_many_are_refused_and_never_compiled(source, typing, monkeypatch):
    monkeypatch.setattr("regex.compile", None)
    with pytest.raises(QueryError, match="counted repeats") as caught:
        parse(f"word /{source}/", typing=typing)
    assert 6 <= caught.value.start < caught.value.end <= 6 + len(source)
    assert parse(f"/{source}", typing=True) == Everything()


@pytest.mark.parametrize(
    "source",
    [
        r"\b(?:\w+\W+){1,200}\b",
        r"(?:[^.]{0,1000}){0,1000}",
        r"(?:a{100}){100}",
        r"\{1000}(?:\{1000}){1000}",
        r"[{1000}]{1000}[({1000}]",
        r"(?:a{,1000}b{x}){1000}",
        r"(?:a{1000}){e<=1}",
        r"(?:ab) {20000}",
        "a" * 1000,
    ],
)
def test_others_are_compiled(source):
    assert patterns.too_large(source, MOST) is None
    assert isinstance(parse(f"/{source}/"), Pattern)
