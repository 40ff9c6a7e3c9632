"""Lists inside of JSON documents that are read a piece at a time."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.exchange import json_items
from reader.exchange.incoming import IncomingError

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


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    values=st.lists(
        st.recursive(
            st.text(st.sampled_from('"\\{}[],:a é🎉\n')) | st.integers() | st.none(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(st.sampled_from('"\\{}a')), inner),
        ).map(lambda value: {"x": value})
    ),
    indent=st.sampled_from([None, 1]),
    chunk=st.integers(1, 9),
)
def test_any_objects_of_a_list(values, indent, chunk, tmp_path_factory):
    path = tmp_path_factory.mktemp("in") / "in.json"
    path.write_text(f"\ufeff {json.dumps(values, ensure_ascii=False, indent=indent)}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_items, "_CHUNK", chunk)
        assert [value for _, value in json_items.items(path)] == values


def test_what_is_wrong_in_a_file_of_one_line_is_said_by_its_item(tmp_path):
    (tmp_path / "in.json").write_text('[{"a": 1}, {"a": x}]', encoding="utf-8")
    with pytest.raises(IncomingError) as caught:
        [*json_items.items(tmp_path / "in.json")]
    assert "item 2 of the list" in str(caught.value)
