"""The things that the open article names: all mentions of each, the one that is held, and the way from one to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from reader.entities.mention import EntityLabel, Mention
from reader.session.desk import Desk

Key = tuple[EntityLabel, str]


class ThingHere(msgspec.Struct, frozen=True):
    """A thing in one article.

    Attributes:
        label, name: its kind, and its fullest name in the article.
        mentions: in text order.
    """

    label: EntityLabel
    name: str
    mentions: tuple[Mention, ...]

    @property
    def key(self) -> Key:
        """Its kind and name."""
        return self.label, self.name

    @property
    def forms(self) -> list[tuple[str, int]]:
        """The words that stand for it, and how often each does: the most frequent first."""
        return Counter(" ".join(mention.text.split()) for mention in self.mentions).most_common()

    @property
    def variants(self) -> list[str]:
        """The words that stand for it and are not its name."""
        return [form for form, _ in self.forms if form != self.name]


def things_in(mentions: Sequence[Mention]) -> list[ThingHere]:
    """The things that are mentioned, in the order of their first mentions."""
    found: dict[Key, list[Mention]] = {}
    for mention in mentions:
        found.setdefault((mention.label, mention.name), []).append(mention)
    return [ThingHere(label, name, tuple(of_it)) for (label, name), of_it in found.items()]


def mention_held(desk: Desk) -> Mention | None:
    """The mention that is meant where the selection is: that which is held, or lies round it, or the first one in it."""
    here = desk.mentions_here()
    return next((mention for mention in here if mention.span == desk.held), here[0] if here else None)


def thing_of(desk: Desk, mention: Mention) -> ThingHere:
    """All mentions of what a mention is of."""
    same = [one for one in desk.mentions if (one.label, one.name) == (mention.label, mention.name)]
    return ThingHere(mention.label, mention.name, tuple(same))


def step(desk: Desk, by: int) -> tuple[Mention, int, int] | None:
    """The next mention (or the one before) of the thing that is held, round the ends of the text.

    Returns:
        the mention, which of how many it is, from 1; None where no entity is held.
    """
    held = mention_held(desk)
    if held is None:
        return None
    mentions = thing_of(desk, held).mentions
    place = (mentions.index(held) + by) % len(mentions)
    return mentions[place], place + 1, len(mentions)
