"""A project to work in, and the installed program on a terminal."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from terminal import Terminal


@pytest.fixture(scope="session")
def program() -> str:
    script = Path(sys.executable).parent / "reader"
    if not script.exists():
        pytest.skip("the program is not installed beside this Python: pip install -e .")
    return str(script)


@pytest.fixture
def project(repository: Path, tmp_path: Path) -> Path:
    """The seeds and a label scheme of one's own."""
    shutil.copytree(repository / "seeds", tmp_path / "project" / "seeds")
    (tmp_path / "project" / "annotations").mkdir()
    shutil.copy(repository / "annotations" / "labels.yaml", tmp_path / "project" / "annotations")
    return tmp_path / "project"


@pytest.fixture
def start(program: str, project: Path, home: Path):
    """Start `reader` with arguments; all are ended after the test."""
    running: list[Terminal] = []

    def start(*arguments: str, **options: int) -> Terminal:
        running.append(Terminal([program, *arguments], cwd=project, **options))
        return running[-1]

    yield start
    for terminal in running:
        terminal.close()
