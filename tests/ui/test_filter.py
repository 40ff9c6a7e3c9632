"""The list's filter by key, and going to places in the list: what is shown and said, and what stays under the analyst's hands."""

from __future__ import annotations

import json
import random

import pytest

from reader.session import watcher
from reader.ui import theme
from reader.ui.screens.confirm import ConfirmScreen


def many(corpus, count: int) -> None:
    """So many short articles, four a day, the last the newest."""
    rows = [
        {"id": f"a{n:03}", "title": f"Truce {n}", "date": f"2020-{1 + n // 4 // 28:02}-{1 + n // 4 % 28:02}",
         "text": f"Truce {n}\n\nThe truce number {n} holds in Idlib today, said someone."}
        for n in range(count)
    ]  # fmt: skip
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def shown(reader) -> list[str]:
    return [entry.id for entry in reader.app.session.listing.entries]


async def answered(reader) -> None:
    """All that the filter leaves is in the list, and the screen has it; a corpus that is read meanwhile makes it ask again."""
    narrowing = reader.app.session.narrowing
    await reader.until(lambda: narrowing.whole, "the whole answer")
    await reader.pilot.pause()
    while not narrowing.whole:
        await reader.until(lambda: narrowing.whole, "the whole answer")
        await reader.pilot.pause()


async def narrow(reader, text: str) -> None:
    await reader.press("/")
    await reader.type(text)
    await answered(reader)
    await reader.press("enter")
    await answered(reader)


def head(reader) -> str:
    """The line above the list."""
    return "".join(text for text, _ in reader.main.library._head)


async def test_typing_narrows_and_enter_keeps(opened):
    async with opened() as reader:
        await reader.press("/")
        await reader.type("tru")
        await answered(reader)
        assert shown(reader) == ["second"]
        assert head(reader).startswith(" /tru▏")
        assert "1 of 3 articles" in reader.bar("here")
        await reader.press("enter")
        await answered(reader)
        assert reader.main.narrowing.typing is None
        assert "/tru*" in head(reader)
        assert reader.desk.article.id == "second"
        assert "article 1/1" in reader.bar("status")
        await reader.press("escape")
        assert shown(reader) == ["first", "second", "third"]
        assert head(reader) == ""
        assert reader.desk.article.id == "second"
        await reader.press("escape")
        assert "everything is shown" in reader.bar("here")


async def test_escape_brings_the_former_filter_back(opened):
    async with opened() as reader:
        await narrow(reader, "truce")
        await reader.press("/")
        await reader.type("moscow")
        await answered(reader)
        assert shown(reader) == ["first"]
        await reader.press("escape")
        await answered(reader)
        assert reader.app.session.narrowing.text == "truce*"
        assert shown(reader) == ["second"]
        await reader.press("/", "ctrl+u", "escape")
        await answered(reader)
        assert shown(reader) == ["second"]


async def test_a_filter_can_be_gone_on_with_or_begun_anew(opened):
    async with opened() as reader:
        await narrow(reader, "truce")
        await reader.press("/", "x", "y")
        assert reader.app.session.narrowing.text == "xy"  # the first letter takes the place of all of it
        await reader.press("escape", "/", "down")
        await reader.type(" OR moscow")
        await reader.press("enter")
        await answered(reader)
        assert shown(reader) == ["first", "second"]


async def test_the_keys_that_move_go_on_moving_while_a_filter_is_typed(opened, corpus):
    many(corpus, 60)
    async with opened() as reader:
        await reader.press("/")
        await reader.type("truce")
        await answered(reader)
        first = reader.desk.article.id
        await reader.press("down", "down")
        assert reader.desk.article.id == shown(reader)[2]
        await reader.press("up", "up")
        assert reader.desk.article.id == first
        await reader.press("pagedown")
        assert reader.desk.article.id == shown(reader)[reader.main.library.page - 2]
        await reader.press("pageup")
        assert reader.desk.article.id == first
        assert reader.app.session.narrowing.text == "truce"


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_the_keys_that_quit_do_so_while_one_types(opened, key):
    async with opened() as reader:
        await reader.press("/", "q", key)
        assert reader.app._left
        assert not isinstance(reader.screen, ConfirmScreen)
        assert reader.app.session.narrowing.text == "q"


async def test_a_click_into_the_article_ends_the_typing(opened):
    async with opened() as reader:
        await reader.press("/")
        await reader.type("tru")
        await answered(reader)
        await reader.pilot.click("#article", offset=(5, 6))
        await reader.pilot.pause()
        assert reader.main.narrowing.typing is None
        assert reader.main.context == "article"
        await answered(reader)
        assert shown(reader) == ["second"]
        await reader.press("1")  # is a label now
        assert len(reader.tags) == 1


async def test_a_click_into_the_article_leaves_a_wrong_filter(opened):
    async with opened() as reader:
        await narrow(reader, "truce")
        await reader.press("/")
        await reader.type("truce)")
        await reader.pilot.click("#article", offset=(5, 6))
        await reader.pilot.pause()
        await answered(reader)
        assert reader.main.narrowing.typing is None
        assert reader.app.session.narrowing.text == "truce*"
        assert not reader.app.session.narrowing.problem


