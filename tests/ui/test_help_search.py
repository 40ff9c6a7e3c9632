"""The help, searched by words or by a key; and help in the screens over the main one."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import reader.ui.screens
from reader.ui.screens.confirm import ConfirmScreen
from reader.ui.screens.dialog import Dialog
from reader.ui.screens.dialog_keys import DialogKeys
from reader.ui.screens.field import FieldScreen
from reader.ui.screens.help import HelpScreen


def listed(reader) -> list[str]:
    """The rows of the help, without headings."""
    rows = ["".join(text for text, _ in row) for row in reader.screen.rows._rows]
    return [row.strip() for row in rows if row.startswith("  ")]


async def test_a_key_finds_what_it_runs_and_words_find_what_is_said(opened):
    async with opened() as reader:
        await reader.press("question_mark", "slash")
        await reader.type("g v")
        assert [row.split("  ")[0] for row in listed(reader)[:1]] == ["g v"]
        assert "review: tags whose passage" in listed(reader)[0]
        await reader.press("escape", "slash", "ctrl+r")
        assert {"redo" in row or "amend again" in row for row in listed(reader)} == {True}
        await reader.press("escape", "slash")
        await reader.type("untagged")
        assert len(listed(reader)) == 2
        await reader.type("zzz")
        assert "stands in nothing here" in reader.text
        await reader.press("escape", "q")
        assert reader.screen is reader.main


async def test_a_capital_finds_the_jump_and_labels_are_found_by_name(opened):
    async with opened() as reader:
        await reader.press("f1", "slash", "S")
        assert listed(reader)[0].startswith("A … Z")
        await reader.press("escape", "slash")
        await reader.type("casualty")
        assert any("casualty" in row for row in listed(reader))


async def test_the_keys_of_where_the_keyboard_is_come_first(opened):
    async with opened() as reader:
        await reader.press("question_mark")
        assert "read the article" in listed(reader)[6]
        await reader.press("q", "enter", "question_mark")
        assert "nearest word" in listed(reader)[0]


@pytest.mark.parametrize(
    ("opens", "asks", "tells"),
    [
        (["ctrl+p"], "f1", "filter by words"),
        (["enter", "t"], "question_mark", "chooses at once"),
        (["1", "g", "h"], "question_mark", "take back all down to it"),
        (["g", "slash"], "f1", "narrow the list"),
        (["g", "i"], "f1", "what cleaning finds"),
    ],
    ids=str,
)
async def test_a_dialog_shows_its_own_keys(opened, opens, asks, tells):
    async with opened(size=(80, 24)) as reader:
        await reader.press(*opens)
        dialog = reader.screen
        await reader.press(asks)
        assert isinstance(reader.screen, DialogKeys)
        assert tells in reader.text
        await reader.press("x")
        assert reader.screen is dialog


async def test_help_is_text_where_text_is_typed_and_no_answer_to_a_question(opened):
    async with opened() as reader:
        await reader.press("g", "i", "question_mark")
        assert isinstance(reader.screen, FieldScreen)
        assert reader.screen.line.text == "?"
        await reader.press("escape", "question_mark", "question_mark")
        assert reader.screen is reader.main  # it closes the help
        reader.app.push_screen(ConfirmScreen("Leave?"))
        await reader.press("question_mark", "space")
        assert isinstance(reader.screen, ConfirmScreen)
        await reader.press("n")


async def test_emacs_keys_walk_and_leave_dialogs(opened):
    async with opened(keymap="emacs") as reader:
        await reader.press("ctrl+n", "ctrl+f", "alt+x")
        await reader.press("ctrl+n", "ctrl+n", "ctrl+p")
        assert reader.screen._at == 1
        await reader.press("ctrl+g")
        assert reader.screen is reader.main
        await reader.press("ctrl+x", "o")
        assert reader.main.context == "library"
        await reader.press("ctrl+s", "z", "ctrl+g")
        assert reader.main.narrowing.typing is None
        assert not isinstance(reader.screen, HelpScreen)
        await reader.pilot.press("ctrl+x", "ctrl+c")
        await reader.until(lambda: reader.app.return_code is not None, "the end")


def test_every_dialog_says_its_keys():
    for module in pkgutil.iter_modules(reader.ui.screens.__path__):
        importlib.import_module(f"reader.ui.screens.{module.name}")
    silent = [kind.__name__ for kind in Dialog.__subclasses__() if kind.helps and "hints" not in vars(kind)]
    assert silent == []
