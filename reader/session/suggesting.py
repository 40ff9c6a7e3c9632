"""What is proposed for the open article: gone to, taken over as a tag of one's own, or dismissed.

A suggestion stands in a sheet of whoever proposes it (`tags/suggestions`), and nothing here writes to that. It is shown until the
annotator has a tag of its label on its words, or dismisses it: that is kept beside the places, as yours alone. To dismiss is an act
of the history in memory, so that undo brings the suggestion back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader.session.annotations import CannotChange
from reader.tags.changes import add, make_tag, quote
from reader.tags.model import Change, new_id, now
from reader.tags.suggestions import suggestion_key

if TYPE_CHECKING:
    from reader.session.desk import Desk, OthersTag
    from reader.session.session import Session
    from reader.tags.model import Tag


class Suggesting:
    """The suggestions of a session's articles."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: tuple[object, ...] = (None,) * 4  # what was asked about last
        self._found: list[OthersTag] = []
        self._acts: dict[str, str] = {}  # id of a change → key of what it dismisses, or brings back

    def of(self, desk: Desk) -> list[OthersTag]:
        """What is proposed for an article and not decided yet, in text order."""
        if not desk.proposed:
            return []
        dismissed = self._session.places.dismissed
        key = (desk.proposed, desk.opened.sheet, desk.scheme, dismissed)
        if all(one is known for one, known in zip(key, self._of, strict=False)):  # asked after every key
            return self._found
        self._of = key
        self._found = self._undecided(desk, dismissed)
        return self._found

    def _undecided(self, desk: Desk, dismissed: frozenset[str]) -> list[OthersTag]:
        found = [one for one in desk.proposed if not desk.has_alike(one.tag) and _key(desk, one) not in dismissed]
        return sorted(found, key=_text_order)

    def dismissed(self, desk: Desk) -> list[OthersTag]:
        """What is proposed for an article and was dismissed, in text order."""
        dismissed = self._session.places.dismissed
        found = [one for one in desk.proposed if _key(desk, one) in dismissed and not desk.has_alike(one.tag)]
        return sorted(found, key=_text_order)

    def here(self, desk: Desk) -> list[OthersTag]:
        """The suggestions that share a character with the selection: those on exactly what is held first, then the shortest."""
        found = [one for one in self.of(desk) if one.span.overlaps(desk.held)]
        return sorted(found, key=lambda one: (one.span != desk.held, one.end - one.start, one.start))

    def step(self, desk: Desk, by: int) -> OthersTag | None:
        """Hold the next suggestion (or the one before); round the end of the article. None where there is none."""
        found = self.of(desk)
        if not found:
            return None
        here = (desk.held.start, -desk.held.end)
        places = [(one.start, -one.end) for one in found]
        if by > 0:
            there = next((one for one, place in zip(found, places, strict=True) if place > here), found[0])
        else:
            there = next((one for one, place in zip(found[::-1], places[::-1], strict=True) if place < here), found[-1])
        desk.select(there.span)
        return there

    def take(self, desk: Desk, one: OthersTag | None = None) -> Tag:
        """Make a suggestion a tag of one's own, with its attributes and note: the one that is held, unless it is named.

        Raises:
            CannotChange: there is none here, it is no longer there, or the sheet is read-only.
        """
        meant = self._meant(desk, one)
        label = desk.scheme.name_of(meant.tag.label)
        tag = make_tag(desk.article, meant.span, label, "suggested", desk.tags_on(meant.span))
        tag = replace(tag, attributes=meant.tag.attributes, note=meant.tag.note)
        desk.annotations.make(desk.opened, add(desk.opened.sheet, tag))
        return tag

    def dismiss(self, desk: Desk, one: OthersTag | None = None) -> OthersTag:
        """Show a suggestion no more: the one that is held, unless it is named. Raises as `take`."""
        meant = self._meant(desk, one)
        label = desk.scheme.name_of(meant.tag.label)
        title = f"dismiss {label}? “{quote(meant.tag.text)}”"
        change = Change(new_id(), desk.article.id, now(), title)
        self._acts[change.id] = _key(desk, meant)
        self._session.places.dismiss([_key(desk, meant)])
        self._session.annotations.history.record(change)
        return meant

    def bring_back(self, desk: Desk, one: OthersTag) -> None:
        """Show a suggestion again that was dismissed.

        Raises:
            CannotChange: it is not dismissed, or no longer there.
        """
        if one not in self.dismissed(desk):
            raise CannotChange("that is dismissed no longer")
        self._session.places.dismiss([_key(desk, one)], dismissed=False)

    def restore(self, desk: Desk) -> int:
        """Show again what was dismissed in this article; how many suggestions.

        Raises:
            CannotChange: nothing was.
        """
        dismissed = self._session.places.dismissed
        keys = [key for one in desk.proposed if (key := _key(desk, one)) in dismissed]
        if not keys:
            raise CannotChange("nothing was dismissed in this article")
        self._session.places.dismiss(keys, dismissed=False)
        return len(keys)

    def _meant(self, desk: Desk, named: OthersTag | None) -> OthersTag:
        if named is not None:
            if named not in self.of(desk):
                raise CannotChange("that is suggested no longer")
            return named
        here = self.here(desk)
        if not here:
            raise CannotChange("no suggestion is held here")
        return here[0]

    # -- the past

    def is_act(self, change: Change) -> bool:
        """Whether a change of the history dismissed a suggestion."""
        return change.id in self._acts

    def turn(self, change: Change, turned: Change) -> None:
        """Bring back what was dismissed, or dismiss it again, as `turned` says."""
        key = self._acts[change.id]
        self._session.places.dismiss([key], dismissed=bool(turned.redoes))
        self._acts[turned.id] = key
        self._session.annotations.history.record(turned)


def _text_order(one: OthersTag) -> tuple[int, int]:
    return one.start, -one.end


def _key(desk: Desk, one: OthersTag) -> str:
    return suggestion_key(desk.article.id, one.annotator, one.tag.id)
