"""An article's entity corrections, laid over what was found in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec
from msgspec.structs import replace

from reader.corpus.amendments import Amendments, EntityCorrection
from reader.entities.mention import EntityLabel, Mention
from reader.text.spans import Span

LABELS = frozenset(get_args(EntityLabel))
CONTEXT = 32  # code points that a correction remembers of each side


class Decision(msgspec.Struct, frozen=True):
    """What is to hold of the entities in some stretches of an article's text.

    Attributes:
        about: the stretches; whatever was corrected in them before is no longer.
        put: the corrections that hold there instead.
    """

    about: tuple[Span, ...]
    put: tuple[EntityCorrection, ...] = ()


def decided(amendments: Amendments, decision: Decision, text: str) -> Amendments:
    """The amendments after a decision about entities of `text`; all else in them stays as it is."""
    kept = tuple(one for one in amendments.entities if not _is_about(one, decision.about, text))
    return replace(amendments, entities=(*kept, *decision.put))


def standing(amendments: Amendments, about: Sequence[Span], text: str) -> Decision:
    """The decision that holds about some stretches of `text`: what takes back any other one."""
    return Decision(tuple(about), tuple(one for one in amendments.entities if _is_about(one, about, text)))


def correction_of(text: str, span: Span, label: str, name: str = "") -> EntityCorrection:
    """The correction that makes what stands at a span a `label`; with an empty one no entity."""
    start, end = span
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return EntityCorrection(start, end, text[start:end], label, name, before, after)


def placed(corrections: Iterable[EntityCorrection], text: str) -> list[EntityCorrection]:
    """The corrections where their words stand in `text` now, in their order; without those that cannot be placed for certain.

    Words with the same context on both sides are theirs wherever they stand; else words that stand at the same offsets, else those
    that stand only once in the text.
    """
    return [found for one in corrections if (found := _placed(one, text)) is not None]


def lost(corrections: Iterable[EntityCorrection], text: str) -> list[EntityCorrection]:
    """The corrections whose words stand in `text` no longer, or in several places of which none is certain."""
    return [one for one in corrections if _placed(one, text) is None]


def corrected(mentions: Sequence[Mention], corrections: Sequence[EntityCorrection], text: str) -> list[Mention]:
    """`mentions` as amended: a label makes the mention at its span, an empty label leaves none there; the later correction wins.

    A correction that cannot be placed, or whose label is unknown, changes nothing.
    """
    kept = list(mentions)
    for correction in placed(corrections, text):
        start, end, label = correction.start, correction.end, correction.label
        if label and label not in LABELS:
            continue
        same = next((mention for mention in kept if (mention.start, mention.end) == (start, end)), None)
        kept = [mention for mention in kept if mention.end <= start or end <= mention.start]
        if label:
            made = same or Mention(start, end, "other", correction.text, " ".join(correction.text.split()))
            name = correction.name or made.name
            kept.append(replace(made, label=label, name=name, kind="named"))  # checked above
    return sorted(kept, key=lambda mention: mention.start)


def _is_about(one: EntityCorrection, about: Sequence[Span], text: str) -> bool:
    found = _placed(one, text)
    return found is not None and any(found.span.overlaps(span) for span in about)


def _placed(one: EntityCorrection, text: str) -> EntityCorrection | None:
    if not 0 <= one.start < one.end or not one.text:
        return None
    stands = text[one.start : one.end] == one.text
    if stands and _in_context(one, text, one.start):
        return one
    starts = _starts(one.text, text)
    if one.before or one.after:
        certain = [start for start in starts if _in_context(one, text, start)]
        if len(certain) == 1:
            return _moved(one, certain[0])
    if stands:
        return one
    return _moved(one, starts[0]) if len(starts) == 1 else None


def _starts(words: str, text: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        cut = (at > 0 and text[at - 1].isalnum() and words[0].isalnum()) or (
            end < len(text) and text[end].isalnum() and words[-1].isalnum()
        )
        if not cut:
            found.append(at)
        at = text.find(words, at + 1)
    return found


def _in_context(one: EntityCorrection, text: str, start: int) -> bool:
    end = start + len(one.text)
    before = text[max(0, start - len(one.before)) : start]
    return before == one.before and text[end : end + len(one.after)] == one.after


def _moved(one: EntityCorrection, start: int) -> EntityCorrection:
    return replace(one, start=start, end=start + len(one.text))
