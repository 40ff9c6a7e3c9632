"""Corrections for the whole corpus from an article of many mentions: no key waits for all of it to be marked and named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.session.marker import MANY
from reader.text.spans import Span

if TYPE_CHECKING:
    from reader.corpus.amendments import EntityCorrection
    from reader.entities.corpus_names import CorpusNames
    from reader.entities.mention import EntityLabel, Mention
    from reader.session.correction import Target, Wish


def is_of_many(found: Sequence[Mention]) -> bool:
    """Whether an article's mentions are marked on a thread of their own."""
    return len(found) >= MANY


def name_at_hand(mentions: Sequence[Mention], target: Target, label: EntityLabel) -> str:
    """What the article calls a target of this label, by the mentions that it has: the only such name that has all its words."""
    words = set(target.form.split())
    names = {one.name for one in mentions if one.label == label and words <= set(one.name.split())}
    return names.pop() if len(names) == 1 else target.form


def places_unmet(
    text: str,
    found: Sequence[Mention],
    names: CorpusNames,
    others: Sequence[EntityCorrection],
    wish: Wish,
    places: Sequence[Span],
) -> list[Span]:
    """The places at which the corpus's names do not come to what is wished: a longer mention is there, or a fuller name may be."""
    from reader.entities.marking_near import marked_near

    mentions = marked_near(text, found, names, others, places)
    is_called = not wish.name or wish.label is None or names.listed_name(wish.name, wish.label) is not None
    return [
        place
        for place in places
        if not (is_called and wish.is_met(place, [one for one in mentions if one.span.overlaps(place)], article=True))
    ]
