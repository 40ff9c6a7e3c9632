"""The main screen: library, article and the rows below. It wires keys to handlers and shows what came of them."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
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
from reader.errors import ReaderError, UsageError
from reader.session.messages import Catalogued, Found, HitsFound, Located, MentionsFound, Message
from reader.session.session import Session
from reader.text import sentences
from reader.ui import theme
from reader.ui.browsing import Browsing
from reader.ui.correcting import Correcting
from reader.ui.dispatch import Dispatcher
from reader.ui.dressing import Dressing
from reader.ui.everywhere import EverywhereKeys
from reader.ui.first_run import FirstRun
from reader.ui.following import Following
from reader.ui.footer import Footer
from reader.ui.handlers import Handlers
from reader.ui.jumping import Jumping
from reader.ui.labelling import Labelling
from reader.ui.linking import LinkKeys
from reader.ui.narrowing import NarrowingKeys
from reader.ui.program import Program
from reader.ui.renewing import ask_for_former_tags, show_renewed
from reader.ui.returning import Returning
from reader.ui.reviewing import Reviewing
from reader.ui.safe import one_line
from reader.ui.searching import Searching
from reader.ui.seeking import SeekingKeys
from reader.ui.status import entry_parts, held_parts, left_parts, right_parts
from reader.ui.tagging import Tagging
from reader.ui.typing_line import TypingLine
from reader.ui.undoing import Undoing
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.bars import Bar, LabelBar, Part, key_hints
from reader.ui.widgets.library import LibraryPane

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.ui.app import ReaderApp

SIDE_BY_SIDE = 100  # columns from which library and article stand side by side
READ_BY = 2.0  # seconds after which somebody may read: a newer article no longer takes the place of the first,
FEW = 200  # unless the corpus has so few that they are all there in a moment
SOON = 0.005  # seconds: a frame of the text is painted by then
KEEP_PLACE = 10.0  # seconds after which the place where one reads is on disk, whatever happens
FOOTER_FROM = 30  # rows from which the footer has a row of its own


def _short(path: Path, working: Path) -> str:
    """A path as one would type it in the working folder."""
    for start, lead in ((working.resolve(), Path()), (Path.home(), Path("~"))):
        if path.is_relative_to(start):
            return str(lead / path.relative_to(start))
    return str(path)


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
        super().__init__()
        self.session = session
        self.keymap = keymap
        self._article = article
        # Nothing was chosen yet, by a key, by the command line, or by a place to go on from: the newest article is open.
        self._untouched = session.places.last == "" and not article
        self._opened_at: float | None = None
        self._soon: asyncio.TimerHandle | None = None
        self._opening: asyncio.TimerHandle | None = None
        self.context: Context = "library"
        self._said, session.notice = session.notice, ""
        self._said_badly = False
        self._folder = one_line(_short(session.project.annotations, session.project.working))
        self.library = LibraryPane(session.listing)
        self.article = ArticlePane(session.project.scheme)
        self.here = Bar(id="here", ground=theme.plain)
        self.labels = LabelBar(session.project.scheme, "Alt with" if keymap.counts == "digits" else "")
        self.status = Bar(id="status", ground=theme.bar)
        self.footer = Bar(id="footer", ground=theme.plain)
        self.reviewing = Reviewing(self)
        self.everywhere = EverywhereKeys(self)
        self.narrowing = NarrowingKeys(self)
        self.searching = Searching(self)
        self.jumping = Jumping(self)
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
        yield self.here
        yield self.labels
        yield self.status
        yield self.footer
        yield self.following.pane

    @property
    def reader(self) -> ReaderApp:
        return cast("ReaderApp", self.app)

    def on_mount(self) -> None:
        self.fit(self.app.size)  # before the first layout, or the article would be laid out twice
        listing = self.session.listing
        last = self.session.places.last
        if len(listing) and not self._article:
            self.library.choose(last if listing.get(last) is not None else listing.entry(0).id)
        self.focus_pane(self.context)
        self.call_after_refresh(self._after_first_paint)

    def _begin(self) -> None:
        """Open the chosen article; one that is alone has the keyboard at once."""
        chosen, shelf = self.library.chosen, self.session.shelf
        if chosen is None or self.session.desk is not None or not self.open_article(chosen):
            return
        if shelf.single or (shelf.listing.total == 1 and not shelf.collecting):
            self.focus_pane("article")

    def _after_first_paint(self) -> None:
        shelf = self.session.shelf
        if shelf.was_empty:  # nothing is to be seen yet: what can be read in a moment comes first
            try:
                shelf.begin()
            except UsageError as error:
                self.reader.fail(error)
                return
            self.library.touch_all()
            if len(self.session.listing) and not self._article:
                self.library.choose(self.session.listing.entry(0).id)
        if not self._article:
            self._begin()
        self._open_named()
        self.session.find_entities()
        if not shelf.was_empty:
            shelf.begin()
        self.session.elsewhere.watcher.start()
        self.session.narrowing.again()
        self.narrowing.show()
        self.call_after_refresh(lambda: self.run_worker(self._warm(), exclusive=False))  # once the article is painted
        if self.first_run.begin():
            self.show_here()
        self.show_status()

    def _open_named(self) -> None:
        """Open the article that the command line named: now, when it comes, or say that there is none."""
        named = self._article
        if named is None:
            return
        shelf = self.session.shelf
        if shelf.collecting and not shelf.finds(named):
            self.say(f"looking for the article {named}")
            return
        self._article = None
        if not shelf.finds(named) and self.session.listing.get(named) is None:
            self.say(f"there is no article {named} in this corpus", badly=True)
            if self.session.desk is None and len(self.session.listing):
                self.open_article(self.session.listing.entry(0).id)
        elif self.open_article(named):
            self._untouched = False  # it was asked for: a newer one that is read later does not take its place
            self.say("")
            self.focus_pane("article")

    async def _warm(self) -> None:
        """Load what the first key that asks for it would wait for."""
        await asyncio.sleep(0.3)
        self.session.annotations.recall()
        self.session.progress.begin()
        self.set_interval(KEEP_PLACE, self.session.keep_place)
        self.show_status()
        sentences.warm()

    # -- panes ----------------------------------------------------------------------------------------------------

    def fit(self, size: Size) -> None:
        """Divide the terminal among the panes."""
        self.set_class(size.width < SIDE_BY_SIDE, "narrow")
        self.set_class(size.height < FOOTER_FROM, "low")
        self.labels.styles.height = self.labels.rows_at(size.width)
        self.library.ruled = size.width >= SIDE_BY_SIDE
        self.library.styles.width = "1fr" if size.width < SIDE_BY_SIDE else max(34, min(60, size.width // 3))

    def on_resize(self, event: events.Resize) -> None:
        self.jumping.end()
        self.fit(event.size)
        self.call_after_refresh(self.show_status)  # the article has its rows by then

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

    def open_soon(self) -> None:
        """Open the chosen article a moment after the list is painted; the next key finds it open."""
        if self._opening is None:
            self._opening = asyncio.get_running_loop().call_later(SOON, self._open_chosen)

    def _open_chosen(self) -> None:
        chosen = self.library.chosen
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
            if chosen is not None and self.is_running:
                self.open_article(chosen)

    def open_article(self, article_id: str) -> bool:
        """Put an article on the desk and show it; False when it cannot be opened."""
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
        try:
            desk = self.session.open(article_id)
        except ReaderError as error:
            hint = error.problem.hint
            self.say(f"{error.message}: {hint}" if hint else error.message, badly=True)
            return False
        self._opened_at = self._opened_at or time.monotonic()
        self.library.choose(article_id)
        if desk is not self.article.desk:
            self.end_modes()
        self.article.show(desk)
        if self.is_mounted:
            self.session.find_entities()
        ask_for_former_tags(self)
        self.show_all()
        if lost := self.session.shelf.lost.get(article_id):
            self.say(lost.message, badly=True)
        return True

    def end_modes(self) -> None:
        """Wait for no further key of a jump, a search, a sequence or a count: what they were about is no longer there."""
        self.jumping.end()
        self.seeking.end()
        self.dispatcher.pending, self.dispatcher.count = "", 0
        self.following.end()

    def follow_desk(self, before: Desk | None) -> None:
        """Show the desk that an act has put in the place of `before`."""
        desk = self.session.desk
        if desk is not None and desk is not before:
            self.end_modes()
            self.article.show(desk)
            self.library.choose(desk.article.id)
            self.session.find_entities()

    # -- what is said ---------------------------------------------------------------------------------------------

    def say(self, text: str, *, badly: bool = False, soon: bool = False) -> None:
        """Say something in the line below the article, until the next key."""
        self._said, self._said_badly = text, badly
        if soon:
            self.show_soon()
        else:
            self.show_here()

    @property
    def said(self) -> tuple[str, bool]:
        """What was said since the last key, and whether it is bad news."""
        return self._said, self._said_badly

    def show_all(self) -> None:
        self.reviewing.show()
        self.everywhere.show()
        self.show_here()
        self.show_status()

    def show_soon(self) -> None:
        """Show what stands round the text a moment after the text itself: what the eye is on is painted first."""
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(SOON, self._show_round)

    def _show_round(self) -> None:
        self._soon = None
        desk = self.session.desk
        if self.is_running and desk is not None:
            self.article.touch_head()
            self.library.touch_article(desk.article.id)
            self.show_all()

    def show_here(self) -> None:
        """The line below the article: what is typed or said, else the tags under the selection."""
        if self.seeking.typing is not None:
            self.here.say(self.seeking.line)
            return
        if typed := self.dispatcher.typed:
            following = self.dispatcher.following(self.key_context)
            self.here.say([(f" {typed} … ", theme.accent), (following, theme.faint)])
            return
        if self._said:
            style = theme.bad if self._said_badly else theme.accent
            self.here.say([(f" {one_line(self._said)}", style)])
            return
        if self.jumping.hints and self.has_class("low"):
            self.here.say(key_hints(self.jumping.hints, self.size.width))
            return
        desk = self.session.desk
        if self.first_run.on:
            self.here.say(self.first_run.parts(self.context, self.size.width))
            return
        if desk is None or self.context != "article":
            chosen = self.library.chosen
            entry = self.session.listing.get(chosen) if chosen is not None else None
            self.here.say(entry_parts(entry) if entry is not None else [])
            return
        held, count = held_parts(desk, self.article.palette, with_others=self.article.others_shown)
        self.here.say(self.linking.mark_parts() or held, count)

    def show_status(self) -> None:
        """Annotator, annotations folder, saved mark, position, progress; and what is written below the paragraphs."""
        self.article.touch_late()
        layout = self.article.painting.layout if self.article.painting is not None else None
        right = right_parts(self.session, self.keymap, layout, with_help=self.has_class("low"))
        self.status.say(left_parts(self.session, self._folder), right)
        self.footer.say(self.footer_parts())

    def footer_parts(self) -> list[Part]:
        """The keys that are worth knowing now: of what is being typed, else of the commands that can run."""
        typing = self._typing
        hints = typing.hints if typing is not None else self.jumping.hints
        if hints:
            return key_hints(hints, self.size.width)
        return self.keys.parts(self.key_context, self.size.width)

    # -- events ---------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self._untouched = False
        self._open_chosen()
        key = pressed(event.key, event.character)
        if self._typing is not None and not self._quits(key):
            self._typing.press(self.keymap.in_dialogs.get(key, key), event.character)
            return
        self.following.end()
        shown_before = self._said or self.dispatcher.typed or self.first_run.on
        self.first_run.press()
        self._said = ""
        if self.jumping.press(self.keymap.in_dialogs.get(key, key) if self.jumping.state is not None else key):
            self.dispatcher.count = 0
            return
        ran = self.dispatcher.press(event, self.key_context)
        if ran is None and self.dispatcher.refusal:
            self.say(self.dispatcher.refusal)
        elif ran == "":
            self.show_here()
            self.following.await_key()
        elif shown_before or self._said:
            self.show_soon()

    @property
    def _typing(self) -> TypingLine | None:
        """The line that takes the keys, where one is being typed."""
        return self.narrowing.typing or self.seeking.typing

    def _quits(self, key: str) -> bool:
        """Whether a key that types nothing means to quit."""
        return key.startswith("ctrl+") and key in self.keymap.keys.get("app.quit", ())

    def on_library_pane_clicked(self, message: LibraryPane.Clicked) -> None:
        self.end_modes()
        self._said, self._untouched = "", False
        if self.open_article(message.article_id):
            self.focus_pane("article")

    def on_article_pane_selected(self) -> None:
        self.end_modes()
        self._said, self._untouched = "", False
        self.focus_pane("article")

    def on_heard(self, message: Heard) -> None:
        """Show what the background says."""
        payload = message.payload
        altered = self.session.hear(payload)
        match payload:
            case Catalogued():
                self._show_list()
                self.show_here()
                self.searching.heard()
            case Found(kind) if kind == "list":
                self.session.progress.refresh_soon()
                self.narrowing.heard()
            case Found() | HitsFound():
                self.searching.heard()
            case Located():
                self.everywhere.heard()
            case MentionsFound(digest):
                desk = self.session.desk
                if desk is not None and desk.article.text_sha256 == digest:
                    self.article.mark_entities()
        if altered is not None and self.session.desk is not None and altered is self.session.desk.opened:
            self.article.retag()
            self.article.touch_head()
            merged = "the sheet was changed by somebody else meanwhile; both sides' tags are here"
            if merged not in self._said:  # what the key did is still said
                self.say(f"{self._said}; {merged}" if self._said and not self._said_badly else merged)
        show_renewed(self)
        if self.session.notice:
            self.say(self.session.notice)
            self.session.notice = ""
        if altered is not None:
            self.library.touch_article(altered.article.id)
        self.show_status()

    def _show_list(self) -> None:
        """Show the list as it is now; before any key, the newest article is the one that is open."""
        self.library.touch_all()
        listing, chosen = self.session.listing, self.library.chosen
        few = listing.total <= FEW
        nobody_reads = few or self._opened_at is None or time.monotonic() - self._opened_at < READ_BY
        newer = self._untouched and nobody_reads and len(listing) and listing.entry(0).id != chosen
        if (self.session.desk is None or newer) and len(listing) and not self._article and self.session.shelf.started:
            self.session.desk = None  # nobody has read it: it is no place to come back to
            self.open_article(listing.entry(0).id)
        elif chosen is not None and listing.place(chosen) is not None:
            self.library.choose(chosen)
        if not self.session.shelf.collecting:
            ask_for_former_tags(self)
        self._open_named()
