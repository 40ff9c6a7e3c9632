"""What is proposed for the article: from suggestion to suggestion, each taken over or dismissed with one key."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from reader.control.keys import shown
from reader.session.annotations import CannotChange
from reader.session.desk import STEPPED
from reader.tags.changes import quote
from reader.text.counts import counted
from reader.ui.command_set import CommandSet
from reader.ui.safe import cut, one_line, width

if TYPE_CHECKING:
    from reader.session.desk import Desk, OthersTag
    from reader.session.messages import Found
    from reader.session.suggesting import Suggesting
    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.screens.tag_list import Decision

_LOOKING = "looking for the next article with suggestions …"
_PASSED = 20  # articles without an open one, against what the catalogue says, after which the way ends

_LEAST = 12  # cells of a suggestion's words that are shown whatever else is said


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
            "suggestion.article": lambda _: self._ask_elsewhere(),
        }
        self.unable = {
            "suggestion.next": self._why_none_here,
            "suggestion.previous": self._why_none_here,
            "suggestion.take": lambda: self._why_not_here() or self._why_read_only(),
            "suggestion.dismiss": self._why_not_here,
            "suggestion.article": self._why_none_elsewhere,
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

    @property
    def open_still(self) -> str:
        """What is to be said of the open ones of an article that is called done; "" where there are none."""
        desk = self._desk
        count = len(self.of(desk)) if desk is not None else 0
        return f" · {counted(count, 'suggestion')} {'is' if count == 1 else 'are'} open" if count else ""

    def why_none(self) -> str:
        """Why there is no suggestion to go to; "" when there is one."""
        desk = self._desk
        if desk is None:
            return "no article is open"
        if self.of(desk):
            return ""
        displaced = self.displaced(desk)
        if desk.proposed:
            return "no suggestion is left in this article"
        return displaced or "nothing is suggested in this article"

    def displaced(self, desk: Desk) -> str:
        """How many suggestions are not shown, and why; "" where all are."""
        count = self._all.displaced(desk) if desk.displaced else 0
        words = "its words" if count == 1 else "their words"
        shown = f"{counted(count, 'suggestion')} {'is' if count == 1 else 'are'} not shown"
        return f"{shown}: the text changed under {words}" if count else ""

    def _why_none_here(self) -> str:
        """The same, and how to go on."""
        why, desk = self.why_none(), self._desk
        displaced = self.displaced(desk) if desk is not None and desk.proposed else ""
        return f"{why}{self._onward()}{displaced and f' · {displaced}'}" if why else ""

    def _onward(self) -> str:
        """The key that goes on to other suggestions, in words; "" where none were ever made."""
        desk, keys = self._desk, self._screen.keymap.keys.get("suggestion.article", ())
        if desk is None or not keys or not self._screen.session.listing.fetched.any_suggested(desk.article.id):
            return ""
        return f" · {shown(keys[0])} the next article with suggestions"

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
            screen.say(self._told(desk, found), soon=True)

    def _told(self, desk: Desk, one: OthersTag) -> str:
        """Who suggests what, and how many are left."""
        name = one_line(desk.scheme.name_of(one.tag.label))
        number, count = self._all.number(desk, one)
        of_several = f"{number} of {count} on " if count > 1 else ""
        told = f"{one_line(one.annotator)} suggests {name}: {of_several}"
        return self._around(told, one, f" · {len(self.of(desk)):,} left")

    def _around(self, before: str, one: OthersTag, after: str) -> str:
        """A suggestion's words between others, shortened to what the line has room for."""
        room = self._screen.size.width - width(before) - width(after) - 3
        return f"{before}“{cut(quote(one_line(one.tag.text)), max(_LEAST, room))}”{after}"

    def _take(self) -> None:
        desk = self._desk
        if desk is None:
            return

        def make() -> str:
            one = self._all.meant(desk)
            tag = self._all.take(desk, one)
            assert one is not None
            return self._around(f"{tag.label} ", one, f", as suggested{self._on_to_next(desk, one)}")

        self._screen.handlers.change(make)
        self._screen.article.follow()

    def _dismiss(self) -> None:
        desk = self._desk
        if desk is None:
            return

        def make() -> str:
            one = self._all.dismiss(desk)
            name = desk.scheme.name_of(one.tag.label)
            return self._around(f"dismissed {name} ", one, self._on_to_next(desk, one))

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

    def _on_to_next(self, desk: Desk, decided: OthersTag) -> str:
        """Hold the suggestion after the one that was decided; what is left, in words."""
        left = self.of(desk)
        if not left:
            displaced = self.displaced(desk)
            return f" · none is left{self._onward()}{displaced and f' · {displaced}'}"
        there = self._all.step(desk, 1, decided)
        name = f" · ▸?{one_line(desk.scheme.name_of(there.tag.label))}" if there is not None else ""
        return f" · {len(left):,} left{name}"

    # -- the next article

    def _why_none_elsewhere(self) -> str:
        suggests = self._screen.session.listing.fetched.any_suggested(self._here or "")
        return "" if suggests else "nothing is suggested in another article"

    @property
    def _here(self) -> str | None:
        """The id of the article from which one goes on: the one that is read, or the one that is chosen in the list."""
        desk = self._desk if self._screen.context == "article" else None
        return desk.article.id if desk is not None else self._screen.library.chosen

    def _ask_elsewhere(self) -> None:
        self._screen.session.onward.ask()
        self._screen.say(_LOOKING)

    def heard(self, found: Found) -> None:
        """Go on to the next article with open suggestions, unless another key was pressed since that was asked."""
        screen, onward = self._screen, self._screen.session.onward
        if not screen.below.said.startswith(_LOOKING) or screen.app.screen is not screen or not onward.answers(found):
            return
        if found.problem:
            screen.say(found.problem, badly=True)
            return
        before = self._here
        for entry in islice(onward.after(before, found), _PASSED):
            if screen.open_article(entry.id) and self._begin():
                return
            onward.passed(entry.id)
        if before is not None and before != self._here:
            screen.open_article(before)
        screen.say("no other article is known to have open suggestions")

    def _begin(self) -> bool:
        """Hold the first suggestion of an article; whether any is open."""
        desk = self._desk
        left = self.of(desk) if desk is not None else []
        if desk is None or not left:
            return False
        self._all.hold(desk, left[0], STEPPED)
        self._screen.focus_pane("article")
        self._screen.article.follow()
        self._screen.show_all()
        self._screen.say(self._told(desk, left[0]))
        return True

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
