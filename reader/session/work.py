"""What the worker process does: plain functions of plain values."""

from __future__ import annotations

from reader.entities.mention import Mention


def mentions(text: str) -> list[Mention]:
    """The mentions of a text."""
    from reader.entities import find

    return find(text)
