"""What is proposed for the article: from suggestion to suggestion, each taken over or dismissed with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.session.annotations import CannotChange
from reader.tags.changes import quote
from reader.ui.command_set import CommandSet
from reader.ui.safe import one_line

if TYPE_CHECKING:
    from reader.session.desk import Desk, OthersTag
    from reader.session.suggesting import Suggesting
    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.screens.tag_list import Decision


class SuggestingKeys(CommandSet):
    """The commands."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.table = {
            "suggestion.next": lambda _: self.step(1),
            "suggestion.previous": lambda _: self.step(-1),
            "suggestion.take": lambda _: self._take(),
            "suggestion.dismiss": lambda _: self._dismiss(),
            "suggestion.restore": lambda _: self._restore(),
        }
        self.unable = {
            "suggestion.next": self.why_none,
            "suggestion.previous": self.why_none,
            "suggestion.take": lambda: self._why_not_here() or self._why_read_only(),
            "suggestion.dismiss": self._why_not_here,
        }

    @property
    def _all(self) -> Suggesting:
        return self._screen.session.suggesting

    @property
    def _desk(self) -> Desk | None:
        return self._screen.session.desk

    def of(self, desk: Desk) -> list[OthersTag]:
        """What is proposed for an article and not decided yet."""
        return self._all.of(desk) if desk.proposed else []

    def here(self, desk: Desk) -> list[OthersTag]:
        """Of that, what lies where the selection is."""
        return self._all.here(desk) if desk.proposed else []

    def meant(self, desk: Desk) -> OthersTag | None:
        """The one of them that is decided next."""
        return self._all.meant(desk) if desk.proposed else None

    def why_none(self) -> str:
        """Why there is no suggestion to go to; "" when there is one."""
        desk = self._desk
        if desk is None:
            return "no article is open"
        return "" if self.of(desk) else "nothing is suggested in this article"

    def _why_not_here(self) -> str:
        desk = self._desk
        return self.why_none() or ("" if desk is not None and self.here(desk) else "no suggestion is held here")

    def _why_read_only(self) -> str:
        desk = self._desk
        return f"read-only: {desk.opened.read_only}" if desk is not None and desk.opened.read_only else ""

    def step(self, by: int) -> None:
        """Hold the next suggestion, or the one before."""
        screen, desk = self._screen, self._desk
        if desk is None:
            return
        found: OthersTag | None = None
        for _ in range(screen.dispatcher.times):
            found = self._all.step(desk, by)
        screen.article.follow()
        screen.show_all()
        if found is None:
            screen.say(self.why_none())
        else:
            left = len(self.of(desk))
            screen.say(f"{self._told(desk, found)} · {left:,} left", soon=True)

    def _told(self, desk: Desk, one: OthersTag) -> str:
        name = one_line(desk.scheme.name_of(one.tag.label))
        number, count = self._all.number(desk, one)
        of_several = f"{number} of {count} on " if count > 1 else ""
        return f"{one_line(one.annotator)} suggests {name}: {of_several}“{quote(one_line(one.tag.text))}”"

    def _take(self) -> None:
        desk = self._desk
        if desk is None:
            return

        def make() -> str:
            one = self._all.meant(desk)
            tag = self._all.take(desk)
            return f"{tag.label} “{quote(tag.text)}”, as suggested{self._on_to_next(desk, one)}"

        self._screen.handlers.change(make)
        self._screen.article.follow()

    def _dismiss(self) -> None:
        desk = self._desk
        if desk is None:
            return

        def make() -> str:
            one = self._all.dismiss(desk)
            name = desk.scheme.name_of(one.tag.label)
            return f"dismissed {name} “{quote(one.tag.text)}”{self._on_to_next(desk, one)}"

        self._screen.handlers.change(make)
        self._screen.article.follow()

    def decide(self, one: OthersTag, decision: Decision) -> str:
        """Take over, dismiss or bring back a suggestion of the open article; what was done, in words.

        Raises:
            CannotChange: it is no longer there, or the sheet is read-only.
        """
        desk = self._desk
        if desk is None:
            raise CannotChange("no article is open")
        name = f"{desk.scheme.name_of(one.tag.label)} “{quote(one.tag.text)}”"
        if decision == "take":
            self._all.take(desk, one)
            done = f"{name}, as suggested"
        elif decision == "dismiss":
            self._all.dismiss(desk, one)
            done = f"dismissed {name}"
        else:
            self._all.bring_back(desk, one)
            done = f"suggested again: {name}"
        return f"{done} · {len(self.of(desk)):,} left"

    def _on_to_next(self, desk: Desk, decided: OthersTag | None) -> str:
        """Hold the suggestion after the one that was decided; what is left, in words."""
        left = self.of(desk)
        if not left:
            return " · none is left"
        there = self._all.step(desk, 1, decided)
        name = f" · ▸?{one_line(desk.scheme.name_of(there.tag.label))}" if there is not None else ""
        return f" · {len(left):,} left{name}"

    def _restore(self) -> None:
        desk = self._desk
        if desk is None:
            return
        try:
            count = self._all.restore(desk)
        except CannotChange as error:
            self._screen.say(str(error), badly=True)
            return
        self._screen.article.show_suggestions()
        self._screen.say(f"{count:,} suggestion{'s'[: count != 1]} shown again")
