"""The benches that the floors of cleaning are measured with, and the data they need."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def bench_of() -> Callable[[str], ModuleType]:
    """A bench by its name."""

    def loaded(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"bench_{name}", BENCH / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module

    return loaded


@pytest.fixture(scope="module")
def data(bench: ModuleType) -> Callable[[str], Path]:
    """A file of the development data; without it the test is skipped."""

    def found(name: str) -> Path:
        path: Path = bench.find_data() / name
        if not path.exists():
            pytest.skip(f"no {path}: set READER_DEV_DATA to the folder of development data")
        return path

    return found
