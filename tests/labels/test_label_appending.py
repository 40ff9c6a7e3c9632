"""A label put at the end of a scheme's list: all else of the file stays byte for byte, and what is read back is what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader import yamlfile
from reader.labels import Label
from reader.labels.appending import CannotAppend, appended, wrong_label
from reader.labels.scheme_file import scheme_from

PATH = Path("labels.yaml")
NEW = Label("truce", key="t", description="An agreement: not to fight.")
ADDED = ["name: truce", "key: t", 'description: "An agreement: not to fight."']


def scheme(data: bytes):
    return scheme_from(yamlfile.load(data, PATH))


@pytest.mark.parametrize(
    ("before", "lead", "after"),
    [
        ("format: reader-labels/1\nlabels:\n- name: a\n  key: x\n", ("- ", "  "), ""),
        ("format: reader-labels/1\nlabels:\n  - name: a\n    key: x\n", ("  - ", "    "), ""),
        ("format: reader-labels/1\nlabels:\n-   name: a\n    key: x\n", ("-   ", "    "), ""),
        ("format: reader-labels/1\nlabels:\n-\n  name: a\n", ("- ", "  "), ""),
        ("# mine\nformat: reader-labels/1\nlabels:\n- name: a # the first\n  # of a\n", ("- ", "  "), "# the end\n"),
        ("format: reader-labels/1\nlabels:\n- name: a\n", ("- ", "  "), "\n\n# other things\nname: mine\n"),
        ("format: reader-labels/1\nlabels:\n- name: a\n  examples:\n  - one\n  - two\n", ("- ", "  "), ""),
        ("format: reader-labels/1\nlabels:\n- {name: a, examples: [one]}\n", ("- ", "  "), ""),
        ("format: reader-labels/1\nlabels:\n- name: a\n  description: |\n    Some\n    lines\n", ("- ", "  "), ""),
        ("format: reader-labels/1\nlabels:\n- name: a\n  description: >-\n    Some\n    lines\n\n", ("- ", "  "), "name: x\n"),
        ("format: reader-labels/1\nlabels:\n- name: a\n  description: two\n    lines\n", ("- ", "  "), "...\n"),
        ("\ufeffformat: reader-labels/1\nlabels:\n- name: äöü 🎉\n".replace(" 🎉", "🎉"), ("- ", "  "), ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_it_stands_at_the_end_of_the_list_as_the_others_are_written(before, lead, after, ends):
    lines = [f"{lead[0] if i == 0 else lead[1]}{line}\n" for i, line in enumerate(ADDED)]
    data = (before + after).replace("\n", ends).encode()
    new, read = appended(data, NEW, PATH)
    assert new == (before + "".join(lines) + after).replace("\n", ends).encode()
    assert read.labels == (*scheme(data).labels, NEW)


def test_a_last_line_without_an_end_gets_one():
    data = b"format: reader-labels/1\nlabels:\n- name: a"
    assert appended(data, Label("b"), PATH)[0] == data + b"\n- name: b\n"


@pytest.mark.parametrize(
    "text",
    [
        "format: reader-labels/1\nlabels: [{name: a}]\n",
        "{format: reader-labels/1, labels: [{name: a}]}\n",
        "format: reader-labels/1\nlabels:\n- name: a\n  description: |+\n    kept\n\n\nname: x\n",
        "format: reader-labels/1\nlabels:\n- name: a\n  description: |\n    its last line has no end",
    ],
)
def test_what_would_not_be_read_back_as_meant_is_refused_or_right(text):
    data = text.encode()
    try:
        new, read = appended(data, NEW, PATH)
    except CannotAppend:
        return
    assert replace(scheme(new), sha256=read.sha256) == read
    assert read.labels == (*scheme(data).labels, NEW)


def test_brackets_and_other_encodings_are_refused():
    text = "format: reader-labels/1\nlabels:\n- name: a\n"
    for data in (b"format: reader-labels/1\nlabels: [{name: a}]\n", text.encode("utf-16")):
        with pytest.raises(CannotAppend, match="by hand"):
            appended(data, NEW, PATH)


def test_names_and_keys_that_are_taken_or_none_are_refused(repository):
    data = (repository / "annotations/labels.yaml").read_bytes()
    known = scheme(data)
    with pytest.raises(CannotAppend, match="is a label already"):
        appended(data, Label("casualty"), PATH)
    assert "one word" in wrong_label(known, "two words", "")
    assert "needs a name" in wrong_label(known, "", "")
    assert wrong_label(known, "truce", "c") == "the key 'c' is taken by 'ceasefire'"
    assert "capital" in wrong_label(known, "truce", "C")
    assert "digit" in wrong_label(known, "truce", "1")
    renamed = replace(known, labels=(Label("truce", formerly=("armistice",)),))
    assert wrong_label(renamed, "armistice", "") == "'truce' was formerly called 'armistice'"
    assert wrong_label(known, "truce", "z") == ""


words = st.text(st.characters(exclude_categories=("C",)), max_size=30)


@given(words, words, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_whatever_is_written_is_read_back(name, description, ends, ended):
    data = f"format: reader-labels/1{ends}labels:{ends}- name: a{ends}  key: x{ends * ended}".encode()
    label = Label(name, description=description)
    if wrong_label(scheme(data), name, ""):
        return
    new, read = appended(data, label, PATH)
    assert new.startswith(data)
    assert read.labels == (*scheme(data).labels, label)
