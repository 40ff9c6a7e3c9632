"""The finder as scorers of named entities want it: `[(start, end, "PER"|"LOC"|"ORG"|"MISC")]` for each text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.entities import find

_TYPES = {"person": "PER", "place": "LOC", "organisation": "ORG", "group": "MISC", "other": "MISC", "weapon": "MISC"}


def predict(texts: Iterable[str]) -> Iterator[list[tuple[int, int, str]]]:
    """The named mentions of each text; dates and quantities are left out."""
    for text in texts:
        yield [(m.start, m.end, _TYPES[m.label]) for m in find(text) if m.label in _TYPES]
