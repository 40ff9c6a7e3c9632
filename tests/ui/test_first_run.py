"""What a new user is told, and what may follow the first of two keys."""

from __future__ import annotations

import shutil

from reader import paths
from reader.ui.dispatch import Follower
from reader.ui.first_run import KEYS
from reader.ui.following import in_columns
from reader.ui.safe import width


async def test_a_new_user_is_told_how_to_begin_until_a_few_keys_were_pressed(opened):
    shutil.rmtree(paths.state_folder())
    async with opened() as reader:
        await reader.until(lambda: "to begin: " in reader.bar("here"), "the first hint")
        assert "Enter read it" in reader.bar("here")
        await reader.press("enter")
        assert "A … Z jump to a word" in reader.bar("here")
        await reader.press("1")
        assert "ceasefire" in reader.bar("here")  # what was done is said all the same
        await reader.press(*"w" * (KEYS - 2))
        assert "to begin" not in reader.bar("here")
        assert "1 word held" in reader.bar("here")
    async with opened() as reader:
        assert "to begin" not in reader.text


async def test_who_waits_after_the_first_of_two_keys_sees_all_that_may_follow(opened, monkeypatch):
    monkeypatch.setattr("reader.ui.following.AFTER", 0)
    async with opened(size=(80, 24)) as reader:
        await reader.press("enter", "g")
        await reader.until(
            lambda: reader.main.following.pane.display and "history: what was done" in reader.text, "a panel"
        )
        shown = "\n".join(reader.rows)
        for key, command in reader.main.keymap.following("article", "g"):
            assert f" {key} " in shown, command
        await reader.press("h")
        assert not reader.main.following.pane.display
        await reader.press("escape")
        assert "review: tags" not in reader.text


def test_many_followers_stand_in_columns_that_fit():
    followers = [Follower(chr(97 + n), f"something that is done {n}" * 2, n % 2 == 0) for n in range(26)]
    for cells, most in ((80, 16), (120, 30), (60, 8), (40, 30)):
        rows = in_columns(followers, cells, most)
        assert len(rows) <= most
        assert max(sum(width(text) for text, _ in row) for row in rows) <= cells
        if cells > 40:
            assert sum(len(row) for row in rows) == 2 * len(followers)
