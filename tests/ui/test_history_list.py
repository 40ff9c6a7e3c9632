"""The history list: to read, to go to what was done, to take back down to an act and do again up to one."""

from __future__ import annotations

import pytest


def rows(reader) -> list[str]:
    pane = reader.screen.rows
    return [pane.paint_row(row).text.rstrip() for row in range(pane.row_count)]


def labels(reader) -> list[str]:
    return [label for label, _ in reader.tags]


@pytest.fixture
def tagged(opened):
    """Three tags in the first article, one in the second; then the history is opened."""

    async def tagged(reader) -> None:
        await reader.press("enter", "1", "w", "2", "w", "3", "right_square_bracket", "4", "g", "h")

    return tagged


async def test_it_lists_what_was_done_newest_first(opened, tagged):
    async with opened() as reader:
        await tagged(reader)
        assert type(reader.screen).__name__ == "HistoryScreen"
        assert [row.split("  ")[-1].strip() for row in rows(reader)] == [
            "tag talks “A”",
            "tag attack “Moscow”",
            "tag casualty “in”",
            "tag ceasefire “Talks”",
        ]
        assert "A truce holds" in rows(reader)[0]
        assert rows(reader)[0].startswith("▸ ")
        await reader.press("escape")
        assert reader.screen is reader.main


async def test_enter_goes_to_the_article_and_the_passage(opened, tagged):
    async with opened() as reader:
        await tagged(reader)
        await reader.press("j", "j", "enter")
        assert reader.desk.article.id == "first"
        assert reader.main.library.chosen == "first"
        assert reader.held == "in"
        assert reader.main.context == "article"


async def test_one_is_taken_back_at_once(opened, tagged):
    async with opened() as reader:
        await tagged(reader)
        await reader.press("u")
        assert reader.tags == []
        assert reader.bar("here").strip() == "taken back: tag talks “A”"


async def test_several_are_asked_about_and_undone_ones_are_told_without_colour(opened, tagged):
    async with opened() as reader:
        await tagged(reader)
        await reader.press("j", "j", "u")
        assert "Take back 3 acts, down to “tag casualty “in””" in " ".join(reader.text.split())
        await reader.press("n")
        assert len(reader.app.session.annotations.history.acts_done) == 4
        await reader.press("g", "h", "j", "j", "u", "y")
        assert reader.bar("here").strip() == "3 acts taken back"
        assert reader.desk.article.id == "first"
        assert labels(reader) == ["ceasefire"]
        await reader.press("g", "h")
        said = rows(reader)
        assert ["undone: " in row for row in said] == [True, True, True, False]
        assert said[3].startswith("▸ ")
        await reader.press("k", "k", "u", "y")
        assert reader.bar("here").strip() == "2 acts done again"
        assert labels(reader) == ["ceasefire", "casualty", "attack"]
        await reader.press("g", "h", "k", "ctrl+r")
        assert reader.bar("here").strip() == "done again: tag talks “A”"
        assert reader.desk.article.id == "second"


async def test_typing_after_a_slash_filters(opened, tagged):
    async with opened() as reader:
        await tagged(reader)
        await reader.press("slash", "c", "a", "s", "u")
        assert [row.split("  ")[-1].strip() for row in rows(reader)] == ["tag casualty “in”"]
        await reader.press("q")
        assert rows(reader) == []
        assert "nothing matches" in reader.text
        await reader.press("enter", "backspace", "backspace", "backspace", "enter")
        assert reader.held == "in"
        await reader.press("g", "h", "slash", "x", "escape")
        assert len(rows(reader)) == 4
        await reader.press("end")
        assert rows(reader)[3].startswith("▸ ")
        await reader.press("home", "q")
        assert reader.screen is reader.main


async def test_what_was_found_stays_when_the_typing_ends_and_can_be_taken_back(opened, tagged):
    async with opened() as reader:
        await tagged(reader)
        await reader.press("slash", "c", "a", "s", "u", "tab")
        assert len(rows(reader)) == 1
        assert "/casu" in reader.text
        assert "take back all 3 down to here" in reader.text
        await reader.press("escape")
        assert len(rows(reader)) == 4
        await reader.press("slash", "c", "a", "s", "u", "tab", "u", "y")
        assert reader.screen is reader.main
        assert "casualty" not in labels(reader)


async def test_nothing_was_done_yet(opened):
    async with opened(size=(80, 24)) as reader:
        await reader.press("g", "h")
        assert "nothing was done yet" in reader.text
        await reader.press("u", "enter", "down")
        await reader.press("q")
        assert reader.screen is reader.main


async def test_an_article_that_is_gone_is_said(opened, tagged, corpus):
    async with opened() as reader:
        await tagged(reader)
        await reader.press("escape")
        await reader.saved()
    lines = corpus.read_text(encoding="utf-8").splitlines(keepends=True)
    corpus.write_text("".join(line for line in lines if '"second"' not in line), encoding="utf-8")
    async with opened() as reader:
        await reader.press("g", "h", "enter")
        assert "not in this corpus" in reader.bar("here")
        await reader.press("g", "h", "u")
        assert "cannot be opened" in reader.bar("here")
        await reader.press("g", "h", "j", "u", "y")
        assert "acts taken back" in reader.bar("here")  # what cannot be taken back here holds up nothing else


@pytest.mark.parametrize("size", [(60, 24), (80, 24)])
async def test_what_u_does_is_said_on_a_narrow_screen_too(opened, tagged, size):
    async with opened(size=size) as reader:
        await tagged(reader)
        assert any("u take it back" in row for row in reader.rows)
        await reader.press("j")
        assert any("u take back all 2 down to here" in row for row in reader.rows)
        await reader.press("j", "u", "n", "u", "g", "h")
        assert any("u take it back" in row for row in reader.rows)


async def test_a_refused_act_is_told_apart_and_tried_again(opened, corpus):
    names = corpus.parent / "annotations" / "entities.yaml"
    async with opened(size=(80, 24)) as reader:
        await reader.press("enter", "e", "comma", "tab", "o")
        good = names.read_text("utf-8")
        names.write_text(good.replace("organisation", "group").replace("names", "# mine\nnames"), "utf-8")
        await reader.press("u")
        assert "somebody else changed it; now “Moscow” is a group in entities.yaml" in reader.bar("here")
        await reader.press("g", "h")
        assert "refused: “Moscow” is an organi" in rows(reader)[0]
        assert any("u try it again" in row for row in reader.rows)
        names.write_text(good, "utf-8")
        await reader.press("u")
        assert not names.exists()
