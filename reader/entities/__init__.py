"""Article → mentions: finders behind one protocol, and the policies that join what they find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.entities.mention import EntityLabel, Finder, Kind, Mention

if TYPE_CHECKING:
    from reader.corpus.amendments import EntityCorrection
    from reader.entities.corpus_names import CorpusNames

__all__ = ["EntityLabel", "Finder", "Kind", "Mention", "find", "marked"]


def find(text: str) -> list[Mention]:
    """What the embedded model and the patterns see in `text`, each by its own words; the model is loaded at the first call."""
    from reader.entities.finder import EmbeddedFinder

    return EmbeddedFinder()(text)


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
