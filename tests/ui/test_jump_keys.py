"""The jump in the running program: keys, letters on the screen, the way back."""

from __future__ import annotations

import pytest


async def test_two_keys_tag_a_name(opened):
    async with opened() as reader:
        await reader.press("enter", "K", "5")
        assert reader.tags == [["displacement", "Kremlin"]]
        assert reader.main.jumping.state is None


async def test_four_keys_tag_a_passage_and_the_letters_are_on_the_screen(opened):
    async with opened() as reader:
        await reader.press("enter", "T")
        assert reader.held == "Turkish"
        state, text = reader.main.jumping.state, reader.desk.article.text
        code = next(code for code, place in state.codes.items() if text.startswith("troops", state.order[place].start))
        assert f"{code}roops" in reader.text, "the other matches show a letter instead of their first"
        assert "from there" in reader.bar("footer")
        await reader.press(code.upper())
        assert "troopsawere" in reader.text
        await reader.press("f")
        assert reader.held == "troops were killed in"
        await reader.press("2")
        assert reader.tags == [["casualty", "troops were killed in"]]


async def test_escape_gives_back_what_was_held(opened):
    async with opened() as reader:
        await reader.press("enter", "s", "s")
        before = reader.desk.caret
        await reader.press("M", "escape")
        assert reader.desk.caret == before
        assert "Moscow" in reader.text


async def test_a_letter_that_is_no_hint_runs_no_command(opened):
    async with opened() as reader:
        await reader.press("enter", "M")
        held = reader.held
        await reader.press("x")
        assert "no word wears x" in reader.bar("here")
        assert reader.held == held
        await reader.press("enter", "x")
        assert "no tag here" in reader.bar("here"), "now it is a command"


async def test_an_end_for_what_is_held(opened):
    async with opened() as reader:
        await reader.press("enter", "L", "L", ";", ".")
        assert reader.held == "Last week, 34 troops were killed in Idlib."


async def test_the_letter_without_shift(opened):
    async with opened() as reader:
        await reader.press("enter", "f")
        assert "Space" in reader.bar("footer")
        await reader.press("k", "1")
        assert reader.tags == [["ceasefire", "Kremlin"]]
        await reader.press("f", "3")
        assert reader.held == "34"


async def test_backspace_goes_back_a_match(opened):
    async with opened() as reader:
        await reader.press("enter", "M")
        first = reader.desk.held
        await reader.press("M", "enter")
        assert reader.desk.held != first
        await reader.press("backspace")
        assert reader.desk.held == first


async def test_where_capitals_are_free_no_capital_jumps(opened):
    async with opened(keymap="vim") as reader:
        await reader.press("enter", "I")
        assert reader.main.jumping.state is None
        assert "does nothing here" in reader.bar("here")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_keys_are_named_where_there_is_no_footer(opened, size):
    async with opened(size=size) as reader:
        await reader.press("enter", "M")
        assert "there" in reader.bar("here")
