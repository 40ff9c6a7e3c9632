"""The dates that cleaning must find, where the development data is at hand."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def bench(bench_of: Callable[[str], ModuleType]) -> ModuleType:
    return bench_of("dates")


def test_sites_fall_into_the_same_part_in_every_run(bench: ModuleType) -> None:
    assert bench.fold("https://www.example.org/a", 10) == bench.fold("http://news.example.org/b?c", 10)


def test_dates_of_english_pages_stay_above_the_floor(bench: ModuleType) -> None:
    pages = bench.rows(bench.find_data(), html=False)
    if not pages:
        pytest.skip(f"no dates in {bench.find_data()}: set READER_DEV_DATA to the folder of development data")
    result = bench.measure(bench.date_of, [row for row in pages if row["lang"] == "en"], "text")
    assert result.of_all >= bench.FLOOR_OF_ALL
    assert result.of_answered >= bench.FLOOR_OF_ANSWERED
