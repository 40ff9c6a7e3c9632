"""The raw document: what is held, what is said of it, and lines put back and taken out by key."""

from __future__ import annotations

import os
from itertools import pairwise

import pytest
from textual.events import Paste

from reader.corpus.amendments import Amendments
from reader.corpus.amendments_file import amendments_path, render
from reader.ui.screens.field import FieldScreen
from reader.ui.screens.raw import RawScreen

BODY = "The truce held on Sunday, said officials in the town, and nobody fired a shot for hours on end."
PAGE = "\n".join(
    [
        "Facebook Twitter Email",
        "A truce holds in the north",
        "March 1, 2020",
        *(BODY.replace("Sunday", f"day {number}") for number in range(1, 25)),
        "Nobody \x1b[31mfired\x1b[0m on Monday, officials in Moscow said to the press.",
        "Source: AFP",
    ]
)


@pytest.fixture
def page(corpus):
    path = corpus.with_name("page.txt")
    path.write_text(PAGE, encoding="utf-8")
    return path


def said(reader) -> str:
    return reader.screen.said.render_line(0).text.strip()


def held(reader) -> list[str]:
    raw = reader.screen.pane.document.document.raw
    return [raw[unit.start : unit.end] for unit in reader.screen.pane.view.held]


def row_of(reader, words: str) -> str:
    return next(row for row in reader.rows if words in row)


async def test_a_line_is_put_back_and_one_taken_out_and_the_article_follows(opened, page):
    async with opened(page, as_is=False) as reader:
        assert "Facebook" not in reader.text
        await reader.press("backslash", "home")
        row = row_of(reader, "Facebook")
        assert row.startswith("▸- Facebook Twitter Email")
        assert "share-words: " in row
        await reader.press("p")
        assert said(reader) == "saved · put back: “Facebook Twitter Email”"
        assert row_of(reader, "Facebook Twitter Email  ").startswith("▸+ ")
        await reader.press("j", "j", "j", "x")
        assert row_of(reader, "day 1,").startswith("▸x ")
        assert "1 put back · 1 taken out" in reader.rows[0]
        await reader.press("backslash")
        assert reader.screen is reader.main
        assert "Facebook Twitter Email" in reader.text
        assert "day 1," not in reader.text
    async with opened(page, as_is=False) as reader:
        assert "Facebook Twitter Email" in reader.text
        await reader.press("backslash", "home", "p")
        assert said(reader) == "saved · as cleaning has it, out: “Facebook Twitter Email”"
        await reader.press("u")
        assert said(reader) == "saved · taken back: as cleaning has it, out: “Facebook Twitter Email”"
        assert reader.screen.pane.document.units[0].hand == "put back"


async def test_tags_and_selection_stay_on_their_words(opened, page):
    async with opened(page, as_is=False) as reader:
        await reader.press("end", "1")
        tagged = reader.tags
        await reader.saved()
        await reader.press("backslash", "home", "p", "q")
        await reader.until(lambda: "Facebook" in reader.desk.article.text, "the text")
        assert reader.tags == tagged
        assert reader.held == tagged[0][1]
        (tag,) = reader.desk.opened.tags
        assert reader.desk.article.text[tag.start : tag.end] == tag.text


async def test_several_lines_at_once(opened, page):
    async with opened(page, as_is=False) as reader:
        await reader.press("backslash", "home", "shift+down", "shift+down")
        assert len(held(reader)) == 3
        assert said(reader).startswith("3 lines held, ")
        await reader.press("p")
        assert all(not unit.removed for unit in reader.screen.pane.document.units[:3])
        await reader.press("u")
        assert reader.screen.pane.document.units[0].removed
        await reader.press("v", "j", "escape")
        assert len(held(reader)) == 1
        assert isinstance(reader.screen, RawScreen)
        await reader.press("escape")
        assert reader.screen is reader.main


