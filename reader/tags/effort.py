"""What tagging costs: the constants, and what counts as a tag made or removed."""

from __future__ import annotations

from reader.tags.model import Change

IDLE = 120.0
"""Seconds without a key after which somebody has paused: such a gap is left out of active time."""

SITTING = 1800.0
"""Seconds between two changes from which another sitting begins."""
_LONGEST = 86_400.0  # seconds; a change that claims more is no witness


def believable(active: float) -> float:
    """The active seconds that a journal claims for a change, 0 for what cannot be (journals are files that anybody may edit)."""
    return active if 0 <= active <= _LONGEST else 0.0


def made_and_removed(change: Change) -> tuple[int, int]:
    """How many tags a change made and removed; an altered one is neither, and what is taken back counts against it."""
    before = {tag.id for tag in change.removed}
    after = {tag.id for tag in change.added}
    made, removed = len(after - before), len(before - after)
    return (-removed, -made) if change.undoes else (made, removed)
