"""Messages about broken files speak of the file: what should stand there, and never of the program's insides."""

from __future__ import annotations

import importlib.util
import json

import msgspec
import pytest
from exchange_samples import read_back

from reader.exchange.expecting import expected, why_not
from reader.exchange.incoming import IncomingError


class Part(msgspec.Struct):
    start: int
    names: dict[str, str] = {}
    parts: tuple[Part, ...] | None = None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("[]", "it should be an object with start (and names, parts)"),
        ('{"start": 1, "parts": [[]]}', "$.parts[0] should be an object with start (and names, parts)"),
        ('{"start": 1, "parts": 7}', "$.parts should be a list of objects with start (and names, parts)"),
        ('{"start": 1, "parts": [{"start": "1"}]}', "$.parts[0].start should be a whole number"),
        ('{"start": 1, "names": {"a": 1}}', "$.names[...] should be a text"),
        ('{"start": 1, "names": []}', "$.names should be an object"),
    ],
)
def test_what_should_stand_there(data, said):
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(data, type=Part)
    assert expected(caught.value, Part) == said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RecursionError("maximum recursion depth exceeded"), "it is nested too deeply"),
        (
            AttributeError("'NoneType' object has no attribute 'items'"),
            "parts of it are missing, or are not what they should be",
        ),
        (KeyError("%TYPES"), "it lacks '%TYPES'"),
        (ValueError("no element found: line 1\nand more"), "no element found: line 1"),
        (ValueError(), "parts of it are missing, or are not what they should be"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_why_a_library_failed(error, said):
    assert why_not(error) == said


def test_a_row_of_another_program_is_told_what_is_expected(tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": "Karsa fell.", "spans": [[0, 5, "place"]]}))
    with pytest.raises(IncomingError) as caught:
        read_back(tmp_path / "in.jsonl", "jsonl")
    assert caught.value.problem.line == 1
    assert caught.value.problem.hint.startswith("$.spans[0] should be an object with start, end, label")


@pytest.mark.skipif(importlib.util.find_spec("cassis") is None, reason="dkpro-cassis is not installed")
@pytest.mark.parametrize(
    "data",
    ['{"%TYPES": null}', '{"%TYPES": {}, "%VIEWS": {"_InitialView": 1}}', "[" * 50_000 + "]" * 50_000],
    ids=[1, 2, 3],
)
def test_what_is_no_cas_is_said_in_plain_words(tmp_path, data):
    (tmp_path / "in.json").write_text(data)
    with pytest.raises(IncomingError) as caught:
        read_back(tmp_path / "in.json", "cas")
    assert "Error" not in str(caught.value)
    assert "object has no attribute" not in str(caught.value)
