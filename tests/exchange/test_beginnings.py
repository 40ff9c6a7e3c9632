"""What a file of JSON is, told by how it begins."""

import json

import pytest
from exchange_samples import exported, truce

from reader.exchange.beginnings import format_by_beginning
from reader.exchange.format import FORMATS
from reader.exchange.source import guessed


@pytest.mark.parametrize("name", ["jsonl", "prodigy", "doccano"])
def test_our_own_lines_tell(tmp_path, name):
    path = tmp_path / "x.jsonl"
    exported(path, name, [truce()])
    assert guessed(path, path) is FORMATS[name]


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.jsonl", {"text": "Ana", "spans": [{"start": 0, "end": 3, "label": "P"}]}, "jsonl"),
        ("a.jsonl", {"text": "Ana", "spans": [], "answer": "accept", "_task_hash": 1}, "prodigy"),
        ("a.jsonl", {"id": 1, "text": "Ana", "label": [[0, 3, "P"]]}, "doccano"),
        ("a.jsonl", {"id": 1, "text": "Ana", "entities": [], "relations": [], "Comments": []}, "doccano"),
        ("a.json", [{"data": {"text": "Ana"}, "annotations": []}], "label-studio"),
        ("a.json", {"%TYPES": {}, "%FEATURE_STRUCTURES": []}, "cas"),
        ("a.jsonl", {"text": "Ana"}, ""),
        ("a.json", {"text": "Ana"}, ""),
        ("a.jsonl", ["Ana"], ""),
        ("a.txt", {"text": "Ana", "spans": []}, ""),
    ],
)
def test_rows_of_each_program_tell(tmp_path, name, content, format):
    path = tmp_path / name
    path.write_text(json.dumps(content), encoding="utf-8-sig")
    assert format_by_beginning(path) == format


@pytest.mark.parametrize("data", [b"", b"\xff\xfe{", b"[" * 100_000, b'{"spans": "' + b"x" * 100], ids=range(4))
def test_what_is_no_row_tells_nothing(tmp_path, data):
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    assert format_by_beginning(path) == ""
    assert format_by_beginning(tmp_path / "none.jsonl") == ""
