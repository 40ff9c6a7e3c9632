"""Article → mentions: finders behind one protocol, and the policies that join what they find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.entities.mention import EntityLabel, Finder, Kind, Mention

if TYPE_CHECKING:
    from reader.corpus.amendments import EntityCorrection

__all__ = ["EntityLabel", "Finder", "Kind", "Mention", "corrected", "find"]


def corrected(mentions: Sequence[Mention], corrections: tuple[EntityCorrection, ...], text: str) -> list[Mention]:
    """`mentions` as an article's amendments correct them (`corrections.corrected`)."""
    from reader.entities.corrections import corrected

    return corrected(mentions, corrections, text)


def find(text: str) -> list[Mention]:
    """The mentions that the embedded model and the patterns see in `text`; the model is loaded at the first call."""
    from reader.entities.finder import EmbeddedFinder

    return EmbeddedFinder()(text)
