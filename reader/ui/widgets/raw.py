"""The raw text on the screen: what is missing of it struck through and signed, with rule and reason at the margin."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from reader.cleaning.explained import Unit
from reader.session.amending import RawDocument
from reader.text.edits import Edit
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.screens.dialog import wrapped
from reader.ui.widgets.lines import LinesPane
from reader.view.layout import Layout
from reader.view.raw import RawView

_GUTTER = 3
_STYLES = {
    "plain": "plain",
    "between": "plain",
    "removed": "removed",
    "inside": "removed",
    "put back": "put_back",
    "taken out": "taken_out",
}


class RawPane(LinesPane):
    """The raw text of a document, with its units.

    Args:
        chosen: called when the mouse has moved the cursor.
    """

    def __init__(self, document: RawDocument, chosen: Callable[[], None]) -> None:
        super().__init__(id="raw")
        self.document = document
        self.sentences = False  # whether these are held instead of lines
        self.view = RawView(self._units(), self._inside(), Layout("", 8))
        self._chosen = chosen
        self._wrapped = lru_cache(maxsize=64)(wrapped)

    # -- what is shown

    def _units(self) -> list[Unit]:
        units = self.document.units
        return [piece for unit in units for piece in self.document.sentences(unit)] if self.sentences else units

    def _inside(self) -> list[Edit]:
        article = self.document.article
        return sorted((*article.removed, *article.repaired), key=lambda edit: edit.start)

    def renew(self, document: RawDocument) -> None:
        """Show what was decided meanwhile, or another document."""
        same = document.document.raw == self.document.document.raw
        self.document = document
        if not same:
            self.view.layout = Layout(document.document.raw, self.measure)
        self.view.take(self._units(), self._inside())
        self.touch_all()

    def hold_sentences(self, sentences: bool) -> None:
        """Hold sentences from now on, or lines."""
        self.sentences = sentences
        self.view.take(self._units(), self._inside())
        self.touch_all()
        self.follow()

    # -- rows

    @property
    def margin(self) -> int:
        """Cells for rule and reason."""
        return max(18, min(44, self.size.width // 3))

    @property
    def measure(self) -> int:
        """Cells for the text."""
        return max(8, self.size.width - _GUTTER - self.margin - 2)

    def on_resize(self, event: events.Resize) -> None:
        view = self.view
        place = view.layout.start(min(self.top, view.layout.rows - 1)) if view.layout.text else -1
        view.layout = Layout(self.document.document.raw, self.measure)
        self.top = max(0, min(view.layout.row_of(place), view.layout.rows - self.page)) if place >= 0 else 0
        self.touch_all()
        self.follow()

    @property
    def row_count(self) -> int:
        return self.view.layout.rows

    def paint_row(self, row: int) -> Strip:
        view, layout = self.view, self.view.layout
        start, _ = layout.bounds(row)
        drawn = layout.drawn(row)
        selected = view.selected
        on_row = view.on_row(row)
        is_held = bool(on_row) and on_row[0] <= selected[-1] and selected[0] <= on_row[-1]
        sign = view.sign(row)
        mark = "▸" if is_held and row == view.rows_of(view.at).start else "┃" if is_held else " "
        segments = [Segment(mark, theme.accent), Segment(f"{sign} ", theme.accent)]
        for run in view.runs(row):
            style: Style = getattr(theme, _STYLES[run.kind])
            if run.unit in selected:
                style += theme.raw_held
            segments.append(Segment(drawn[run.start - start : run.end - start], style))
        used = _GUTTER + layout.cells(row)
        room = self.size.width - self.margin
        segments.append(Segment(" " * max(1, room - used), theme.plain))
        used = max(used + 1, room)
        segments += self._beside(row)
        return Strip(segments).adjust_cell_length(self.size.width, theme.plain)

    def _beside(self, row: int) -> list[Segment]:
        labels, above = self.view.labels(row)
        room = self.margin - 1
        if not labels:
            return [Segment(" " * room, theme.plain)]
        if len(labels) > 1:
            return [Segment(fitted(", ".join(rule for rule, _ in labels), room), theme.accent)]
        rule, reason = (one_line(part) for part in labels[0])
        # A unit of several rows has as many for its reason, one of a single row says it behind the rule.
        lines = self._wrapped(f"{rule}: {reason}" if reason else rule, room)
        if above >= len(lines):
            return [Segment(" " * room, theme.plain)]
        goes_on = self.view.labels(row + 1) == (labels, above + 1) if row + 1 < self.row_count else False
        rest = lines[above] if goes_on else " ".join(lines[above:])
        text = fitted(rest, room)
        split = max(0, min(len(text), len(rule) + 1)) if above == 0 else 0
        return [Segment(text[:split], theme.accent), Segment(text[split:], theme.faint)]

    # -- moving

    def follow(self) -> None:
        """Bring what is held into sight; of what is longer than the page its beginning."""
        if self.view.units:
            rows = self.view.rows_of(self.view.at)
            self.reveal(rows.start, min(rows.stop - 1, rows.start + self.page - 1))

    def moved(self, before: range) -> None:
        """Repaint what was held before and what is held now, and show it."""
        self.touch([*before, *self.view.held_rows])
        self.follow()

    def goes_on(self, by: int) -> bool:
        """Whether what is held reaches beyond the page in a direction; then that much of it is scrolled."""
        if not self.view.units:
            return False
        rows = self.view.rows_of(self.view.at)
        if by > 0 and rows.stop > self.top + self.page:
            return self.scroll_rows(min(self.top + max(1, self.page - 2), rows.stop - self.page))
        if by < 0 and rows.start < self.top:
            return self.scroll_rows(max(self.top - max(1, self.page - 2), rows.start))
        return False

    def turn_page(self, by: int) -> None:
        """A page on; the cursor comes along when it would be out of sight."""
        before = self.view.held_rows
        if not self.scroll_rows(self.top + by * max(1, self.page - 2)):
            self.view.step(by * len(self.view.units))
        first, last = self.top, min(self.top + self.page, self.row_count) - 1
        rows = self.view.rows_of(self.view.at) if self.view.units else range(0)
        if rows and (rows.stop <= first or rows.start > last):
            inside = [place for row in range(first, last + 1) for place in self.view.on_row(row)]
            if inside:
                self.view.at = inside[0] if by > 0 else inside[-1]
        self.touch([*before, *self.view.held_rows])

    def on_click(self, event: events.Click) -> None:
        event.stop()
        before = self.view.held_rows
        row = self.top + event.y
        if row < self.row_count:
            self.view.anchor = None
            self.view.hold(self.view.layout.offset_at(row, max(0, event.x - _GUTTER)))
            self.touch([*before, *self.view.held_rows])
            self._chosen()
