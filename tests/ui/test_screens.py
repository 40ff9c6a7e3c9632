"""The screens over the main one, and leaving."""

from __future__ import annotations

import os

import pytest

from reader.control.commands import COMMANDS
from reader.control.keymap import Keymap, default_keymap
from reader.ui.screens.chooser import Chooser
from reader.ui.screens.confirm import ConfirmScreen
from reader.ui.screens.help import HelpScreen
from reader.ui.screens.problems import ProblemsScreen
from reader.ui.screens.raw import RawScreen

JUNK = "\n".join(
    (
        "A truce holds",
        "",
        "Share on Facebook",
        "",
        "The truce held on Sunday, said officials in Ankara, and nobody had fired since the morning.",
        "",
        "Advertisement",
        "",
        "In the evening the leaders of both countries spoke by telephone about what would follow.",
        "",
        "Copyright 2020 A Paper. All rights reserved.",
    )
)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_the_help_lists_every_command_with_its_keys_and_cuts_nothing(opened, size):
    async with opened(size=size) as reader:
        await reader.press("question_mark")
        assert isinstance(reader.screen, HelpScreen)
        rows = ["".join(text for text, _ in row) for row in reader.screen.rows._rows]
        words = " ".join(" ".join(rows).split())
        for command in COMMANDS:
            assert command.title in words, command.id
            assert command.help in words, command.id
        assert max(map(len, rows)) <= reader.screen.rows.size.width  # nothing is cut
        before = reader.text
        await reader.press("end")
        assert reader.text != before
        assert "Tags are kept in" in reader.text
        await reader.press("home")
        assert reader.text == before
        await reader.press("q")
        assert reader.screen is reader.main


async def test_the_help_shows_the_keys_of_the_keymap_in_force(opened):
    async with opened(keymap="vim") as reader:
        await reader.press("question_mark", "slash", *"start")
        await reader.type(" of the article")
        assert "(vim keymap)" in reader.text
        rows = ["".join(text for text, _ in row) for row in reader.screen.rows._rows]
        row = next(row for row in rows if "start of the article" in row)
        assert "g g or Home " in row


async def test_the_help_says_how_the_keymap_in_force_reaches_each_label(opened):
    keys = default_keymap().keys
    moved = Keymap({**keys, "article.labels": ("g a",), "tag.choose": ("ctrl+t",)})
    async with opened(keymap=moved) as reader:
        await reader.press("question_mark")
        rows = ["".join(text for text, _ in row) for row in reader.screen.rows._rows]
        assert any(row.startswith("  g a i ") and "diplomacy" in row for row in rows)


async def test_the_palette_runs_what_is_chosen(opened):
    async with opened() as reader:
        await reader.press("enter", "ctrl+p", *"previous sentence", "enter")
        assert reader.screen is reader.main
        await reader.press("s", "s", "s", "ctrl+p", *"previous sentence", "enter")
        assert reader.held.startswith("Turkish President")


async def test_the_palette_lists_what_can_run_here(opened):
    async with opened() as reader:
        await reader.press("ctrl+p")
        assert isinstance(reader.screen, Chooser)
        ids = {choice.value for choice in reader.screen._choices}
        can = {c.id for c in COMMANDS if c.context in ("library", "anywhere") and c.id != "app.palette"}
        idle = {"article.previous", "article.copy", "history.clashes", "library.all", "app.problems", "tag.review"}
        idle |= {"article.page", "article.flagged", "suggestion.article"}
        assert ids | idle == can | idle
        assert not ids & idle


async def test_every_command_of_the_palette_runs(opened):
    async with opened() as reader:
        await reader.press("enter")
        for command in COMMANDS:
            if command.context in ("article", "anywhere") and command.id not in ("tag.digit", "app.back", "app.quit"):
                reader.main.handlers.table[command.id]("")
                await reader.pilot.pause()
                if reader.screen is not reader.main:
                    await reader.press("escape")
                assert reader.screen is reader.main, command.id


async def test_the_raw_document_walks_from_one_removed_passage_to_the_next(opened, corpus):
    path = corpus.with_name("junk.txt")
    path.write_text(JUNK, encoding="utf-8")
    async with opened(path, as_is=False) as reader:
        removed = reader.desk.article.removed
        assert len(removed) >= 2
        await reader.press("backslash")
        assert isinstance(reader.screen, RawScreen)
        assert f"{len(removed)} removed" in reader.rows[0]
        await reader.press("end", "n")
        for edit in removed:
            (unit,) = reader.screen.pane.view.held
            assert edit.start <= unit.start < unit.end <= edit.end
            assert reader.screen.said.render_line(0).text.strip().startswith(edit.rule)
            await reader.press("n")
        assert reader.screen.pane.view.held[0].start <= removed[0].end
        assert "round the end" in reader.screen.said.render_line(0).text
        await reader.press("backslash")
        assert reader.screen is reader.main


