"""The search of the corpus by key: what is found is walked, read at its place, and there again afterwards."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len
from test_hostile import NAMES, forbidden
from textual.events import Key

from reader.ui import theme
from reader.ui.screens.search import SearchScreen


def many(corpus, count: int) -> None:
    """So many articles of two passages each, the first the newest."""
    rows = [
        {"id": f"a{n:03}", "title": f"Day {n}", "date": f"20{50 - n // 300:02}-{12 - n // 28 % 12:02}-{28 - n % 28:02}",
         "text": f"Day {n}\n\nThe truce number {n} holds in Idlib.\n\nNobody fired, and the truce went on."}
        for n in range(count)
    ]  # fmt: skip
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


async def looked(reader) -> None:
    """All is found, passages as far as they are wanted, and the screen shows it."""
    search = reader.app.session.search
    await reader.until(lambda: search.whole and not search.is_looking, "the whole answer")
    await reader.pilot.pause()


async def search(reader, text: str) -> None:
    await reader.press("g", "/")
    await reader.type(text)
    await looked(reader)


def headings(reader) -> list[str]:
    return [item.entry.id for item in reader.app.session.search.items if item.passage is None]


def held_row(reader) -> str:
    """The row that is held, as it is shown."""
    (row,) = [row for row in reader.rows if "▸ " in row]
    return row


async def test_what_is_typed_is_found_in_its_context(opened):
    async with opened() as reader:
        await reader.press("g", "/")
        assert isinstance(reader.screen, SearchScreen)
        assert "words · " in reader.rows[-2]
        await reader.type("idl")
        await looked(reader)
        assert "search: idl▏" in reader.rows[1]
        assert "1 article, newest first" in reader.rows[1]
        assert " ".join(held_row(reader).split()) == "│ ▸ 2020-03-02 Talks in Moscow as fighting goes on A Paper │"
        assert "34 troops were killed in Idlib. Ankara blamed" in reader.text
        for key in (*["backspace"] * 3, *"truce"):
            await reader.press(key)
        await looked(reader)
        assert headings(reader) == ["second"]
        assert "The truce held on Sunday." in reader.text
        await reader.press("ctrl+u")
        assert "words · " in reader.rows[-2]
        assert reader.app.session.search.items == []


async def test_a_passage_is_read_at_its_place_and_what_was_found_is_there_again(opened, corpus):
    many(corpus, 30)
    async with opened() as reader:
        await search(reader, "truce")
        found = list(reader.app.session.search.items)
        assert len(found) == 90
        await reader.press("down", "down", "down", "down", "down")
        item = reader.app.session.search.held
        assert item == found[5]
        await reader.press("enter")
        assert reader.main.context == "article"
        assert reader.desk.article.id == item.entry.id == reader.main.library.chosen
        assert (reader.held, reader.desk.held) == ("truce", item.span)
        await reader.press("1")
        assert reader.tags == [["ceasefire", "truce"]]
        await reader.press("g", "/")
        await looked(reader)
        assert reader.app.session.search.items == found
        assert reader.app.session.search.at == 5
        assert held_row(reader).count("truce") == 1
        await reader.press("escape")
        assert reader.main.context == "article"
        assert reader.desk.held == item.span


async def test_what_was_found_stays_when_the_search_is_opened_again_after_a_save(opened, corpus):
    many(corpus, 60)
    async with opened() as reader:
        await search(reader, "truce status:new")
        await reader.press(*["ctrl+down"] * 5, "enter", "1")
        read = reader.desk.article.id
        await reader.saved()
        await reader.until(lambda: reader.app.session.listing.get(read).status == "reading")
        await reader.press("g", "/")
        await reader.until(lambda: reader.app.session.search.count == 59, "the catalogue has read the sheet")
        await looked(reader)
        assert read not in headings(reader)


async def test_what_is_read_from_the_search_stays_though_the_filter_leaves_it_out(opened):
    async with opened() as reader:
        await reader.press("/")
        await reader.type("truce")
        await reader.press("enter")
        await reader.until(lambda: reader.app.session.narrowing.whole)
        await search(reader, "spokesman")
        await reader.press("enter", "1")
        await reader.saved()
        await reader.until(lambda: reader.app.session.listing.get("third").tags == 1)
        assert (reader.desk.article.id, reader.main.context) == ("third", "article")
        await reader.press("escape", "s", "2")
        assert reader.desk.article.id == "third"
        assert len(reader.tags) == 2
        assert [entry.id for entry in reader.app.session.listing.entries] == ["second"]


async def test_a_heading_leads_to_its_first_passage(opened):
    async with opened() as reader:
        await search(reader, "idlib OR soldiers")
        assert headings(reader) == ["first", "third"]
        await reader.press("enter")
        assert (reader.desk.article.id, reader.held) == ("first", "Idlib")
        await reader.press("g", "/", "ctrl+down", "enter")
        assert (reader.desk.article.id, reader.held) == ("third", "soldiers")


async def test_an_article_that_is_meant_by_what_is_said_of_it_is_opened_at_its_start(opened):
    async with opened() as reader:
        await search(reader, "date:2020-03-01")
        assert headings(reader) == ["second"]
        await reader.press("enter")
        assert (reader.desk.article.id, reader.main.context) == ("second", "article")


async def test_a_passage_whose_text_is_another_one_since_is_said(opened, corpus):
    many(corpus, 5)
    async with opened() as reader:
        await search(reader, "nobody")
        await reader.press("down", "down", "down")
        many(corpus, 5)
        corpus.write_text(corpus.read_text().replace("Nobody", "It is said that nobody"), encoding="utf-8")
        reader.app.session.shelf._documents.clear()
        await reader.press("enter")
        assert reader.desk.article.id == "a001"
        assert "another one since it was searched" in reader.bar("here")


async def test_walking_to_the_end_shows_all(opened, corpus):
    many(corpus, 100)
    async with opened() as reader:
        await search(reader, "truce")
        assert "100 articles" in reader.rows[1]
        await reader.press("tab")  # letters are keys now
        before = 0
        while len(reader.app.session.search.items) != before:
            before = len(reader.app.session.search.items)
            await reader.press("end")
            await looked(reader)
        assert len(headings(reader)) == 100
        assert reader.app.session.search.held.entry.id == headings(reader)[-1]
        assert "truce went on" in held_row(reader)
        for key in ("pageup", "k", "j", "space", "pagedown", "[", "]", "home"):
            await reader.press(key)
            assert held_row(reader)
        assert reader.app.session.search.at == 0
        await reader.press("/", "backspace")
        assert reader.app.session.search.text == "truc"
        await reader.press("tab", "q")
        assert not isinstance(reader.screen, SearchScreen)


async def test_the_list_is_narrowed_by_what_was_searched_for(opened):
    async with opened() as reader:
        await search(reader, "tru")
        await reader.press("ctrl+l")
        assert reader.main.context == "library"
        narrowing = reader.app.session.narrowing
        await reader.until(lambda: narrowing.whole and len(reader.app.session.listing) == 1, "the list")
        assert narrowing.text == "tru*"
        assert "/tru*" in "".join(text for text, _ in reader.main.library._head)
        await reader.until(lambda: reader.desk.article.id == "second", "the first of what is left")


async def test_the_best_first_and_the_newest_first(opened, corpus):
    rows = [
        {"id": "new", "date": "2020-03-02", "text": "Rain fell on Sunday, and it was quiet; some spoke of a truce."},
        {"id": "old", "date": "2019-03-02", "title": "The truce", "text": "The truce\n\nA truce, a truce, a truce."},
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    async with opened() as reader:
        await search(reader, "truce")
        assert headings(reader) == ["new", "old"]
        await reader.press("ctrl+r")
        await looked(reader)
        assert headings(reader) == ["old", "new"]
        assert "best first" in reader.rows[1]
        await reader.press("ctrl+r")
        await looked(reader)
        assert headings(reader) == ["new", "old"]
        assert "newest first" in reader.rows[1]


async def test_a_wrong_query_is_marked_and_said(opened):
    async with opened() as reader:
        await search(reader, "Idlib truce)")
        found = reader.app.session.search
        assert found.wrong is not None
        assert found.problem[:20] in reader.rows[-2]
        marked = [segment for segment in reader.screen.top_bar.render_line(0) if segment.style == theme.wrong]
        assert [segment.text for segment in marked] == [")"]
        for key in ("enter", "ctrl+l", "down", "ctrl+down", "ctrl+r"):
            await reader.press(key)
            assert isinstance(reader.screen, SearchScreen)
        await reader.press("escape")
        assert reader.desk.article.id == "first"


async def test_nothing_is_found(opened):
    async with opened() as reader:
        await search(reader, "nothingofthekind")
        assert "0 articles" in reader.rows[1]
        for key in ("down", "up", "pagedown", "ctrl+down", "ctrl+up", "enter", "tab", "end", "home", "j", "k", "]"):
            await reader.press(key)
        assert isinstance(reader.screen, SearchScreen)
        await reader.press("q")
        assert not isinstance(reader.screen, SearchScreen)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (40, 12), (20, 6)], ids=str)
async def test_a_very_long_query_and_every_size(opened, size):
    async with opened(size=size) as reader:
        await reader.press("g", "/")
        reader.app.session.search.set("idlib OR " + " OR ".join(f"word{n}" for n in range(80)), typing=True)
        reader.screen.show()
        await looked(reader)
        await reader.press("x", "backspace")
        await looked(reader)
        assert [row for row in reader.rows if cell_len(row) > size[0]] == []
        await reader.press("down", "up", "enter")
        assert reader.desk.article.id == "first"


async def test_rows_follow_the_width(opened, corpus):
    many(corpus, 30)
    async with opened(size=(120, 40)) as reader:
        await search(reader, "truce")
        await reader.press(*["down"] * 12)
        for size in ((60, 12), (160, 50), (30, 8), (80, 24)):
            await reader.pilot.resize_terminal(*size)
            await reader.until(lambda size=size: (len(reader.rows), cell_len(reader.rows[0])) == size[::-1], "the size")
            await reader.pilot.pause()
            assert max(map(cell_len, reader.rows)) <= size[0]
            assert held_row(reader)
        assert reader.app.session.search.at == 12


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_hostile_text_in_what_is_found(opened, tmp_path, size):
    path = tmp_path / "project" / "hostile.jsonl"
    rows = [
        {"id": f"id {number} {name}", "title": f"{name} title", "source": name, "date": "2020-03-01",
         "text": f"{name} First {name}needle{name} here.\n\nA second {name} needle, with {name}."}
        for number, name in enumerate(NAMES)
    ]  # fmt: skip
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    async with opened(path, size=size) as reader:
        await search(reader, "/needle/")
        assert len(headings(reader)) >= len(NAMES) - 2
        for _ in range(0, len(reader.app.session.search.items), 12):
            assert forbidden(reader.text) == []
            assert [row for row in reader.rows if cell_len(row) > size[0]] == []
            for _ in range(12):
                reader.screen.on_key(Key("down", None))
            await reader.pilot.pause()
        reader.app.session.search.set("".join(NAMES[:8]) + "\u202e", typing=True)
        reader.screen.show()
        await reader.pilot.pause()
        assert forbidden(reader.text) == []


async def test_on_a_small_terminal_the_article_takes_the_screen(opened):
    async with opened(size=(80, 24)) as reader:
        await search(reader, "troops")
        assert held_row(reader)
        await reader.press("enter")
        assert (reader.held, reader.main.context) == ("troops", "article")
        assert "Last week, 34 troops" in reader.text


async def test_the_keys_that_quit_do_so_from_the_search(opened):
    async with opened() as reader:
        await search(reader, "truce")
        await reader.press("ctrl+q")
        assert reader.app._left


async def test_what_is_found_is_shown_though_the_search_was_closed_meanwhile(opened, corpus):
    many(corpus, 60)
    async with opened() as reader:
        await reader.press("g", "/")
        await reader.type("truce")
        await reader.press("escape")
        await looked(reader)
        assert len(headings(reader)) >= 40
        await reader.press("g", "/")
        await looked(reader)
        assert "60 articles" in reader.rows[1]
        assert held_row(reader)


async def test_typing_after_coming_back_begins_anew(opened):
    async with opened() as reader:
        await search(reader, "truce")
        await reader.press("escape", "g", "/")
        await reader.type("idlib")
        await looked(reader)
        assert reader.app.session.search.text == "idlib"
        await reader.press("escape", "g", "/", "backspace")
        assert reader.app.session.search.text == "idli"
