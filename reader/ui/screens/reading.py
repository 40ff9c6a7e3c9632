"""The main screen: library, article and the rows below. It wires keys to handlers and shows what came of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message as TextualMessage
from textual.screen import Screen

from reader.control.commands import Context
from reader.control.keymap import Keymap
from reader.control.keys import pressed
from reader.errors import UsageError
from reader.session.messages import (
    Catalogued,
    Found,
    HitsFound,
    Located,
    MentionsFound,
    MentionsMarked,
    Message,
    ThingsFound,
)
from reader.session.session import Session
from reader.text import sentences
from reader.ui.below import Below
from reader.ui.browsing import Browsing
from reader.ui.correcting import Correcting
from reader.ui.dispatch import Dispatcher
from reader.ui.dressing import Dressing
from reader.ui.entities import EntityKeys
from reader.ui.everywhere import EverywhereKeys
from reader.ui.first_run import FirstRun
from reader.ui.following import Following
from reader.ui.footer import Footer
from reader.ui.handlers import Handlers
from reader.ui.jumping import Jumping
from reader.ui.labelling import Labelling
from reader.ui.linking import LinkKeys
from reader.ui.narrowing import NarrowingKeys
from reader.ui.opening import Opening
from reader.ui.program import Program
from reader.ui.renewing import show_renewed
from reader.ui.returning import Returning
from reader.ui.reviewing import Reviewing
from reader.ui.screens.dialog import pasted
from reader.ui.searching import Searching
from reader.ui.seeking import SeekingKeys
from reader.ui.suggesting import SuggestingKeys
from reader.ui.tagging import Tagging
from reader.ui.typing_line import TypingLine
from reader.ui.undoing import Undoing
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.library import LibraryPane

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp

SIDE_BY_SIDE = 100  # columns from which library and article stand side by side
KEEP_PLACE = 10.0  # seconds after which the place where one reads is on disk, whatever happens
FOOTER_FROM = 30  # rows from which the footer has a row of its own


class Heard(TextualMessage):
    """A message of the background, on the screen's thread."""

    def __init__(self, payload: Message) -> None:
        super().__init__()
        self.payload = payload


class Panes(Horizontal):
    """Library and article side by side; nothing of its own to paint."""

    BLANK = True


