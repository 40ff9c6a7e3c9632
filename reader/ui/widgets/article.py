"""The article: its text with entities, tags and the selection, and the tags' labels at the margin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.labels import Scheme
from reader.session.desk import Desk
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
from reader.view.layers import Layers, PaintedTag
from reader.view.layout import Layout
from reader.view.marks import Marks

GUTTER = 2
NO_TEXT = "no text is left of this document; the raw document shows why"
WIDEST = 76  # cells: lines longer than this are hard to follow


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
        self._painted: dict[str, Tag] = {}
        self._pointing = Pointing(self)

    def take_scheme(self, scheme: Scheme) -> None:
        """Paint with another label scheme from the next `show` on."""
        self.scheme = scheme
        self.palette = theme.Palette(scheme)

    # -- what is shown

    @property
    def margin(self) -> int:
        """Cells beside the text where labels are written."""
        return 15 if self.size.width >= 64 else 11 if self.size.width >= 44 else 0

    @property
    def measure(self) -> int:
        """Cells of a row of text."""
        return max(8, min(WIDEST, self.size.width - GUTTER - self.margin - 1))

    def show(self, desk: Desk) -> None:
        """Show the desk from its selection on."""
        self.desk = desk
        self.painting = self.marks = None
        self.top = 0
        self._lay_out()
        self.follow()

    def _lay_out(self) -> None:
        desk = self.desk
        if desk is None or not self.size.width:
            return
        layout = Layout(desk.article.text, self.measure)
        if self.painting is None:
            desk.lay_out(layout)
            self.painting = Layers(layout, desk.title_span)
            self.painting.set_entities(desk.mentions)
            self._set_others()
            self._painted = {tag.id: tag for tag in desk.opened.tags}
            self.painting.set_tags(map(self._paint, self._painted.values()))
            self.painting.select(desk.held, desk.caret.head)
        else:
            place = self.painting.layout.start(min(self.top, self.painting.layout.rows - 1))
            desk.lay_out(layout)
            self.painting.relayout(layout)
            self.top = layout.row_of(place)
        self.touch_all()

    def show_others(self, shown: bool) -> None:
        """Show other annotators' tags, or not."""
        self.others_shown = shown
        self._set_others()
        self.touch_all()

    def _set_others(self) -> None:
        if self.desk is not None and self.painting is not None:
            tags = self.desk.others if self.others_shown else ()
            self.painting.set_others(tag.span for tag in tags)

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

    def follow(self) -> bool:
        """Show where the selection is now; whether that took scrolling."""
        desk, layers = self.desk, self.painting
        if desk is None or layers is None:
            return False
        caret = desk.caret
        self.touch(layers.select(caret.span, caret.head))
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
        return self.painting.layout.rows if self.painting is not None else 0

    def paint_head(self, y: int) -> Strip:
        desk, width = self.desk, self.size.width
        if desk is None:
            return Strip.blank(width, theme.plain)
        if y == 1:
            return strip_of([(" " * GUTTER, theme.plain), ("─" * (width - GUTTER - 1), theme.rule)], width)
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
        if desk.title_span is None and article.title:
            facts += f" · {article.title}"
        state = one_line(state)
        room = max(0, width - GUTTER - cells(state) - 3)
        return strip_of(
            [
                (" " * GUTTER, theme.plain),
                (fitted(facts, room), theme.faint),
                ("  ", theme.plain),
                (state, theme.accent),
            ],
            width,
        )

    def paint_row(self, row: int) -> Strip:
        layers, width = self.painting, self.size.width
        assert layers is not None
        style, active = self.palette.style, self.active
        if not layers.layout.text:
            return strip_of([(" " * GUTTER + NO_TEXT, theme.faint)], width)
        segments = [Segment(" " * GUTTER, theme.plain)]
        runs, used = layers.runs(row), GUTTER + layers.layout.cells(row)
        if self.marks is not None:
            runs = self.marks.over(row, runs)
            used = GUTTER + sum(cells(text) for text, _ in runs)
        segments += [Segment(text, style(look, active)) for text, look in runs]
        margin = layers.margin(row) if self.margin else []
        if margin:
            at = margin_start(margin, used + 2, GUTTER + self.measure + 1, width)
            segments.append(Segment(" " * (at - used), theme.plain))
            used = at
            room = width - at
            for text, index in margin_labels(margin, room):
                segments.append(Segment(text, theme.faint if index is None else self.palette.label(index)))
                used += cells(text)
        if used < width:
            segments.append(Segment(" " * (width - used), theme.plain))
        return Strip(segments, max(used, width))

    # -- the mouse

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()
        self.follow()

    def offset_at(self, x: int, y: int) -> int | None:
        """The offset of the character at a cell of the pane; None above the text."""
        if self.painting is None or y < self.head:
            return None
        layout = self.painting.layout
        return layout.offset_at(min(self.top + y - self.head, layout.rows - 1), x - GUTTER)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._pointing.down(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._pointing.moved(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._pointing.up()

    def on_click(self, event: events.Click) -> None:
        self._pointing.clicked(event)


def margin_start(labels: Sequence[tuple[str, int]], first: int, usual: int, width: int) -> int:
    """The cell where the labels of a row begin: the usual one, or an earlier one that a short row leaves free for more of them.

    Args:
        first: the earliest.
    """

    def shown(at: int) -> int:
        return sum(index is not None for _, index in margin_labels(labels, width - at))

    if first >= usual or shown(usual) == len(labels) or shown(first) == shown(usual):
        return usual
    return max(first, min(usual, width - sum(cells(one_line(label)) + 1 for label, _ in labels)))


def margin_labels(labels: Sequence[tuple[str, int]], room: int) -> Iterator[tuple[str, int | None]]:
    """The labels beside a row as far as they fit, each with its place in the scheme; then how many more there are."""
    for place, (label, index) in enumerate(labels):
        more = len(labels) - place - 1
        name = one_line(label)
        own = room - (cells(f" +{more}") if more else 0)
        if cells(name) > own and place:
            yield fitted(f"+{more + 1}", min(room, cells(f"+{more + 1}"))), None
            return
        text = fitted(name, min(cells(name), own))
        if more:
            text += " "
        yield text, index
        room -= cells(text)
