"""Keymaps: what a key runs where, what is refused, and the user's own on top of the packaged ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader import yamlfile
from reader.control.commands import COMMANDS
from reader.control.keymap import Keymap, default_keymap, problems_of
from reader.control.keymap_file import check_keymap, load_keymap, read_keymap, render_keymap
from reader.errors import FormatError, UsageError

CASES = json.loads((Path(__file__).parents[1] / "data/control/keymap_problems.json").read_text(encoding="utf-8"))


@pytest.fixture
def write(tmp_path):
    """Write a keymap file, one command a line; gives its path."""

    def write(keys: dict, name: str = "own", **fields: str) -> Path:
        head = {"format": "reader-keymap/1", "name": name, **fields}
        lines = [f"{key}: {value}" for key, value in head.items()] + ["keys:"]
        for context, commands in keys.items():
            lines.append(f"  {context}: {{")
            lines += [
                f"    {command}: {json.dumps(all_keys, ensure_ascii=False)}," for command, all_keys in commands.items()
            ]
            lines.append("  }")
        path = tmp_path / f"{name}.yaml"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_keymap_that_would_not_do_what_it_says_is_refused(write, case):
    problems = check_keymap(write(case["keys"]))
    assert [any(words in problem.message for problem in problems) for words in case["says"]] == [True] * len(
        case["says"]
    )
    assert len(problems) == len(case["says"])
    assert problems[0].line == case["line"] + 1
    if case.get("hint") is not None:
        assert problems[0].hint == case["hint"]


def test_all_problems_are_raised_at_once(write):
    path = write({"article": {"tag.again": ["hyper"], "tag.next": ["1"]}})
    with pytest.raises(FormatError) as raised:
        read_keymap(path)
    assert len(raised.value.problems) == 2
    assert all(problem.path == path for problem in raised.value.problems)


def test_capitals_may_be_freed(write):
    keys = {"article": {"tag.again": ["G"]}}
    assert check_keymap(write(keys, capitals="free")) == []
    assert read_keymap(write(keys, capitals="free")).command("article", ("G",)) == "tag.again"


def test_what_a_keymap_does_not_name_keeps_its_keys(write):
    keymap = read_keymap(write({"article": {"tag.again": ["z"]}}))
    assert keymap.command("article", ("z",)) == "tag.again"
    assert keymap.command("article", (".",)) is None
    assert keymap.command("article", ("s",)) == "move.sentence.next"
    assert keymap.command("library", ("enter",)) == "library.open"


def test_a_key_that_is_given_to_another_command_is_taken_from_its_first(write):
    keymap = read_keymap(write({"article": {"tag.again": ["s"]}}))
    assert keymap.command("article", ("s",)) == "tag.again"
    assert keymap.keys["move.sentence.next"] == ()


def test_a_keymap_that_extends_nothing_has_its_own_keys_alone(write):
    own = {"article": {"tag.again": ["z"]}, "anywhere": {"app.quit": ["ctrl+q"]}}
    assert read_keymap(write(own, extends="nothing")).keys == {"tag.again": ("z",), "app.quit": ("ctrl+q",)}


def test_a_pane_overrules_what_is_bound_anywhere():
    keymap = Keymap({"app.back": ("q",), "raw.close": ("q",)})
    assert keymap.command("raw", ("q",)) == "raw.close"
    assert keymap.command("article", ("q",)) == "app.back"


def test_sequences_are_known_by_their_first_key():
    keymap = default_keymap()
    assert keymap.continues("article", "g")
    assert not keymap.continues("article", "s")
    assert keymap.command("article", ("g", "l")) == "article.labels"
    assert keymap.command("library", ("g", "l")) is None
    assert dict(keymap.following("library", "g")) == {
        "n": "article.next",
        "p": "article.previous",
        "h": "history.list",
        "v": "tag.review",
        "'": "suggestion.article",
        "i": "article.title",
        "y": "article.date",
        "c": "history.clashes",
        "u": "article.untouched",
        "d": "article.copy",
        "/": "corpus.search",
        "s": "corpus.stop",
        "f": "article.flag",
        "j": "article.flagged",
        "x": "article.page",
        "+": "label.add",
        "e": "sitting.show",
        ",": "app.settings",
    }
    assert ("l", "article.labels") in list(keymap.following("article", "g"))
    assert ("n", "article.next") in list(keymap.following("article", "g"))


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.keys], ids=lambda command: command.id)
def test_every_default_key_runs_its_command(command):
    keymap = default_keymap()
    for keys in command.keys:
        assert keymap.command(command.context, tuple(keys.split(" "))) == command.id


def test_a_keymap_comes_back_from_its_file(tmp_path):
    path = tmp_path / "written.yaml"
    path.write_text(render_keymap(default_keymap(), "mine"), encoding="utf-8")
    assert read_keymap(path).keys == default_keymap().keys


# -- which keymap


def test_without_a_name_it_is_the_default():
    assert load_keymap(None).keys == load_keymap("default").keys == default_keymap().keys


def test_the_users_own_keymap_comes_before_the_packaged_one(home, write):
    folder = home / "config" / "keymaps"
    folder.mkdir(parents=True)
    write({"article": {"tag.again": ["z"]}}, "vim").rename(folder / "vim.yaml")
    assert load_keymap("vim").command("article", ("z",)) == "tag.again"
    assert load_keymap("vim").command("article", ("G",)) is None


def test_the_users_own_default_is_the_default_when_it_is_named(home, write):
    folder = home / "config" / "keymaps"
    folder.mkdir(parents=True)
    write({"article": {"tag.again": ["z"]}}, "default").rename(folder / "default.yaml")
    assert load_keymap("default").command("article", ("z",)) == "tag.again"


def test_a_file_may_be_named(write):
    path = write({"article": {"tag.again": ["z"]}})
    assert load_keymap(str(path)).command("article", ("z",)) == "tag.again"


def test_an_unknown_keymap_is_named_with_those_that_are_known(home):
    with pytest.raises(UsageError) as raised:
        load_keymap("emcas")
    assert "emcas" in raised.value.message
    assert raised.value.problem.hint == "did you mean `emacs`?"
    with pytest.raises(UsageError) as raised:
        load_keymap("kakoune")
    assert raised.value.problem.hint == "known: default, emacs, vim"


# -- vim


@pytest.mark.parametrize(
    ("context", "keys", "command"),
    [
        ("article", "l", "move.word.next"),
        ("article", "h", "move.word.previous"),
        ("article", "g g", "move.first"),
        ("article", "G", "move.last"),
        ("article", ")", "move.sentence.next"),
        ("article", "] e", "move.entity.next"),
        ("article", "] a", "article.next"),
        ("article", "v", "select.extend"),
        ("library", "l", "library.open"),
        ("library", "G", "library.last"),
        ("raw", "g g", "raw.first"),
        ("article", "1", "tag.digit"),
    ],
)
def test_vim_keys(context, keys, command):
    assert load_keymap("vim").command(context, tuple(keys.split(" "))) == command


def test_vim_leaves_no_command_of_the_article_without_a_key_that_had_one():
    default, vim = default_keymap(), load_keymap("vim")
    assert [name for name, keys in default.keys.items() if keys and not vim.keys[name]] == []
    assert problems_of(vim.keys, "free") == []


def test_a_file_that_is_no_keymap_is_named(tmp_path):
    path = tmp_path / "labels.yaml"
    path.write_text(yamlfile.dump({"format": "reader-labels/1", "keys": {}}), encoding="utf-8")
    assert check_keymap(path)
    assert check_keymap(tmp_path / "nothing.yaml")[0].message.startswith("cannot be read")
