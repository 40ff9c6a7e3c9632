"""Lists inside of JSON documents that are read a piece at a time."""

from __future__ import annotations

import json

import pytest

from reader.exchange import json_items

LONG = {"text": "Karsa 🎉 \u2028 fell.\n" * 20, "n": [1, 22, -3.5e7, True, None], "empty": {}}
VALUES = [LONG, 1234567, "", [], "\ud83d", False, LONG]
SHAPES = {
    "a list": ("%s", ()),
    "an object": ('{"a": 1, "b": {"items": [7]}, "items": %s, "total": 3}', ("items",)),
    "an object in it": (
        '\ufeff{"@context": ["x"], "first": {"id": "p", "items": %s}, "id": "c"}\n',
        ("first", "items"),
    ),
}


@pytest.mark.parametrize("chunk", [1, 2, 7, 64, 1 << 20])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("indent", [None, 2])
def test_items_are_the_same_however_they_are_read(chunk, shape, indent, tmp_path, monkeypatch):
    monkeypatch.setattr(json_items, "_CHUNK", chunk)
    form, through = SHAPES[shape]
    text = form % json.dumps(VALUES, indent=indent)
    (tmp_path / "in.json").write_text(text, encoding="utf-8")
    read = [*json_items.items(tmp_path / "in.json", through)]
    assert [value for _, value in read] == VALUES
    if indent:
        lines = text.split("\n")
        assert all(
            lines[line - 1].strip(" ,") in ("}", "]", "[]", '""', "1234567", '"\\ud83d"', "false") for line, _ in read
        )


def test_what_is_read_does_not_grow_with_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(json_items, "_CHUNK", 1000)
    (tmp_path / "in.json").write_text(json.dumps(["x" * 50] * 2000), encoding="utf-8")
    longest = 0
    more = json_items._Scanner._more

    def watched(scanner):
        nonlocal longest
        more(scanner)
        longest = max(longest, len(scanner._text))

    monkeypatch.setattr(json_items._Scanner, "_more", watched)
    assert sum(1 for _ in json_items.items(tmp_path / "in.json", ())) == 2000
    assert longest < 2200
