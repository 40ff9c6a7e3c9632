"""An article's entity corrections, laid over what a finder found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from msgspec.structs import replace

from reader.corpus.amendments import EntityCorrection
from reader.entities.mention import EntityLabel, Mention

_LABELS = frozenset(get_args(EntityLabel))


def corrected(mentions: Sequence[Mention], corrections: tuple[EntityCorrection, ...], text: str) -> list[Mention]:
    """`mentions` as amended: a label makes the mention at its span, an empty label leaves none there; the later correction wins.

    A correction whose words no longer stand at its offsets, or whose label is unknown, changes nothing.
    """
    kept = list(mentions)
    for correction in corrections:
        start, end, label = correction.start, correction.end, correction.label
        if not 0 <= start < end <= len(text) or text[start:end] != correction.text or (label and label not in _LABELS):
            continue
        same = next((mention for mention in kept if (mention.start, mention.end) == (start, end)), None)
        kept = [mention for mention in kept if mention.end <= start or end <= mention.start]
        if label:
            made = same or Mention(start, end, "other", correction.text, " ".join(correction.text.split()))
            kept.append(replace(made, label=label))  # checked above
    return sorted(kept, key=lambda mention: mention.start)
