"""What every test stands on: no test sees, or leaves anything in, the configuration of whoever runs it."""

from __future__ import annotations

import gc
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

# No property has a deadline: the machine may be busy. `pytest --hypothesis-profile thorough` looks longer for a counterexample.
settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("quick")

_number = count()


def pytest_collection_finish() -> None:
    """What was imported lives to the end: the collector need not look at it with every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(_homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, with the settings, state and cache of nobody in it; and a terminal that says what it is."""
    home = _homes / str(next(_number))
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TERM", "xterm-256color")
    for size in ("COLUMNS", "LINES"):
        monkeypatch.delenv(size, raising=False)
    for kind in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"READER_{kind}_DIR", str(home / kind.lower()))
        monkeypatch.delenv(f"XDG_{kind}_HOME", raising=False)
    return home


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).parent.parent