async def test_a_wrong_query_is_marked_and_said_and_is_not_kept(opened):
    async with opened() as reader:
        await reader.press("/")
        await reader.type("truce) idlib")
        assert (")", theme.wrong) in reader.main.library._head
        said = reader.bar("here")
        assert said.strip()
        await reader.press("enter")
        assert reader.main.narrowing.typing is not None
        assert reader.bar("here") == said
        await reader.press(*["backspace"] * 7)
        await answered(reader)
        assert shown(reader) == ["second"]
        assert reader.bar("here") != said
        await reader.press("enter")
        assert reader.main.narrowing.typing is None


ALL_KEYS = (
    "j", "k", "space", "pageup", "home", "end", "n", "f", "f", "enter", "tab", "]", "[", "g", "u", "g", "d",
    "d", "2", "0", "enter", "d", "x", "escape", "s", "1", "g", "w", "u",
)  # fmt: skip


async def test_a_filter_that_nothing_matches_leaves_an_empty_list_and_every_key(opened):
    async with opened() as reader:
        await narrow(reader, "nothingofthekind")
        assert shown(reader) == []
        assert reader.desk.article.id == "first"
        for key in ALL_KEYS:
            await reader.press(key)
        assert reader.desk.article.id == "first"
        reader.main.focus_pane("library")
        await reader.press("escape")
        await answered(reader)
        assert len(shown(reader)) == 3


async def test_a_start_with_a_filter_that_nothing_matches(opened):
    async with opened() as reader:
        await narrow(reader, "nothingofthekind")
    async with opened() as reader:
        await answered(reader)
        assert shown(reader) == []
        assert "/nothingofthekind" in head(reader)
        assert reader.desk.article.id == "first"


async def test_the_filter_is_kept_for_the_next_start(opened):
    async with opened() as reader:
        await narrow(reader, "truce OR idlib")
        assert shown(reader) == ["first", "second"]
        await reader.press("down")
    async with opened() as reader:
        await answered(reader)
        assert shown(reader) == ["first", "second"]
        assert "/truce OR idlib" in head(reader)
        assert reader.desk.article.id == reader.main.library.chosen == "second"


async def test_the_open_article_stays_when_it_drops_out_of_the_filter(opened):
    async with opened() as reader:
        await narrow(reader, "status:new")
        await reader.press("enter", "s", "1")
        await reader.saved()
        await reader.until(lambda: "first" not in shown(reader), "it is no longer new")
        assert (reader.desk.article.id, reader.main.context) == ("first", "article")
        await reader.press("s", "2")
        await reader.saved()
        assert (reader.desk.article.id, reader.main.context) == ("first", "article")
        assert len(reader.tags) == 2
        await reader.press("q")
        assert (reader.desk.article.id, reader.main.context) == ("first", "library")
        await answered(reader)
        assert reader.desk.article.id == "first"
        await reader.press("enter")  # still the one that is chosen
        assert (reader.desk.article.id, reader.main.context) == ("first", "article")
        await reader.press("]")  # from where it would stand
        assert reader.desk.article.id == "second"


async def test_another_filter_moves_the_choice_to_what_is_left(opened):
    async with opened() as reader:
        await narrow(reader, "spokesman")
        assert shown(reader) == ["third"]
        assert reader.desk.article.id == reader.main.library.chosen == "third"
        assert "Three soldiers" in reader.text


async def test_a_place_behind_the_first_two_hundred_is_kept_over_a_save(opened, corpus):
    many(corpus, 330)
    async with opened() as reader:
        await narrow(reader, "truce")
        await reader.press("end")
        last = reader.desk.article.id
        assert (last, len(shown(reader))) == ("a003", 330)
        await reader.press("enter", "s", "1", "q")
        top = reader.main.library.top
        places = set()
        session = reader.app.session
        session.writer.flush()
        await reader.until(
            lambda: places.add(session.listing.place(last)) or (session.narrowing.whole and "◦" in reader.text), "saved"
        )
        await answered(reader)
        assert places == {329}
        assert (reader.desk.article.id, reader.main.library.chosen, reader.main.library.top) == (last, last, top)


async def test_a_place_behind_the_first_two_hundred_is_kept_for_the_next_start(opened, corpus):
    many(corpus, 330)
    async with opened() as reader:
        await narrow(reader, "truce")
        await reader.press("end")
        last = reader.desk.article.id
    async with opened() as reader:
        await answered(reader)
        assert reader.desk.article.id == reader.main.library.chosen == last


# -- going to places in the list


