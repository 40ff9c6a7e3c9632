"""What stands in memory when the first article is painted: start-up is bought there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "first_paint.py"
LATE = {"pycrfsuite", "lxml", "charset_normalizer", "spacy", "nupunkt", "pyarrow", "zstandard", "regex"}


@pytest.fixture(scope="module")
def modules(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("first-paint")
    seeds = request.config.rootpath / "seeds"
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(seeds), str(folder / "annotations")],
        capture_output=True, text=True, timeout=60, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_article_was_painted(modules):
    assert "reader.ui.widgets.article" in modules


def test_nothing_heavy_is_loaded_before_the_first_paint(modules):
    packages = {name.split(".")[0] for name in modules}
    assert not packages & LATE


@pytest.mark.parametrize(
    "room", ["reader.exchange", "reader.entities.embedded", "reader.ui.screens.help", "reader.ui.screens.raw"]
)
def test_rooms_that_no_first_paint_needs_stay_out(modules, room):
    assert not [name for name in modules if name == room or name.startswith(f"{room}.")]
