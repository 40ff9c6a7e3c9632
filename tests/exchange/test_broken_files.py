"""Broken files of all kinds: the row is named, and the reason, and nothing is read past it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.exchange.format import ReadOptions, format_named
from reader.exchange.incoming import IncomingError

CASES = json.loads((Path(__file__).parents[1] / "data/exchange/broken_files.json").read_text(encoding="utf-8"))


def bytes_of(case) -> bytes:
    """The file: `repeat` is nesting, [opening, times, closing] around `middle`, between `data` and `end`."""
    data = case["data"]
    if "repeat" in case:
        opening, times, closing = case["repeat"]
        data += opening * times + case.get("middle", "") + closing * times + case["end"]
    return data.encode(case.get("encoding", "utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['format']}: {case['what']}" for case in CASES])
def test_a_broken_file_names_row_and_reason(case, tmp_path):
    path = tmp_path / "in"
    path.write_bytes(bytes_of(case))
    with pytest.raises(IncomingError) as caught:
        list(format_named(case["format"]).read(path, ReadOptions()))
    assert case["said"] in str(caught.value)
    assert str(path) in str(caught.value)
