"""Persons meant by their office: who, where, and where nobody is."""

from __future__ import annotations

from itertools import pairwise

import pytest
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


@pytest.mark.parametrize(
    ("said", "words", "name"),
    [
        ("The [group Turkish] President left.", "Turkish President", "Recep Tayyip Erdogan"),
        ("The [group Turkish] leader left.", "Turkish leader", "Recep Tayyip Erdogan"),
        ("The Russian president’s plane left.", "Russian president", "Vladimir Putin"),
        ("[place Turkey]'s president left.", "president", "Recep Tayyip Erdogan"),
        ("The president of [place Turkey] left.", "president", "Recep Tayyip Erdogan"),
        ("[person Masud Barzani], its leader, spoke. The [place Idlib] front.", None, None),
        ("Prime Minister [person Adel Mahdi] spoke. The prime minister left.", "prime minister", "Adel Mahdi"),
        ("The prime minister, [person Adel Mahdi], spoke. The premier left.", None, None),
        (
            "[person Alexey Miller], head of [organisation Gazprom], spoke. The head of Gazprom left.",
            "head",
            "Alexey Miller",
        ),
        ("Foreign Minister [person Sergei Lavrov] spoke. The minister left.", "minister", "Sergei Lavrov"),
        ("The president left.", None, None),
        ("The Iranian president left.", None, None),
        ("The Turkish presidents left.", None, None),
        ("The former Turkish president left.", None, None),
        ("The Turkish vice president left.", None, None),
        ("Turkish President Ahmet Foo left.", None, None),
    ],
)
def test_an_office_is_the_one_who_holds_it(said: str, words: str | None, name: str | None) -> None:
    assert nominals(MET + said) == ([(words, name)] if words else [])


def test_an_office_that_two_hold_is_nobodys() -> None:
    source = "Senator [person Ann Lee] and Senator [person Bo Diaz] met. The senator left."
    assert nominals(source) == []


def test_nobody_is_meant_before_anybody_is_named() -> None:
    assert nominals("The president left. President [person Joe Biden] spoke.") == []


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
