"""Agreement within a document, and the rules for edges and compounds."""

from __future__ import annotations

import pytest

from reader.entities import find
from reader.entities.mention import EntityLabel, Mention
from reader.entities.names import named


def labelled(text: str, label: EntityLabel) -> list[str]:
    return [mention.text for mention in find(text) if mention.label == label]


def test_a_surname_is_a_person_wherever_it_stands() -> None:
    text = "Foreign Minister Ivan Bratorov arrived on Monday.\n\nBratorov allies and the Bratorov plan were mentioned."
    assert labelled(text, "person") == ["Ivan Bratorov", "Bratorov", "Bratorov"]


def test_compounds_are_parted() -> None:
    assert labelled("Turkey-Russia tensions rose.", "place") == ["Turkey", "Russia"]
    assert labelled("Russian-Turkish relations cooled.", "group") == ["Russian", "Turkish"]


def test_short_names_in_brackets() -> None:
    text = "He joined the Democratic Party of Kenya (DPKX) in May."
    assert "DPKX" in labelled(text, "organisation")


def test_capitals_of_a_shouted_line_are_no_acronyms() -> None:
    assert labelled("THIS OLD MAN IS HAPPY BECAUSE HIS HOUSE IS WHERE THEY LEFT THEIR CATTLE", "organisation") == []


def persons(*names: str) -> list[str]:
    mentions = [Mention(10 * i, 10 * i + len(name), "person", name, name) for i, name in enumerate(names)]
    return [mention.name for mention in named(mentions)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Lavrov", "Sergey Lavrov"], ["Sergey Lavrov", "Sergey Lavrov"]),
        (["Bashar al-Assad", "Assad"], ["Bashar al-Assad", "Bashar al-Assad"]),
        (["Tayyip Erdogan", "Recep Tayyip Erdoğan"], ["Recep Tayyip Erdoğan"] * 2),
        (["Vladimir Putin", "Vladmir Putin", "Putin", "Vladimir Putin"], ["Vladimir Putin"] * 4),
        (["Bill Clinton", "Hillary Clinton", "Clinton"], ["Bill Clinton", "Hillary Clinton", "Hillary Clinton"]),
        (["Peskov", "Ivan"], ["Peskov", "Ivan"]),
    ],
)
def test_persons_are_named_in_full(names: list[str], expected: list[str]) -> None:
    assert persons(*names) == expected


def test_initials_are_named_in_full() -> None:
    mentions = [
        Mention(0, 4, "organisation", "NATO", "NATO"),
        Mention(5, 39, "organisation", "North Atlantic Treaty Organisation", "North Atlantic Treaty Organisation"),
        Mention(40, 44, "place", "U.S.", "U.S."),
        Mention(45, 58, "place", "United States", "United States"),
        Mention(60, 62, "organisation", "US", "US"),
    ]
    assert [mention.name for mention in named(mentions)] == [
        "North Atlantic Treaty Organisation",
        "North Atlantic Treaty Organisation",
        "United States",
        "United States",
        "US",
    ]
