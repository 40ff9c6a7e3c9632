"""Article → mentions: finders behind one protocol, and the policies that join what they find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.entities.mention import EntityLabel, Finder, Kind, Mention

if TYPE_CHECKING:
    from reader.corpus.amendments import EntityCorrection
    from reader.entities.corpus_names import CorpusNames
    from reader.entities.engine import Engine

__all__ = ["EntityLabel", "Finder", "Kind", "Mention", "find", "marked"]


def find(text: str, engine: Engine | None = None) -> list[Mention]:
    """What an engine (else the embedded one) sees in `text`, each mention by its own words; it is loaded at the first call.

    Raises:
        MissingExtra, UsageError: what the engine needs is not installed, or cannot be loaded.
    """
    from reader.entities.engine import EMBEDDED, finder_of

    return finder_of(engine or EMBEDDED)(text)


def marked(
    text: str,
    found: Sequence[Mention],
    names: CorpusNames | None = None,
    corrections: Sequence[EntityCorrection] = (),
) -> list[Mention]:
    """An article's mentions, from what a finder found in its text (`marking.marked`)."""
    from reader.entities.corpus_names import NO_NAMES
    from reader.entities.marking import marked

    return marked(text, found, names or NO_NAMES, corrections)
