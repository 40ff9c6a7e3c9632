"""Article → mentions: finders behind one protocol, and the policies that join what they find."""

from __future__ import annotations

from reader.entities.corrections import corrected
from reader.entities.mention import EntityLabel, Finder, Kind, Mention

__all__ = ["EntityLabel", "Finder", "Kind", "Mention", "corrected", "find"]


def find(text: str) -> list[Mention]:
    """The mentions that the embedded model and the patterns see in `text`; the model is loaded at the first call."""
    from reader.entities.finder import EmbeddedFinder

    return EmbeddedFinder()(text)
