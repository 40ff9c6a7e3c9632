"""What stands in memory when the first article is painted: start-up is bought there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from late_packages import LATE

PROGRAM = Path(__file__).parent / "first_paint.py"


@pytest.fixture(scope="module")
def starts(tmp_path_factory, request):
    """The modules of a first start, which fills the catalogue, and of the next."""
    folder = tmp_path_factory.mktemp("first-paint")
    seeds = request.config.rootpath / "seeds"
    environment = {**os.environ, "READER_CACHE_DIR": str(folder / "cache"), "READER_STATE_DIR": str(folder / "state")}

    def modules():
        done = subprocess.run(
            [sys.executable, str(PROGRAM), str(seeds), str(folder / "annotations")],
            capture_output=True, text=True, timeout=60, cwd=folder, env=environment,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return modules(), modules()


@pytest.fixture(scope="module")
def modules(starts):
    return starts[1]


def test_the_article_was_painted(starts):
    assert all("reader.ui.widgets.article" in modules for modules in starts)


def test_nothing_heavy_is_loaded_before_the_first_paint(starts):
    first, next_one = ({name.split(".")[0] for name in modules} for modules in starts)
    needed = {"pycrfsuite"}  # by the line model, which cleans the article
    assert not first & (LATE - needed - {"rensa"})
    assert not next_one & (LATE - needed)


@pytest.mark.parametrize(
    "room",
    [
        "reader.exchange",
        "reader.entities.embedded",
        "reader.library.next_article",
        "reader.library.preparing.preparation",
        "reader.library.search",
        "reader.ui.screens.help",
        "reader.ui.screens.raw",
        "reader.ui.screens.search",
    ],
)
def test_rooms_that_no_first_paint_needs_stay_out(modules, room):
    assert not [name for name in modules if name == room or name.startswith(f"{room}.")]
