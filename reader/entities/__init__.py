"""Article → mentions: finders behind one protocol, and the policies that join what they find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.entities.mention import EntityLabel, Finder, Kind, Mention

if TYPE_CHECKING:
    from reader.corpus.amendments import EntityCorrection
    from reader.entities.engine import Engine

__all__ = ["EntityLabel", "Finder", "Kind", "Mention", "corrected", "find"]


def corrected(mentions: Sequence[Mention], corrections: tuple[EntityCorrection, ...], text: str) -> list[Mention]:
    """`mentions` as an article's amendments correct them (`corrections.corrected`)."""
    from reader.entities.corrections import corrected

    return corrected(mentions, corrections, text)


def find(text: str, engine: Engine | None = None) -> list[Mention]:
    """The mentions that an engine sees in `text`, the embedded one unless another is named; it is loaded at the first call.

    Raises:
        MissingExtra, UsageError: what the engine needs is not installed, or cannot be loaded.
    """
    from reader.entities.engine import EMBEDDED, finder_of

    return finder_of(engine or EMBEDDED)(text)
