"""The same program on wide, narrow and small terminals, and while they change."""

from __future__ import annotations

import pytest

SIZES = [(120, 40), (200, 60), (100, 30), (99, 30), (80, 24), (60, 20), (40, 12), (20, 6)]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_everything_works_at_every_size(opened, size):
    async with opened(size=size) as reader:
        await reader.press("j", "k", "enter", "s", "1", "g", "l", "down", "enter", "t", "down", "slash", "a", "escape")
        await reader.press("question_mark", "space", "q", "backslash", "n", "q", "ctrl+p", "escape", "end", "home")
        assert len(reader.tags) == 1
        assert (len(reader.rows), max(map(len, reader.rows))) <= (size[1], size[0])


@pytest.mark.parametrize("size", SIZES[:6], ids=str)
async def test_what_is_held_is_in_sight_after_every_motion(opened, size):
    async with opened(size=size) as reader:
        await reader.press("enter")
        article = reader.main.article
        for key in [
            "s",
            "p",
            "p",
            "p",
            "end",
            "k",
            "b",
            "home",
            "space",
            "pageup",
            "down",
            "s",
            *["p"] * 25,
            "backspace",
        ]:
            await reader.press(key)
            row = article.painting.layout.row_of(reader.desk.held.start)
            assert 0 <= row - article.top < article.page, key


async def test_narrow_terminals_show_one_pane_at_a_time(opened):
    async with opened(size=(80, 24)) as reader:
        assert "A truce holds" in reader.text
        assert "Turkish President" not in reader.text
        await reader.press("j")
        assert reader.desk.article.id == "first"  # what is not seen is not opened
        await reader.press("enter")
        assert reader.desk.article.id == "second"
        assert "The truce held" in reader.text
        await reader.press("tab")
        assert "The truce held" not in reader.text
        await reader.press("tab", "right_square_bracket")
        assert reader.desk.article.id == "third"


async def test_wide_terminals_show_the_article_that_is_chosen(opened):
    async with opened(size=(120, 40)) as reader:
        await reader.press("j")
        assert "The truce held" in reader.text


async def test_the_selection_and_the_place_outlive_a_change_of_size(opened):
    async with opened(size=(120, 40)) as reader:
        await reader.press("enter", "p", "p", "w", "1")
        held = reader.held
        for size in ((80, 24), (60, 20), (120, 40)):
            await reader.pilot.resize_terminal(*size)
            await reader.until(lambda size=size: len(reader.rows) == size[1] and reader.laid_out, "the new size")
            rows = reader.main.article.painting.layout.rows
            await reader.until(lambda rows=rows: f"/{rows} " in reader.bar("status"), "the new number of rows")
            assert (reader.held, reader.main.context) == (held, "article")
            assert held in reader.text


async def test_the_saved_mark_is_seen_at_every_width(opened, tmp_path):
    folder = tmp_path / "a" / ("long" * 30)
    for size in ((120, 40), (80, 24), (60, 20), (40, 12)):
        async with opened(size=size, annotations=folder) as reader:
            assert reader.bar("status").startswith(" ana ")
            assert " ana saved " not in reader.bar("status")  # nothing was made yet
            await reader.press("enter", "m")
            await reader.until(lambda: " ana saved " in reader.bar("status"), "the saved mark")


@pytest.mark.parametrize("width", [120, 100, 80, 60])
async def test_labels_of_the_digits_are_all_seen(opened, width):
    async with opened(size=(width, 30)) as reader:
        shown = reader.bar("labels")
        scheme = reader.app.session.project.scheme
        assert [label.name for label in scheme.by_digit.values() if label.name in shown] == [
            label.name for label in scheme.by_digit.values()
        ]
