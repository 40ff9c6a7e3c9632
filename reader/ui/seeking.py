"""Searching the open article: a query typed into the line below it, and going from hit to hit. The hits are a layer of the text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader.session.seeking import Seeking
from reader.text.safe_chars import safe
from reader.ui import theme
from reader.ui.command_set import CommandSet
from reader.ui.safe import one_line
from reader.ui.typing_line import TypingLine
from reader.ui.widgets.bars import Part
from reader.view.caret import Caret, extended

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.text.spans import Span
    from reader.ui.screens.reading import ReadingScreen

FOUND = "search.next"
"""What a caret remembers as its last motion after a search."""


class SeekingKeys(CommandSet):
    """The commands of the search.

    Attributes:
        typing: the query that is being typed; None when the keys are commands.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._seeking = Seeking()
        self.typing: TypingLine | None = None
        self.table = {
            "search.here": lambda _: self._begin(),
            "search.next": lambda _: self.step(1),
            "search.previous": lambda _: self.step(-1),
        }
        nothing = self._no_query
        self.unable = {"search.next": nothing, "search.previous": nothing}

    def _no_query(self) -> str:
        """Why there is nothing to go to: neither a match nor, where nothing was searched for, a suggestion."""
        if self._seeking.query or not self._screen.suggesting.why_none():
            return ""
        return "nothing was searched for yet"

    # -- typing

    def _begin(self) -> None:
        screen, desk = self._screen, self._screen.session.desk
        if desk is None:
            return
        before, top, query = desk.caret, screen.article.top, self._seeking.query

        def changed(text: str) -> None:
            self._seeking.set(desk, text)
            hit = self._seeking.first(desk, before.span.start)
            desk.caret = before if hit is None else _on(before, hit)
            self._show(desk)

        def ended(keep: bool) -> None:
            self.typing = None
            if keep and self._seeking.found:
                desk.caret = replace(desk.caret, last=FOUND)
            else:
                self._seeking.set(desk, query if keep is False else self._seeking.query)
                desk.caret = before
                screen.article.scroll_rows(top)
            self._show(desk, hits=keep)
            if keep and self._seeking.query and not self._seeking.found:
                screen.say(f"“{one_line(self._seeking.query)}” is not in this article")

        steps = {"down": lambda: self._walk(desk, before, 1), "up": lambda: self._walk(desk, before, -1)}
        for by, commands in ((1, ("search.here", "search.next")), (-1, ("search.previous",))):
            keys = [
                key for command in commands for key in screen.keymap.keys.get(command, ()) if key.startswith("ctrl+")
            ]
            steps |= {key: partial(self._walk, desk, before, by) for key in keys}
        self.typing = TypingLine("search", query, changed, ended, steps)
        if query:
            changed(query)
        self._show(desk)

    def _walk(self, desk: Desk, before: Caret, by: int) -> None:
        hit = self._seeking.step(desk, by)
        if hit is not None:
            desk.caret = _on(before, hit)
        self._show(desk)

    def _show(self, desk: Desk, *, hits: bool = True) -> None:
        self._screen.article.show_hits(self._seeking.found if hits else [])
        self._screen.article.follow()
        self._screen.show_all()

    @property
    def line(self) -> list[Part]:
        """The line in which the query is typed."""
        if self.typing is None:
            return []
        text = safe(self.typing.text)
        style = theme.found if self.typing.fresh else theme.bright
        wrong = bool(self.typing.text.strip()) and not self._seeking.found
        said = theme.bad if wrong else theme.faint
        return [
            (" /", theme.accent),
            (text, style),
            (" ", theme.bright + theme.reversed_),
            (f"  {self._seeking}", said),
        ]

    # -- going from hit to hit

    def step(self, by: int) -> None:
        """Hold the next hit, or the one before."""
        screen, desk = self._screen, self._screen.session.desk
        if desk is None:
            return
        if why := self._no_query():
            screen.say(why)
            return
        if not self._seeking.query:
            self._screen.suggesting.step(by)
            return
        before = desk.held.start
        hit: Span | None = None
        for _ in range(screen.dispatcher.times):
            hit = self._seeking.step(desk, by)
            if hit is not None:
                desk.caret = replace(_on(desk.caret, hit), last=FOUND)
        screen.article.show_hits(self._seeking.found)
        screen.article.follow()
        screen.show_all()
        if hit is None:
            screen.say(f"“{one_line(self._seeking.query)}” is not in this article")
        else:
            round_ = hit.start <= before if by > 0 else hit.start >= before
            screen.say(f"{self._seeking}{', gone round' if round_ else ''}: “{one_line(self._seeking.query)}”")

    def end(self) -> None:
        """Type no further; what is held stays."""
        if self.typing is not None:
            self.typing = None
            self.clear()

    def clear(self) -> bool:
        """Show the hits no longer; whether any were shown."""
        return self._screen.article.show_hits([])


def _on(caret: Caret, hit: Span) -> Caret:
    """The caret on a hit; while extending, its moving end goes there."""
    if not caret.extending:
        return Caret(hit)
    anchor = caret.anchor or caret.span
    return extended(caret, hit.end if hit.start >= anchor.start else hit.start)
