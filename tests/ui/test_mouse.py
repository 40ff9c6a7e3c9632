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


async def test_two_clicks_hold_the_sentence_three_the_paragraph(opened):
    async with opened() as reader:
        await reader.pilot.double_click("#article", offset=place(reader, "Putin"))
        await reader.pilot.pause()
        assert reader.held.startswith("Turkish President")
        assert reader.held.endswith("Kremlin said.")
        await reader.pilot.triple_click("#article", offset=place(reader, "Putin"))
        await reader.pilot.pause()
        assert reader.held.endswith("The visit will last one day.")
        await reader.pilot.click("#article", offset=place(reader, "Putin"))
        await reader.pilot.pause()
        assert reader.held == "Putin"


async def test_a_click_with_shift_or_ctrl_carries_the_end_there(opened):
    async with opened() as reader:
        await reader.pilot.click("#article", offset=place(reader, "meet"))
        await reader.pilot.click("#article", offset=place(reader, "Putin"), shift=True)
        await reader.pilot.pause()
        assert reader.held == "meet Vladimir Putin"
        await reader.pilot.click("#article", offset=place(reader, "Tayyip"), control=True)
        await reader.pilot.pause()
        assert reader.held == "Tayyip Erdogan will meet"
        await reader.press("w")
        assert reader.held == "Tayyip", "the next motion does not extend"


async def test_only_the_left_button_selects(opened):
    async with opened() as reader:
        await reader.pilot.click("#article", offset=place(reader, "Putin"), button=3)
        await reader.pilot.pause()
        assert reader.held == "Talks"


async def test_a_drag_beyond_the_pane_scrolls(opened):
    async with opened() as reader:
        pane = reader.main.article
        await reader.pilot.mouse_down("#article", offset=place(reader, "Turkish"))
        await reader.pilot.hover("#status")
        await reader.until(lambda: pane.top > 10, "scrolled on")
        await reader.pilot.hover("#article", offset=(20, 20))
        held, top = reader.held, pane.top
        assert held.startswith("Turkish President")
        assert "Paragraph 8" in held
        await reader.pilot.mouse_up("#article", offset=(20, 20))
        await reader.pilot.pause()
        assert (reader.held, pane.top) == (held, top)
        assert "held" in reader.bar("here")
        await reader.pilot.mouse_down("#article", offset=(20, 20))
        await reader.pilot.hover("#article", offset=(2, 0))
        await reader.until(lambda: pane.top == 0, "scrolled back")
        await reader.pilot.mouse_up("#article", offset=(2, 0))
        assert reader.held.startswith("Talks in Moscow")
