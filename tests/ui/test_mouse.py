"""The mouse: a click takes a word or an article, a drag a passage, the wheel scrolls."""

from __future__ import annotations

from textual.events import MouseScrollDown


def place(reader, words: str, *, last: bool = False) -> tuple[int, int]:
    """Column and row in the article pane of the first (or last) character of some words."""
    pane = reader.main.article
    offset = reader.desk.article.text.index(words) + (len(words) - 1 if last else 0)
    layout = pane.painting.layout
    row = layout.row_of(offset)
    return 2 + layout.column(offset), row - pane.top + pane.head


async def drag(reader, start: tuple[int, int], end: tuple[int, int]) -> None:
    pane = "#article"
    await reader.pilot.mouse_down(pane, offset=start)
    await reader.pilot.hover(pane, offset=end)
    await reader.pilot.mouse_up(pane, offset=end)
    await reader.pilot.pause()


async def test_a_click_holds_the_word_under_it(opened):
    async with opened() as reader:
        await reader.pilot.click("#article", offset=place(reader, "Putin"))
        await reader.pilot.pause()
        assert (reader.held, reader.main.context) == ("Putin", "article")
        await reader.press("1")
        assert reader.tags == [["ceasefire", "Putin"]]


async def test_a_click_beside_the_words_holds_the_nearest(opened):
    async with opened() as reader:
        await reader.pilot.click("#article", offset=(70, place(reader, "Putin")[1]))
        await reader.pilot.pause()
        assert reader.held == "one"
        await reader.pilot.click("#article", offset=(5, 0))
        await reader.pilot.pause()
        assert reader.held == "one"  # the head is no text


async def test_a_drag_holds_a_passage_both_ways(opened):
    async with opened() as reader:
        start, end = place(reader, "Recep"), place(reader, "Vladimir Putin", last=True)
        await drag(reader, start, end)
        assert reader.held == "Recep Tayyip Erdogan will meet Vladimir Putin"
        await drag(reader, end, start)
        assert reader.held == "Recep Tayyip Erdogan will meet Vladimir Putin"


async def test_a_click_in_the_list_opens_the_article(opened):
    async with opened() as reader:
        await reader.pilot.click("#library", offset=(5, 3))
        await reader.pilot.pause()
        assert (reader.desk.article.id, reader.main.context) == ("second", "article")
        await reader.pilot.click("#library", offset=(5, 2))  # a day is no article
        await reader.pilot.click("#library", offset=(5, 20))
        await reader.pilot.pause()
        assert reader.desk.article.id == "second"


async def test_the_wheel_scrolls_and_leaves_what_is_held(opened):
    async with opened() as reader:
        pane = reader.main.article
        await reader.pilot._post_mouse_events([MouseScrollDown], pane, offset=(5, 5))
        await reader.pilot.pause()
        assert pane.top == 3
        assert reader.held == "Talks"
