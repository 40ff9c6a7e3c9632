"""The line below the article: what is held, named and tagged there."""

from __future__ import annotations


async def test_it_names_what_is_held(opened):
    async with opened() as reader:
        assert reader.bar("here").strip() == "A Paper · 2020-03-02 · not begun"  # the library has the keyboard
        await reader.press("enter")
        assert reader.bar("here").strip() == "1 word held"
        await reader.press("e")
        assert reader.bar("here").split("  ")[0] == " place: Moscow"
        await reader.press("s")
        assert reader.bar("here").startswith(" 4 entities  ")
        assert reader.bar("here").endswith(" 14 words held")
        await reader.press("v", "w")
        assert reader.bar("here").endswith("extending · 15 words held")


async def test_it_lists_the_tags_under_the_selection_best_first(opened):
    async with opened() as reader:
        await reader.press("enter", "s", "s", "1", "e", "2", "w")
        words = reader.bar("here")
        assert words.index("ceasefire “Turkish President") > words.index("casualty “Recep Tayyip Erdogan”")


async def test_entities_are_bold_and_tags_underlined(opened):
    async with opened() as reader:
        await reader.press("enter", "e", "1", "home")
        segments = {s.text.strip(): s.style for s in reader.main.article.paint_row(0)}
        assert segments["Moscow"].bold
        assert segments["Moscow"].underline
        assert not segments["as fighting goes on"].underline
