"""Dates, quantities and weapons, from a data file of sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from reader.entities import find
from reader.entities.policy import Candidate, longest_wins, names_part_quantities

CASES = yaml.safe_load((Path(__file__).parents[1] / "data/entities/patterns.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_patterns(case: dict[str, Any]) -> None:
    mentions = find(case["text"])
    for label in ("date", "quantity", "weapon"):
        assert [m.text for m in mentions if m.label == label] == case.get(label, []), label


def candidate(start: int, end: int, label: str, head: int | None = None) -> Candidate:
    return Candidate(start, end, label, end if head is None else head)  # type: ignore[arg-type]


def test_the_longest_wins_and_patterns_win_ties() -> None:
    found = [
        candidate(0, 5, "other"),
        candidate(0, 5, "weapon"),
        candidate(4, 20, "organisation"),
        candidate(30, 34, "date"),
    ]
    assert longest_wins(found) == [candidate(4, 20, "organisation"), candidate(30, 34, "date")]
    assert longest_wins(found[:2]) == [candidate(0, 5, "weapon")]


def test_a_name_parts_a_quantity_and_a_people_does_not() -> None:
    quantity = candidate(0, 29, "quantity", 5)
    assert names_part_quantities([quantity, candidate(6, 19, "organisation")]) == [
        candidate(0, 5, "quantity", 5),
        candidate(6, 19, "organisation"),
    ]
    assert names_part_quantities([quantity, candidate(6, 13, "group")]) == [quantity]
