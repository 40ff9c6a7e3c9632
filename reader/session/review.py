"""Reviewing: the open article's tags whose passage is uncertain, one after the other, each to be placed, left, or deleted."""

from __future__ import annotations

from reader.session.annotations import CannotChange
from reader.session.desk import Desk
from reader.tags.anchoring import Anchored
from reader.tags.changes import move, remove
from reader.tags.model import Tag
from reader.text.spans import Span

SURE = 0.9  # the score from which a proposal is nearly sure


class Review:
    """A walk through the uncertain tags of the article on a desk.

    Attributes:
        desk: the desk; its selection is where the tag under review is proposed, and then wherever the analyst moves it.
        tag_id: the tag under review; "" behind the last one.
        settled: how many were placed or deleted.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.settled = 0
        self._place = 0
        self._known: set[str] = set()
        self.tag_id = ""
        self._go_to(0)

    @property
    def items(self) -> list[Anchored]:
        """The uncertain tags in the order of where they are proposed; one without a proposal where it stood."""
        return sorted(self.desk.opened.uncertain.values(), key=_order)

    @property
    def sure(self) -> list[Anchored]:
        """Those whose proposal is nearly sure."""
        uncertain = self.desk.opened.uncertain.values()
        return [item for item in uncertain if item.proposal is not None and item.score >= SURE]

    @property
    def current(self) -> Anchored | None:
        """What is known of the tag under review; None behind the last one, and where it was settled elsewhere."""
        return self.desk.opened.uncertain.get(self.tag_id)

    @property
    def number(self) -> int:
        """The place of the tag under review among those that are left, from 1."""
        return self._place + 1

    def step(self, by: int) -> bool:
        """Go on to the next tag, or back to the one before; False before the first. Behind the last one there is none."""
        place = self._place + by
        if place < 0:
            return False
        self._go_to(place)
        return True

    def follow(self) -> bool:
        """Go to a tag that is uncertain again, or on where the one under review was settled by something else (undo, a merge).

        Returns: whether that was so.
        """
        items = self.items
        new = next((place for place, item in enumerate(items) if item.tag.id not in self._known), None)
        settled = bool(self.tag_id) and self.current is None
        if new is not None or settled:
            self._go_to(self._place if new is None else new)
        elif self.tag_id:
            self._place = next(place for place, item in enumerate(items) if item.tag.id == self.tag_id)
        return new is not None or settled

    def place(self) -> Tag:
        """Put the tag under review on what is held, and go on to the next one.

        Raises:
            CannotChange: there is none, nothing is held, or the sheet is read-only.
        """
        tag = self._tag()
        opened = self.desk.opened
        try:
            change = move(opened.sheet, tag, self.desk.article, self.desk.held)
        except ValueError as error:
            raise CannotChange(str(error)) from None
        self.desk.annotations.make(opened, change)
        self._settle()
        return change.added[0]

    def place_sure(self) -> int:
        """Put all doubtful tags that are nearly sure where they are proposed, as one act; how many that were.

        Raises:
            CannotChange: there is none.
        """
        opened, article = self.desk.opened, self.desk.article
        sure = [(item.tag, item.proposal) for item in sorted(self.sure, key=_order) if item.proposal is not None]
        changes = [(opened, move(opened.sheet, tag, article, proposal)) for tag, proposal in sure]
        made = len(self.desk.annotations.make_all(changes))
        if not made:
            raise CannotChange(f"none of them is {SURE:.0%} sure")
        self.settled += made
        self._go_to(0)
        return made

    def remove(self) -> Tag:
        """Delete the tag under review, and go on to the next one. Raises as `place`."""
        tag = self._tag()
        self.desk.annotations.make(self.desk.opened, remove(self.desk.opened.sheet, tag))
        self._settle()
        return tag

    def _tag(self) -> Tag:
        current = self.current
        if current is None:
            raise CannotChange("there is no tag left to review here")
        return current.tag

    def _settle(self) -> None:
        self.settled += 1
        self._go_to(self._place)

    def _go_to(self, place: int) -> None:
        items = self.items
        self._known = {item.tag.id for item in items}
        self._place = min(place, len(items))
        if self._place == len(items):
            self.tag_id = ""
            return
        item = items[self._place]
        self.tag_id = item.tag.id
        if item.proposal is not None:
            self.desk.select(item.proposal)
        else:
            # About where it would stand, as far as the text goes.
            self.desk.hold_word_at(max(1, min(item.about or item.tag.start, len(self.desk.article.text) - 1)))


def _order(item: Anchored) -> tuple[Span, str, str]:
    return item.proposal or Span(item.about, item.about), item.tag.created, item.tag.id
