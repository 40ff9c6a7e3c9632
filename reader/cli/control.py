"""The commands about the program itself: its keys, and the user's settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.console import DONE, PROBLEMS, data_stream, near, put, say, say_problem, table
from reader.errors import UsageError

if TYPE_CHECKING:
    from reader.control.keymap import Keymap
    from reader.errors import Problem


@click.command()
@click.option("--keymap", "name", metavar="NAME|FILE", help="This keymap; else the one in force.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one command a line.")
@click.option(
    "--check",
    "checked",
    metavar="[NAME|FILE]",
    is_flag=False,
    flag_value="",
    help="Print the problems of a keymap; of the one in force, when none is named.",
)
@click.option("--write", is_flag=True, help="Print it as a whole file, to start one of your own from.")
def keys(name: str | None, as_json: bool, checked: str | None, write: bool) -> int:
    """Print every command with its keys, as the keymap in force has them."""
    from reader.control.keymap_file import load_keymap, render_keymap
    from reader.control.settings import value_of

    if sum((as_json, checked is not None, write)) > 1:
        raise UsageError("--json, --check and --write are three things to print", hint="name one of them")
    in_force = value_of("keymap", checked or name)
    if checked is not None:
        return _check(in_force.value)
    keymap = load_keymap(in_force.value)
    if write:
        say(f"a keymap of your own goes into {_own_folder()}; what it leaves out keeps the keys of what it `extends`")
        put(render_keymap(keymap).rstrip())
    elif as_json:
        _print_objects(keymap)
    else:
        _print_table(keymap)
    return DONE


def _own_folder() -> str:
    from reader import paths

    return near(paths.config_folder() / "keymaps")


def _check(name: str) -> int:
    from reader.control.keymap_file import find_keymap
    from reader.project.checking import check

    path = find_keymap(name)
    if not path.is_file():
        raise UsageError("there is no such keymap file", path=path)
    problems: list[Problem] = check([path]).problems
    for problem in problems:
        say_problem(problem)
    if not problems:
        say(f"{near(path)}: no problems")
    return PROBLEMS if problems else DONE


def _print_objects(keymap: Keymap) -> None:
    from reader.control.commands import COMMANDS
    from reader.exchange.json_lines import json_line

    for command in COMMANDS:
        row = {
            "command": command.id,
            "keys": list(keymap.keys.get(command.id, ())),
            "context": command.context,
            "group": command.group,
            "title": command.title,
            "help": command.help,
        }
        data_stream().write(json_line(row))


def _print_table(keymap: Keymap) -> None:
    from reader.control.listing import grouped, keys_shown

    capitals = "capitals jump" if keymap.capitals == "jump" else "capitals are keys like others"
    put(f"{keymap.name} keymap, {capitals}")
    for group, commands in grouped():
        put()
        put(group)
        rows = [[keys_shown(keymap, command), command.title, command.id] for command in commands]
        for line in table(rows):
            put(f"  {line}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one setting a line.")
@click.option("--check", "checked", is_flag=True, help="Print the problems of the settings file.")
def settings(as_json: bool, checked: bool) -> int:
    """Print every setting with its value and where that comes from."""
    from reader.control.settings import settings_path, values_of
    from reader.exchange.json_lines import json_line

    if as_json and checked:
        raise UsageError("--json and --check are two things to print", hint="name one of them")
    path = settings_path()
    if checked:
        return _check_settings(path)
    found = values_of({})
    values = found.values()
    if found["entities.model"].origin != "default" and found["entities.engine"].value != "spacy":
        say("note: entities.model has no effect: entities.engine is not `spacy`")
    if as_json:
        for value in values:
            setting = value.setting
            row = {"setting": setting.name, "value": value.value, "origin": value.origin, "place": value.place}
            more = {"default": setting.default, "choices": list(setting.choices), "help": setting.help}
            data_stream().write(json_line({**row, **more}))
        return DONE
    rows = [
        [value.setting.name, value.value or value.setting.otherwise, value.told, value.setting.help] for value in values
    ]
    for line in table(rows):
        put(line)
    say(f"settings file: {near(path)}{'' if path.exists() else ' (not there yet)'}")
    return DONE


def _check_settings(path: Path) -> int:
    from reader.project.checking import check

    if not path.exists():
        say(f"there is no settings file yet: {near(path)}")
        return DONE
    problems = check([path]).problems
    for problem in problems:
        say_problem(problem)
    if not problems:
        say(f"{near(path)}: no problems")
    return PROBLEMS if problems else DONE
