"""Corpus-wide names: what a file of them may say."""

from __future__ import annotations

import pytest

from reader.entities.entities_file import read_entities
from reader.errors import FormatError, InputError

GOOD = """format: reader-entities/1
names:
- name: Recep Tayyip Erdogan
  kind: person
  variants: [Erdogan, the Turkish leader]
- {name: Idlib, kind: place}
never: [Monday, NO]
"""


def test_names_variants_and_what_is_never_one(tmp_path):
    path = tmp_path / "entities.yaml"
    path.write_text(GOOD)
    found = read_entities(path)
    assert [(row.name, row.kind, row.variants) for row in found.names] == [
        ("Recep Tayyip Erdogan", "person", ["Erdogan", "the Turkish leader"]),
        ("Idlib", "place", []),
    ]
    assert found.never == ["Monday", "NO"]
    path.write_text("format: reader-entities/1\n")
    assert (read_entities(path).names, read_entities(path).never) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("kind: place", "kind: plaice", 6, "`kind` must be one of"),
        ("kind: person\n", "knid: person\n", 3, "`kind` is missing"),
        ("variants: [Erdogan,", "variants: [Idlib,", 6, "'Idlib' stands on line 5 already"),
        ("never: [Monday,", "never: [Erdogan,", 7, "'Erdogan' stands on line 5 already"),
        ("never: [Monday,", "never: [Tayyip, Recep’s, Recep's, Erdogan,", 7, "'Erdogan' stands on line 5 already"),
        ("never: [Monday, NO]", "never: ['']", 7, "at least 1 character"),
        ("never: [Monday, NO]", "never: Monday", 7, "must be a list"),
        ("reader-entities/1", "reader-labels/1", 1, "not reader-entities/1"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, old, new, line, said):
    path = tmp_path / "entities.yaml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(FormatError) as caught:
        read_entities(path)
    assert caught.value.problems[0].line == line
    assert said in caught.value.problems[0].message


def test_a_file_that_is_none_is_said(tmp_path):
    with pytest.raises(InputError):
        read_entities(tmp_path / "entities.yaml")


def test_a_row_may_list_both_apostrophes(tmp_path):
    path = tmp_path / "entities.yaml"
    path.write_text(
        "format: reader-entities/1\nnames:\n- name: People's Units\n  kind: group\n  variants: [People’s Units]\n",
        "utf-8",
    )
    assert read_entities(path).names[0].variants == ["People’s Units"]


def test_what_is_said_twice_of_one_thing_does_no_harm(tmp_path):
    path = tmp_path / "entities.yaml"
    path.write_text(
        "format: reader-entities/1\nnames:\n- {name: Putin, kind: person, variants: [Putin]}\nnever: [Monday, Monday]\n",
        "utf-8",
    )
    assert read_entities(path).never == ["Monday", "Monday"]
