"""`reader keys` and `reader settings`."""

from __future__ import annotations

import json

from reader.control.commands import COMMANDS
from reader.control.keymap_file import load_keymap, read_keymap


def test_every_command_is_listed_with_its_keys(run):
    table = run("keys").stdout
    assert table.startswith("default keymap, capitals jump\n")
    for command in COMMANDS:
        assert f" {command.id}\n" in table
    assert "A … Z" in table
    rows = [json.loads(line) for line in run("keys", "--keymap", "vim", "--json").stdout.splitlines()]
    assert {row["command"]: tuple(row["keys"]) for row in rows} == {
        c.id: load_keymap("vim").keys[c.id] for c in COMMANDS
    }


def test_a_whole_file_is_written_to_start_from(run, tmp_path):
    for name in ("default", "vim", "emacs"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(run("keys", "--keymap", name, "--write").stdout, encoding="utf-8")
        assert read_keymap(path).keys == load_keymap(name).keys
        assert run("keys", "--check", str(path)).exit_code == 0


def test_problems_have_their_place_and_end_in_one(run, project):
    (project / "mine.yaml").write_text(
        "format: reader-keymap/1\nkeys:\n  article:\n    tag.agian: [z]\n    tag.relabel: [S]\n", encoding="utf-8"
    )
    result = run("keys", "--check", "mine.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "mine.yaml:4:5: there is no command 'tag.agian'\n  did you mean tag.again?" in result.stderr
    assert "mine.yaml:5:19: 'S' is a capital" in result.stderr
    assert run("keys", "--check").exit_code == 0
    assert run("keys", "--check", "vmi").exit_code == 2
    assert run("keys", "--check", "--json").exit_code == 2


def test_settings_say_where_they_come_from(run, home, monkeypatch):
    monkeypatch.setenv("READER_ANNOTATOR", "ana")
    path = home / "config" / "settings.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("format: reader-settings/1\nkeymap: vim\n", encoding="utf-8")
    rows = {row["setting"]: row for row in map(json.loads, run("settings", "--json").stdout.splitlines())}
    assert rows["keymap"]["place"] == f"{path}:2:9"
    assert (rows["annotator"]["value"], rows["annotator"]["origin"]) == ("ana", "environment")
    assert rows["theme"]["origin"] == "default"
    assert "READER_ANNOTATOR" in run("settings").stdout
    assert json.loads(run("where", "--json").stdout)["annotator_from"] == "environment"
    assert "no effect" not in run("settings").stderr
    path.write_text("format: reader-settings/1\nentities: {model: en_core_web_trf}\n", encoding="utf-8")
    assert "entities.model has no effect" in run("settings").stderr
    path.write_text("format: reader-settings/1\nkeymp: vim\n", encoding="utf-8")
    broken = run("settings", "--check")
    assert broken.exit_code == 1
    assert "settings.yaml:2:1" in broken.stderr
    assert "did you mean `keymap`?" in broken.stderr
    assert run("settings").exit_code == 2
