"""The quality that cleaning of HTML pages must keep, where the development data is at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

BODIES = 0.97  # of English pages; trafilatura alone reaches .955
DATES = 0.91  # of every third page


@pytest.fixture(scope="module")
def bench(bench_of: Callable[[str], ModuleType]) -> ModuleType:
    return bench_of("html_pages")


def test_bodies_of_pages_stay_above_the_floor(bench: ModuleType, data: Callable[[str], Path]) -> None:
    folder = data("clean/html.jsonl.gz").parent
    ((whole, *_), _) = bench.bodies(folder, "en", {"reader": bench.body_of})["reader"]
    assert whole.means[2] >= BODIES


def test_dates_of_pages_stay_above_the_floor(bench: ModuleType, data: Callable[[str], Path]) -> None:
    total, _, right = bench.dates(data("dates/dates_html.jsonl.gz"), ("reader",), every=3)["reader"]
    assert right / total >= DATES
