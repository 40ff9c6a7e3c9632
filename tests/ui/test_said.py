"""Keys that can do nothing say so, in the article and in the raw document."""

from __future__ import annotations

import pytest

from reader.ui.screens.chooser import Chooser
from reader.ui.screens.help import HelpScreen
from reader.ui.screens.raw import RawScreen


async def test_a_motion_that_leads_nowhere_says_so_until_the_next_key(opened):
    async with opened() as reader:
        await reader.press("enter", "end", "s")
        assert reader.bar("here").strip() == "no further sentence"
        await reader.press("less_than_sign")
        assert reader.bar("here").strip() == "a word is the least to hold"
        await reader.press("b")
        assert reader.bar("here").strip() == "1 word held"


async def test_escape_ends_a_sequence_without_a_word(opened):
    async with opened() as reader:
        await reader.press("enter", "g", "escape")
        assert reader.bar("here").strip() == "1 word held"
        await reader.press("ctrl+t")
        assert reader.bar("here").strip() == "ctrl+t does nothing here; ? shows what does"


@pytest.mark.parametrize(("key", "screen"), [("question_mark", HelpScreen), ("f1", HelpScreen), ("ctrl+p", Chooser)])
async def test_help_and_palette_are_there_in_the_raw_document(opened, key, screen):
    async with opened() as reader:
        await reader.press("enter", "backslash", key)
        assert isinstance(reader.screen, screen)
        await reader.press("escape")
        assert isinstance(reader.screen, RawScreen)


async def test_the_palette_of_the_raw_document_runs_what_can_run_there(opened):
    async with opened() as reader:
        await reader.press("enter", "backslash", "ctrl+p")
        ids = {choice.value for choice in reader.screen._choices}
        assert {"raw.down", "app.help", "app.quit"} <= ids
        assert not ids & {"raw.next", "raw.undo", "history.undo", "article.next", "move.word.next"}
        await reader.press(*"back to the article", "enter")
        assert reader.screen is reader.main


async def test_what_the_raw_document_has_no_use_for_says_so(opened):
    async with opened() as reader:

        def said() -> str:
            return reader.screen.said.render_line(0).text.strip()

        await reader.press("enter", "backslash")
        await reader.until(lambda: isinstance(reader.screen, RawScreen) and said(), "what is held")
        assert said() == "in the article"
        assert "take out" in reader.screen.keys.render_line(0).text
        assert "next removed" not in reader.screen.keys.render_line(0).text
        await reader.press("tab")
        assert said() == "“to the other pane” does nothing here; ? shows what does"
        await reader.press("j")
        assert said() == "in the article"
        await reader.press("u")
        assert said() == "nothing was amended here in this session that could be undone"
        await reader.press("g")
        assert said().startswith("g …")
        await reader.press("z")
        assert said() == "g z does nothing here; ? shows what does"
        await reader.press("exclamation_mark")
        assert said() == "everything could be read"


async def test_the_footer_names_keys_that_work_and_rather_one_than_two(opened):
    async with opened(keymap="vim", size=(200, 40)) as reader:
        await reader.press("enter")
        assert " e entity " in reader.bar("footer")
        assert " g n next " in reader.bar("footer")
