"""Formats: the way up from older versions, and places that stay true on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import FormatError, NewerFormat
from reader.yamlfile import Format, load

HERE = Path("a.yaml")
TEXT = "format: reader-x/1\nolden: [a, b]\nlast:\n  deep: c\n"


def renames(old: str, new: str):
    return lambda loaded: loaded.rename(loaded.value, old, new)


def test_each_step_is_taken_once_and_in_order():
    taken = []
    form = Format(
        "reader-x", 4, {3: lambda _: taken.append(3), 1: lambda _: taken.append(1), 2: lambda _: taken.append(2)}
    )
    loaded = load(TEXT.replace("x/1", "x/2"), HERE)
    assert form.bring_up(loaded) == 2
    assert taken == [2, 3]
    assert loaded.value["format"] == str(form) == "reader-x/4"
    assert form.bring_up(load(TEXT.replace("x/1", "x/4"), HERE)) == 4
    assert taken == [2, 3]


@pytest.mark.parametrize("steps", [{}, {1: None}, {1: None, 2: None, 3: None}, {0: None, 1: None, 2: None}])
def test_a_version_without_its_step_cannot_be_declared(steps):
    with pytest.raises(ValueError, match="a step from each version"):
        Format("reader-x", 3, steps)


def test_a_newer_version_and_another_kind_are_refused_before_any_step():
    form = Format("reader-x", 2, {1: lambda _: pytest.fail("a step was taken")})
    with pytest.raises(NewerFormat):
        form.bring_up(load(TEXT.replace("x/1", "x/3"), HERE))
    with pytest.raises(FormatError, match="not reader-x/2"):
        form.bring_up(load(TEXT.replace("reader-x", "reader-y"), HERE))


def test_a_step_that_stumbles_over_a_hostile_tree_is_a_problem_of_the_file():
    form = Format("reader-x", 2, {1: lambda loaded: loaded.value["olden"]["deep"].append("x")})
    with pytest.raises(FormatError, match="cannot be brought up from reader-x/1") as caught:
        form.bring_up(load(TEXT, HERE))
    assert caught.value.problems[0].line == 1


def test_what_is_renamed_keeps_its_place_and_its_order():
    loaded = load(TEXT, HERE)
    loaded.rename(loaded.value, "olden", "newer")
    loaded.rename(loaded.value, "none", "nothing")
    assert list(loaded.value) == ["format", "newer", "last"]
    assert loaded.key_place("newer") == (2, 1)
    assert loaded.place("newer", 1) == (2, 12)
    assert loaded.place("olden") == loaded.place()


def test_what_is_renamed_takes_the_place_of_what_was_called_so():
    loaded = load("format: reader-x/1\nolden: [a]\nnewer: b\n", HERE)
    loaded.rename(loaded.value, "olden", "newer")
    assert loaded.value == {"format": "reader-x/1", "newer": ["a"]}
    assert loaded.place("newer", 0) == (2, 9)


def test_what_is_put_in_stands_where_it_came_from():
    loaded = load(TEXT, HERE)
    value = loaded.take(loaded.value, "olden")
    loaded.put(loaded.value, "items", [{"name": name} for name in value], like="last")
    loaded.put(loaded.value["last"], "kept", value)
    assert loaded.place("items") == loaded.place("items", 1, "name") == (4, 3)
    assert loaded.place("last", "kept", 1) == (2, 12)
    assert loaded.place("last", "kept") == loaded.place()
    assert loaded.take(loaded.value, "olden") is None


def test_places_are_never_those_of_what_was_taken_out():
    loaded = load("format: reader-x/1\n" + "".join(f"k{i}: [a, b]\n" for i in range(50)), HERE)
    for i in range(50):
        loaded.take(loaded.value, f"k{i}")
        loaded.put(loaded.value, f"n{i}", ["c"])  # new lists, perhaps where the memory of the old ones was
    assert {loaded.place(f"n{i}", 0) for i in range(50)} == {(1, 1)}
