"""What a page says of itself, and where it says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.corpus.html import page_of

HEADS = json.loads((Path(__file__).parent.parent / "data" / "corpus" / "heads.json").read_text("utf-8"))
FIELDS = ("title", "date", "byline", "source", "url", "language")


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case["name"])
def test_each_field_has_its_origin(case):
    head, body = case["head"], case.get("body", "")
    found = page_of(f"<html lang=tr><head>{head}</head><body>{body}<p>One.</p><p>Two.</p></body></html>").metadata
    for field in FIELDS:
        if field in case:
            assert [getattr(found, field), getattr(found.origins, field)] == case[field]


@given(st.text(st.sampled_from("ab |-–:«»\u00a0é"), max_size=40), st.text(st.sampled_from("ab -"), max_size=8))
def test_a_title_is_never_emptied(title, site):
    found = page_of(f"<title>{title}</title><meta property='og:site_name' content='{site}'><h1>a b</h1><p>x").metadata
    assert bool(found.title) == bool(title.split())
    assert found.title in " ".join(title.split())


def test_a_date_that_only_the_text_of_a_page_may_hold_is_a_likely_one():
    found = page_of(
        "<html><body><div><p>Words and words.</p><i>See also: report of 12 May 2019, page 3</i></div></body></html>"
    )
    assert (found.metadata.date, found.metadata.origins.date) == ("", "")
    assert found.metadata.likely_date == "2019-05-12"


@pytest.mark.parametrize("title", ["a | " * 100_000, "| " * 200_000, "a-" * 200_000, "«" * 400_000])
def test_a_hostile_title_ends(title):
    assert len(page_of(f"<title>{title}</title><p>x").metadata.title) <= 1000


def test_columns_go_before_the_page_and_say_so(write, read):
    page = (
        '<html><head><title>Of the page</title><meta name="author" content="Ana"></head><body><p>One.</p></body></html>'
    )
    row = json.dumps({"html": page, "headline": "Of the row", "lang": "en"})
    ((document,), _) = read(write("a.jsonl", row + "\n"))
    said = document.metadata
    assert (said.title, said.origins.title) == ("Of the row", 'column "headline"')
    assert (said.byline, said.origins.byline) == ("Ana", "author")
    assert (said.language, said.origins.language) == ("en", 'column "lang"')
    assert (said.source, said.origins.source) == ("", "")


def test_a_column_named_with_control_characters_is_told_on_one_line(write, read):
    row = json.dumps({"text": "One.", "da\x1fte": "2020-03-01", "\x1b[31mti\ntle\u202e": "T", "sou\u2028rce": "S"})
    ((document,), _) = read(write("a.jsonl", row + "\n"), columns={"title": "\x1b[31mti\ntle\u202e"})
    said = document.metadata
    assert (said.date, said.title, said.source) == ("2020-03-01", "T", "S")
    origins = (said.origins.date, said.origins.title, said.origins.source)
    assert all(origin.startswith('column "') and origin.isprintable() for origin in origins)


def test_a_row_with_a_value_nested_deep_keeps_the_rest(write, read):
    row = '{"text": "One.", "author": %s, "title": "T"}' % ("[" * 600 + '"x"' + "]" * 600)
    ((document,), problems) = read(write("a.jsonl", row + "\n"))
    assert not problems
    assert (document.metadata.title, document.metadata.byline) == ("T", "")
