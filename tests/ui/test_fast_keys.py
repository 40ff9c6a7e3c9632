"""Keys that come faster than the screens change: typed ahead, pasted, or late from a slow line."""

from __future__ import annotations

import pytest
from textual import events


async def burst(reader, *keys: str) -> None:
    """Keys that are all there before the first of them is looked at."""
    for key in keys:
        character = key if len(key) == 1 else {"enter": "\r", "escape": "\x1b"}.get(key)
        reader.app.post_message(events.Key(key, character))
    await reader.pilot.pause()


@pytest.mark.parametrize(
    ("keys", "tags"),
    [
        (("t", "k"), [["casualty", "Talks"]]),
        (("t", "k", "w", "t", "a"), [["casualty", "Talks"], ["attack", "in"]]),
        (("t", "/", "a", "r", "m", "s", "enter", "w", "1"), [["arms-deal", "Talks"], ["ceasefire", "in"]]),
        (("1", "r", "k", "w"), [["casualty", "Talks"]]),
        (("t", "escape", "escape", "1"), [["ceasefire", "Talks"]]),
    ],
)
async def test_each_key_meets_the_screen_that_the_one_before_it_left(opened, keys, tags):
    async with opened() as reader:
        await reader.press("enter")
        await burst(reader, *keys)
        assert reader.tags == tags
        assert reader.screen is reader.main


async def test_a_screen_that_is_closed_twice_stays_closed(opened):
    async with opened() as reader:
        await reader.press("enter")
        await burst(reader, "\\", "q", "q")
        assert reader.screen is reader.main
        assert reader.main.context == "library"


async def test_the_raw_document_takes_keys_before_it_was_ever_shown(opened):
    async with opened() as reader:
        await reader.press("enter")
        await burst(reader, "\\", "n", "j", "space", "n", "end", "home", "q", "?", "j", "q", "!", "w", "1")
        assert reader.screen is reader.main
        assert reader.tags == [["ceasefire", "in"]]


async def test_keys_after_the_last_one_do_nothing(opened):
    async with opened() as reader:
        await reader.press("enter")
        await burst(reader, "1", "ctrl+q", "x", "2", "t", "q")
        await reader.until(lambda: reader.app.return_code is not None, "the end")
        assert [tag[0] for tag in reader.tags] == ["ceasefire"]


async def test_many_keys_are_all_taken_in_order(opened):
    async with opened() as reader:
        await reader.press("enter")
        await burst(reader, *"wwwwwwww", *"bbbb", *"sssppss", "home")
        assert reader.held == "Talks"
        await burst(reader, *("w",) * 200, *("b",) * 199)
        assert reader.held == "in"
