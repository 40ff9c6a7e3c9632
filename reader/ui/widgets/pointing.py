"""The mouse over an article: a click holds a word, two its sentence, three its paragraph; a drag holds a passage.

Shift or Ctrl with a click carries the end of what is held there (many terminals keep Shift for themselves). A drag beyond the
pane scrolls it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from reader.view.caret import reaching, span_between, word_at
from reader.view.units import Kind

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.text.spans import Span
    from reader.ui.widgets.article import ArticlePane

_LEFT = 1
_EVERY = 0.05  # seconds between two rows while the pointer rests beyond the pane
_CLICKS: dict[int, Kind] = {2: "sentence", 3: "paragraph"}


class Pointing:
    """What is pointed at in the pane of an article."""

    def __init__(self, pane: ArticlePane) -> None:
        self._pane = pane
        self._from: int | None = None  # the offset at which a drag has begun
        self._dragged = False
        self._x = self._y = 0
        self._scrolling: Timer | None = None

    def down(self, event: events.MouseDown) -> None:
        desk, offset = self._pane.desk, self._pane.offset_at(event.x, event.y)
        self.up()
        self._dragged = False
        if desk is None or offset is None or event.button != _LEFT:
            return
        word = word_at(desk.ground, offset)
        if event.shift or event.ctrl:
            desk.caret = reaching(desk.caret, word)
        else:
            self._from = offset
            self._pane.capture_mouse()
            desk.select(word)
        self._show()

    def moved(self, event: events.MouseMove) -> None:
        if self._from is None:
            return
        pane = self._pane
        self._x, self._y = event.x, event.y
        beyond = not pane.head <= event.y < pane.head + pane.page
        if beyond and self._scrolling is None:
            self._scrolling = pane.set_interval(_EVERY, self._scroll)
        elif not beyond:
            self._rest()
        self._drag()

    def up(self) -> None:
        """The button is up: the drag is over."""
        if self._from is None:
            return
        self._from = None
        self._rest()
        self._pane.release_mouse()
        if self._dragged:
            self._pane.post_message(self._pane.Selected())

    def clicked(self, event: events.Click) -> None:
        """Several clicks in one place hold more."""
        desk = self._pane.desk
        kind = _CLICKS.get(min(event.chain, 3))
        if desk is None or kind is None or self._dragged or event.shift or event.ctrl or event.button != _LEFT:
            return
        if self._pane.offset_at(event.x, event.y) is not None:
            desk.select(_round(desk, kind))
            self._show()

    def _show(self) -> None:
        self._pane.follow()
        self._pane.post_message(self._pane.Selected())

    def _drag(self) -> None:
        """Hold what lies between the beginning of the drag and the pointer, or the edge that it went beyond."""
        pane, desk = self._pane, self._pane.desk
        y = max(pane.head, min(self._y, pane.head + pane.page - 1))
        offset = pane.offset_at(self._x, y)
        if desk is None or self._from is None or offset is None or (offset == self._from and not self._dragged):
            return
        span = span_between(desk.ground, self._from, offset)
        if span.start < span.end:
            self._dragged = True
            desk.select(span)
            pane.show_held()

    def _scroll(self) -> None:
        """Scroll towards the pointer, faster the farther it is."""
        pane = self._pane
        above, below = pane.head - self._y, self._y - (pane.head + pane.page - 1)
        pane.scroll_rows(pane.top + (-above if above > 0 else below))
        self._drag()

    def _rest(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None


def _round(desk: Desk, kind: Kind) -> Span:
    """The unit of that kind round what is held, or what is held."""
    return desk.units.at(kind, desk.held.start) or desk.held
