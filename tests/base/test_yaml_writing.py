"""What `scalar` and `dump` write is read back unchanged by both of PyYAML's loaders and by our own."""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from reader.yamlfile import dump, load, scalar

HERE = Path("a.yaml")
CLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
texts = st.text(st.characters(exclude_categories=["Cs"]))
# Near YAML's own syntax the dangers are denser than in random text.
SIGNS = " \t\n\r'\"#:-?,[]{}&*!|>%@`\\/.~=<019eExo_+aN\x00\x07\x85\xa0\u2028\u2029\ufeff\ufffe\u200bé€😀"
spiky = st.text(st.sampled_from(SIGNS))
numbers = st.integers(-(10**17), 10**17) | st.floats(allow_nan=False)
leaves = texts | spiky | numbers | st.booleans() | st.none()
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts | spiky, inner, max_size=5),
    max_leaves=20,
)


def strings_of(value):
    """The tree as our loader gives it: every scalar a string, but for None."""
    if isinstance(value, dict):
        return {key: strings_of(item) for key, item in value.items()}
    if isinstance(value, list):
        return [strings_of(item) for item in value]
    return value if value is None or isinstance(value, str) else dump(value).rstrip("\n")


@given(texts | spiky)
@example("NO")
@example("null")
@example("~")
@example("")
@example("017")
@example("0x1f")
@example("1e5")
@example("12:30")
@example("2020-03-01")
@example("<<")
@example("=")
@example("---")
@example("a: b")
@example("a #b")
@example(" a ")
@example("\ufeffa")
@example("a\u2028b\x85c")
@example("x" * 3000)
def test_a_string_is_read_back_by_every_loader(value):
    line = scalar(value)
    text = f"block: {line}\nitems:\n- {line}\nbrackets: [{line}, {line}]\nbraces: {{k: {line}, j: x}}\n"
    expected = {"block": value, "items": [value], "brackets": [value, value], "braces": {"k": value, "j": "x"}}
    assert yaml.load(text, yaml.SafeLoader) == expected
    assert yaml.load(text, CLoader) == expected
    assert load(text, HERE).value == expected


@given(st.text())
def test_a_scalar_is_one_line_of_printable_text(value):
    line = scalar(value)
    assert len(line.splitlines()) == 1
    line.encode("utf-8")  # no lone surrogate is left
    assert not any(unicodedata.category(character) == "Cc" for character in line)


def test_a_lone_surrogate_is_written_as_the_replacement_character():
    assert load("k: " + scalar("a\ud800b"), HERE).value == {"k": "a\ufffdb"}


@given(trees)
@example({"a": {"b": [[], {}, [[1], [{"c": [2]}]]]}})
@example({"k" * 2000: [{"a": {}}], "l" * 300: {"x": 1}, "m" * 300: "y"})
@example([1e16, -1e-7, 0.1, -0.0, 1e300])
@example([{"a": [["x" * 120]]}])
def test_a_tree_is_read_back_by_every_loader(tree):
    text = dump(tree)
    assert yaml.load(text, yaml.SafeLoader) == tree
    assert yaml.load(text, CLoader) == tree
    if tree is not None:
        assert load(text, HERE).value == strings_of(tree)


@given(trees, st.integers(1, 8))
def test_an_indented_tree_can_stand_below_a_key(tree, indent):
    assert yaml.load("k:\n" + dump(tree, indent), CLoader) == {"k": tree}


def test_numbers_that_are_not_finite():
    infinite, minus, nan = yaml.load(dump([math.inf, -math.inf, math.nan]), CLoader)
    assert (infinite, minus) == (math.inf, -math.inf)
    assert math.isnan(nan)


def test_the_look_of_a_file():
    tree = {
        "format": "reader-annotations/1",
        "date": "2020-03-01",
        "labels": ["diplomacy"],
        "tags": [{"id": "k7", "raw": [1298, 1350], "attributes": {}, "done": {"at": None, "ok": True}}],
    }
    assert dump(tree) == (
        "format: reader-annotations/1\n"
        'date: "2020-03-01"\n'
        "labels: [diplomacy]\n"
        "tags:\n"
        "- id: k7\n"
        "  raw: [1298, 1350]\n"
        "  attributes: {}\n"
        "  done:\n"
        "    at: null\n"
        "    ok: true\n"
    )


@pytest.mark.parametrize("value", [b"x", {1: "x"}, {"a": object()}, [set()]])
def test_what_has_no_form_in_yaml_is_refused(value):
    with pytest.raises(TypeError):
        dump(value)
