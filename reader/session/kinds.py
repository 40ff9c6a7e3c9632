"""Which kinds of entities are marked: those that are switched off are neither highlighted nor gone to. Kept with the places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, get_args

from reader.entities.mention import EntityLabel, Mention

if TYPE_CHECKING:
    from reader.session.session import Session

KINDS: tuple[EntityLabel, ...] = get_args(EntityLabel)


class Kinds:
    """The kinds of entities, each on or off."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def off(self) -> frozenset[str]:
        """Those that are switched off."""
        return self._session.places.kinds_off

    def toggle(self, kind: EntityLabel) -> None:
        """Switch a kind on or off; what is on the desk shows it."""
        self._set(self.off ^ {kind})

    def all_on(self) -> None:
        """Switch all on."""
        self._set(frozenset())

    def _set(self, off: frozenset[str]) -> None:
        places = self._session.places
        places.kinds_off = off
        places.save()
        if self._session.desk is not None:
            self._session.desk.set_mentions(self.shown(self._session.all_mentions))

    def shown(self, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        """The mentions whose kinds are on."""
        off = self.off
        return tuple(mention for mention in mentions if mention.label not in off) if off else tuple(mentions)

    def counts(self) -> Counter[str]:
        """How many mentions of each kind the open article has, shown or not."""
        return Counter(mention.label for mention in self._session.all_mentions)

    def __str__(self) -> str:
        """What is switched off; "" for nothing."""
        off = [kind for kind in KINDS if kind in self.off]
        return f"off: {', '.join(off)}" if off else ""