class ReadingScreen(Screen[None], inherit_bindings=False):
    """Library and article."""

    BLANK = True  # its widgets cover it

    DEFAULT_CSS = """
    ReadingScreen { layout: vertical; layers: base above; background: $ground; }
    #panes { height: 1fr; }
    #library { width: 38; }
    #article { width: 1fr; }
    ReadingScreen.narrow #library { width: 1fr; }
    ReadingScreen.narrow.reading #library { display: none; }
    ReadingScreen.narrow.listing #article { display: none; }
    #here, #status, #footer { height: 1; }
    #labels { height: 1; }
    #review { height: 2; display: none; }
    ReadingScreen.low #review { height: 3; }
    ReadingScreen.reviewing #review { display: block; }
    #everywhere { height: 2; display: none; }
    ReadingScreen.low #everywhere { height: 3; }
    ReadingScreen.occurring #everywhere { display: block; }
    #following { layer: above; dock: bottom; display: none; }
    ReadingScreen.low #footer { display: none; }
    """

    def __init__(self, session: Session, keymap: Keymap, article: str | None) -> None:
        super().__init__(classes="listing")  # from the first, or all styles would be worked out twice
        self.session = session
        self.keymap = keymap
        self.opening = Opening(self, article)
        self.context: Context = "library"
        self.library = LibraryPane(session.listing)
        self.article = ArticlePane(session.project.scheme)
        self.below = Below(self)
        self.reviewing = Reviewing(self)
        self.everywhere = EverywhereKeys(self)
        self.narrowing = NarrowingKeys(self)
        self.searching = Searching(self)
        self.jumping = Jumping(self)
        self.suggesting = SuggestingKeys(self)
        self.article.suggestions, self.article.meant = self.suggesting.of, self.suggesting.meant
        self.article.displaced = self.suggesting.displaced
        self.seeking = SeekingKeys(self)
        self.tagging = Tagging(self)
        self.linking = LinkKeys(self, self.tagging)
        self.labelling = Labelling(self)
        self.undoing = Undoing(self)
        self.correcting = Correcting(self)
        self.browsing = Browsing(self)
        self.returning = Returning(self)
        self.library.flagged = self.article.flagged = self.returning.is_flagged
        self.dressing = Dressing(self)
        self.program = Program(self)
        self.entities = EntityKeys(self)
        self.following = Following(self)
        self.first_run = FirstRun(keymap)
        self.handlers = Handlers(self)
        self.dispatcher = Dispatcher(keymap, self.handlers.table, self.handlers.unable, self.handlers.reread)
        self.keys = Footer(keymap, self.handlers.unable)

    def compose(self) -> ComposeResult:
        with Panes(id="panes"):
            yield self.library
            yield self.article
        yield self.reviewing.pane
        yield self.everywhere.pane
        yield self.below.here
        yield self.below.labels
        yield self.below.status
        yield self.below.footer
        yield self.following.pane

    @property
    def reader(self) -> ReaderApp:
        return cast("ReaderApp", self.app)

    def on_mount(self) -> None:
        self.fit(self.app.size)  # before the first layout, or the article would be laid out twice
        self.opening.choose_first()
        self.focus_pane(self.context)
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        shelf = self.session.shelf
        if shelf.was_empty:  # nothing is to be seen yet: what can be read in a moment comes first
            try:
                shelf.begin()
            except UsageError as error:
                self.reader.fail(error)
                return
            self.opening.choose_newest()
        self.opening.begin()
        self.session.find_entities()
        if not shelf.was_empty:
            shelf.begin()
        self.session.elsewhere.watcher.start()
        self.session.narrowing.again()
        self.narrowing.show()
        self.call_after_refresh(lambda: self.run_worker(self._warm(), exclusive=False))  # once the article is painted
        if self.first_run.begin():
            self.below.show_here()
        self.below.show_status()

    async def _warm(self) -> None:
        """Load what the first key that asks for it would wait for."""
        await asyncio.sleep(0.3)
        self.session.annotations.recall()
        self.session.progress.begin()
        self.set_interval(KEEP_PLACE, self.session.keep_place)
        if self.session.listed.count_suggestions():
            self.library.touch_all()
        self.below.show_status()
        if self.article.painting is not None:  # else the article itself comes first
            sentences.warm()

    # -- panes ----------------------------------------------------------------------------------------------------

    def fit(self, size: Size) -> None:
        """Divide the terminal among the panes."""
        self.set_class(size.width < SIDE_BY_SIDE, "narrow")
        self.set_class(size.height < FOOTER_FROM, "low")
        labels = self.below.labels
        labels.styles.height = labels.rows_at(size.width)
        self.library.ruled = size.width >= SIDE_BY_SIDE
        self.library.styles.width = "1fr" if size.width < SIDE_BY_SIDE else max(34, min(60, size.width // 3))

    def on_resize(self, event: events.Resize) -> None:
        self.jumping.end()
        self.fit(event.size)
        self.call_after_refresh(self.below.show_status)  # the article has its rows by then

    def focus_pane(self, context: Context) -> None:
        """Give the keyboard to the library or the article."""
        if context == "article" and self.session.desk is None:
            context = "library"
        if context != "library":
            self.narrowing.end()
        self.context = context
        self.set_class(context == "article", "reading")
        self.set_class(context == "library", "listing")
        self.library.set_active(context == "library")
        self.article.set_active(context == "article")
        self.show_all()

    @property
    def key_context(self) -> Context:
        """Whose keys are pressed: in the article those of a walk (review, every occurrence) come first, while there is one."""
        if self.everywhere.active and self.context == "article":
            return "everywhere"
        return "review" if self.reviewing.active and self.context == "article" else self.context

    def open_article(self, article_id: str) -> bool:
        """Put an article on the desk and show it; False when it cannot be opened."""
        return self.opening.open(article_id)

    def end_modes(self) -> None:
        """Wait for no further key of a jump, a search, a sequence or a count: what they were about is no longer there."""
        self.jumping.end()
        self.seeking.end()
        self.dispatcher.pending, self.dispatcher.count = "", 0
        self.following.end()

    # -- what is said ---------------------------------------------------------------------------------------------

    def say(self, text: str, *, badly: bool = False, soon: bool = False) -> None:
        """Say something in the line below the article, until the next key."""
        self.below.say(text, badly=badly, soon=soon)

    def show_all(self) -> None:
        self.reviewing.show()
        self.everywhere.show()
        self.below.show_here()
        self.below.show_status()

    # -- events ---------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.opening.untouched = False
        self.opening.open_chosen()
        key = pressed(event.key, event.character)
        if self.typing is not None and not self._quits(key):
            self.typing.press(self.keymap.in_dialogs.get(key, key), event.character)
            return
        self.following.end()
        shown_before = self.below.said or self.dispatcher.typed or self.first_run.on
        self.first_run.press()
        self.below.said = ""
        if self.jumping.press(self.keymap.in_dialogs.get(key, key) if self.jumping.state is not None else key):
            self.dispatcher.count = 0
            return
        ran = self.dispatcher.press(event, self.key_context)
        if ran is None and self.dispatcher.refusal:
            self.say(self.dispatcher.refusal)
        elif ran == "":
            self.below.show_here()
            self.following.await_key()
        elif shown_before or self.below.said:
            self.below.show_soon()

    @property
    def typing(self) -> TypingLine | None:
        """The line that takes the keys, where one is being typed."""
        return self.narrowing.typing or self.seeking.typing

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes into the line that is being typed; into nothing else."""
        event.stop()
        typing = self.typing
        if typing is not None:
            for char in pasted(event.text):
                typing.press("space" if char == " " else char, char)

    def _quits(self, key: str) -> bool:
        """Whether a key that types nothing means to quit."""
        return key.startswith("ctrl+") and key in self.keymap.keys.get("app.quit", ())

    def on_library_pane_clicked(self, message: LibraryPane.Clicked) -> None:
        self.end_modes()
        self.below.said, self.opening.untouched = "", False
        if self.open_article(message.article_id):
            self.focus_pane("article")

    def on_article_pane_selected(self) -> None:
        self.end_modes()
        self.below.said, self.opening.untouched = "", False
        self.focus_pane("article")

    def on_heard(self, message: Heard) -> None:
        """Show what the background says."""
        payload = message.payload
        altered = self.session.hear(payload)
        match payload:
            case Catalogued():
                self.opening.show_list()
                self.below.show_here()
                self.searching.heard()
                self.entities.catalogued()
            case ThingsFound():
                self.entities.heard(payload)
            case Found(kind) if kind == "list":
                self.session.progress.refresh_soon()
                self.narrowing.heard()
            case Found(kind) if kind == "next":
                self.suggesting.heard(payload)
            case Found() | HitsFound():
                self.searching.heard()
            case Located():
                self.everywhere.heard()
            case MentionsFound(digest):
                desk = self.session.desk
                if desk is not None and desk.article.text_sha256 == digest:
                    self.article.mark_entities()
            case MentionsMarked(question):
                desk = self.session.desk
                if desk is not None and desk.article.id == question.article:
                    self.article.mark_entities()
        if altered is not None and self.session.desk is not None and altered is self.session.desk.opened:
            self.article.retag()
            self.article.touch_head()
            self.below.add("the sheet was changed by somebody else meanwhile; both sides' tags are here")
        show_renewed(self)
        if self.session.notice:
            self.say(self.session.notice)
            self.session.notice = ""
        if altered is not None:
            self.library.touch_article(altered.article.id)
        self.below.show_status()
