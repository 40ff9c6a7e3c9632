"""The raw document: everything that was found, what cleaning removed struck through, with the rule at the margin."""

from __future__ import annotations

from bisect import bisect_right

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.strip import Strip

from reader.cleaning.article import Article
from reader.control.keymap import Keymap
from reader.control.keys import shown
from reader.session.session import Session
from reader.text.edits import Edit
from reader.ui import theme
from reader.ui.dispatch import Dispatcher, Handler
from reader.ui.safe import fitted, one_line
from reader.ui.widgets.bars import Bar, Part
from reader.ui.widgets.lines import LinesPane
from reader.view.layout import Layout

_MARGIN = 18


class RawPane(LinesPane):
    """The raw text with its removed passages."""

    def __init__(self, article: Article) -> None:
        super().__init__(id="raw")
        self.article = article
        self.removed = article.removed
        self.held: Edit | None = None
        self.layout_: Layout | None = None
        self._starts = [edit.start for edit in self.removed]

    def on_resize(self, event: events.Resize) -> None:
        place = self.layout_.start(min(self.top, self.layout_.rows - 1)) if self.layout_ is not None else 0
        self.layout_ = Layout(self.article.document.raw, max(8, self.size.width - _MARGIN - 3))
        self.top = min(self.layout_.row_of(place), max(0, self.layout_.rows - self.page))
        self.touch_all()

    @property
    def row_count(self) -> int:
        return self.layout_.rows if self.layout_ is not None else 0

    def paint_row(self, row: int) -> Strip:
        layout = self.layout_
        assert layout is not None
        start, end = layout.bounds(row)
        drawn = layout.drawn(row)
        segments = [Segment("  ", theme.plain)]
        rules: list[Edit] = []
        at = start
        i = max(0, bisect_right(self._starts, start) - 1)
        while i < len(self.removed) and self.removed[i].start < max(end, start + 1):
            edit = self.removed[i]
            i += 1
            first, last = max(at, edit.start), min(end, edit.end)
            if edit.end <= start:
                continue
            if edit.start >= layout.start(row) or row == 0 or layout.start(row - 1) < edit.start:
                rules.append(edit)
            if last <= first:
                continue
            segments.append(Segment(drawn[at - start : first - start], theme.plain))
            style = theme.removed_held if edit is self.held else theme.removed
            segments.append(Segment(drawn[first - start : last - start], style))
            at = last
        segments.append(Segment(drawn[at - start :], theme.plain))
        width = self.size.width
        used = 2 + layout.cells(row)
        if rules and layout.row_of(rules[0].start) == row:
            gap = width - _MARGIN - used
            segments += [
                Segment(" " * max(1, gap), theme.plain),
                Segment(fitted(", ".join(dict.fromkeys(edit.rule for edit in rules)), _MARGIN), theme.accent),
            ]
            used += max(1, gap) + _MARGIN
        if used < width:
            segments.append(Segment(" " * (width - used), theme.plain))
        return Strip(segments, max(used, width))

    def show_place(self, offset: int) -> None:
        """Bring a raw offset into sight."""
        if self.layout_ is not None:
            row = self.layout_.row_of(offset)
            self.reveal(row, row, margin=4)

    def next_removed(self) -> Edit | None:
        """Hold the next removed passage, from the first again after the last."""
        if not self.removed:
            return None
        place = self.removed.index(self.held) + 1 if self.held is not None else 0
        self.held = self.removed[place % len(self.removed)]
        self.touch_all()
        self.show_place(self.held.start)
        return self.held


class RawScreen(Screen[None], inherit_bindings=False):
    """The raw document of the open article."""

    DEFAULT_CSS = f"""
    RawScreen {{ layout: vertical; background: {theme.GROUND}; }}
    #raw {{ height: 1fr; }}
    #raw-head, #raw-said {{ height: 1; }}
    """

    def __init__(self, session: Session, keymap: Keymap, leave: Handler) -> None:
        super().__init__()
        assert session.desk is not None
        self._session = session
        self._desk = desk = session.desk
        self._keymap = keymap
        self._hints: list[Part] = []
        self.pane = RawPane(desk.article)
        self.head = Bar(id="raw-head", ground=theme.bar)
        self.said = Bar(id="raw-said", ground=theme.plain)
        self.dispatcher = Dispatcher(
            keymap,
            {
                "raw.down": lambda _: self._scroll(1),
                "raw.up": lambda _: self._scroll(-1),
                "raw.page.down": lambda _: self._page(1),
                "raw.page.up": lambda _: self._page(-1),
                "raw.first": lambda _: self._scroll(-self.pane.row_count),
                "raw.last": lambda _: self._scroll(self.pane.row_count),
                "raw.next": self._next,
                "raw.close": self._close,
                "app.help": self._help,
                "app.problems": self._problems,
                "app.palette": self._palette,
                "app.quit": leave,
            },
        )

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.pane
        yield self.said

    def on_mount(self) -> None:
        article = self._desk.article
        count = len(article.removed)
        facts = f"{count} passage{'s'[: count != 1]} removed" if count else "nothing was removed"
        self.head.say(
            [(" raw document ", theme.bar_accent), (one_line(article.document.path), theme.bar_faint)],
            [(f"{facts} ", theme.bar)],
        )
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.pane.show_place(self._desk.article.offsets.to_raw(self._desk.held.start))
        for command, words in (
            ("raw.next", "next removed passage"),
            ("raw.close", "back to the article"),
            ("app.help", "help"),
        ):
            if key := self._keymap.key_of(command, "raw"):
                self._hints += [(f" {shown(key)}", theme.accent), (f" {words}  ", theme.faint)]
        self.said.say(self._hints)

    def _scroll(self, by: int) -> None:
        self.pane.scroll_rows(self.pane.top + by)

    def _page(self, by: int) -> None:
        self._scroll(by * max(1, self.pane.page - 2))

    def _close(self, key: str) -> None:
        self.dismiss(None)

    def _next(self, key: str) -> None:
        edit = self.pane.next_removed()
        if edit is None:
            self.said.say([(" nothing was removed from this document", theme.faint)])
        else:
            reason = f": {one_line(edit.reason)}" if edit.reason else ""
            self.said.say([(f" {edit.rule}", theme.accent), (reason, theme.faint)])

    def _help(self, key: str) -> None:
        from reader.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._keymap, self._session.project))

    def _problems(self, key: str) -> None:
        from reader.ui.screens.problems import ProblemsScreen

        if problems := self._session.all_problems:
            self.app.push_screen(ProblemsScreen(problems))
        else:
            self.said.say([(" everything could be read", theme.accent)])

    def _palette(self, key: str) -> None:
        from reader.ui.screens.chooser import command_chooser

        handlers = self.dispatcher.handlers
        chooser = command_chooser(self._keymap, "raw", handlers)
        self.app.push_screen(chooser, lambda name: handlers[name]("") if name else None)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        dispatcher = self.dispatcher
        if dispatcher.pending or dispatcher.refusal:
            self.said.say(self._hints)
        if self.dispatcher.press(event, "raw") == "":
            self.said.say(
                [(f" {shown(dispatcher.pending)} … ", theme.accent), (dispatcher.following("raw"), theme.faint)]
            )
        elif dispatcher.refusal:
            self.said.say([(f" {one_line(dispatcher.refusal)}", theme.accent)])
