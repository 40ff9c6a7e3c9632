"""The same program on wide, narrow and small terminals, and while they change."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

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


async def resized(reader, size):
    await reader.pilot.resize_terminal(*size)
    await reader.until(lambda: len(reader.rows) == size[1] and reader.laid_out, "the new size")
    await reader.pilot.pause()


async def test_widths_and_back_show_the_same_place(opened):
    async with opened(size=(120, 40)) as reader:
        await reader.press("enter", *["p"] * 12, "pageup")
        article = reader.main.article
        for size in ((60, 20), (80, 24), (40, 12), (200, 50)):
            top = article.painting.layout.start(article.top)
            held = reader.desk.held
            for other in (size, (99, 30), (64, 21), size, (120, 40)):
                await resized(reader, other)
                row = article.painting.layout.row_of(held.start)
                assert reader.desk.held == held
                assert article.top <= row < article.top + article.page
            assert article.painting.layout.start(article.top) == top
            await reader.press("pageup")


async def test_the_size_may_change_under_every_dialog(opened):
    async with opened(size=(120, 40)) as reader:
        await reader.press("enter", "s", "1")
        for keys in (
            ("t",),
            ("question_mark",),
            ("ctrl+p", "a"),
            ("g", "h"),
            ("g", "i"),
            ("g", "slash", "t"),
            ("backslash",),
        ):
            await reader.press(*keys)
            for size in ((60, 20), (40, 12), (20, 6), (200, 50), (120, 40)):
                await reader.pilot.resize_terminal(*size)
                await reader.until(lambda size=size: len(reader.rows) == size[1], "the new size")
                await reader.press("down", "up")
                assert max(map(cell_len, reader.rows)) <= size[0]
            for _ in range(3):
                if reader.screen is not reader.main:
                    await reader.press("escape")
            assert reader.screen is reader.main
        assert len(reader.tags) == 1


async def test_at_sixty_columns_everything_is_named(opened):
    async with opened(size=(60, 24)) as reader:
        await reader.press("enter", "s", "1", "e", "2")
        assert "2 tags" in reader.rows[0]
        assert reader.bar("status").startswith(" ana ")
        assert "? help" in reader.bar("status")
        assert "casualty" in reader.bar("here")
        for keys, word in (
            (("t",), "Esc back"),
            (("ctrl+p",), "Esc back"),
            (("g", "h"), "Esc back"),
            (("g", "i"), "Esc as it was"),
        ):
            await reader.press(*keys)
            assert word in reader.text, keys
            await reader.press("escape")


async def test_narrow_panes_write_labels_beside_short_rows_or_below_the_paragraph(opened):
    async with opened(size=(40, 20)) as reader:
        await reader.press("enter", "s", "s", "1", "home", "3")
        await reader.until(lambda: "2 tags" in reader.text, "the tags")
        assert "↑ ceasefire “Turkish President…”" in reader.text
        assert "attack" in reader.text
        await reader.press("x")
        assert "↑ ceasefire" in reader.text
        await reader.press("s", "x")
        assert "↑" not in reader.text


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


async def test_headings_quotes_and_lists_are_signed(opened, tmp_path):
    path = tmp_path / "project" / "page.html"
    long = "Nobody fired on either side of the line that night, the observers said, and the truce held until the morning came. "
    path.write_text(
        f"<title>A truce holds</title><body><article><h1>A truce holds in the north</h1><p>{long * 3}</p><h2>What was agreed</h2>"
        f"<p>{long * 2}</p><ul><li>No shelling of towns and villages near the border, by anybody.</li><li>An exchange of all"
        f" prisoners within the week, in both directions.</li></ul><blockquote><p>“{long * 2}”</p></blockquote><p>{long * 3}</p>"
        "</article></body>",
        encoding="utf-8",
    )
    async with opened(path, as_is=False, size=(80, 50)) as reader:
        roles = {block.role for block in reader.desk.article.blocks}
        assert {"heading", "list", "quote"} <= roles
        await reader.press("enter")
        assert sum(row.startswith("• ") for row in reader.rows) == 2
        assert sum(row.startswith("│ ") for row in reader.rows) >= 3
        painting = reader.main.article.painting
        row = painting.layout.row_of(reader.desk.article.text.index("What was agreed"))
        assert all(look.title for _, look in painting.runs(row))
        await reader.press("home")
        await resized(reader, (60, 50))
        assert sum(row.startswith("• ") for row in reader.rows) == 2
