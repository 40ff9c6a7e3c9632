"""A pattern that is compiled at its first use does what a compiled one does."""

from __future__ import annotations

import re

import pytest

from reader.patterns import lazy


def test_it_finds_what_the_compiled_one_finds() -> None:
    pattern, compiled = lazy(r"(?P<word>[a-z]+)\d?", re.I), re.compile(r"(?P<word>[a-z]+)\d?", re.I)
    text = "Karsa1 said ok2"
    assert (pattern.pattern, pattern.flags & re.I) == (compiled.pattern, re.I)
    for method in ("search", "match", "fullmatch"):
        ours, theirs = getattr(pattern, method)(text, 2), getattr(compiled, method)(text, 2)
        assert (ours and ours.groupdict()) == (theirs and theirs.groupdict())
    assert pattern.findall(text) == compiled.findall(text)
    assert [m.span() for m in pattern.finditer(text)] == [m.span() for m in compiled.finditer(text)]
    assert pattern.sub("x", text) == compiled.sub("x", text)


def test_a_broken_one_says_so_at_its_first_use() -> None:
    pattern = lazy("(")
    with pytest.raises(re.error):
        pattern.search("")
    with pytest.raises(AttributeError):
        pattern.nothing  # type: ignore[attr-defined]  # noqa: B018
