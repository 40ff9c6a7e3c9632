"""Ctrl+q and ctrl+c quit wherever they are pressed, and lose nothing on the way."""

from __future__ import annotations

import os

import pytest

from reader.ui.screens.confirm import ConfirmScreen
from reader.ui.screens.help import HelpScreen


@pytest.mark.parametrize("over", [(), ("question_mark",), ("t",), ("ctrl+p",), ("backslash",)])
@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_they_quit_from_every_screen(opened, over, key):
    async with opened() as reader:
        await reader.press("enter", "1", *over)
        assert (reader.screen is reader.main) == (not over)
        await reader.pilot.press(key)
        await reader.until(lambda: reader.app.return_code is not None, "the end")
        assert reader.app.session.store.path("first").exists()


async def test_what_is_unsaved_is_asked_about_over_the_help(opened, monkeypatch):
    monkeypatch.setattr("reader.session.writer.RETRY_AFTER", 0.02)
    async with opened() as reader:
        store = reader.app.session.store
        record = store.record

        def refuse(*args):
            raise OSError(28, os.strerror(28))

        store.record = refuse
        await reader.press("enter", "1")
        await reader.until(lambda: "NOT SAVED" in reader.bar("status"), "the mark")
        await reader.press("question_mark", "ctrl+c")
        await reader.until(lambda: isinstance(reader.screen, ConfirmScreen), "the question")
        await reader.press("ctrl+c")  # no answer to whether to lose it
        await reader.until(lambda: isinstance(reader.screen, HelpScreen), "back")
        assert reader.app.return_code is None
        store.record = record
        await reader.saved()