async def test_sentences_are_held_and_taken_out(opened, corpus):
    path = corpus.with_name("two.txt")
    path.write_text(f"{BODY} Read our newsletter. {BODY}\n\n{BODY}", encoding="utf-8")
    async with opened(path, as_is=False) as reader:
        await reader.press("backslash", "home", "minus", "j")
        assert held(reader) == ["Read our newsletter."]
        await reader.press("x", "minus")
        assert said(reader) == "a sentence is the least to hold"
        await reader.press("plus")
        assert held(reader) == ["Read our newsletter."]  # cut off by now
        assert "newsletter" not in reader.desk.article.text
        await reader.press("x")
        assert reader.desk.article.text == f"{BODY} Read our newsletter. {BODY}\n\n{BODY}"


async def test_a_line_longer_than_the_page_is_read_to_its_end(opened, corpus):
    path = corpus.with_name("long.txt")
    path.write_text(", ".join([BODY.rstrip(".")] * 40) + f".\n\n{BODY.replace('truce', 'peace')}", encoding="utf-8")
    async with opened(path, as_is=False, size=(80, 24)) as reader:
        await reader.press("backslash", "home")
        pane = reader.screen.pane
        assert len(pane.view.rows_of(0)) > 3 * pane.page
        tops = [pane.top]
        for _ in range(20):
            await reader.press("j")
            tops.append(pane.top)
            if pane.view.at:
                break
        assert held(reader) == [BODY.replace("truce", "peace")]
        assert max(b - a for a, b in pairwise(tops)) < pane.page


async def test_the_mouse_holds_a_line(opened, page):
    async with opened(page, as_is=False) as reader:
        await reader.press("backslash", "home")
        y = next(y for y, row in enumerate(reader.rows) if "A truce holds in the north" in row and y > 1)
        await reader.pilot.click(offset=(10, y))
        assert held(reader) == ["A truce holds in the north"]


async def test_enter_reads_the_article_at_the_line(opened, page):
    async with opened(page, as_is=False) as reader:
        await reader.press("backslash", "end", "k", "enter")
        assert reader.screen is reader.main
        assert reader.held == "Nobody"
        article = reader.main.article
        assert 0 <= article.painting.layout.row_of(reader.desk.held.start) - article.top < article.page


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
async def test_every_size_shows_signs_rules_and_keys(opened, page, size):
    async with opened(page, as_is=False, size=size) as reader:
        await reader.press("backslash", "home", "x", "n")
        assert all(len(row) <= size[0] for row in reader.rows)
        assert any("- March 1, 2020" in row for row in reader.rows)
        assert "x take out" in reader.rows[-1] or size[0] == 60
        assert "? help" in reader.rows[-1]


