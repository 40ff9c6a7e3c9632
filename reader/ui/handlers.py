"""What each command does: one handler an id, thin calls into the session and back to the widgets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.control.keys import shown
from reader.labels import Label
from reader.session import marking, whole
from reader.session.annotations import CannotChange
from reader.session.desk import STEPPED, SeveralTags
from reader.session.unable import Unable, unable_in
from reader.tags.changes import quote
from reader.ui.command_set import CommandSet
from reader.ui.dispatch import Handler
from reader.ui.entity_correcting import EntityCorrecting
from reader.ui.safe import one_line
from reader.ui.seeking import FOUND
from reader.ui.shaping import Shaping
from reader.view.jump import JUMPED
from reader.view.motions import MOTIONS
from reader.view.nowhere import nowhere

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.text.spans import Span
    from reader.ui.screens.reading import ReadingScreen


class Handlers:
    """The handlers of the main screen's commands, by command id in `table`."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self._last_label = ""  # its name; the scheme may call it otherwise by the next time
        self.table: dict[str, Handler] = {
            "view.page.down": lambda _: self._page(1),
            "view.page.up": lambda _: self._page(-1),
            "tag.digit": self._tag_by_digit,
            "tag.choose": lambda _: self._screen.labelling.choose("tag as", self._tag),
            "tag.again": self._tag_again,
            "tag.remove": self._remove,
            "tag.relabel": self._choose_other_label,
            "tag.next": lambda _: self._walk_tags(1),
            "tag.previous": lambda _: self._walk_tags(-1),
            "tag.carry": self._carry,
            "article.done": self._done,
            "view.others": self._others,
        }
        sets: tuple[CommandSet, ...] = (
            *(screen.browsing, screen.narrowing, screen.searching, screen.jumping, screen.seeking, screen.reviewing),
            *(screen.everywhere, screen.tagging, screen.linking, screen.labelling, screen.returning, screen.correcting),
            *(screen.undoing, screen.dressing, screen.program, screen.entities, screen.suggesting),
            EntityCorrecting(screen),
        )
        for commands in sets:
            self.table |= commands.table
        self.table |= {motion: partial(self._move, motion) for motion in MOTIONS}
        self.shaping = Shaping(screen, self._move, self.change)
        self.table |= self.shaping.table
        self.unable: dict[str, Unable] = unable_in(self._session)
        self.unable["tag.again"] = self._unable_again
        for commands in sets:
            self.unable |= commands.unable

    def reshape(self, span: Span) -> bool:
        """Let the tag that is held end, or begin, elsewhere; False where what is held is no tag's passage."""
        return self.shaping.reshape(span)

    # -- moving

    @property
    def _desk(self) -> Desk | None:
        return self._session.desk

    def _move(self, motion: str, key: str) -> None:
        desk = self._desk
        if desk is None:
            return
        if motion == "move.back" and self._back_to(desk.caret.last):
            return
        if motion == "select.release" and not desk.caret.extending:
            if self._screen.linking.drop_mark():
                return
            self._screen.seeking.clear()
        if not desk.move(motion, self._screen.dispatcher.times):
            self._screen.say(nowhere(motion, desk.caret))
        elif self._screen.article.follow():
            self._screen.show_all()  # all of it is painted anew anyway: in one frame
        else:
            self._screen.below.show_soon()

    def _back_to(self, last: str) -> bool:
        """Go back to the one before: match of a jump or of a search, or suggestion; whether one of these was the last motion."""
        if last == STEPPED:
            self._screen.suggesting.step(-1)
            return True
        if last == JUMPED:
            return self._screen.jumping.step(-1)
        if last == FOUND:
            self._screen.seeking.step(-1)
        return last == FOUND

    def _page(self, by: int) -> None:
        self._screen.article.turn_page(by * self._screen.dispatcher.times)
        self._screen.show_all()

    def _walk_tags(self, step: int) -> None:
        desk = self._desk
        if desk is None:
            return
        if desk.walk_tags(step) is None:
            self._screen.say("no further tag in this direction")
            return
        self._screen.article.follow()
        self._screen.show_all()

    # -- tagging

    def change(self, make: Callable[[], str]) -> None:
        """Make a change and show it; `make` gives the words for it."""
        screen = self._screen
        screen.undoing.amended = ""
        self.reread()
        desk = self._desk
        before = desk.opened.sheet if desk is not None else None
        try:
            words = make()
        except CannotChange as error:
            self.refused(error)
            return
        screen.article.retag(desk.only_change_since(before) if desk is not None and before is not None else None)
        screen.say(words, soon=True)

    def refused(self, error: CannotChange) -> None:
        """Say why nothing was changed; where several tags may be meant, how one of them is reached."""
        keys = self._screen.keymap.keys.get("tag.next", ()) if isinstance(error, SeveralTags) else ()
        self._screen.say(f"{error} ({shown(keys[0])} holds the next)" if keys else str(error), badly=True)

    def reread(self) -> bool:
        """A sheet that could not be read may have been mended since: it is tried again before it refuses a change.

        Returns: whether it was tried.
        """
        desk = self._desk
        if desk is None or not desk.opened.read_only:
            return False
        self._session.open(desk.article.id)
        self._screen.article.retag()
        self._screen.library.touch_article(desk.article.id)
        return True

    def _tag_by_digit(self, key: str) -> None:
        label = self._session.project.scheme.by_digit.get(key)
        if label is None:
            self._screen.say(f"the scheme has no label on {key}", badly=True)
        else:
            self._tag(label)

    def _tag(self, label: Label) -> None:
        desk = self._desk
        if desk is None:
            return
        self._last_label = label.name
        suggestions = self._session.suggesting.of(desk) if desk.proposed else []
        self.change(lambda: f"{label.name} “{quote(marking.tag_held(desk, label, suggestions).text)}”")

    def _tag_again(self, key: str) -> None:
        label = self._session.project.scheme.find(self._last_label)
        if label is not None:
            self._tag(label)
        else:
            self._screen.say(f"the scheme no longer has the label {self._last_label}", badly=True)

    def _unable_again(self) -> str:
        return "no label was used yet" if not self._last_label else self.unable["tag.digit"]()

    def _choose_other_label(self, key: str) -> None:
        desk = self._desk
        if desk is None:
            return
        try:
            tag = desk.tag_to_alter()
        except CannotChange as error:
            self.refused(error)
        else:
            title = f"{one_line(desk.scheme.name_of(tag.label))} “{quote(one_line(tag.text))}” becomes"
            self._screen.labelling.choose(title, self._relabel, present=tag.label)

    def _relabel(self, label: Label) -> None:
        desk = self._desk
        if desk is not None:
            self.change(lambda: f"now {label.name}: “{quote(marking.relabel_tag(desk, label).text)}”")

    def _remove(self, key: str) -> None:
        desk = self._desk
        if desk is None:
            return

        def remove() -> str:
            tag = marking.remove_tag(desk)
            return f"removed {desk.scheme.name_of(tag.label)} “{quote(tag.text)}”"

        self.change(remove)

    def _carry(self, key: str) -> None:
        from reader.session.carrying import carry

        try:
            carried = carry(self._session)
        except CannotChange as error:
            self._screen.say(str(error), badly=True)
            return
        self._screen.library.touch_all()
        self._screen.show_all()
        self._screen.say(str(carried), badly=bool(carried.refused))

    def _done(self, key: str) -> None:
        desk = self._desk
        if desk is not None:
            self.change(
                lambda: f"done{self._screen.suggesting.open_still}" if whole.toggle_done(desk) else "not done yet"
            )

    # -- colleagues

    def _others(self, key: str) -> None:
        article = self._screen.article
        article.show_others(not article.others_shown)
        self._screen.say(f"other annotators' tags are {'shown' if article.others_shown else 'hidden'}")
