"""Searching the open article in the running program: as one types, and from hit to hit."""

from __future__ import annotations


async def test_it_goes_there_as_one_types_and_escape_goes_back(opened):
    async with opened() as reader:
        await reader.press("enter", "s", "s")
        before, top = reader.desk.caret, reader.main.article.top
        await reader.press("slash", "p", "a", "r")
        assert reader.held == "Par"
        assert "/par" in reader.bar("here")
        assert "1 of 27" in reader.bar("here")
        await reader.press("down")
        assert "2 of 27" in reader.bar("here")
        await reader.press("escape")
        assert (reader.desk.caret, reader.main.article.top) == (before, top)
        assert not reader.main.article.painting.has_hits


async def test_what_is_found_is_tagged_and_the_next_is_a_key_away(opened):
    async with opened() as reader:
        await reader.press("enter", "slash", *"moscow", "enter", "4", "n", "4", "backspace")
        assert reader.tags == [["talks", "Moscow"], ["talks", "Moscow"]]
        assert reader.desk.held == reader.desk.opened.tags[0].span
        assert reader.main.article.painting.has_hits
        await reader.press("escape")
        assert not reader.main.article.painting.has_hits


async def test_while_extending_the_end_goes_there(opened):
    async with opened() as reader:
        await reader.press("enter", "v", "slash", *"moscow", "enter")
        assert reader.held == "Talks in Moscow"


async def test_nothing_found_holds_what_was_held_and_says_so(opened):
    async with opened() as reader:
        await reader.press("enter", "slash", *"zebra")
        assert "nothing found" in reader.bar("here")
        await reader.press("enter")
        assert reader.held == "Talks"
        assert "“zebra” is not in this article" in reader.bar("here")


async def test_before_anything_was_searched_n_says_so(opened):
    async with opened() as reader:
        await reader.press("enter", "n")
        assert "nothing was searched for yet" in reader.bar("here")


async def test_the_query_ends_with_its_article_and_so_do_a_jump_and_a_sequence(opened):
    async with opened() as reader:
        await reader.press("enter", "slash", *"par")
        reader.main.open_article("second")
        await reader.press("1")
        assert reader.main.seeking.typing is None
        assert reader.tags == [["ceasefire", "A"]]
        reader.main.open_article("first")
        await reader.press("M")
        reader.main.open_article("second")
        assert reader.main.jumping.state is None
        await reader.press("g")
        reader.main.open_article("first")
        assert not reader.main.dispatcher.pending


async def test_what_is_pasted_goes_into_the_line_that_is_typed(opened):
    from textual.events import Paste

    async with opened() as reader:
        await reader.press("enter", "slash")
        reader.main.on_paste(Paste("Vladimir\n Putin\x1b"))
        await reader.press("enter")
        assert reader.held == "Vladimir Putin"
        await reader.press("t", "slash")
        reader.screen.on_paste(Paste("casu"))
        await reader.press("enter")
        assert reader.tags == [["casualty", "Vladimir Putin"]]