async def test_signs_tell_without_colour(opened, page, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(page, as_is=False) as reader:
        await reader.press("backslash", "home", "p", "j", "x")
        assert row_of(reader, "Facebook Twitter Email  ")[1] == "+"
        assert row_of(reader, "▸x A truce holds in the north")
        assert row_of(reader, "March 1, 2020  ")[1] == "-"


async def test_control_characters_are_visible_and_named(opened, page):
    async with opened(page, as_is=False) as reader:
        await reader.press("backslash", "end")
        row = row_of(reader, "Nobody")
        assert "␛[31mfired" in row
        assert "control-character" in row


async def test_what_somebody_else_amends_is_shown_while_it_is_open(opened, page):
    async with opened(page, as_is=False) as reader:
        await reader.press("backslash", "home")
        document = reader.desk.article.document
        path = amendments_path(reader.app.session.project.annotations, document.id)
        path.parent.mkdir(parents=True)
        path.write_text(render(document.id, document.path, document.sha256, Amendments(title="Theirs")), "utf-8")
        await reader.until(lambda: "title Theirs (by hand)" in reader.text, "their title")


async def test_a_broken_file_is_named_and_nothing_is_done_until_it_is_mended(opened, page):
    async with opened(page, as_is=False) as reader:
        document = reader.desk.article.document
        path = amendments_path(reader.app.session.project.annotations, document.id)
        path.parent.mkdir(parents=True)
        path.write_text("format: [", encoding="utf-8")
        await reader.press("backslash", "home", "p")
        assert said(reader).startswith("cannot be amended: ")
        await reader.press("g", "i")
        assert isinstance(reader.screen, RawScreen)
        os.unlink(path)
        await reader.press("p")
        assert said(reader).startswith("saved · put back")


async def test_title_and_date_from_the_raw_document(opened, page):
    async with opened(page, as_is=False) as reader:
        await reader.press("backslash", "g", "i")
        assert isinstance(reader.screen, FieldScreen)
        assert "cleaning finds: A truce holds in the north" in reader.text
        await reader.press("home", *"So: ", "enter")
        assert said(reader) == "saved · title by hand: So: A truce holds in the north"
        assert "title So: A truce holds in the north (by hand)" in reader.rows[1]
        await reader.press("g", "i", "ctrl+r")
        assert "title A truce holds in the north (headline of the text)" in reader.rows[1]
        await reader.press("g", "y", "ctrl+u", "enter")
        assert "date none (by hand)" in reader.rows[1]
        await reader.press("u")
        assert "date 2020-03-01 (date-line: " in reader.rows[1]
        await reader.press("g", "y", *"2020-1", "enter")
        assert "is no date" in reader.text
        await reader.press("escape")
        assert "date 2020-03-01 (date-line: " in reader.rows[1]


async def test_a_title_is_pasted(opened, page):
    async with opened(page, as_is=False) as reader:
        await reader.press("g", "i")
        reader.screen.on_paste(Paste("Pasted \x1b[31m\ntitle"))
        await reader.pilot.pause()
        await reader.press("enter")
        assert reader.desk.article.title == "Pasted [31m title"
        assert "Pasted [31m title" in reader.text


async def test_a_long_title_is_edited_where_the_cursor_is(opened, page):
    async with opened(page, as_is=False, size=(60, 24)) as reader:
        await reader.press("g", "i", "ctrl+u")
        await reader.type("x" * 70 + " end")
        await reader.press("backspace", "left", "left", "Y", "delete", "home", "delete", "enter")
        assert reader.desk.article.title == "x" * 69 + " Yn"
        await reader.press("g", "i", "end", "ctrl+w", "Z", "enter")
        assert reader.desk.article.title == "x" * 69 + " Z"


async def test_an_empty_document_of_junk_can_be_put_back(opened, corpus):
    folder = corpus.with_name("junk")
    folder.mkdir()
    (folder / "a.txt").write_text("A truce. Nobody fired.", encoding="utf-8")
    (folder / "b.txt").write_text("\u200b\n", encoding="utf-8")
    async with opened(folder, as_is=False) as reader:
        await reader.press(
            "enter", "backslash", "x", "x", "p", "j", "k", "n", "space", "end", "home", "minus", "plus", "enter"
        )
        assert reader.screen is reader.main


async def test_where_a_field_comes_from_is_shown_without_control_signs(opened, page):
    async with opened(page, as_is=False) as reader:
        reader.app.push_screen(FieldScreen("date", "2020", 'column "da\x1b[1mte\u202e"', ""))
        await reader.until(lambda: "cleaning finds" in reader.text, "the field is asked for")
        assert 'date (column "da␛[1mte·")' in reader.text
        assert "\u202e" not in reader.text


async def test_an_extractor_that_was_not_asked_is_named(opened, corpus):
    path = corpus.with_name("deep.html")
    path.write_text(f"<title>{'A long title ' * 20}</title>{'<div>' * 300}<p>{BODY}", encoding="utf-8")
    async with opened(path, as_is=False) as reader:
        await reader.press("backslash")
        assert "trafilatura not asked, elements are nested more than 200 deep" in reader.rows[1]


async def test_an_article_without_text_says_so_for_as_long_as_it_is_open(opened, page):
    page.write_text("Home\nNews\nSport\nLog in\nShare on Facebook\n", encoding="utf-8")
    async with opened(page, as_is=False) as reader:
        assert "no text is left of this document" in reader.text
        await reader.press("backslash", "p", "backslash")
        assert "no text is left of this document" not in reader.text
