"""Persons meant by their office: who, where, and where nobody is."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from entity_samples import marked
from hypothesis import given
from hypothesis import strategies as st

from reader.entities import Mention, find
from reader.entities import marked as marked_in
from reader.entities.names import named
from reader.entities.nominals import with_nominals

MET = "Turkish President [person Recep Tayyip Erdogan] met his Russian counterpart [person Vladimir Putin]. "


def nominals(source: str) -> list[tuple[str, str]]:
    text, mentions = marked(source)
    result = with_nominals(named(mentions, text), text)
    assert all(mention.text == text[mention.start : mention.end] for mention in result)
    assert all(one.end <= other.start for one, other in pairwise(result))
    return [(mention.text, mention.name) for mention in result if mention.kind == "nominal"]


CASES = yaml.safe_load((Path(__file__).parents[1] / "data" / "entities" / "nominals.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"{number}" for number in range(len(CASES))])
def test_an_office_is_the_one_who_holds_it_or_nobody_known(case: dict[str, Any]) -> None:
    assert nominals(case["text"]) == list(case.get("nominals", {}).items())


def test_the_only_one_of_an_office_is_meant_however_far_away() -> None:
    far = "Nothing was said of it for long. " * 20
    assert nominals(f"[group Turkish] President [person Tayyip Foe] spoke. {far} The president left.") == [
        ("president", "Tayyip Foe")
    ]
    two = (
        f"[group Turkish] President [person Tayyip Foe] spoke. {far} The president left the [group Iranian] president."
    )
    assert nominals(two) == [("president", "president"), ("Iranian president", "Iranian president")]


def test_over_what_the_finder_finds() -> None:
    text = "Russian President Vladimir Putin met Turkish President Recep Tayyip Erdogan. The Turkish leader left."
    result = with_nominals(marked_in(text, find(text)), text)
    assert [(m.text, m.name) for m in result if m.kind == "nominal"] == [("Turkish leader", "Recep Tayyip Erdogan")]
    assert [m.text for m in result if m.label == "group"] == ["Russian", "Turkish"]


PIECES = st.sampled_from(
    ["[person Ann Lee]", "[group Turkish]", "[place Turkey]", "Turkish", "president", "President", "the", "The", "minister",
     ",", "of", "'s", "its", "leader", ".", "counterpart", "\n\n", "head of", "North Korean", "foreign"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text(source: str) -> None:
    text, mentions = marked(source)
    result = with_nominals(named(mentions, text), text)
    assert all(one.end <= other.start for one, other in pairwise(result))
    assert [m for m in mentions if m.label != "group"] == [
        m for m in result if m.kind == "named" and m.label != "group"
    ]
    assert all(isinstance(m, Mention) and m.text == text[m.start : m.end] for m in result)


def test_what_gives_way_stays_where_another_mention_is_in_the_way_of_the_new_one():
    text, found = marked(f"{MET}The [group Turkish] [organisation president office] met.")
    kept = with_nominals(named(found, text), text)
    assert [mention.text for mention in kept[2:]] == ["Turkish", "president office"]
