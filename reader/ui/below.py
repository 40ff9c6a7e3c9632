"""The rows below the panes: what is said or held, the labels, the annotator's state, and the keys that are worth knowing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.paths import short
from reader.ui import theme
from reader.ui.safe import one_line
from reader.ui.status import empty_parts, entry_parts, held_parts, left_parts, right_parts
from reader.ui.widgets.bars import Bar, LabelBar, Part, key_hints

if TYPE_CHECKING:
    from reader.ui.screens.reading import ReadingScreen

SOON = 0.005  # seconds: a frame of the text is painted by then


class Below:
    """The rows.

    Attributes:
        here: what is typed or said, else the tags under the selection.
        labels: the labels of the scheme with their keys.
        status: annotator, annotations folder, saved mark, position, progress.
        footer: keys.
        said: what was said since the last key.
        said_badly: whether it is bad news.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        session, keymap = screen.session, screen.keymap
        self.here = Bar(id="here", ground=theme.plain)
        self.labels = LabelBar(session.project.scheme, "Alt with" if keymap.counts == "digits" else "")
        self.status = Bar(id="status", ground=theme.bar)
        self.footer = Bar(id="footer", ground=theme.plain)
        self.said, session.notice = session.notice, ""
        self.said_badly = False
        self._soon: asyncio.TimerHandle | None = None
        self._folder = one_line(str(short(session.project.annotations, session.project.working)))

    @property
    def height(self) -> int:
        """Of the rows that are shown."""
        return sum(row.size.height for row in (self.here, self.labels, self.status, self.footer) if row.display)

    def say(self, text: str, *, badly: bool = False, soon: bool = False) -> None:
        """Say something, until the next key."""
        self.said, self.said_badly = text, badly
        if soon:
            self.show_soon()
        else:
            self.show_here()

    def add(self, text: str) -> None:
        """Say something beside what was said; it takes the place of bad news."""
        if text not in self.said:
            self.say(f"{self.said}; {text}" if self.said and not self.said_badly else text)

    def show_soon(self) -> None:
        """Show what stands round the text a moment after the text itself: what the eye is on is painted first."""
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(SOON, self._show_round)

    def _show_round(self) -> None:
        self._soon = None
        screen = self._screen
        desk = screen.session.desk
        if screen.is_running and desk is not None:
            screen.article.touch_head()
            screen.library.touch_article(desk.article.id)
            screen.show_all()

    def show_here(self) -> None:
        """Show what is typed or said, else the tags under the selection."""
        screen = self._screen
        if screen.seeking.typing is not None:
            self.here.say(screen.seeking.line)
            return
        if typed := screen.dispatcher.typed:
            following = screen.dispatcher.following(screen.key_context)
            self.here.say([(f" {typed} … ", theme.accent), (following, theme.faint)])
            return
        if self.said:
            style = theme.bad if self.said_badly else theme.accent
            self.here.say([(f" {one_line(self.said)}", style)])
            return
        if screen.jumping.hints and screen.has_class("low"):
            self.here.say(key_hints(screen.jumping.hints, screen.size.width))
            return
        desk = screen.session.desk
        if screen.first_run.on:
            self.here.say(screen.first_run.parts(screen.context, screen.size.width))
            return
        if desk is None or screen.context != "article":
            chosen = screen.library.chosen
            entry = screen.session.listing.get(chosen) if chosen is not None else None
            self.here.say(entry_parts(entry) if entry is not None else empty_parts(screen.session))
            return
        shown = screen.article.others_shown
        suggested = screen.suggesting.here(desk) if shown else []
        held, count = held_parts(desk, screen.article.palette, with_others=shown, suggested=suggested)
        self.here.say(screen.linking.mark_parts() or held, count)

    def show_status(self) -> None:
        """Annotator, annotations folder, saved mark, position, progress; and what is written below the paragraphs."""
        screen = self._screen
        screen.article.touch_late()
        layout = screen.article.painting.layout if screen.article.painting is not None else None
        right = right_parts(screen.session, screen.keymap, layout, with_help=screen.has_class("low"))
        self.status.say(left_parts(screen.session, self._folder), right)
        self.footer.say(self._footer_parts())

    def _footer_parts(self) -> list[Part]:
        """The keys that are worth knowing now: of what is being typed, else of the commands that can run."""
        screen = self._screen
        hints = screen.typing.hints if screen.typing is not None else screen.jumping.hints
        if hints:
            return key_hints(hints, screen.size.width)
        return screen.keys.parts(screen.key_context, screen.size.width)
