"""The finder as scorers of named entities want it: `[(start, end, "PER"|"LOC"|"ORG"|"MISC")]` for each text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.entities import find
from reader.entities.mention import Mention

_TYPES = {"person": "PER", "place": "LOC", "organisation": "ORG", "group": "MISC", "other": "MISC", "weapon": "MISC"}


def predict(texts: Iterable[str]) -> Iterator[list[tuple[int, int, str]]]:
    """The named mentions of each text; dates and quantities are left out."""
    return map(spans_of, map(find, texts))


def spans_of(mentions: Iterable[Mention]) -> list[tuple[int, int, str]]:
    """Named mentions as spans with a scorer's types."""
    return [(m.start, m.end, _TYPES[m.label]) for m in mentions if m.label in _TYPES]
