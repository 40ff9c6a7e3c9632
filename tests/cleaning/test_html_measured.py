"""The quality that cleaning of HTML pages must keep, where the development data is at hand."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BODIES = 0.97  # of English pages; trafilatura alone reaches .955
DATES = 0.90


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    path = Path(__file__).parents[2] / "bench" / "html_pages.py"
    spec = importlib.util.spec_from_file_location("bench_html_pages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_html_pages"] = module
    spec.loader.exec_module(module)
    return module


def data(bench: ModuleType, name: str) -> Path:
    path = bench.find_data() / name
    if not path.exists():
        pytest.skip(f"no {path}: set READER_DEV_DATA to the folder of development data")
    return path


def test_bodies_of_pages_stay_above_the_floor(bench: ModuleType) -> None:
    folder = data(bench, "clean/html.jsonl.gz").parent
    ((whole, *_), _) = bench.bodies(folder, "en", {"reader": bench.body_of})["reader"]
    assert whole.means[2] >= BODIES


def test_dates_of_pages_stay_above_the_floor(bench: ModuleType) -> None:
    total, _, right = bench.dates(data(bench, "dates/dates_html.jsonl.gz"), ("reader",))["reader"]
    assert right / total >= DATES
