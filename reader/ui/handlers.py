"""What each command does: one handler an id, thin calls into the session and back to the widgets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.control.keys import shown
from reader.labels import Label
from reader.session.annotations import CannotChange
from reader.session.desk import SeveralTags
from reader.session.unable import Unable, nothing_to_undo, unable_in
from reader.tags.changes import quote
from reader.ui.dispatch import Handler
from reader.ui.renewing import show_renewed
from reader.ui.safe import one_line
from reader.ui.seeking import FOUND
from reader.ui.shaping import Shaping
from reader.view.jump import JUMPED
from reader.view.motions import MOTIONS
from reader.view.nowhere import nowhere

if TYPE_CHECKING:
    from reader.session.amending import FieldName
    from reader.session.desk import Desk
    from reader.tags.model import Change
    from reader.text.spans import Span
    from reader.ui.screens.reading import ReadingScreen

_PASSED = 20  # articles that cannot be opened, after which a step ends


class Handlers:
    """The handlers of the main screen's commands, by command id in `table`."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self._last_label = ""  # its name; the scheme may call it otherwise by the next time
        self._amended = ""  # the article whose title or date was set by hand, as long as nothing else was done
        self.table: dict[str, Handler] = {
            "view.page.down": lambda _: self._page(1),
            "view.page.up": lambda _: self._page(-1),
            "tag.digit": self._tag_by_digit,
            "tag.choose": lambda _: self.choose_label("tag as", self._tag),
            "tag.again": self._tag_again,
            "tag.remove": self._remove,
            "tag.relabel": self._choose_other_label,
            "tag.next": lambda _: self._walk_tags(1),
            "tag.previous": lambda _: self._walk_tags(-1),
            "tag.carry": self._carry,
            "article.labels": self._label_article,
            "article.done": self._done,
            "article.next": lambda _: self._step(1),
            "article.previous": lambda _: self._step(-1),
            "view.raw": self._raw,
            "article.title": lambda _: self._set_field("title"),
            "article.date": lambda _: self._set_field("date"),
            "view.others": self._others,
            "library.down": lambda _: self._choose(1),
            "library.up": lambda _: self._choose(-1),
            "library.page.down": lambda _: self._choose(max(1, screen.library.page - 2)),
            "library.page.up": lambda _: self._choose(-max(1, screen.library.page - 2)),
            "library.first": lambda _: self._choose_end(last=False),
            "library.last": lambda _: self._choose_end(last=True),
            "library.open": self._read,
            "history.undo": lambda _: self._undo(),
            "history.redo": lambda _: self._turn("redone", self._session.redo),
            "history.list": self._look_back,
            "history.clashes": self._decide,
            "pane.switch": self._switch,
            "app.help": self._help,
            "app.problems": self._problems,
            "app.settings": self._settings,
            "app.palette": self._palette,
            "sitting.show": self._sitting,
            "app.back": self._back,
            "app.quit": self._quit,
        }
        self.table |= screen.everywhere.table
        self.table |= screen.reviewing.table | screen.narrowing.table | screen.searching.table | screen.jumping.table
        self.table |= screen.tagging.table | screen.linking.table | screen.labelling.table | screen.returning.table
        self.table |= screen.dressing.table | screen.seeking.table
        self.table |= {motion: partial(self._move, motion) for motion in MOTIONS}
        self.shaping = Shaping(screen, self._move, self.change)
        self.table |= self.shaping.table
        self.unable: dict[str, Unable] = unable_in(self._session)
        self.unable |= {"tag.again": self._unable_again, "history.undo": self._unable_to_undo}
        for part in (
            screen.reviewing,
            screen.everywhere,
            screen.tagging,
            screen.linking,
            screen.labelling,
            screen.returning,
            screen.dressing,
            screen.seeking,
        ):
            self.unable |= part.unable

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
            self._screen.show_soon()

    def _back_to(self, last: str) -> bool:
        """Go back to the match before, of a jump or of a search; whether one of the two was the last motion."""
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
        self._amended = ""
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
        self.change(lambda: f"{label.name} “{quote(desk.tag(label).text)}”")

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
            self.choose_label(title, self._relabel, present=tag.label)

    def _relabel(self, label: Label) -> None:
        desk = self._desk
        if desk is not None:
            self.change(lambda: f"now {label.name}: “{quote(desk.relabel_tag(label).text)}”")

    def _remove(self, key: str) -> None:
        desk = self._desk
        if desk is None:
            return

        def remove() -> str:
            tag = desk.remove_tag()
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
            self.change(lambda: "done" if desk.toggle_done() else "not done yet")

    def _undo(self) -> None:
        """Take back the last act: what was just set by hand, else what the history says."""
        desk = self._desk
        if desk is None or self._amended != desk.article.id:
            self._turn("undone", self._session.undo)
            return
        self._amended = ""
        try:
            undone = self._session.amending.undo()
        except CannotChange as error:
            self.refused(error)
            return
        show_renewed(self._screen)
        self._screen.library.touch_all()
        self._screen.say(f"undone · {undone}")

    def _unable_to_undo(self) -> str:
        desk = self._desk
        by_hand = desk is not None and self._amended == desk.article.id
        return "" if by_hand else nothing_to_undo(self._session)

    def _turn(self, word: str, turn: Callable[[], Change]) -> None:
        before = self._desk

        def make() -> str:
            try:
                change = turn()
            finally:  # also of a change that is refused: its article is on the desk by then, and the next key is for it
                self._screen.follow_desk(before)
            self._screen.article.follow()
            return f"{word}: {change.title}"

        self.change(make)

    # -- choosing labels

    def choose_label(self, prompt: str, then: Callable[[Label], None], *, present: str = "") -> None:
        from reader.ui.screens.chooser import Typed, label_chooser

        if self._desk is None:
            return
        scheme = self._session.project.scheme
        chooser = label_chooser(prompt, scheme, scheme.for_passages, present=present, more=True)

        def chosen(name: str | None) -> None:
            label = (
                self._session.project.scheme.find(name) if name else None
            )  # it may have changed while this was asked
            if isinstance(name, Typed):
                self._screen.labelling.ask(name, then)
            elif label is not None:
                then(label)
            elif name:
                self._screen.say(f"the scheme no longer has the label {name}", badly=True)

        self._screen.app.push_screen(chooser, chosen)

    def _label_article(self, key: str) -> None:
        from reader.ui.screens.chooser import label_chooser

        desk, scheme = self._desk, self._session.project.scheme
        if desk is None:
            return

        def toggle(name: str | None) -> None:
            label = self._session.project.scheme.find(name) if name else None
            here = self._desk  # the article may have been read anew while this was asked
            if label is not None and here is not None and here.article.id == desk.article.id:
                self.change(lambda: f"{label.name} {'on' if here.toggle_label(label) else 'off'} the article")

        self._screen.app.push_screen(label_chooser("label the article", scheme, scheme.for_articles), toggle)

    # -- library

    def _choose(self, by: int) -> None:
        self._screen.library.step(by * self._screen.dispatcher.times)
        self.show_chosen()

    def _choose_end(self, *, last: bool) -> None:
        self._screen.library.choose_end(last=last)
        self.show_chosen()

    def show_chosen(self) -> None:
        """Open the chosen article beside the list, where there is room for both."""
        chosen = self._screen.library.chosen
        narrow = self._screen.has_class("narrow")
        if chosen is not None and not narrow:
            self._screen.open_soon()

    def _read(self, key: str) -> None:
        chosen = self._screen.library.chosen
        desk = self._desk
        if chosen is not None and (
            (desk is not None and desk.article.id == chosen) or self._screen.open_article(chosen)
        ):
            self._screen.focus_pane("article")

    def _step(self, by: int) -> None:
        desk = self._desk
        if desk is None:
            return
        passed = 0  # files that are gone since they were listed must not bar the way
        while (entry := self._session.listing.neighbour(desk.article.id, by * (passed + 1))) is not None:
            if self._screen.open_article(entry.id):
                if passed:
                    self._screen.say(f"passed over {passed} that cannot be opened", badly=True)
                return
            passed += 1
            if passed >= _PASSED:
                return
        if not passed:
            self._screen.say("this is the last article" if by > 0 else "this is the first article")

    # -- the past, and other people

    def _look_back(self, key: str) -> None:
        from reader.ui.looking_back import LookingBack

        LookingBack(self._screen).start()

    def _decide(self, key: str) -> None:
        from reader.ui.deciding import Deciding

        Deciding(self._screen).start()

    # -- program

    def _switch(self, key: str) -> None:
        if self._screen.context == "article":
            self._screen.focus_pane("library")
        else:
            self._read(key)

    def _others(self, key: str) -> None:
        article = self._screen.article
        article.show_others(not article.others_shown)
        self._screen.say(f"other annotators' tags are {'shown' if article.others_shown else 'hidden'}")

    def _raw(self, key: str) -> None:
        from reader.ui.screens.raw import RawScreen

        if self._desk is not None:
            screen = self._screen
            raw = RawScreen(self._session, screen.keymap, self._quit, lambda: show_renewed(screen))
            screen.app.push_screen(raw, self._read_from)

    def _read_from(self, place: int | None) -> None:
        """Back from the raw document; `place` is the raw offset at which the article is to be read."""
        desk = self._desk
        self._session.amending.tell()
        if desk is None:
            return
        if place is not None:
            desk.hold_word_at(min(desk.article.offsets.to_clean(place), len(desk.article.text) - 1))
        self._screen.article.follow()
        self._screen.library.touch_article(desk.article.id)
        self._screen.show_all()

    def _set_field(self, name: FieldName) -> None:
        from reader.ui.amending import ask_field

        screen = self._screen
        chosen = screen.library.chosen
        if screen.context == "library" and chosen is not None:
            desk = self._desk
            if (desk is None or desk.article.id != chosen) and not screen.open_article(chosen):
                return

        def say(words: str, badly: bool) -> None:
            show_renewed(screen)
            screen.library.touch_all()
            screen.say(words, badly=badly)
            if not badly and self._desk is not None:
                self._amended = self._desk.article.id

        ask_field(screen.app, self._session, name, say)

    def _help(self, key: str) -> None:
        from reader.ui.screens.help import HelpScreen

        self._screen.app.push_screen(HelpScreen(self._screen.keymap, self._session.project, self._screen.key_context))

    def _settings(self, key: str) -> None:
        from reader.ui.screens.settings import SettingsScreen

        self._screen.app.push_screen(SettingsScreen(self._screen.reader.options))

    def _problems(self, key: str) -> None:
        from reader.ui.screens.problems import ProblemsScreen

        problems = self._session.all_problems
        if problems:
            self._screen.app.push_screen(ProblemsScreen(problems))
        else:
            self._screen.say("everything could be read")

    def _sitting(self, key: str) -> None:
        from reader.ui.screens.sitting import SittingScreen

        session, palette = self._session, self._screen.article.palette
        session.progress.refresh()
        index = {label.name: place for place, label in enumerate(session.project.scheme.labels)}
        self._screen.app.push_screen(SittingScreen(session.sitting, session.progress.said, palette, index))

    def _palette(self, key: str) -> None:
        from reader.ui.screens.chooser import command_chooser

        chooser = command_chooser(self._screen.keymap, self._screen.key_context, self._screen.dispatcher.runnable())
        self._screen.app.push_screen(chooser, lambda name: self.table[name]("") if name else None)

    def _back(self, key: str) -> None:
        alone = self._session.listing.total == 1
        if self._screen.context == "article" and not alone:
            self._screen.focus_pane("library")
        else:
            self._quit(key)

    def _quit(self, key: str) -> None:
        from reader.ui.screens.confirm import ConfirmScreen

        screen = self._screen
        if self._session.close():
            screen.reader.leave()
            return

        def decide(leave: bool | None) -> None:
            if leave:
                self._session.end()
                screen.reader.leave()

        count = self._session.writer.unsaved
        reason = self._session.annotations.trouble or "the disk does not answer"
        what = f"{count} change{'s'[: count != 1]} could not be saved: {reason}"
        question = f"{what}. Leave and lose {'it' if count == 1 else 'them'}?"
        screen.app.push_screen(ConfirmScreen(question), decide)
