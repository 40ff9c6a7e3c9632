"""Settings: the user's own, all problems at once."""

from __future__ import annotations

import pytest

from reader.control.settings import Settings, read_settings, settings_path
from reader.errors import FormatError


@pytest.fixture
def write(home):
    def write(text: str) -> None:
        settings_path().parent.mkdir(parents=True, exist_ok=True)
        settings_path().write_text(text, encoding="utf-8")

    return write


def test_without_a_file_everything_is_left_to_the_program(home):
    assert settings_path().is_relative_to(home)
    assert read_settings() == Settings()


def test_what_is_set_is_read(write):
    write("format: reader-settings/1\nannotator: ana\nkeymap: vim\ntheme: light\n")
    assert read_settings() == Settings(annotator="ana", keymap="vim", theme="light")


def test_names_that_look_like_something_else_stay_names(write):
    write("format: reader-settings/1\nannotator: NO\nkeymap: 017\n")
    assert read_settings() == Settings(annotator="NO", keymap="017")


def test_an_unknown_setting_is_named_with_the_nearest_known_one(write):
    write("format: reader-settings/1\nanotator: ana\nkeymap: [vim]\n")
    with pytest.raises(FormatError) as raised:
        read_settings()
    problems = raised.value.problems
    assert len(problems) == 2
    assert [problem.line for problem in problems] == [2, 3]
    assert "anotator" in problems[0].message
    assert "annotator" in problems[0].hint


@pytest.mark.parametrize("text", ["format: reader-labels/1\n", "annotator: ana\n", "- ana\n", "annotator: [\n"])
def test_a_file_that_is_no_settings_is_refused(write, text):
    write(text)
    with pytest.raises(FormatError):
        read_settings()


def test_settings_of_a_newer_version_are_refused(write):
    write("format: reader-settings/2\nannotator: ana\n")
    with pytest.raises(FormatError) as raised:
        read_settings()
    assert "newer" in str(raised.value)
