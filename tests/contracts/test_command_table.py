"""The one table of commands, and everything that must agree with it."""

from __future__ import annotations

import pytest
from in_line import LibrarianInLine

from reader import paths
from reader.control.commands import BY_ID, COMMANDS, CONTEXTS
from reader.control.keymap import default_keymap, problems_of
from reader.control.keymap_file import check_keymap, load_keymap, render_keymap
from reader.project.place import locate
from reader.session.session import Session
from reader.ui.screens.raw import RawScreen
from reader.ui.screens.reading import ReadingScreen

PACKAGED = sorted(path.stem for path in paths.keymaps_folder().glob("*.yaml"))


@pytest.fixture
def session(repository, tmp_path, monkeypatch):
    monkeypatch.setattr("reader.session.shelf.Librarian", LibrarianInLine)
    session = Session(locate("seeds", annotations=tmp_path / "annotations", annotator="ana", working=repository), print)
    session.shelf.begin()
    yield session
    session.close()


def test_ids_are_said_once():
    assert len(BY_ID) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_a_command_says_what_it_is(command):
    assert command.context in CONTEXTS
    assert command.title
    assert command.group
    assert command.title == command.title.strip(" .")
    assert not command.help or command.help.endswith(".")


def test_every_command_of_the_main_screen_has_a_handler(session):
    table = ReadingScreen(session, default_keymap(), None).handlers.table
    assert set(table) == {command.id for command in COMMANDS if command.context != "raw"}


def test_every_command_of_the_raw_document_has_a_handler(session):
    session.open(session.listing.entries[0].id)
    handlers = RawScreen(session, default_keymap(), lambda key: None).dispatcher.handlers
    assert {name for name in handlers if BY_ID[name].context == "raw"} == {
        command.id for command in COMMANDS if command.context == "raw"
    }


def test_the_default_keymap_has_no_problems():
    assert problems_of(default_keymap().keys, "jump") == []


def test_the_written_default_keymap_is_the_table():
    description = "The keys that the program has when nothing else is chosen."
    written = (paths.keymaps_folder() / "default.yaml").read_text(encoding="utf-8")
    comments = [line for line in written.splitlines(keepends=True) if line.startswith("#")]
    assert written.removeprefix("".join(comments)) == render_keymap(default_keymap(), description)


@pytest.mark.parametrize("name", PACKAGED)
def test_a_packaged_keymap_has_no_problems(name):
    assert check_keymap(paths.keymaps_folder() / f"{name}.yaml") == []
    assert load_keymap(name).name == name


def test_the_packaged_keymaps_are_those_that_are_known():
    assert {"default", "vim"} <= set(PACKAGED)


@pytest.mark.parametrize("name", PACKAGED)
def test_every_way_out_has_a_key(name):
    keys = load_keymap(name).keys
    for needed in ("app.back", "app.help", "app.palette", "library.open", "raw.close", "select.release", "tag.digit"):
        assert keys[needed], needed
