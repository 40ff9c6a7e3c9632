"""The vim keymap, in use."""

from __future__ import annotations

from test_every_command import PILOT


async def test_an_article_is_read_and_tagged_with_vims_keys(opened):
    async with opened(keymap="vim") as reader:

        async def press(*keys: str) -> None:
            await reader.press(
                *[PILOT.get(key, {")": "right_parenthesis", "(": "left_parenthesis"}.get(key, key)) for key in keys]
            )

        await press("j", "G")
        assert reader.desk.article.id == "third"
        await press("g", "g", "l")
        assert (reader.desk.article.id, reader.main.context) == ("first", "article")
        await press("l", "l", "h")
        assert reader.held == "in"
        await press(")")
        assert reader.held.startswith("Turkish President")
        await press("1", "]", "e")
        assert reader.held == "Recep Tayyip Erdogan"
        await press("v", "w", "2", "escape", "G")
        assert reader.held == "it"
        await press("g", "g", "]", "t")
        assert reader.held.startswith("Turkish President")
        await press("u", "]", "a")
        assert reader.desk.article.id == "second"
        await press("[", "a")
        assert reader.tags[0][0] == "ceasefire"
        assert len(reader.tags) == 1
