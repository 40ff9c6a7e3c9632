"""The library: articles by day, newest first."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.library.listing import Day, Entry, Listing
from reader.ui import theme
from reader.ui.safe import fitted
from reader.ui.widgets.lines import LinesPane, strip_of

MARKS = {"new": " ", "reading": "◦", "done": "✓", "skipped": "–"}


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
        self.ruled = True  # whether the article stands beside it

    @property
    def row_count(self) -> int:
        return len(self.listing.rows)

    def render_line(self, y: int) -> Strip:
        """A row, with the rule between library and article at its end."""
        if not self.ruled:
            return super().render_line(y)
        return Strip([*super().render_line(y), Segment("▕", theme.rule)], self.size.width)

    @property
    def row_width(self) -> int:
        return self.size.width - int(self.ruled)

    def paint_row(self, row: int) -> Strip:
        width = self.row_width
        item = self.listing.rows[row]
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
        count = (f" ?{item.uncertain}" if item.uncertain else "") + (f" {item.tags}" if item.tags else "")
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
            top = row - 1 if isinstance(self.listing.rows[row - 1], Day) else row
            self.reveal(max(0, top), row, margin=1)

    def step(self, by: int) -> None:
        """Choose the article `by` places on; the last one when there are fewer."""
        entries = self.listing.entries
        if not entries:
            return
        place = self.listing.place(self.chosen) if self.chosen is not None else None
        if place is None:
            place = -1 if by > 0 else 0
        self.choose(entries[max(0, min(len(entries) - 1, place + by))].id)

    def choose_end(self, *, last: bool) -> None:
        if self.listing.entries:
            self.choose(self.listing.entries[-1 if last else 0].id)

    def touch_article(self, article_id: str) -> None:
        """Repaint an article's row and its day's heading."""
        row = self.listing.row_of(article_id)
        if row is not None:
            rows = self.listing.rows
            day = next(at for at in range(row, -1, -1) if isinstance(rows[at], Day))
            self.touch((day, row))

    def set_active(self, active: bool) -> None:
        """Whether the keyboard is here."""
        if active != self.active:
            self.active = active
            self.touch_all()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.choose(self.chosen)

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y
        if row < self.row_count:
            item = self.listing.rows[row]
            if isinstance(item, Entry):
                self.post_message(self.Clicked(item.id))
