"""Rules: each takes the lines it is for, by the name that stands in the receipt, and leaves prose alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cleaning import clean
from reader.cleaning.page import name_of
from reader.cleaning.rules import RULES
from reader.corpus.document import Document, Metadata

CASES = json.loads((Path(__file__).parents[1] / "data/cleaning/lines.json").read_text(encoding="utf-8"))
BEFORE = (
    "Talks to go on in Geneva\n"
    "The two sides said on Sunday that the talks would go on in Geneva after a week of silence.\n"
    "A spokesman said that the army had been told of the plan and that it would hold its fire.\n"
)
AFTER = (
    "\nThe president said that he had not been told of the talks before they were made known.\n"
    "Nobody in the town believed on Monday that the fighting was over, though it was quiet.\n"
    "The envoys will meet again in a week, and they have said that they will not speak of it before then.\n"
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rule']}:{case['line'][:30]}")
def test_a_line_amid_the_body(case: dict[str, str]) -> None:
    raw = BEFORE + case["line"] + AFTER
    article = clean(Document("d", "d", raw))
    rules = {raw[e.start : e.end]: e.rule for e in article.removed}
    assert rules.get(case["line"], "") == case["rule"]
    assert (case["line"] in article.text) == (not case["rule"])


def test_rules_are_named_once_and_explained() -> None:
    names = [name_of(rule) for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule.__doc__ for rule in RULES)


def test_clean_text_stays_whole() -> None:
    raw = BEFORE + "“We are ready,” he said." + AFTER + "More talks\n"
    article = clean(Document("d", "d", raw))
    assert article.text.split("\n\n") == raw.strip().splitlines()
    assert article.title == "Talks to go on in Geneva"


def test_a_menu_above_and_teasers_below_go() -> None:
    menu = "Home\nNews\nSport\nWeather\nTravel\n"
    tail = "Related stories\nA storm is on its way to the north of the island and people are told to stay at home.\n"
    article = clean(Document("d", "d", menu + BEFORE + AFTER.strip() + "\n" + tail))
    assert article.text.split("\n\n") == (BEFORE + AFTER.strip()).splitlines()


def test_a_headline_glued_between_stamp_and_body_becomes_the_title() -> None:
    raw = "Wed 19 Apr 2017 Talks to go on in Geneva. The two sides said on Sunday that the talks would go on there."
    article = clean(Document("d", "d", raw, Metadata(title="Talks to go on in Geneva - The News")))
    assert article.text.split("\n\n") == [
        "Talks to go on in Geneva",
        "The two sides said on Sunday that the talks would go on there.",
    ]
    assert (article.title, article.date) == ("Talks to go on in Geneva", "2017-04-19")
    assert [e.rule for e in article.removed] == ["date-stamp", "glued-headline"]


def test_lines_broken_at_links_are_joined() -> None:
    raw = "Talks to go on in Geneva\n\nThe\ntwo sides\nsaid on Sunday that the\nGeneva talks\n, which had stopped, would go on.\n"
    article = clean(Document("d", "d", raw + AFTER))
    assert "The two sides said on Sunday that the Geneva talks, which had stopped, would go on." in article.text
    assert any(e.rule == "rejoined-line" for e in article.edits)


def test_hard_wrapped_text_is_joined_and_headings_are_not() -> None:
    paragraph = (
        "The two sides said on Sunday that the talks would go on in\n"
        "Geneva after a week of silence, and a spokesman said that the\n"
        "army had been told of the plan and that it would hold its\n"
        "fire until the envoys of both had come back to the capital.\n"
    )
    article = clean(Document("d", "d", paragraph + "\n" + paragraph + "\n" + paragraph))
    assert article.text.split("\n\n") == [paragraph.strip().replace("\n", " ")] * 3


def test_a_title_that_only_the_metadata_knows_is_not_text() -> None:
    article = clean(Document("d", "d", BEFORE.split("\n", 1)[1] + AFTER, Metadata(title="Something else")))
    assert article.title == "Something else"
    assert all(block.role != "title" for block in article.blocks)


def test_the_room_is_cheap_to_enter() -> None:
    code = "import sys, reader.cleaning; print([m for m in sys.modules if m.startswith('reader.cleaning.')])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