async def test_a_corpus_with_nothing_to_read_says_so(opened, corpus):
    broken, empty = corpus.parent / "broken.jsonl", corpus.parent / "empty.json"
    broken.write_text("{", encoding="utf-8")
    empty.write_text("[]", encoding="utf-8")
    async with opened(broken, readable=False) as reader:
        await reader.until(lambda: "nothing in this corpus could be read" in reader.bar("here"))
        assert "1 problem: !" in reader.bar("status")
    async with opened(empty, readable=False) as reader:
        await reader.until(lambda: "there is no article in this corpus" in reader.bar("here"))


async def test_everything_that_could_not_be_read_is_listed(opened, corpus):
    folder = corpus.parent / "folder"
    folder.mkdir()
    (folder / "good.txt").write_text("The truce held on Sunday, said officials.", encoding="utf-8")
    (folder / "bad[bold].txt.gz").write_bytes(b"not packed at all")
    async with opened(folder) as reader:
        assert "1 problem: !" in reader.bar("status")
        await reader.press("exclamation_mark")
        assert isinstance(reader.screen, ProblemsScreen)
        assert "bad[bold].txt.gz" in reader.text
        await reader.press("escape")
        assert reader.screen is reader.main


async def test_a_single_article_is_open_and_has_the_keyboard(opened, corpus):
    path = corpus.with_name("one.txt")
    path.write_text("The truce held on Sunday.", encoding="utf-8")
    async with opened(path) as reader:
        assert reader.main.context == "article"
        await reader.pilot.press("q")
        await reader.until(lambda: reader.app.return_code is not None, "the end")


async def test_an_article_that_was_named_is_open_and_has_the_keyboard(opened):
    async with opened(article="third") as reader:
        assert (reader.main.context, reader.desk.article.id, reader.main.library.chosen) == (
            "article",
            "third",
            "third",
        )


async def test_an_article_that_was_named_stays_open_when_newer_ones_are_read_after_it(opened):
    async with opened(article="third") as reader:
        reader.main.opening.show_list()
        assert reader.desk.article.id == "third"


async def test_an_article_that_is_not_there_is_told(opened):
    async with opened(article="nowhere") as reader:
        assert reader.bar("here").strip() == "there is no article nowhere in this corpus"
        assert (reader.main.context, reader.desk.article.id) == ("library", "first")


@pytest.mark.parametrize("answer", ["n", "escape", "y"])
async def test_leaving_with_something_unsaved_asks(opened, monkeypatch, answer):
    monkeypatch.setattr("reader.session.writer.RETRY_AFTER", 0.02)
    async with opened() as reader:
        store = reader.app.session.store
        record = store.record

        def refuse(*args):
            raise OSError(28, os.strerror(28))

        store.record = refuse
        await reader.press("enter", "1")
        await reader.until(lambda: "NOT SAVED: No space left on device" in reader.bar("status"), "the mark")
        await reader.press("ctrl+q")
        assert isinstance(reader.screen, ConfirmScreen)
        assert "1 change could not be saved" in reader.text
        await reader.pilot.press(answer)
        if answer == "y":
            await reader.until(lambda: reader.app.return_code is not None, "the end")
            assert reader.app.session.writer.unsaved == 0
            return
        await reader.until(lambda: reader.screen is reader.main, "back")
        store.record = record
        await reader.until(lambda: reader.app.session.annotations.saved_mark == "saved", "saved at last")
        await reader.saved()
        assert store.path("first").exists()


async def test_a_sequence_shows_what_may_follow_and_then_goes(opened):
    async with opened() as reader:
        await reader.press("enter", "g")
        assert reader.bar("here").startswith(" g … a note on the article · ")
        assert "n next article" in reader.text or reader.bar("here").endswith("…")
        await reader.press("greater_than_sign")
        assert "…" not in reader.bar("here")
        await reader.press("g", "q")
        assert reader.bar("here").strip() == "g q does nothing here; ? shows what does"
        await reader.press("s")
        assert "does nothing" not in reader.bar("here")


async def test_keys_without_a_meaning_change_nothing(opened):
    async with opened() as reader:
        await reader.press("enter")
        before = (reader.held, reader.tags, reader.main.article.top)
        for key in ("Z", "ü", "f7", "ctrl+t", "insert", "at", "tilde"):
            await reader.press(key)
        assert (reader.held, reader.tags, reader.main.article.top) == before


async def test_the_footer_names_the_keys_of_the_pane_that_has_the_keyboard(opened):
    async with opened() as reader:
        assert "Enter read" in reader.bar("footer")
        await reader.press("enter")
        assert "s sentence" in reader.bar("footer")
        assert reader.bar("footer").endswith("? help  q back")


async def test_another_annotators_tags_can_be_seen_and_hidden(opened):
    async with opened(annotator="eve") as reader:
        await reader.press("enter", "e", "1")
        await reader.saved()
    async with opened(annotator="ana") as reader:
        await reader.press("enter", "e")
        assert "eve: ceasefire" in reader.bar("here")
        assert reader.tags == []
        await reader.press("g", "o")
        assert "hidden" in reader.bar("here")
        await reader.press("s", "p", "home", "e")
        assert "eve" not in reader.bar("here")
