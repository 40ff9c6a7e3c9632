"""Entities on the screen: all mentions of one, the list, the filter by one, the concordance, kinds on and off."""

from __future__ import annotations

import json
import re

from test_hostile import forbidden

from reader.entities.mention import Mention
from reader.library.catalogue import Catalogue
from reader.library.mentioning import enter_said, forget_said, said_in
from reader.session.messages import MentionsFound
from reader.ui.screens.entity_chooser import EntityChooser
from reader.ui.screens.mentions import MentionsScreen
from reader.ui.screens.search import SearchScreen


def hits(reader) -> list[str]:
    text = reader.desk.article.text
    return [text[start:end] for start, end, _ in reader.main.article.painting._hits._spans]


async def test_mentions_are_walked_in_the_text_and_one_is_stayed_at(opened):
    async with opened() as reader:
        await reader.press("enter", "e")
        first = reader.desk.held
        await reader.press("z")
        assert isinstance(reader.screen, MentionsScreen)
        await reader.until(lambda: "in 1 article" in reader.text, "the count in the corpus")
        assert "1 of 3 mentions here" in reader.text
        assert hits(reader) == ["Moscow"] * 3
        await reader.press("down")
        assert (reader.held, reader.desk.held.start > first.start) == ("Moscow", True)
        await reader.press("escape")
        assert (reader.desk.held, hits(reader), reader.screen) == (first, [], reader.main)
        await reader.press("z", "n", "enter")
        assert (reader.held, reader.desk.held.start > first.start) == ("Moscow", True)
        assert hits(reader) == ["Moscow"] * 3
        await reader.press("escape")
        assert hits(reader) == []


async def test_a_mention_low_in_a_long_text_is_seen_above_the_panel(opened, corpus):
    text = "\n\n".join(f"Paragraph {n} is of {'Moscow' if n % 15 == 0 else 'nothing'}." for n in range(100))
    corpus.write_text(json.dumps({"id": "long", "text": text}) + "\n", encoding="utf-8")
    async with opened(size=(80, 24)) as reader:
        await reader.press("enter", "e", "z")
        for _ in range(6):
            await reader.press("down")
            article, panel = reader.main.article, reader.screen.query_one("#frame")
            row = article.painting.layout.row_of(reader.desk.held.start) - article.top + article.head
            assert article.head <= row < panel.region.y - article.region.y
        top = article.top
        await reader.press("enter")
        assert article.top <= top + 1


async def test_the_concordance_holds_the_mentions_and_opens_one(opened):
    async with opened() as reader:
        await reader.press("enter", "e", "z", "c")
        assert isinstance(reader.screen, SearchScreen)
        await reader.until(lambda: len(reader.screen.search.items) == 4, "the mentions")
        assert reader.screen.search.text == 'entity:"=Moscow"'
        await reader.press("j", "j", "enter")
        assert (reader.main.context, reader.held) == ("article", "Moscow")
        assert reader.desk.held.start == reader.desk.article.text.index("Moscow", 20)


async def test_the_list_is_filtered_and_leads_to_a_mention(opened):
    async with opened() as reader:
        await reader.press("enter", "g", "z")
        assert [thing.name for thing in reader.screen.shown][:2] == ["Moscow", "Recep Tayyip Erdogan"]
        await reader.until(lambda: reader.screen._counts, "the counts")
        await reader.press("slash", *"put")
        assert [thing.name for thing in reader.screen.shown] == ["Vladimir Putin"]
        await reader.press("tab", "enter")
        assert reader.held == "Vladimir Putin"
        await reader.press("g", "z", "z")
        assert isinstance(reader.screen, MentionsScreen)


async def test_the_library_is_filtered_by_a_thing_that_is_typed(opened):
    async with opened() as reader:
        await reader.press("e")
        assert isinstance(reader.screen, EntityChooser)
        await reader.type("put")
        await reader.until(lambda: [thing.name for thing in reader.screen._things] == ["Vladimir Putin"], "the name")
        await reader.until(lambda: not reader.screen._waits)
        await reader.press("enter")
        listing = reader.app.session.listing
        await reader.until(lambda: [entry.id for entry in listing.entries] == ["first"], "the filtered list")
        assert reader.app.session.narrowing.text == 'entity:"=Vladimir Putin"'
        await reader.press("e")
        await reader.type("qqq")
        await reader.until(lambda: "no such name" in reader.text)
        await reader.press("escape")
        assert reader.screen is reader.main


async def test_kinds_are_switched_off_in_the_text(opened):
    async with opened() as reader:
        await reader.press("enter", "g", "k", "3", "escape")
        await reader.press("e")
        assert reader.held == "Recep Tayyip Erdogan"
        await reader.press("g", "k", "a", "q", "home", "e")
        assert reader.held == "Moscow"


ODD = ("[/oops]", "\u202egnp.exe", "字漢 \u200b[b]")


async def test_names_from_the_open_web_are_shown_and_never_obeyed(opened, corpus):
    text = "First words.\n\n" + " and ".join(ODD) + ".\n\n" + " or ".join(ODD)
    corpus.write_text(json.dumps({"id": "odd", "text": text}) + "\n", encoding="utf-8")
    async with opened(size=(60, 20)) as reader:
        session = reader.app.session
        stand = re.finditer("|".join(map(re.escape, ODD)), session.desk.article.text)
        found = [Mention(m.start(), m.end(), "person", m[0], f"{m[0]} \x1b[2J") for m in stand]
        assert len(found) == 6
        session.hear(MentionsFound(session.desk.article.text_sha256, tuple(found)))
        catalogue = Catalogue(session.shelf.catalogue.path)
        with catalogue.writing():
            forget_said(catalogue.db)
            (key,) = catalogue.db.execute("SELECT key FROM article").fetchone()
            enter_said(catalogue, key, said_in(found))
        catalogue.close()
        await reader.press("enter", "e", "z")
        for keys in (
            ("down",),
            ("escape", "g", "z"),
            ("slash", "o"),
            ("escape", "escape", "g", "k"),
            ("escape", "z", "c"),
            ("escape", "tab", "e"),
        ):
            await reader.press(*keys)
            assert forbidden(reader.text) == [], keys


async def test_escape_goes_one_step_back_and_places_are_kept(opened):
    async with opened() as reader:
        await reader.press("enter", "g", "z", "slash", *"moscow", "tab", "z", "down")
        panel = reader.screen
        assert (type(panel).__name__, panel.at) == ("MentionsScreen", 1)
        before = reader.held
        await reader.press("c")
        assert isinstance(reader.screen, SearchScreen)
        await reader.press("escape")
        assert (type(reader.screen).__name__, reader.screen.at, reader.held) == ("MentionsScreen", 1, before)
        await reader.press("escape")
        listed = reader.screen
        assert (type(listed).__name__, listed.held.name, listed.count) == ("EntityListScreen", "Moscow", 1)
        await reader.press("c", "escape")
        assert (type(reader.screen).__name__, reader.screen.held.name) == ("EntityListScreen", "Moscow")
        await reader.press("escape")
        assert reader.screen.count > 1
        await reader.press("escape")
        assert reader.screen is reader.main


async def test_from_the_text_the_panel_leads_back_to_the_text(opened):
    async with opened() as reader:
        await reader.press("enter", "e")
        held, top = reader.held, reader.main.article.top
        await reader.press("z", "down", "c", "escape")
        assert reader.screen.at == 1
        await reader.press("escape")
        assert (reader.screen, reader.held, reader.main.article.top) == (reader.main, held, top)