async def test_a_date_is_gone_to_while_it_is_typed(opened, corpus):
    many(corpus, 330)
    async with opened() as reader:
        date_of = {entry.id: entry.date for entry in reader.app.session.listing.entries}
        before = reader.main.library.chosen
        await reader.press("d")
        await reader.type("2020-02")
        assert date_of[reader.main.library.chosen] == "2020-02-28"
        assert "to the date 2020-02▏" in head(reader)
        await reader.type("-1")
        assert date_of[reader.main.library.chosen] == "2020-02-01"
        await reader.press("1", "enter")
        assert date_of[reader.desk.article.id] == "2020-02-11"
        assert head(reader) == ""
        await reader.press("d", *"1999", "escape")  # nowhere
        assert date_of[reader.desk.article.id] == "2020-02-11"
        await reader.press("d")
        await reader.type("1999")
        await reader.press("enter")
        assert date_of[reader.desk.article.id] == "2020-01-01"
        await reader.press("d")
        await reader.type("2030")
        await reader.press("enter")
        assert reader.desk.article.id == before


async def test_what_is_no_date_is_said(opened):
    async with opened() as reader:
        await reader.press("d")
        await reader.type("march")
        await reader.press("enter")
        assert "“march” is no date" in reader.bar("here")
        assert reader.desk.article.id == "first"
        await reader.press("d", "enter")
        assert "no date" not in reader.bar("here")


async def test_the_next_untagged_article_is_opened(opened):
    async with opened() as reader:
        await reader.press("enter", "1", "q", "n")
        assert reader.desk.article.id == "second"
        await reader.press("home", "enter", "g", "u")
        assert reader.desk.article.id == "second"
        await reader.press("s", "1", "g", "u")
        assert reader.desk.article.id == "third"
        await reader.press("s", "1", "g", "u")
        assert reader.desk.article.id == "third"
        assert "no untagged article" in reader.bar("here")


async def test_copies_are_folded_and_walked(opened, corpus):
    words = random.Random(3)
    many(corpus, 12)
    rows = [json.loads(line) for line in corpus.read_text().splitlines()]
    for row in rows:
        row["text"] = " ".join(f"w{words.randrange(10**6)}" for _ in range(80))
    rows[11]["text"] = rows[2]["text"]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows))
    async with opened() as reader:
        await reader.until(lambda: reader.app.session.listing.get("a011").copies == 2, "copies")
        assert "≡2" in reader.text
        await reader.press("f")
        assert (len(shown(reader)), "a002" in shown(reader)) == (11, False)
        assert "folded" in head(reader)
        await reader.press("f")
        assert len(shown(reader)) == 12
        await reader.press("d")
        await reader.type("2020-01-03")
        await reader.press("enter", "end")
        reader.main.open_article("a002")
        await reader.press("g", "d")
        assert reader.desk.article.id == "a011"
        await reader.press("g", "d")
        assert reader.desk.article.id == "a002"


async def test_others_work_is_in_the_row_and_in_the_line_below(opened):
    async with opened(annotator="bo") as reader:
        await reader.press("enter", "1", "s", "2", "m")
        await reader.saved()
    async with opened(annotator="cleo") as reader:
        await reader.press("enter", "1")
        await reader.saved()
    async with opened() as reader:
        row = next(row for row in reader.rows if "Talks in Moscow" in row)
        assert "+1✓" in row
        below = reader.bar("here")
        assert "bo: done, 2 tags" in below
        assert "cleo: reading, 1 tag " in f"{below} "
        assert "2020-03-02 · not begun" in below
        await narrow(reader, "status:new")
        assert len(shown(reader)) == 3  # one's own


async def test_what_others_do_meanwhile_is_in_the_list(opened, monkeypatch):
    monkeypatch.setattr(watcher.Watcher.__init__, "__defaults__", (0.01,))
    async with opened(annotator="bo") as reader:
        await reader.press("enter", "1")
        await reader.saved()
        path = reader.app.session.store.path("first")
    async with opened() as reader:
        assert "+◦" in reader.text
        assert "bo: reading, 1 tag " in reader.bar("here") + " "
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("status: reading", "status: skipped"), encoding="utf-8")
        await reader.until(lambda: "bo: skipped, 1 tag" in reader.bar("here"), "their work is said")
        path.unlink()
        await reader.until(lambda: "bo:" not in reader.bar("here") and "+◦" not in reader.text, "it is gone")


async def test_a_hostile_filter_is_shown_safely(opened):
    async with opened() as reader:
        reader.app.session.narrowing.set("tr\x1b[2J\u202euce [bold]x[/]")
        reader.main.narrowing.show()
        await reader.pilot.pause()
        assert "\x1b" not in reader.text
        assert "\u202e" not in reader.text


async def test_a_long_filter_shows_its_end(opened):
    async with opened(size=(80, 24)) as reader:
        await reader.press("/")
        await reader.type(("moscow OR " * 12) + "truce")
        await answered(reader)
        assert head(reader).startswith(" …")
        assert head(reader).endswith("truce▏")
        assert len(shown(reader)) == 2


async def test_the_corpus_is_looked_at_by_key(opened, corpus):
    async with opened() as reader:
        row = {"id": "fourth", "date": "2020-03-03", "text": "The fourth article tells of rain."}
        corpus.write_text(corpus.read_text(encoding="utf-8") + json.dumps(row) + "\n", encoding="utf-8")
        await reader.press("g", "s")
        await reader.until(lambda: "fourth" in shown(reader), "the new article")
        assert reader.desk.article.id == "first"
