"""The library: articles by day, newest first."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.library.entries import Day, Entry
from reader.library.listing import Listing
from reader.ui import theme
from reader.ui.safe import fitted
from reader.ui.widgets.lines import LinesPane, strip_of
from reader.ui.widgets.rows import Parts

MARKS = {"new": " ", "reading": "◦", "done": "✓", "skipped": "–"}


def _done_by(entry: Entry) -> str:
    """How many others have the article done, or that some have begun."""
    done = sum(status == "done" for _, status, _ in entry.others)
    return f"{done}{MARKS['done']}" if done else MARKS["reading"]


def _open_in(entry: Entry) -> str:
    """How many suggestions are open; without a number where that was not counted."""
    return f" +?{entry.suggested or ''}" if entry.proposed and entry.suggested != 0 else ""


class LibraryPane(LinesPane):
    """A list with one chosen article."""

    class Clicked(Message):
        """An article was clicked."""

        def __init__(self, article_id: str) -> None:
            super().__init__()
            self.article_id = article_id

    def __init__(self, listing: Listing) -> None:
        super().__init__(id="library")
        self.listing = listing
        self.chosen: str | None = None
        self.active = True
        self.flagged: Callable[[str], bool] = lambda article_id: False  # whether one wants to come back to it
        self.ruled = True  # whether the article stands beside it
        self._head: Parts = []

    @property
    def row_count(self) -> int:
        return self.listing.rows.count

    @property
    def row_width(self) -> int:
        """Cells of a row without the rule between library and article."""
        return self.size.width - int(self.ruled)

    def _with_rule(self, strip: Strip) -> Strip:
        return Strip([*strip, Segment("▕", theme.rule)], self.size.width) if self.ruled else strip

    def paint_below(self) -> Strip:
        return self._with_rule(super().paint_below())

    def set_head(self, parts: Parts | None) -> None:
        """Show a line above the list, or none."""
        head = 0 if parts is None else 1
        self._head = parts or []
        if head != self.head:
            self.head = head
            self.touch_all()
            self.choose(self.chosen)
        else:
            self.touch_head()

    def paint_head(self, y: int) -> Strip:
        return self._with_rule(strip_of(self._head, self.row_width))

    def paint_row(self, row: int) -> Strip:
        return self._with_rule(self._row(row))

    def _row(self, row: int) -> Strip:
        width = self.row_width
        item = self.listing.row(row)
        if isinstance(item, Day):
            done = f"{item.done}/{item.articles}" if item.done else str(item.articles)
            return strip_of(
                [(" ", theme.faint), (fitted(item.title, width - len(done) - 2), theme.accent), (done, theme.faint)],
                width,
            )
        chosen = item.id == self.chosen
        style, faint = theme.plain, theme.faint
        if chosen:
            style, faint = (theme.chosen, theme.chosen_faint) if self.active else (theme.chosen_idle, theme.chosen_idle)
        mark = "!" if item.problem else MARKS[item.status]
        count = "".join(
            (
                " ⚑" if self.flagged(item.id) else "",
                f" ≡{item.copies}" if item.copies else "",
                f" ?{item.uncertain}" if item.uncertain else "",
                f" {item.tags}" if item.tags else "",
                f" +{_done_by(item)}" if item.others else "",
                _open_in(item),
            )
        )
        title = fitted(item.title or item.id, max(0, width - 4 - len(count)))
        lead = "▸" if chosen else " "
        mark_style = faint if not item.problem else (theme.bad if not chosen else style)
        return strip_of([(lead, style), (f"{mark} ", mark_style), (title, style), (count, faint)], width, style)

    # -- the choice

    def choose(self, article_id: str | None) -> None:
        """Choose an article and bring it into sight with its day's heading."""
        before = self.listing.row_of(self.chosen) if self.chosen is not None else None
        self.chosen = article_id
        row = self.listing.row_of(article_id) if article_id is not None else None
        self.touch(r for r in (before, row) if r is not None)
        if row is not None:
            self.reveal(row - 1 if self.listing.rows.heading_of(row) == row - 1 else row, row, margin=1)

    def step(self, by: int) -> None:
        """Choose the article `by` places on; the last one when there are fewer."""
        count = len(self.listing)
        if not count:
            return
        place = self.listing.place(self.chosen) if self.chosen is not None else None
        if place is None:
            near = self.listing.neighbour(self.chosen, by) if self.chosen is not None else None
            self.choose(near.id if near is not None else self.listing.entry(0 if by > 0 else count - 1).id)
        else:
            self.choose(self.listing.entry(max(0, min(count - 1, place + by))).id)

    def choose_end(self, *, last: bool) -> None:
        if len(self.listing):
            self.choose(self.listing.entry(len(self.listing) - 1 if last else 0).id)

    def touch_article(self, article_id: str) -> None:
        """Repaint an article's row and its day's heading."""
        row = self.listing.row_of(article_id)
        if row is not None:
            self.touch((self.listing.rows.heading_of(row), row))

    def set_active(self, active: bool) -> None:
        """Whether the keyboard is here."""
        if active != self.active:
            self.active = active
            self.touch_all()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.choose(self.chosen)

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y - self.head
        if event.y >= self.head and row < self.row_count:
            item = self.listing.row(row)
            if isinstance(item, Entry):
                self.post_message(self.Clicked(item.id))
