"""Files that do not hold what their format says: the file is named, the line where there is one, and the reason."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from reader.exchange.format import ReadOptions, format_named
from reader.exchange.incoming import IncomingError

CASES = json.loads(
    (Path(__file__).parents[1] / "data/exchange/broken_standoff_and_columns.json").read_text(encoding="utf-8")
)
HAS_CASSIS = importlib.util.find_spec("cassis") is not None
MARKS = {"cas": [pytest.mark.consumers, pytest.mark.skipif(not HAS_CASSIS, reason="dkpro-cassis is not installed")]}
DEEP = b'{"%TYPES": ' + b"[" * 200_000


def read_all(tmp_path, name, files, source=""):
    for file, content in files.items():
        data = bytes.fromhex(content["hex"]) if isinstance(content, dict) else content.encode("utf-8")
        (tmp_path / file).write_bytes(data)
    place = tmp_path / (source or next(iter(files)))
    return list(format_named(name).read(place, ReadOptions()))


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{case['format']}: {case['what']}", marks=MARKS.get(case["format"], ())) for case in CASES],
)
def test_the_place_and_the_reason_are_told(tmp_path, case):
    with pytest.raises(IncomingError) as caught:
        read_all(tmp_path, case["format"], case["files"], case.get("source", ""))
    for words in case["said"]:
        assert words in str(caught.value)


@pytest.mark.parametrize("name", ["brat", "conll", "webanno", pytest.param("cas", marks=MARKS["cas"])])
def test_a_file_that_is_not_there(tmp_path, name):
    with pytest.raises(IncomingError):
        list(format_named(name).read(tmp_path / "nothing.txt", ReadOptions()))


@pytest.mark.consumers
@pytest.mark.skipif(not HAS_CASSIS, reason="dkpro-cassis is not installed")
def test_deep_json_of_a_cas(tmp_path):
    (tmp_path / "a.json").write_bytes(DEEP)
    with pytest.raises(IncomingError, match="no CAS"):
        list(format_named("cas").read(tmp_path / "a.json", ReadOptions()))


def test_offsets_that_do_not_fit_are_handed_on(tmp_path):
    lines = "T1\tx 0 99\tAna\nT2\ty 3 1\t\nT3\tz -1 2\tAn\n"
    (incoming,) = read_all(tmp_path, "brat", {"a.txt": "Ana.", "a.ann": lines})
    assert [(one.start, one.end, one.text) for one in incoming.spans] == [(0, 99, "Ana"), (3, 1, ""), (-1, 2, "An")]
