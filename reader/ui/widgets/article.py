"""The article: its text with entities, tags and the selection, and what is written of the tags where there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.labels import Scheme
from reader.session.desk import Desk, OthersTag
from reader.tags.model import Change, Tag
from reader.text.spans import Span
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.safe import width as cells
from reader.ui.widgets.lines import LinesPane, strip_of
from reader.ui.widgets.pointing import Pointing
from reader.view import sight
from reader.view.caret import word_at
from reader.view.jump import State
from reader.view.layers import Layers, Note, PaintedTag
from reader.view.layout import Layout
from reader.view.marks import Marks
from reader.view.written import Written, below, beside, changed

GUTTER = 2  # cells to the left of the text, for the signs of quotes and lists
SIGNS = {"quote": "│ ", "list": "• "}
NO_TEXT = "no text is left of this document; the raw document shows why"
WIDEST = 76  # cells: lines longer than this are hard to follow
MARGIN = 30  # cells, where there is room: a label, and another annotator's with the name


class Fit(NamedTuple):
    """How the text stands in a pane; all in cells.

    Attributes:
        measure: of a row of text.
        left: to the left of the text: more than the gutter where the text with its margin stands in the middle.
        room: from the beginning of a row of text to where its margin, in which labels are written, ends.
    """

    measure: int
    left: int
    room: int


@lru_cache(maxsize=16)
def fit_to(width: int) -> Fit:
    """The fit of a pane of a width."""
    margin = max(15, min(MARGIN, width - GUTTER - WIDEST - 1)) if width >= 64 else 11 if width >= 44 else 0
    measure = max(8, min(WIDEST, width - GUTTER - margin - 1))
    left = GUTTER + max(0, width - GUTTER - measure - 1 - margin) // 2
    return Fit(measure, left, min(width - left - 1, measure + 1 + margin))


class ArticlePane(LinesPane):
    """Paints the desk's article. What is held and tagged is the desk's; this keeps rows and cells."""

    head = 2

    class Selected(Message):
        """The mouse selected a passage."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__(id="article")
        self.scheme = scheme
        self.palette = theme.Palette(scheme)
        self.desk: Desk | None = None
        self.painting: Layers | None = None
        self.marks: Marks | None = None
        self.active = False
        self.others_shown = True
        self.flagged: Callable[[str], bool] = lambda article_id: False  # whether one wants to come back to it
        self.suggestions: Callable[[Desk], list[OthersTag]] = lambda desk: []  # what is not decided yet
        self.meant: Callable[[Desk], OthersTag | None] = lambda desk: None  # which of it is decided next
        self.displaced: Callable[[Desk], str] = lambda desk: ""  # what is said of suggestions that are not shown
        self._suggested: list[Note] = []
        self._painted: dict[str, Tag] = {}
        self._signs: dict[int, str] = {}  # by the row
        self._late: set[int] = set()  # rows whose tags came or went since what is written below was painted
        self._below: set[int] = set()  # the blank rows that something is written in
        # The row that a change of size has put at the top, and the offset that is meant to be there.
        self._place = (-1, 0)
        self._pointing = Pointing(self)

    def take_scheme(self, scheme: Scheme) -> None:
        """Paint with another label scheme from the next `show` on."""
        self.scheme = scheme
        self.palette = theme.Palette(scheme)

    # -- what is shown

    @property
    def fit(self) -> Fit:
        """How the text stands in the pane as wide as it is."""
        return fit_to(self.size.width)

    @property
    def measure(self) -> int:
        """Cells of a row of text."""
        return self.fit.measure

    def show(self, desk: Desk) -> None:
        """Show the desk from its selection on."""
        self.desk = desk
        self.painting = self.marks = None
        self.top = 0
        self._place = (-1, 0)
        self._lay_out()
        self.follow()

    def _lay_out(self) -> None:
        desk = self.desk
        if desk is None or not self.size.width:
            return
        layout = Layout(desk.article.text, self.measure)
        if self.painting is None:
            desk.lay_out(layout)
            headings = (block.span for block in desk.article.blocks if block.role == "heading")
            self.painting = Layers(layout, desk.title_span, headings)
            self.painting.set_entities(desk.mentions)
            self._set_others()
            self._painted = {tag.id: tag for tag in desk.opened.tags}
            self.painting.set_tags(map(self._paint, self._painted.values()))
            self.painting.select(desk.held, desk.caret.head)
        else:
            if self.top != self._place[0]:
                self._place = self.top, self.painting.layout.start(min(self.top, self.painting.layout.rows - 1))
            desk.lay_out(layout)
            self.painting.relayout(layout)
            self.top = max(0, min(layout.row_of(self._place[1]), self.row_count - self.page))
        self._signs = dict(self._signs_of(desk, layout))
        self.touch_all()

    def _signs_of(self, desk: Desk, layout: Layout) -> Iterator[tuple[int, str]]:
        for block in desk.article.blocks:
            sign = SIGNS.get(block.role)
            if sign is not None:
                first = layout.row_of(block.start)
                last = layout.row_of(max(block.start, block.end - 1)) if block.role == "quote" else first
                for row in range(first, last + 1):
                    yield row, sign

    def touch_all(self) -> None:
        self._below.clear()
        super().touch_all()

    def show_others(self, shown: bool) -> None:
        """Show other annotators' tags and suggestions, or not."""
        self.others_shown = shown
        self._set_others()
        self.touch_all()

    def _set_others(self) -> None:
        if self.desk is not None and self.painting is not None:
            tags = self.desk.others if self.others_shown else ()
            self.painting.set_others(
                Note(*other.span, self.scheme.name_of(other.tag.label), other.annotator) for other in tags
            )
            self._set_suggestions()

    def _set_suggestions(self) -> bool:
        """Take what is proposed now; whether it is something else than before."""
        desk, layers = self.desk, self.painting
        if desk is None or layers is None:
            return False
        proposed = self.suggestions(desk) if self.others_shown else []
        notes = list(map(self._note_of, proposed))
        before, self._suggested = self._suggested, notes
        if notes or before:
            layers.set_suggestions(notes)
            self._mark_meant()
        return notes != before

    def _mark_meant(self) -> None:
        """Mark the suggestion that is decided next, as long as any are shown."""
        desk, layers = self.desk, self.painting
        if desk is None or layers is None:
            return
        meant = self.meant(desk) if self._suggested else None
        rows = layers.mean(None if meant is None else self._note_of(meant))
        if rows:
            measure, _, room = self.fit
            self.touch((*rows, *changed(layers, rows, self._below, measure + 1, room)))

    def _note_of(self, one: OthersTag) -> Note:
        return Note(*one.span, self.scheme.name_of(one.tag.label))

    def show_suggestions(self) -> None:
        """Show what is proposed as it is now."""
        if self._set_suggestions():
            self.touch_all()

    def _paint(self, tag: Tag) -> PaintedTag:
        return PaintedTag(tag.start, tag.end, self.scheme.index(tag.label), self.scheme.name_of(tag.label), tag.id)

    @property
    def in_sight(self) -> Span:
        """The part of the text that is in sight."""
        layers = self.painting
        if layers is None:
            return Span(0, 0)
        return sight.in_sight(self.top, layers.layout, self.page)

    # -- what changed

    def show_marks(self, jump: State | None) -> None:
        """Show the letters of a jump over the text, or take them away; what is held is shown as well, without scrolling."""
        desk, layers = self.desk, self.painting
        if desk is None or layers is None:
            return
        layers.select(desk.caret.span, desk.caret.head)
        self.marks = Marks(layers.layout, jump) if jump is not None else None
        self.touch_all()

    def show_held(self) -> None:
        """Show what is held now, without scrolling."""
        if self.desk is not None and self.painting is not None:
            self.touch(self.painting.select(self.desk.held, self.desk.caret.head))
            self._mark_meant()

    def follow(self) -> bool:
        """Show where the selection is now; whether that took scrolling."""
        desk, layers = self.desk, self.painting
        if desk is None or layers is None:
            return False
        caret = desk.caret
        self.touch(layers.select(caret.span, caret.head))
        self._mark_meant()
        return self.scroll_rows(sight.followed(self.top, layers.layout, self.page, caret))

    def retag(self, change: Change | None = None) -> None:
        """Show the tags as they are now; only rows with a tag that came, went or changed are repainted.

        Args:
            change: all that changed since they were shown, where that is known: a long sheet need not be gone through.
        """
        desk, layers = self.desk, self.painting
        if desk is None or layers is None:
            return
        if change is None:
            now = {tag.id: tag for tag in desk.opened.tags}
            gone = self._painted.keys() - now.keys()
            came = [tag for tag_id, tag in now.items() if self._painted.get(tag_id) is not tag]
        else:
            came = list(change.added)
            gone = {tag.id for tag in change.removed} - {tag.id for tag in came}
        rows: set[int] = set()
        for tag_id in gone:
            rows.update(layers.remove_tag(tag_id))
            self._painted.pop(tag_id, None)
        for tag in desk.tags_from(tag.start for tag in came):
            # Those beside it too: of one passage, the sheet's order is the order of painting.
            rows.update(layers.add_tag(self._paint(tag)))
            self._painted[tag.id] = tag
        self.touch(sorted(rows))
        self._late |= rows
        self.show_suggestions()

    def touch_late(self) -> None:
        """Repaint what is written below the paragraphs in which tags came or went; not before the tags themselves are painted."""
        if self._late and self.painting is not None:
            measure, _, room = self.fit
            self.touch(changed(self.painting, self._late, self._below, measure + 1, room))
        self._late = set()

    def show_hits(self, spans: Iterable[Span]) -> bool:
        """Show where what is sought stands; none to show no more. Whether any are shown now, or were."""
        if self.painting is None:
            return False
        had = self.painting.has_hits
        self.painting.set_hits(spans)
        if had or self.painting.has_hits:
            self.touch_all()
        return had or self.painting.has_hits

    def mark_entities(self) -> None:
        """Show the mentions that arrived."""
        if self.desk is not None and self.painting is not None:
            self.painting.set_entities(self.desk.mentions)
            self.touch_all()

    def set_active(self, active: bool) -> None:
        """Whether the keyboard is here."""
        if active != self.active:
            self.active = active
            self.touch_all()

    def turn_page(self, by: int) -> None:
        """Scroll by pages; the selection comes along when it would be out of sight."""
        desk, layers = self.desk, self.painting
        if desk is None or layers is None:
            return
        layout = layers.layout
        if not self.scroll_rows(sight.turned(self.top, layout.rows, self.page, by)):
            return
        entered = sight.entered_at(self.top, layout, self.page, desk.held)
        if entered is not None:
            desk.select(word_at(desk.ground, entered))
            self.touch(layers.select(desk.held, desk.caret.head))

    # -- painting

    @property
    def row_count(self) -> int:
        return self.painting.layout.rows + sight.BELOW if self.painting is not None else 0

    def paint_head(self, y: int) -> Strip:
        desk, width = self.desk, self.size.width
        if desk is None:
            return Strip.blank(width, theme.plain)
        _, left, whole = fit_to(width)
        if y == 1:
            return strip_of([(" " * left, theme.plain), ("─" * whole, theme.rule)], width)
        article, sheet = desk.article, desk.opened.sheet
        parts = [article.date or "undated", article.source or article.document.metadata.source, article.byline or ""]
        facts = " · ".join(part for part in parts if part)
        state = f"{len(sheet.tags)} tags" if len(sheet.tags) != 1 else "1 tag"
        if desk.opened.uncertain:
            state += f", {len(desk.opened.uncertain)} to review"
        if sheet.labels:
            state = f"{', '.join(dict.fromkeys(map(self.scheme.name_of, sheet.labels)))} · {state}"
        if sheet.note:
            state = f"✎ note · {state}"
        if self.flagged(article.id):
            state = f"⚑ flagged · {state}"
        state += " · read-only" if desk.opened.read_only else f" · {sheet.status}"
        if displaced := self.displaced(desk):
            state = f"{displaced.partition(':')[0]} · {state}"
        if desk.title_span is None and article.title:
            facts += f" · {article.title}"
        state = one_line(state)
        room = max(0, whole - cells(state) - 2)
        return strip_of(
            [
                (" " * left, theme.plain),
                (fitted(facts, room), theme.faint),
                ("  ", theme.plain),
                (state, theme.accent),
            ],
            width,
        )

    def paint_row(self, row: int) -> Strip:
        layers, width = self.painting, self.size.width
        assert layers is not None
        layout = layers.layout
        measure, left, room = fit_to(width)
        if not layout.text:
            return strip_of([(" " * left + NO_TEXT, theme.faint)] if row == 0 else [], width)
        if row >= layout.rows or layout.is_blank(row):
            written = below(layers, row, measure + 1, room)
            self._below.discard(row)
            if not written.pieces:
                return Strip.blank(width, theme.plain)
            self._below.add(row)
            segments = [Segment(" " * left, theme.plain)]
            used = left
        else:
            style, active = self.palette.style, self.active
            sign = self._signs.get(row)
            segments = [Segment(" " * left, theme.plain)]
            if sign is not None:
                segments = [Segment(" " * (left - GUTTER), theme.plain), Segment(sign, theme.faint)]
            runs, used = layers.runs(row), left + layout.cells(row)
            if self.marks is not None:
                runs = self.marks.over(row, runs)
                used = left + sum([cells(text) for text, _ in runs])
            segments += [Segment(text, style(look, active)) for text, look in runs]
            written = beside(layers, row, measure + 1, room)
        if written.pieces:
            used = self._write(written, segments, used, left)
        if used < width:
            segments.append(Segment(" " * (width - used), theme.plain))
        return Strip(segments, max(used, width))

    def _write(self, written: Written, segments: list[Segment], used: int, left: int) -> int:
        """Add what is written to a row of `used` cells; the cells it takes then."""
        at = left + written.at
        if at > used:
            segments.append(Segment(" " * (at - used), theme.plain))
            used = at
        for text, index, meant in written.pieces:
            plain = theme.accent if meant else theme.faint
            segments.append(Segment(text, plain if index is None else self.palette.label(index)))
            used += cells(text)
        return used

    # -- the mouse

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()
        self.follow()
        self._place = self.top, self._place[1]

    def offset_at(self, x: int, y: int) -> int | None:
        """The offset of the character at a cell of the pane; None above the text."""
        if self.painting is None or y < self.head:
            return None
        layout = self.painting.layout
        return layout.offset_at(min(self.top + y - self.head, layout.rows - 1), x - self.fit.left)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._pointing.down(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._pointing.moved(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._pointing.up()

    def on_click(self, event: events.Click) -> None:
        self._pointing.clicked(event)
