"""The headline: chosen among the lines above a body, and cut out of a document that is one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning import clean
from reader.cleaning.cuts import bare_headline, glued_stamp, inner_stamp
from reader.cleaning.lines import split_lines
from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.document import Document

DATA = Path(__file__).parents[1] / "data/cleaning"
HEADLINES = json.loads((DATA / "headlines.json").read_text(encoding="utf-8"))
ONE_LINE = json.loads((DATA / "one_line.json").read_text(encoding="utf-8"))
PROSE = json.loads((DATA / "prose_dates.json").read_text(encoding="utf-8"))
MORE = " Nobody in the town believed that the fighting was over, though it was quiet, and most stayed at home." * 4


@pytest.mark.parametrize("case", HEADLINES, ids=lambda case: case["name"])
def test_the_headline_is_chosen_among_the_lines_above_the_body(case: dict) -> None:
    assert clean(Document("d", "d", "\n".join(case["head"] + case["body"]))).title == case["title"]


@pytest.mark.parametrize("case", ONE_LINE, ids=lambda case: case["stamp"])
def test_a_document_of_one_line_gives_its_stamp_and_its_headline(case: dict) -> None:
    article = clean(Document("d", "d", case["text"]))
    assert (article.title, article.date) == (case["title"], case["date"])
    assert case["stamp"] not in article.text
    assert [article.document.raw[e.start : e.end].strip() for e in article.removed if e.rule == "date-stamp"] == [
        case["stamp"]
    ]


@pytest.mark.parametrize("prose", PROSE, ids=lambda prose: prose[:30])
def test_a_date_in_prose_is_never_cut(prose: str) -> None:
    raw = prose + MORE
    lines = split_lines(raw)
    assert inner_stamp(raw, lines, "") == lines
    assert clean(Document("d", "d", raw)).text == raw


WORDS = [
    "AFP",
    "Reuters",
    "Saturday",
    "2 Jul 2016",
    "18.05.2017",
    "2159",
    "Published",
    "The",
    "A",
    "town",
    "Talks",
    ".",
    "\n",
    "on",
]


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_the_parts_of_a_cut_line_cover_it(words: list[str]) -> None:
    raw = " ".join(words) + MORE
    lines = split_lines(raw)
    for cut in (glued_stamp, inner_stamp, bare_headline):
        cut_up = cut(raw, lines, "")
        assert [line.start for line in cut_up] == sorted({line.start for line in cut_up})
        kept = "".join(raw[line.start : line.end] for line in cut_up)
        assert "".join(kept.split()) == "".join("".join(raw[line.start : line.end] for line in lines).split())
        lines = cut_up


def test_a_headline_said_twice_and_taken_out_once_is_still_the_title() -> None:
    headline = "Storm leaves islands without power"
    body = HEADLINES[2]["body"]
    raw = "\n".join([headline, "By Jane Doe", headline, *body])
    article = clean(Document("d", "d", raw))
    block = next(b for b in article.blocks if b.role == "title")
    again = next(e for e in article.removed if e.rule == "repeated-title")
    at = raw.rindex(headline) if again.start < len(headline) else raw.index(headline)
    assert article.text[block.start : block.end] == headline
    out = clean(Document("d", "d", raw), Amendments(take_out=(RawPassage(at, at + len(headline), headline),)))
    assert headline not in out.text
    assert (out.title, out.origins.title) == (headline, "repeated-title")
