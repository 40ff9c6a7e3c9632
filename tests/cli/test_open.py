"""`reader CORPUS` opens the screen, on a terminal only."""

from __future__ import annotations

import sys
import types

import pytest


@pytest.fixture
def screen(monkeypatch):
    """A terminal, and a screen that only notes what it was opened with."""
    opened = []

    def run_reader(project, **options):
        opened.append((project, options))
        return 7

    fake = types.ModuleType("reader.ui.main")
    fake.run_reader = run_reader
    monkeypatch.setitem(sys.modules, "reader.ui.main", fake)
    monkeypatch.setattr("reader.cli.console.on_a_terminal", lambda: True)
    return opened


@pytest.mark.parametrize(
    "words", [("news",), ("open", "news"), ("--annotator", "ben", "news"), ("news", "--annotator", "ben")]
)
def test_the_command_is_implied(run, screen, words):
    assert run(*words).exit_code == 7
    project, options = screen[0]
    assert project.corpus == "news"
    assert project.annotator == ("ben" if "ben" in words else project.annotator)
    assert (options["article"], options["as_is"], options["keymap"].name) == (None, False, "default")


def test_a_folder_with_a_command_s_name(run, screen, project):
    (project / "clean").mkdir()
    (project / "clean" / "a.txt").write_text("Shells fell on Karsa.")
    assert run("./clean").exit_code == 7
    assert screen[0][0].corpus == "./clean"
    assert run("clean").exit_code == 2


def test_article_and_keymap(run, screen):
    assert run("news", "--article", "news/one", "--keymap", "vim", "--as-is").exit_code == 7
    _, options = screen[0]
    assert (options["article"], options["as_is"], options["keymap"].name) == ("news/one", True, "vim")
    unknown = run("news", "--keymap", "vmi")
    assert unknown.exit_code == 2
    assert "vim" in unknown.stderr


def test_without_a_terminal_it_says_so(run):
    result = run("news")
    assert result.exit_code == 2
    assert "terminal" in result.stderr
