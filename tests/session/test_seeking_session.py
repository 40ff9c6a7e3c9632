"""A query in the open article: the first hit from where one is, the next, another article."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from reader.session.seeking import Seeking
from reader.text.spans import Span

TEXT = "Talks on Monday. No talks on Tuesday; talks failed."


def desk_of(text: str, at: int = 0) -> Any:
    return SimpleNamespace(article=SimpleNamespace(text=text), held=Span(at, at + 1))


def words(seeking: Seeking, span: Span | None, text: str = TEXT) -> tuple[int, str]:
    assert span is not None
    return span.start, str(seeking)


def test_it_goes_from_hit_to_hit_and_round():
    seeking, desk = Seeking(), desk_of(TEXT)
    seeking.set(desk, "talks")
    assert words(seeking, seeking.first(desk, 6)) == (20, "2 of 3")
    desk.held = Span(20, 25)
    assert words(seeking, seeking.step(desk, 1)) == (38, "3 of 3")
    desk.held = Span(38, 43)
    assert words(seeking, seeking.step(desk, 1)) == (0, "1 of 3")
    desk.held = Span(0, 5)
    assert words(seeking, seeking.step(desk, -1)) == (38, "3 of 3")


def test_a_capital_minds_the_case():
    seeking, desk = Seeking(), desk_of(TEXT)
    seeking.set(desk, "Talks")
    assert len(seeking.found) == 1
    seeking.set(desk, "TALKS")
    assert str(seeking) == "nothing found, with its capitals"


def test_the_query_goes_on_in_another_article():
    seeking = Seeking()
    seeking.set(desk_of(TEXT), "talks")
    other = desk_of("no more talks")
    assert seeking.step(other, 1) == Span(8, 13)
    assert seeking.step(desk_of("silence"), 1) is None
