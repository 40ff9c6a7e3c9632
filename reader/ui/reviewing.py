"""The review on the main screen: the tag under review below the article, its keys before the article's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.control.keys import shown
from reader.session.annotations import CannotChange
from reader.tags.anchoring import Anchored
from reader.tags.changes import quote
from reader.tags.model import Tag
from reader.ui import theme
from reader.ui.command_set import CommandSet
from reader.ui.footer import keys_of
from reader.ui.safe import one_line
from reader.ui.widgets.rows import Parts, Rows

if TYPE_CHECKING:
    from reader.library.entries import Entry
    from reader.session.desk import Desk
    from reader.session.review import Review
    from reader.ui.screens.reading import ReadingScreen

_AROUND = 32  # characters of context that are shown on each side


def _review_of(desk: Desk) -> Review:
    from reader.session.review import Review  # late: few articles have anything to review

    return Review(desk)


class Reviewing(CommandSet):
    """Walks the uncertain tags of the open article, and goes on to the next article that has some.

    Attributes:
        pane: the rows below the article that show the tag under review.
        review: the walk; None when there is none.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.pane = Rows([], id="review")
        self.review: Review | None = None
        self.table = {
            "tag.review": lambda _: self._start(),
            "review.place": lambda _: self._settle(self._place),
            "review.place.sure": lambda _: self._settle(self._place_sure),
            "review.remove": lambda _: self._settle(self._remove),
            "review.next": lambda _: self._step(1),
            "review.previous": lambda _: self._step(-1),
            "review.close": self._leave,
        }
        self.unable = {
            "review.place": self._nothing_held,
            "review.remove": self._nothing_held,
            "review.place.sure": self._none_sure,
            "review.previous": self._first,
        }

    @property
    def active(self) -> bool:
        return self.review is not None

    # -- beginning and end

    def _start(self) -> None:
        screen = self._screen
        desk = screen.session.desk
        if desk is not None and desk.opened.uncertain:
            self.review = _review_of(desk)
            screen.focus_pane("article")
            self._hold()
            return
        entry = self._elsewhere()
        if entry is None:
            screen.say("every tag stands on its words: nothing to review")
        elif self._go_to(entry):
            screen.say(f"the article before had nothing to review; this one has {entry.uncertain}")

    def _elsewhere(self) -> Entry | None:
        """The next article with tags to review, if any is known."""
        desk = self._screen.session.desk
        return self._screen.session.listing.next.uncertain(desk.article.id if desk is not None else None)

    def _go_to(self, entry: Entry) -> bool:
        self.review = None
        if not self._screen.open_article(entry.id):
            return False
        desk = self._screen.session.desk
        if desk is None or not desk.opened.uncertain:
            return False
        self._start()
        return True

    def _leave(self, key: str) -> None:
        desk = self._screen.session.desk
        if key == "escape" and desk is not None and desk.caret.extending:
            self._screen.handlers.table["select.release"](key)
            return
        self.close()

    def close(self) -> None:
        """End the review; what is left of it waits."""
        review, self.review = self.review, None
        if review is None:
            return
        left = len(review.items)
        said = [f"{review.settled} settled"] if review.settled else []
        said += [f"{left} left for later"] if left else []
        self._screen.say(", ".join(said))
        self.show()

    # -- the tag under review

    def _settle(self, act: Callable[[Review], str]) -> None:
        review, screen = self.review, self._screen
        if review is None:
            return
        try:
            said = act(review)
        except CannotChange as error:
            screen.say(str(error), badly=True)
            return
        screen.article.retag()
        screen.say(said)
        self._hold()

    def _place(self, review: Review) -> str:
        tag = review.place()
        return f"placed: {review.desk.scheme.name_of(tag.label)} “{quote(tag.text)}”"

    def _place_sure(self, review: Review) -> str:
        placed = review.place_sure()
        return f"placed: {placed} tag{'s'[: placed != 1]} that were nearly sure"

    def _remove(self, review: Review) -> str:
        tag = review.remove()
        return f"deleted: {review.desk.scheme.name_of(tag.label)} “{quote(tag.text)}”"

    def _step(self, by: int) -> None:
        review = self.review
        if review is None:
            return
        if by > 0 and not review.tag_id:
            entry = self._elsewhere()
            if entry is not None:
                self._go_to(entry)
            else:
                self.close()
            return
        review.step(by)
        self._hold()

    def _hold(self) -> None:
        """Show where the tag under review is proposed."""
        self._screen.article.follow()
        self._screen.show_all()
        self.show()

    # -- what cannot be done just now

    def _nothing_held(self) -> str:
        return "there is no tag left to review here" if self.review is None or self.review.current is None else ""

    def _none_sure(self) -> str:
        if self.review is not None and self.review.sure:
            return ""
        from reader.session.review import SURE  # late, as the review itself

        return f"none of them is {SURE:.0%} sure"

    def _first(self) -> str:
        return "this is the first one" if self.review is None or self.review.number == 1 else ""

    # -- what is shown

    def show(self) -> None:
        """Show the tag under review, or that there is none left; ends the review when another article was opened."""
        screen, review = self._screen, self.review
        desk = screen.session.desk
        if review is not None and desk is not review.desk:
            if desk is not None and desk.opened.uncertain and review.desk.article.id == desk.article.id:
                review = self.review = _review_of(desk)  # its text was changed on disk meanwhile
            else:
                review = self.review = None
        if screen.has_class("reviewing") != (review is not None):
            screen.set_class(review is not None, "reviewing")
            screen.call_after_refresh(screen.article.follow)
            screen.below.show_status()
        if review is None:
            return
        if review.follow():
            screen.article.follow()
        keys = (
            [keys_of("review", screen.keymap, screen.size.width)] if screen.has_class("low") else []
        )  # else the footer has them
        self.pane.set_rows([*self._said(review), *keys])

    def _said(self, review: Review) -> list[Parts]:
        item = review.current
        if item is None:
            return self._end_of(review)
        tag = item.tag
        place = f" review {review.number}/{len(review.items)} "
        label = self._screen.article.palette.label(self._screen.article.scheme.index(tag.label))
        return [
            [
                (place, theme.bar_accent),
                ("  ", theme.plain),
                (f"{one_line(review.desk.scheme.name_of(tag.label))}  ", label),
                (_state(item), theme.plain),
            ],
            [("  it stood here: ", theme.faint), *_quoted(tag)],
        ]

    def _end_of(self, review: Review) -> list[Parts]:
        left = len(review.items)
        said = f"{left} left for later in this article" if left else "no tag is left to review in this article"
        entry = self._elsewhere()
        keys = self._screen.keymap.keys.get("review.next", ())
        row: Parts = [("  no other article is known to have any", theme.faint)]
        if entry is not None:
            count = f"{entry.uncertain} to review"
            key = shown(keys[0]) if keys else "next"
            row = [(f"  {key}", theme.accent), (f" goes on to {one_line(entry.title)} ({count})", theme.plain)]
        return [[(" review ", theme.bar_accent), (f"  {said}", theme.plain)], row]


def _state(item: Anchored) -> str:
    if item.proposal is None:
        return "its words are gone: move to where it belongs, or delete it"
    if item.score < 0.005:
        return "its words stand elsewhere: held is the nearest place"
    return f"doubtful, {item.score:.0%} sure: held is where it may stand now"


def _quoted(tag: Tag) -> Parts:
    """A tag's passage between what stood beside it, on one line."""
    before, after = (one_line(side) for side in (tag.before[-_AROUND:], tag.after[:_AROUND]))
    lead, gap = ("…" if before else ""), " " if tag.before[-1:].isspace() else ""
    back = " " if tag.after[:1].isspace() else ""
    return [
        (f"{lead}{before}{gap}", theme.faint),
        (f"[{one_line(tag.text)}]", theme.bright),
        (f"{back}{after}…" if after else "", theme.faint),
    ]
