"""Rooms import downwards, and none of them loads what it does not need."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports
from late_packages import LATE

import reader

SCREEN = {"textual", "rich"}
ROOMS = (
    "control", "session", "project", "exchange", "view", "library", "tags", "entities", "labels", "cleaning", "corpus", "text",
    "yamlfile", "errors", "paths",
)  # fmt: skip


def loaded_by(statements: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after running some statements."""
    program = (
        f"{statements}\nimport json, sys\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def modules_of(room: str) -> list[str]:
    folder = Path(reader.__file__).parent / room
    name = f"reader.{room}"
    if not folder.is_dir():
        return [name]
    return [name, *(module.name for module in pkgutil.walk_packages([str(folder)], prefix=f"{name}."))]


def test_the_contracts_in_pyproject_hold(repository, monkeypatch, capsys):
    monkeypatch.chdir(repository)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def test_no_room_below_the_screen_loads_the_screen():
    names = [name for room in ROOMS for name in modules_of(room)]
    assert "reader.session.session" in names
    assert "reader.tags.store" in names
    assert not loaded_by("import " + ", ".join(names)) & SCREEN


@pytest.mark.parametrize("module", ["reader.session.session", "reader.cli", "reader.ui.app", "reader.session.work"])
def test_heavy_packages_wait_until_they_are_needed(module):
    assert not loaded_by(f"import {module}") & LATE


def test_the_command_line_waits_for_the_screen():
    assert not loaded_by("import reader.cli") & SCREEN


def test_extractors_wait_for_the_first_page_of_html():
    extractors = {"trafilatura", "htmldate", "justext"}
    read = (
        "from reader.corpus.columns import record_of\nfrom reader.corpus.record import Row\nimport reader.corpus.html\n"
    )
    assert not loaded_by(read + "record_of(Row(1, {'text': 'One.'}), {})") & extractors
    assert loaded_by(read + "record_of(Row(1, {'html': '<p>One.</p>'}), {})") >= extractors
