"""What `load` takes, what it refuses, and whether it says where."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml

from reader.errors import FormatError, InputError, NewerFormat
from reader.yamlfile import MAX_DEPTH, check_format, load, read

HERE = Path("a.yaml")
BROKEN = json.loads((Path(__file__).parent.parent / "data" / "yaml" / "broken.json").read_text("utf-8"))


@pytest.fixture(params=["libyaml", "pure Python"])
def parser(request, monkeypatch):
    """Each of the two parsers in turn."""
    if request.param == "pure Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML comes without libyaml here")


def problems_of(text):
    with pytest.raises(FormatError) as caught:
        load(text, HERE)
    return caught.value.problems


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["name"])
def test_a_broken_file_is_explained_with_its_place(case):
    problems = problems_of(case["yaml"])
    assert [(p.path, p.line, p.column) for p in problems] == [
        (HERE, line, column) for line, column, *_ in case["problems"]
    ]
    for problem, (_, _, message, hint) in zip(problems, case["problems"], strict=True):
        assert message in problem.message
        assert hint in problem.hint


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["name"])
def test_the_pure_parser_refuses_the_same_files(case, monkeypatch):
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    lines = [problem.line for problem in problems_of(case["yaml"])]
    assert len(lines) == len(case["problems"])
    assert all(line > 0 for line, (expected, *_) in zip(lines, case["problems"], strict=True) if expected)


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        ("NO", "NO"),
        ("017", "017"),
        ("0o17", "0o17"),
        ("12:30", "12:30"),
        ("2020-03-01", "2020-03-01"),
        ("1e3", "1e3"),
        ("true", "true"),
        ("Null", "Null"),
        ('"null"', "null"),
        ("'~'", "~"),
        ('""', ""),
        ("null", None),
        ("~", None),
        ("", None),
        ("|\n  a\n  b\n", "a\nb\n"),
    ],
)
def test_scalars_stay_strings(parser, plain, value):
    assert load(f"k: {plain}", HERE).value == {"k": value}


def test_a_null_word_is_a_key_like_any_other(parser):
    assert load("null: a\n~: b", HERE).value == {"null": "a", "~": "b"}


@pytest.mark.parametrize("text", ["\ufeffa: 1\nb: [é]\n", "a: 1\r\nb: [é]\r\n", "a: 1\rb: [é]\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", None])
def test_byte_order_marks_line_ends_and_encodings(parser, text, encoding):
    if encoding == "utf-16-le":
        text = "\ufeff" + text.removeprefix("\ufeff")
    loaded = load(text.encode(encoding) if encoding else text, HERE)
    assert loaded.value == {"a": "1", "b": ["é"]}
    assert loaded.place("b", 0) == (2, 5)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [(b"a: \xff", 1, 4), ("é: 1\nb: é".encode() + b"\xc3", 2, 5), (b"\xff\xfea\x00\x00\xd8", 1, 2)],
)
def test_broken_bytes_are_reported_with_their_place(data, line, column):
    (problem,) = problems_of(data)
    assert (problem.line, problem.column) == (line, column)
    assert "UTF" in problem.message


def test_places_of_keys_and_values(parser):
    loaded = load("format: x/1\ntags:\n- id: a\n  raw: [1, 22]\n- id:   b\n", HERE)
    assert loaded.place() == (1, 1)
    assert loaded.place("tags") == (3, 1)
    assert loaded.key_place("tags") == (2, 1)
    assert loaded.place("tags", 1) == (5, 3)
    assert loaded.place("tags", 0, "raw", 1) == (4, 12)
    assert loaded.place("tags", 1, "id") == (5, 9)
    assert loaded.key_place("tags", 1, "id") == (5, 3)
    assert loaded.place("tags", 1, "missing", "deeper") == (5, 3)
    problem = loaded.problem("wrong", "tags", 1, "id", hint="look")
    assert str(problem) == "a.yaml:5:9: wrong (look)"


@pytest.mark.parametrize("text", ["[" * 200_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, "[{" * 100_000])
def test_a_deep_file_is_refused_and_not_walked(parser, text):
    problem = problems_of(text)[-1]
    assert f"more than {MAX_DEPTH} levels deep" in problem.message or "a key must be" in problem.message


def test_the_depth_allowed_is_read(parser):
    value = load("[" * MAX_DEPTH + "]" * MAX_DEPTH, HERE).value
    for _ in range(MAX_DEPTH - 1):
        (value,) = value
    assert value == []


def test_a_large_text_is_refused():
    with pytest.raises(FormatError, match="larger than"):
        load("a: " + "x" * 100, HERE, limit=50)


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a hole: reading it would take minutes and all memory
    with pytest.raises(FormatError, match="larger than 8 MiB"):
        read(path)


def test_many_problems_do_not_fill_the_memory():
    assert len(problems_of("a: 1\n" * 100_000)) <= 100
    assert len(problems_of("\x01" * 100_000)) <= 100


def test_what_is_not_a_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "missing", "."):
        with pytest.raises(InputError):
            read(tmp_path / name)


def test_check_format():
    assert check_format(load("format: reader-x/1\n", HERE), "reader-x", 3) == 1
    assert check_format(load("format: reader-x/3\n", HERE), "reader-x", 3) == 3


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("a: 1\n", "`format` line is missing", 1),
        ("a: 1\nformat:\n", "`format` line is missing", 2),
        ("a: 1\nformat: reader-y/1\n", "not reader-x/3", 2),
        ("format: reader-x\n", "not reader-x/3", 1),
        ("format: reader-x/0\n", "not reader-x/3", 1),
        ("format: reader-x/1.0\n", "not reader-x/3", 1),
        ("format: [reader-x/1]\n", "not reader-x/3", 1),
        ("- format: reader-x/1\n", "must hold `key: value` lines", 1),
    ],
)
def test_a_file_of_another_kind_is_refused(text, message, line):
    with pytest.raises(FormatError, match=message) as caught:
        check_format(load(text, HERE), "reader-x", 3)
    assert not isinstance(caught.value, NewerFormat)
    assert caught.value.problems[0].line == line


def test_a_newer_file_is_told_apart():
    with pytest.raises(NewerFormat, match="newer than this program"):
        check_format(load("format: reader-x/4\n", HERE), "reader-x", 3)
