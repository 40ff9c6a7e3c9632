"""Typed structs from a tree of strings, and every problem of a file at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest

from reader.errors import FormatError
from reader.yamlfile import load, nearest, typed

HERE = Path("a.yaml")
TAG_KEYS = ["id", "start", "label", "raw", "origin", "attributes", "inner", "from"]


class Mood(Enum):
    GOOD = "good"
    BAD = "bad"


class Tag(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    start: Annotated[int, msgspec.Meta(ge=0)]
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=12)] = "x"
    raw: tuple[int, int] | None = None
    origin: Literal["typed", "repeated"] = "typed"
    attributes: dict[str, str] = {}
    inner: list[Tag] = []
    source: str = msgspec.field(default="", name="from")


class Sheet(msgspec.Struct, forbid_unknown_fields=True):
    tags: list[Tag] = []
    done: bool = False
    share: float = 0.0
    mood: Mood = Mood.GOOD
    either: str | list[str] = ""
    count: int | str = 0
    anything: Any = None
    names: frozenset[str] = frozenset()
    code: Annotated[str, msgspec.Meta(pattern="^[a-z]+$")] = "a"


@dataclass(frozen=True)
class Range:
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("`end` lies before `start`")


class Loose(msgspec.Struct):
    a: str = ""


def problems_of(text, kind=Sheet):
    with pytest.raises(FormatError) as caught:
        typed(load(text, HERE), kind)
    return [(p.line, p.column, p.message, p.hint) for p in caught.value.problems]


def test_a_good_file():
    text = """
tags:
- {id: 017, start: 5, raw: [1, +2], label: NO, attributes: {a: yes, b: "null"}, from: 12:30}
- id: 2020-03-01
  start: "7"
  inner: [{id: "", start: 0}]
done: true
share: 1.5e2
mood: bad
either: [a, "1"]
count: 12
anything: {k: [v]}
names: [a, b, a]
"""
    sheet = typed(load(text, HERE), Sheet)
    first = Tag("017", 5, "NO", (1, 2), "typed", {"a": "yes", "b": "null"}, [], "12:30")
    assert sheet.tags == [first, Tag("2020-03-01", 7, inner=[Tag("", 0)])]
    assert (sheet.done, sheet.share, sheet.mood, sheet.either, sheet.count) == (True, 150.0, Mood.BAD, ["a", "1"], 12)
    assert (sheet.anything, sheet.names) == ({"k": ["v"]}, {"a", "b"})
    assert typed(load("either: x\ncount: x\n", HERE), Sheet).count == "x"


def test_all_problems_of_a_file_are_listed_in_its_order():
    text = """tgas: []
done: yes
tags:
- {id: a, start: abc, lable: x}
- id: ~
  start: -1
  raw: [1, 2, 3]
- start: 1
  origin: typd
- text
mood: godo
"""
    assert problems_of(text) == [
        (1, 1, "unknown key `tgas`", "did you mean `tags`?"),
        (2, 7, "`done` must be true or false, not 'yes'", "write `true`"),
        (4, 18, "`start` must be a whole number, not 'abc'", ""),
        (4, 23, "unknown key `lable`", "did you mean `label`?"),
        (5, 7, "`id` must be text, not nothing", 'write "" for an empty text'),
        (6, 10, "`start` must be at least 0, not '-1'", ""),
        (7, 8, "`raw` must be a list of 2: a whole number, a whole number; it has 3", ""),
        (8, 3, "`id` is missing", ""),
        (9, 11, "`origin` must be one of repeated, typed, not 'typd'", "did you mean `typed`?"),
        (10, 3, "item 4 must be a group of keys, not 'text'", "keys: " + ", ".join(TAG_KEYS)),
        (11, 7, "`mood` must be one of good, bad, not 'godo'", "did you mean `good`?"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("share: nan", "`share` must be a number, not 'nan'"),
        ("share: 1e999", "`share` must be a number"),
        ("share: 1_0", "`share` must be a number"),
        ("count: ", "`count` must be a whole number or text, not nothing"),
        ("tags: x", "`tags` must be a list, not 'x'"),
        ("tags: {}", "`tags` must be a list, not a group of keys"),
        ("done: 1", "`done` must be true or false"),
        ("names: [[a]]", "item 1 must be text, not a list"),
        ("either: {a: b}", "`either` must be a list or text, not a group of keys"),
        ("code: A1", "`code` must be of the form ^[a-z]+$"),
        ("tags: [{id: a, start: 1, label: ''}]", "`label` must have at least 1 character"),
        ("tags: [{id: a, start: 1, label: abcdefghijklm}]", "`label` may have at most 12 characters"),
        ("tags: [{id: a, start: ٣}]", "`start` must be a whole number"),
        ("tags: [{id: a, start: 99999999999999999999999}]", "`start` must be a whole number"),
        ("tags: [{id: a, start: 1, attributes: {k: [1]}}]", "`k` must be text, not a list"),
        ("- a", "the file must be a group of keys, not a list"),
    ],
)
def test_a_wrong_value_is_explained(text, message):
    ((_, _, said, _),) = problems_of(text)
    assert said.startswith(message)


def test_a_dataclass_checks_itself():
    assert typed(load("start: 1\nend: 2", HERE), Range) == Range(1, 2)
    assert problems_of("start: 3\nend: 2", Range) == [(1, 1, "`end` lies before `start`", "")]
    assert problems_of("start: 3\nedn: 2\nend: 3", Range) == [(2, 1, "unknown key `edn`", "did you mean `end`?")]


def test_a_struct_that_allows_unknown_keys():
    assert typed(load("a: x\nb: y", HERE), Loose) == Loose("x")


def test_a_list_at_the_top():
    assert typed(load("- 1\n- 2", HERE), list[int]) == [1, 2]


def test_the_number_of_problems_is_bounded():
    assert len(problems_of("tags:\n" + "- x\n" * 5000)) <= 500


def test_a_type_that_cannot_be_converted_is_a_programmers_error():
    with pytest.raises(TypeError):
        typed(load("a: x", HERE), dict[str, bytes])


def test_nearest():
    assert nearest("Casualty", ["ceasefire", "casualty"]) == "did you mean `casualty`?"
    assert nearest("q", ["ceasefire", "casualty"]) == "known: ceasefire, casualty"
    assert nearest("q", []) == ""


def test_a_key_that_must_be_one_of_some_is_named_as_a_key():
    with pytest.raises(FormatError) as caught:
        typed(load("left: 1\nlef: 2\n", HERE), dict[Literal["left", "right"], int])
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (2, 1)
    assert problem.message == "the key `lef` must be one of left, right"
    assert problem.hint == "did you mean `left`?"
