"""What formats of few characters and of other units rest on: escapes, and offsets in UTF-16."""

from __future__ import annotations

import re

import pytest
from exchange_samples import truce
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.exchange.escapes import escaped, unescaped
from reader.exchange.names import Names
from reader.exchange.utf16 import Utf16Offsets
from reader.exchange.webanno_escapes import text_escaped, text_unescaped, value_escaped, value_unescaped

NASTY = (
    st.text(st.sampled_from("_xX0025FfaA \\t\tn\n\r\x1b\x00[]|;*->e\u0301🎉\u2028\U0010ffff"), max_size=14) | st.text()
)
NAMES = {
    "news/a": "news_a@ana",
    "-rf": "_-rf@ana",
    "..": "@ana",
    ".hidden/a": "hidden_a@ana",
    "a..b/c d": "a..b_c_d@ana",
    "größe": "größe@ana",
    "CON": "CON@ana",
}
TEXTS = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("a🎉\U0001f468\u200d"), max_size=30)


@given(NASTY)
def test_an_escaped_name_is_plain_and_comes_back(name):
    plain = escaped(name, re.compile("[^a-zA-Z0-9_-]"))
    assert re.fullmatch("[a-zA-Z0-9_-]*", plain)
    assert unescaped(plain) == name


@given(st.text(st.sampled_from("abc_x-9"), max_size=12))
def test_plain_names_stay_as_they_are(name):
    if not re.search("_x[0-9a-f]{4}", name):
        assert escaped(name, re.compile("[^a-zA-Z0-9_-]")) == name


@given(NASTY)
def test_what_webanno_escapes_comes_back(value):
    assert value_unescaped(value_escaped(value)) == value
    assert text_unescaped(text_escaped(value)) == value
    assert not set("\t\n\r") & set(value_escaped(value) + text_escaped(value))


def test_escapes_of_older_versions():
    assert text_unescaped(r"a\tb \u00e9 \ud83c\udf89 \" \\n", java=True) == 'a\tb é 🎉 " \\n'


@pytest.mark.parametrize("id", NAMES)
def test_names_of_files(id):
    record = truce()
    names = Names()
    named = [names.of(replace(record, about=replace(record.about, id=one))) for one in (id, id.upper())]
    assert named[0] == NAMES[id]
    assert len({one.casefold() for one in named}) == 2


@pytest.mark.parametrize("id", ["CON", "nul", "aux.txt", "Com1", "lpt².x.y", "-", "", "."])
def test_names_of_files_that_some_program_would_take_for_something_else(id):
    record = truce()
    name = Names().of(replace(record, about=replace(record.about, id=id), annotator=None))
    assert name == "_" + id.strip(".")


@given(TEXTS)
def test_offsets_are_those_of_utf16_and_come_back(text):
    offsets = Utf16Offsets(text)
    for at in range(len(text) + 1):
        unit = offsets.units(at)
        assert unit == len(text[:at].encode("utf-16-le")) // 2
        assert offsets.code_point(unit) == at
    for at, char in enumerate(text):
        if char > "\uffff":
            assert offsets.code_point(offsets.units(at) + 1) == at  # inside of a pair
    assert offsets.code_point(offsets.units(len(text)) + 7) == len(text) + 7
