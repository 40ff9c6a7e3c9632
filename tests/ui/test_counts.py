"""Counts before a motion, and what terminals send for Alt with a digit."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual._xterm_parser import XTermParser

from reader.control.keymap import default_keymap, problems_of
from reader.control.keys import pressed
from reader.ui.alt_keys import know_alt_keys


async def test_a_count_runs_the_motion_so_many_times(opened):
    async with opened() as reader:
        await reader.press("enter", "alt+3")
        assert reader.bar("here").startswith(" 3 … times")
        await reader.press("w")
        assert reader.held == "as"
        assert "…" not in reader.bar("here")
        await reader.press("w")
        assert reader.held == "fighting", "the count is spent"
        await reader.press("alt+9", "alt+9", "alt+9", "alt+9", "b")
        assert reader.held == "Talks", "it stops at the end"
        await reader.press("alt+2", "shift+right")
        assert reader.held == "Talks in Moscow"
        await reader.press("alt+2", "less_than_sign")
        assert reader.held == "Talks"
        await reader.press("alt+1", "alt+2", "j", "alt+5", "k")
        assert "Paragraph" in reader.held or reader.desk.held.start > 200


async def test_escape_drops_a_count_and_nothing_else(opened):
    async with opened() as reader:
        await reader.press("enter", "s", "alt+3", "escape")
        assert reader.held == "Talks in Moscow as fighting goes on"
        assert "…" not in reader.bar("here")
        await reader.press("alt+0")
        assert "begins with 1" in reader.bar("here")
        await reader.press("alt+4", "g", "l", "escape", "alt+3", "1", "w")
        assert reader.tags == [["ceasefire", "Talks in Moscow as fighting goes on"]]
        assert reader.held == "Talks", "what takes no count uses it up"


async def test_a_count_of_articles_and_pages(opened):
    async with opened(size=(120, 22)) as reader:
        await reader.press("alt+2", "j")
        assert reader.main.library.chosen == "third"
        await reader.press("alt+9", "k", "enter", "alt+2", "space")
        assert reader.main.article.top == 2 * (reader.main.article.page - 2)


async def test_digits_may_count_and_alt_tags(opened):
    async with opened(keymap=replace(default_keymap(), counts="digits")) as reader:
        await reader.press("enter", "1", "0", "w", "2", "b")
        assert reader.held == "President"
        await reader.press("alt+2")
        assert reader.tags == [["casualty", "President"]]
        assert "Alt with" in reader.bar("labels")


@pytest.mark.parametrize("digit", [*"1234567890"])
def test_what_terminals_send_for_alt_and_a_digit(digit):
    know_alt_keys()
    for sent in (f"\x1b{digit}", f"\x1b[{ord(digit)};3u"):
        (event,) = XTermParser().feed(sent)
        assert pressed(event.key, event.character) == f"alt+{digit}"


def test_a_key_that_counts_cannot_be_bound():
    keys = {"tag.again": ("alt+3",), "app.quit": ("ctrl+q",)}
    assert "counts" in problems_of(keys, "jump")[0].message
    assert "tags" in problems_of(keys, "jump", "digits")[0].message
    assert problems_of(keys, "jump", "none") == []
    assert default_keymap().digit_of_count("3") == ""
    assert replace(default_keymap(), counts="none").digit_of_count("alt+3") == ""


async def test_a_nudge_moves_the_end_of_the_tag_and_says_so(opened):
    async with opened() as reader:
        await reader.press("enter", "1", "alt+2", "greater_than_sign")
        assert reader.tags == [["ceasefire", "Talks in Moscow"]]
        assert "“Talks in Moscow”" in reader.bar("here")
        assert any("ceasefire" in row and "Talks in Moscow" in row for row in reader.rows)
        await reader.press("ctrl+left", "backspace")
        assert reader.tags == [["ceasefire", "Talks in Moscow"]]
        await reader.press("u")
        assert reader.tags == [["ceasefire", "Talks in Mosco"]]
        await reader.press("u", "u", "u")
        assert reader.tags == []


async def test_the_end_letters_move_the_end_of_the_tag(opened):
    async with opened() as reader:
        await reader.press("enter", "1", "semicolon", "d")
        assert reader.tags == [["ceasefire", "Talks in Moscow"]]
        assert reader.held == "Talks in Moscow"
        await reader.press("u")
        assert reader.tags == [["ceasefire", "Talks"]]


async def test_a_nudge_that_leads_nowhere_says_why(opened):
    async with opened() as reader:
        await reader.press("enter", "1", "left_curly_bracket")
        assert "the text begins here" in reader.bar("here")
        await reader.press("less_than_sign")
        assert "a word is the least" in reader.bar("here")
        assert reader.tags == [["ceasefire", "Talks"]]
