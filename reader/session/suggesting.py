"""What is proposed for the open article: gone to, taken over as a tag of one's own, or dismissed.

A suggestion stands in a sheet of whoever proposes it (`tags/suggestions`), and nothing here writes to that. It is shown until the
annotator has a tag of its label on its words, or dismisses it: that is kept beside the places, as yours alone. To dismiss, and to
show again, are acts of the history, kept there too (`dismissals`).

Several may be proposed on the same words. The one that was gone to is in hand, and is meant, as long as the selection rests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader.session.annotations import CannotChange, Overtaken
from reader.session.desk import STEPPED
from reader.session.dismissals import Decision
from reader.tags import disk
from reader.tags.annotators import annotators
from reader.tags.changes import add, make_tag, quote
from reader.tags.model import Change, new_id, now
from reader.tags.suggestions import suggestion_key
from reader.text.spans import SpanIndex

if TYPE_CHECKING:
    from reader.session.desk import Desk, OthersTag
    from reader.session.session import Session
    from reader.tags.model import Tag
    from reader.view.caret import Caret


class Suggesting:
    """The suggestions of a session's articles."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: tuple[object, ...] = (None,) * 4  # what was asked about last
        self._found: list[OthersTag] = []
        self._index: SpanIndex[OthersTag] = SpanIndex(())
        self._in_hand: tuple[str, Caret] | None = None  # its key, as long as the caret rests

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
        self._index = SpanIndex(self._found)
        return self._found

    def _undecided(self, desk: Desk, dismissed: frozenset[str]) -> list[OthersTag]:
        found = [one for one in desk.proposed if not desk.has_alike(one.tag) and _key(desk, one) not in dismissed]
        return sorted(found, key=partial(_order, desk))

    def dismissed(self, desk: Desk) -> list[OthersTag]:
        """What is proposed for an article and was dismissed, in text order."""
        dismissed = self._session.places.dismissed
        found = [one for one in desk.proposed if _key(desk, one) in dismissed and not desk.has_alike(one.tag)]
        return sorted(found, key=partial(_order, desk))

    def displaced(self, desk: Desk) -> int:
        """How many suggestions are not shown since the text changed under their words, and are not decided."""
        if not desk.displaced:
            return 0
        dismissed, name_of = self._session.places.dismissed, desk.scheme.name_of
        tagged = {(name_of(tag.label), tag.text) for tag in desk.opened.sheet.tags}
        return sum(
            (name_of(one.tag.label), one.tag.text) not in tagged and _key(desk, one) not in dismissed
            for one in desk.displaced
        )

    def here(self, desk: Desk) -> list[OthersTag]:
        """The suggestions that share a character with the selection, the one that is meant first: the one in hand.

        Where none is: those on exactly what is held, then the shortest.
        """
        held, found = desk.held, self.of(desk)
        if not found:
            return []
        return sorted(
            self._index.overlapping(held),
            key=lambda one: (one.span != held, not self.is_in_hand(desk, one), one.end - one.start, one.start),
        )

    def is_in_hand(self, desk: Desk, one: OthersTag) -> bool:
        """Whether a suggestion was gone to, and the selection has rested since."""
        return self._in_hand is not None and self._in_hand[1] is desk.caret and self._in_hand[0] == _key(desk, one)

    def number(self, desk: Desk, one: OthersTag) -> tuple[int, int]:
        """Which of the suggestions on exactly its words one is, from 1, and how many these are."""
        same = [other for other in self._index.overlapping(one.span) if other.span == one.span]
        return same.index(one) + 1, len(same)

    def hold(self, desk: Desk, one: OthersTag, last: str = "") -> None:
        """Hold a suggestion's words, and mean it.

        Args:
            last: what the caret is to remember as its last motion.
        """
        desk.select(one.span)
        desk.caret = replace(desk.caret, last=last or desk.caret.last)
        self._in_hand = (_key(desk, one), desk.caret)

    def step(self, desk: Desk, by: int, past: OthersTag | None = None) -> OthersTag | None:
        """Hold the next suggestion (or the one before), also of several on the same words; round the end of the article.

        Args:
            past: what to go on from, which may be decided by now; else what is held.

        Returns: None where there is none.
        """
        found = self.of(desk)
        if not found:
            return None
        on_held = past or next((one for one in self.here(desk)[:1] if one.span == desk.held), None)
        here = _order(desk, on_held) if on_held is not None else (desk.held.start, -desk.held.end)
        if by > 0:
            there = next((one for one in found if _order(desk, one) > here), found[0])
        else:
            there = next((one for one in found[::-1] if _order(desk, one) < here), found[-1])
        self.hold(desk, there, STEPPED)
        return there

    def meant(self, desk: Desk) -> OthersTag | None:
        """The suggestion that is decided where the selection is; None where there is none."""
        return next(iter(self.here(desk)), None)

    def take(self, desk: Desk, one: OthersTag | None = None) -> Tag:
        """Make a suggestion a tag of one's own, with its attributes and note: the one that is held, unless it is named.

        Raises:
            CannotChange: there is none here, it is no longer there, or the sheet is read-only.
        """
        meant = self._named(desk, one)
        label = desk.scheme.name_of(meant.tag.label)
        tag = make_tag(desk.article, meant.span, label, "suggested", desk.tags_on(meant.span))
        tag = replace(tag, attributes=meant.tag.attributes, note=meant.tag.note)
        desk.annotations.make(desk.opened, add(desk.opened.sheet, tag))
        return tag

    def dismiss(self, desk: Desk, one: OthersTag | None = None) -> OthersTag:
        """Show a suggestion no more: the one that is held, unless it is named. Raises as `take`."""
        meant = self._named(desk, one)
        self._decide(desk, [meant], dismissed=True)
        return meant

    def bring_back(self, desk: Desk, one: OthersTag) -> None:
        """Show a suggestion again that was dismissed.

        Raises:
            CannotChange: it is not dismissed, or no longer there.
        """
        if one not in self.dismissed(desk):
            raise CannotChange("that is dismissed no longer")
        self._decide(desk, [one], dismissed=False)

    def restore(self, desk: Desk) -> int:
        """Show again what was dismissed in this article; how many suggestions.

        Raises:
            CannotChange: nothing was.
        """
        dismissed = self._session.places.dismissed
        ones = sorted((one for one in desk.proposed if _key(desk, one) in dismissed), key=partial(_order, desk))
        if not ones:
            raise CannotChange("nothing was dismissed in this article")
        self._decide(desk, ones, dismissed=False)
        return len(ones)

    def _decide(self, desk: Desk, ones: Sequence[OthersTag], *, dismissed: bool) -> None:
        """Dismiss suggestions, or show them again, as one act."""
        verb, group = "dismiss" if dismissed else "suggest again", new_id() if len(ones) > 1 else ""
        decisions = []
        for one in ones:
            title = f"{verb} {desk.scheme.name_of(one.tag.label)}? “{quote(one.tag.text)}”"
            change = Change(new_id(), desk.article.id, now(), title, group=group)
            decisions.append(Decision(_key(desk, one), dismissed, change))
        self._keep(decisions)

    def _keep(self, decisions: Sequence[Decision]) -> None:
        history = self._session.annotations.history  # read before they are kept, or it would have them twice
        placed = []
        for one in decisions:
            placed.append(one._replace(after=history.latest))
            if one.act is not None:
                history.record(one.act)
        self._session.places.dismissals.set(placed)
        self._session.listed.suggestions_changed()

    def _named(self, desk: Desk, named: OthersTag | None) -> OthersTag:
        if named is not None:
            if named not in self.of(desk):
                raise CannotChange("that is suggested no longer")
            return named
        meant = self.meant(desk)
        if meant is None:
            raise CannotChange("no suggestion is held here")
        return meant

    # -- the past

    def is_act(self, change: Change) -> bool:
        """Whether a change of the history dismissed a suggestion, or brought one back."""
        return self._session.places.dismissals.act(change.id) is not None

    def turn(self, change: Change, turned: Change) -> None:
        """Bring back what was dismissed, or dismiss it again, as `turned` says, and hold it; its article is on the desk.

        Raises:
            Overtaken: it is suggested no longer.
        """
        desk, before = self._session.desk, self._session.places.dismissals.act(change.id)
        assert desk is not None
        assert before is not None
        one = next((one for one in desk.proposed if _key(desk, one) == before.key), None)
        if one is None:
            raise Overtaken("that is suggested no longer")
        self._keep([Decision(before.key, before.dismissed == bool(turned.redoes), turned)])
        self.hold(desk, one)

    # -- the end

    def tidy(self) -> None:
        """Keep the file of dismissals small."""
        self._session.places.dismissals.tidy(gone_from(self._session.project.annotations))


def gone_from(annotations: Path) -> Callable[[str], bool]:
    """Tells of a suggestion's key whether that is gone from the sheets below a folder; what cannot be read is not gone."""
    proposers = {one.name: one for one in annotators(annotations)}

    @lru_cache(maxsize=1)  # keys come in the order of articles
    def sheet_of(proposer: str, article: str) -> bytes:
        return disk.read(proposers[proposer].path(article))

    def is_gone(key: str) -> bool:
        article, proposer, tag_id = ["", "", *key.rsplit("\n", 2)][-3:]
        if proposer not in proposers:
            return bool(proposers)  # else the folder itself is not there just now
        try:
            return tag_id.encode() not in sheet_of(proposer, article)
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False

    return is_gone


def _order(desk: Desk, one: OthersTag) -> tuple[int | str, ...]:
    """The order of the text; of several on the same words, as they are written beside them."""
    return one.start, -one.end, desk.scheme.name_of(one.tag.label), one.annotator, one.tag.id


def _key(desk: Desk, one: OthersTag) -> str:
    return suggestion_key(desk.article.id, one.annotator, one.tag.id)
