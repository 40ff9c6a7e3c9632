"""Edits by place: a slip in any key of any sheet, however it is written, is put right and nothing else is touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.project.checking.edits import BOM, Edit, apply_edits, escaped, scalars
from reader.project.checking.files import Around, examine
from reader.project.checking.fixes import fix_of
from reader.tags.model import Link, Tag, TagSheet
from reader.tags.sheet_file import render_sheet
from reader.text.spans import Span
from reader.yamlfile import load

HERE = Path("a.yaml")
KEY = re.compile(r"^(?:- |  )?([a-z_0-9]{5,}):(?= |$)", re.M)

_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def sheets(draw):
    """Sheets of some tags with whatever a person may write into them."""
    texts = draw(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), max_size=3))
    tags = tuple(
        Tag(
            f"id{i}",
            draw(_words),
            i,
            i + len(text),
            text,
            Span(0, 0),
            note=draw(_words),
            attributes={draw(_words): "x"},
        )
        for i, text in enumerate(texts)
    )
    links = (Link("id0", "id0", draw(_words)),) if tags else ()
    return TagSheet(draw(_words), "ana", draw(_words), "ab", "ab", note=draw(_words), tags=tags, links=links)


@settings(max_examples=60)
@given(sheets(), st.data())
def test_a_slip_in_a_key_is_put_right_and_nothing_else_is_touched(sheet, data):
    text = render_sheet(sheet)
    match = data.draw(st.sampled_from(list(KEY.finditer(text))))
    assume(match[1] != "format")  # without it nobody knows what the file is
    slip = data.draw(st.integers(match.start(1) + 1, match.end(1) - 2))
    wrong = text[:slip] + text[slip] + text[slip:]  # a letter twice
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    mark = data.draw(st.sampled_from(["", BOM]))
    right, wrong = (mark + one.replace("\n", end) for one in (text, wrong))
    examined = examine(HERE, wrong.encode("utf-8"), Around())
    assert examined.problems
    fix = fix_of(examined, Around())
    assert fix is not None, examined.problems
    assert fix.after.decode("utf-8") == right
    assert set(fix.mends) == set(examined.problems)


_characters = st.characters(exclude_categories=["Cs"], exclude_characters='\\"\r\n')
_forbidden = st.sampled_from("\x00\x07\x85\x9f\u2028\u2029\ufeff\uffff")


@given(st.lists(st.text(_forbidden | _characters, max_size=6), max_size=6))
def test_what_yaml_forbids_between_double_quotes_means_itself_as_an_escape(values):
    # An escape of its own before the characters must not shift where they are.
    text = "# é\nk: [" + ", ".join(f'"\\u00e9{value}"' for value in values) + "]\nlast: x\n"
    written = apply_edits(text, escaped(text))
    assert load(written, HERE).value == {"k": [f"é{value}" for value in values], "last": "x"}
    assert escaped(written) == []


@given(sheets())
def test_scalars_are_found_where_they_stand(sheet):
    text = render_sheet(sheet)
    for one in scalars(text):
        written = text[one.start : one.end]
        assert (written == one.value) if not one.style else (written[0] == written[-1] == '"')
        line = text.split("\n")[one.line - 1]
        assert line[one.column - 1 :].startswith(written)


def test_edits_that_meet_are_refused():
    with pytest.raises(ValueError, match="same place"):
        apply_edits("abcd", [Edit(0, 2, "x"), Edit(1, 3, "y")])
    assert apply_edits("abcd", [Edit(2, 4, "y"), Edit(0, 2, "x")]) == "xy"
