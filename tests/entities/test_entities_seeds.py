"""The sample articles: what an analyst expects to see marked, from a data file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from reader.entities import Mention, find, marked

ROOT = Path(__file__).parents[2]
EXPECTED = yaml.safe_load((ROOT / "tests/data/entities/seeds.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[str, list[Mention]]]:
    texts = {name: (ROOT / "seeds" / name).read_text(encoding="utf-8") for name in EXPECTED}
    return {name: (text, marked(text, find(text))) for name, text in texts.items()}


def cases(kind: str) -> list[tuple[str, str, str]]:
    return [
        (seed, label, words)
        for seed, parts in EXPECTED.items()
        for label, texts in parts.get(kind, {}).items()
        for words in texts
    ]


def is_marked(text: str, mentions: list[Mention], label: str, words: str) -> bool:
    """Whether exactly these words are a `label` somewhere, nothing else anywhere, and never left unmarked."""
    labels = {mention.label for mention in mentions if mention.text == words}
    places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    covered = all(any(m.start < end and start < m.end for m in mentions) for start, end in places)
    return labels == {label} and bool(places) and covered


@pytest.mark.parametrize(("seed", "label", "words"), cases("marked"))
def test_what_is_expected_is_marked(
    found: dict[str, tuple[str, list[Mention]]], seed: str, label: str, words: str
) -> None:
    text, mentions = found[seed]
    assert is_marked(text, mentions, label, words), [m for m in mentions if words in m.text or m.text in words]


@pytest.mark.parametrize(("seed", "label", "words"), cases("missed"))
@pytest.mark.xfail(strict=True, reason="a known miss")
def test_known_misses(found: dict[str, tuple[str, list[Mention]]], seed: str, label: str, words: str) -> None:
    text, mentions = found[seed]
    assert is_marked(text, mentions, label, words)


@pytest.mark.parametrize(
    ("seed", "words", "name"),
    [(seed, words, name) for seed, parts in EXPECTED.items() for words, name in parts.get("names", {}).items()],
)
def test_names_are_the_fullest_form(
    found: dict[str, tuple[str, list[Mention]]], seed: str, words: str, name: str
) -> None:
    _, mentions = found[seed]
    assert {mention.name for mention in mentions if mention.text == words} == {name}
