"""Names of keys: as terminals report them, as keymaps write them, as the help shows them."""

from __future__ import annotations

import pytest

from reader.control.keys import pressed, problem_of, sequence, shown


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("j", "j", "j"),
        ("question_mark", "?", "?"),
        ("left_curly_bracket", "{", "{"),
        ("full_stop", ".", "."),
        ("upper_s", "S", "S"),
        ("ş", "ş", "ş"),
        ("space", " ", "space"),
        ("enter", "\r", "enter"),
        ("tab", "\t", "tab"),
        ("escape", "\x1b", "escape"),
        ("backspace", "\x7f", "backspace"),
        ("ctrl+r", "\x12", "ctrl+r"),
        ("shift+left", None, "shift+left"),
        ("f1", None, "f1"),
        ("alt+x", "x", "alt+x"),  # ESC x
        ("alt+x", None, "alt+x"),  # of terminals with extended keys
        ("alt+shift+v", "V", "alt+V"),
        ("alt+ctrl+f", None, "alt+ctrl+f"),
        ("ctrl+underscore", "\x1f", "ctrl+_"),
        ("ctrl+slash", None, "ctrl+/"),
        ("ctrl+@", "\x00", "ctrl+space"),
        ("ctrl+space", None, "ctrl+space"),
        ("ctrl+backslash", "\x1c", "ctrl+\\"),
        ("ctrl+shift+left", None, "ctrl+shift+left"),
    ],
)
def test_a_pressed_key_is_named_as_keymaps_write_it(key, character, name):
    assert pressed(key, character) == name
    assert problem_of(name) == ""


@pytest.mark.parametrize("name", ["ctrl+pageup", "alt+x", "ctrl+shift+up", "+", "ctrl++", "f12", "é", "字"])
def test_good_names(name):
    assert problem_of(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "\t",
        "\x1b",
        "f13",
        "Enter",
        "ctrl+",
        "cmd+a",
        "ctrl+i",
        "ctrl+[",
        "ctrl+@",
        "ctrl+R",
        "shift+ctrl+up",
        "ctrl+alt+a",
        "shift+x",
        "ctrl+ctrl+up",
        "ab",
    ],
)
def test_bad_names(name):
    assert problem_of(name)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("pageup", "PgUp"),
        ("shift+right", "shift+→"),
        ("g t", "g t"),
        ("g <", "g <"),
        ("+", "+"),
        ("ctrl++", "ctrl++"),
        ("backspace", "Backspace"),
        ("ctrl+space", "ctrl+Space"),
    ],
)
def test_keys_as_they_are_shown(written, seen):
    assert shown(written) == seen


def test_a_sequence_is_its_keys():
    assert sequence("g t") == ("g", "t")
    assert sequence("space") == ("space",)
