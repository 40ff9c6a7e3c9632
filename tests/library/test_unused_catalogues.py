"""Catalogues that nobody opened for long leave the cache folder."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

import pytest
from preparing_samples import Prepared, stories

from reader.library.catalogue import Catalogue
from reader.library.unused import KEPT, remove_unused
from reader.tags import disk

NAME = "0123456789abcdef01234567.sqlite"
OPEN = """
import sys
from pathlib import Path
from reader.library.catalogue import Catalogue
catalogue = Catalogue(Path(sys.argv[1]))
print(catalogue.get("format"), flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / NAME
    Catalogue(path).close()
    Path(f"{path}.lock").touch()
    return path


def make_old(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        os.utime(file, (0, 0))


def test_one_that_was_not_opened_for_long_leaves_with_what_lies_beside_it(path, tmp_path):
    others = [tmp_path / "one.sqlite", tmp_path / "0123.sqlite", tmp_path / "a folder"]
    for other in others[:2]:
        other.touch()
        os.utime(other, (0, 0))
    others[2].mkdir()
    assert Path(f"{path}.making.lock").exists()
    assert remove_unused(tmp_path) == []
    opened = path.stat().st_mtime
    assert remove_unused(tmp_path, opened + KEPT) == []
    assert remove_unused(tmp_path, opened + KEPT + 1) == [path]
    assert sorted(tmp_path.iterdir()) == sorted(others)
    assert remove_unused(tmp_path / "nowhere") == []


def test_opening_one_keeps_it(path, tmp_path):
    make_old(path)
    Catalogue(path).close()
    assert remove_unused(tmp_path) == []


def test_one_that_is_being_filled_stays(path, tmp_path):
    make_old(path)
    with disk.locked_if_free(Path(f"{path}.lock")):
        assert remove_unused(tmp_path) == []
    assert remove_unused(tmp_path) == [path]


def test_one_that_is_open_stays(path, tmp_path):
    with closing(Catalogue(path)) as catalogue:
        make_old(path)
        assert remove_unused(tmp_path) == []
        assert catalogue.identity == catalogue.get("identity") != ""
    program = subprocess.Popen([sys.executable, "-c", OPEN, str(path)], stdin=PIPE, stdout=PIPE, text=True)
    assert program.stdout.readline().startswith("reader-catalogue/")
    make_old(path)
    assert remove_unused(tmp_path) == []
    program.communicate("\n")
    make_old(path)
    assert remove_unused(tmp_path) == [path]


def test_what_is_no_catalogue_any_more_leaves_too(path, tmp_path):
    path.write_bytes(b"none" * 1000)
    make_old(path)
    assert remove_unused(tmp_path) == [path]


def test_a_preparation_does_it(path, tmp_path):
    make_old(path)
    prepared = Prepared(stories(tmp_path / "news", 3), tmp_path / "one.sqlite")
    prepared.run()
    assert not path.exists()
    prepared.close()
