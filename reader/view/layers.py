"""What is painted over the text: entities, tags, another annotator's tags, the selection.

`Layers` answers for one row at a time: `runs(row)` are the stretches of the row that look alike, each with its `Look`,
which says what lies there and nothing of colours; `margin(row)` are the labels written beside it. Both are computed
when asked for; whoever paints keeps what it was given and asks again for the rows that a change returned.

Tags that overlap are told apart without colour: `Look.tags` lists all that cover a stretch, and where a tag begins after a
blank, or ends before one, that another tag covers, it wears a bracket in that blank's cell: `[`, `]`, or `|` where one ends and
another begins. No letter is covered and no cell moves. The edges that no other tag covers are seen without: there the
underlining begins and ends, and a bracket would look like one of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from reader.entities.mention import Mention
from reader.text.cells import clusters, is_narrow
from reader.text.spans import Span, united
from reader.view.layout import Layout


class Look(NamedTuple):
    """What lies over a stretch of a row; hashable, so that styles can be looked up by it.

    Attributes:
        entity: the label of the mention there.
        tags: the label indices of the tags there, outermost (longest) first, of equal ones the first painted.
        other: another annotator's tag is there.
        selected: the selection is there.
        head: the moving end of the selection is here.
        title: the stretch belongs to the headline.
        edge: this cell is a bracket, drawn in a blank; the last of `tags` is the tag it belongs to.
        mark: these cells are a letter of a jump: `hint` or `end`; "" for text.
        dim: a jump's letters stand out of this text.
    """

    entity: str | None = None
    tags: tuple[int, ...] = ()
    other: bool = False
    selected: bool = False
    head: bool = False
    title: bool = False
    edge: bool = False
    mark: str = ""
    dim: bool = False


class PaintedTag(NamedTuple):
    """A tag as it is painted: `[start, end)`, its label, the label's place in the scheme, and the tag's id."""

    start: int
    end: int
    label_index: int
    label: str
    key: str


# Tags of one passage are equal in both: they stay in the order in which they were painted.


def _outermost(tag: PaintedTag) -> tuple[int, int]:
    return tag.start - tag.end, tag.start


def _in_reading_order(tag: PaintedTag) -> tuple[int, int]:
    return tag.start, -tag.end


class _Apart:
    """Spans that do not overlap, for asking which of them touch a stretch."""

    def __init__(self, spans: Iterable[tuple[int, int, str]]) -> None:
        self._spans = sorted(spans)
        self._ends = [span[1] for span in self._spans]

    def touching(self, start: int, end: int) -> list[tuple[int, int, str]]:
        spans = self._spans
        first = last = bisect_right(self._ends, start)
        while last < len(spans) and spans[last][0] < end:
            last += 1
        return spans[first:last]


class Layers:
    """All that is painted over the text of one layout."""

    def __init__(self, layout: Layout, title: Span | None = None) -> None:
        self.layout = layout
        self._title = title or Span(0, 0)
        self._entities = _Apart([])
        self._others = _Apart([])
        self._tags: dict[str, PaintedTag] = {}
        self._tags_of_row: dict[int, list[PaintedTag]] = {}
        self._selected = Span(0, 0)
        self._head: int | None = None

    # -- what is painted

    def relayout(self, layout: Layout) -> None:
        """The same text at another width; everything stays painted."""
        self.layout = layout
        self.set_tags(list(self._tags.values()))

    def set_entities(self, mentions: Sequence[Mention]) -> None:
        self._entities = _Apart((mention.start, mention.end, mention.label) for mention in mentions)

    def set_others(self, spans: Iterable[Span]) -> None:
        """Another annotator's tags."""
        self._others = _Apart((span.start, span.end, "") for span in united(spans))

    def set_tags(self, tags: Iterable[PaintedTag]) -> None:
        self._tags = {}
        self._tags_of_row = {}
        for tag in tags:
            self._tags[tag.key] = tag
            for row in self._rows(tag.start, tag.end):
                self._tags_of_row.setdefault(row, []).append(tag)
        for row_tags in self._tags_of_row.values():
            row_tags.sort(key=_outermost)

    def add_tag(self, tag: PaintedTag) -> list[int]:
        """Paint one more tag (or the tag of the same key anew); the rows that changed."""
        changed = set(self.remove_tag(tag.key))
        self._tags[tag.key] = tag
        rows = self._rows(tag.start, tag.end)
        for row in rows:
            insort(self._tags_of_row.setdefault(row, []), tag, key=_outermost)
        return sorted(changed.union(rows))

    def remove_tag(self, key: str) -> list[int]:
        """Paint the tag no more; the rows that changed, none when there is no such tag."""
        tag = self._tags.pop(key, None)
        if tag is None:
            return []
        rows = self._rows(tag.start, tag.end)
        for row in rows:
            row_tags = self._tags_of_row[row]
            row_tags.remove(tag)
            if not row_tags:
                del self._tags_of_row[row]
        return list(rows)

    def select(self, span: Span | None, head: int | None = None) -> list[int]:
        """Paint `span` as the selection; the rows that changed.

        Args:
            span: the selection; None or empty for none.
            head: the moving end, `span.start` or `span.end`, painted in the cell inside of it; None to show none.
        """
        old, old_head = self._selected, self._head_cell()
        self._selected, self._head = span or Span(0, 0), head
        new, new_head = self._selected, self._head_cell()
        rows: set[int] = set()
        differing = [(old.start, new.start), (old.end, new.end)] if old.overlaps(new) else [old, new]
        for edges in differing:
            start, end = sorted(edges)
            rows.update(self._rows(start, end))
        if old_head != new_head:
            rows.update(self.layout.row_of(cell) for cell in (old_head, new_head) if cell is not None)
        return sorted(rows)

    def _head_cell(self) -> int | None:
        start, end = self._selected
        if self._head is None or start == end:
            return None
        return start if self._head <= start else end - 1

    def _rows(self, start: int, end: int) -> range:
        if start >= end:
            return range(0)
        return range(self.layout.row_of(start), self.layout.row_of(end - 1) + 1)

    def _row_tags(self, row: int) -> list[PaintedTag]:
        return self._tags_of_row.get(row, [])

    # -- how it looks

    def margin(self, row: int) -> list[tuple[str, int]]:
        """Label and label index of each tag that starts in the row, in reading order, the longest of one place first."""
        start = self.layout.start(row)
        starting = [tag for tag in self._row_tags(row) if tag.start >= start]
        return [(tag.label, tag.label_index) for tag in sorted(starting, key=_in_reading_order)]

    def runs(self, row: int) -> list[tuple[str, Look]]:
        """The row as it is painted, in stretches that look alike.

        Joined, the texts are `layout.drawn(row)` but for the brackets; no run is empty and none cuts a cluster.
        """
        layout = self.layout
        start, end = layout.bounds(row)
        if start == end:
            return []
        drawn = layout.drawn(row)
        tags = self._row_tags(row)
        entities = self._entities.touching(start, end)
        others = self._others.touching(start, end)
        selected, head = self._selected, self._head_cell()
        title = self._title.start < end and start < self._title.end

        if not (tags or entities or others) and (selected.end <= start or end <= selected.start):
            return [(drawn, Look(title=title))]

        cuts = {start, end}
        for spans in (tags, entities, others):
            for span in spans:
                cuts.add(span[0])
                cuts.add(span[1])
        cuts.update(selected)
        if head is not None:
            cuts.update((head, head + 1))
        brackets = self._brackets(drawn, start, tags) if tags else {}
        for at in brackets:
            cuts.update((at, at + 1))
        edges = sorted(cut for cut in cuts if start <= cut <= end)
        if not is_narrow(drawn):
            edges = _at_clusters(edges, drawn, start)

        out: list[tuple[str, Look]] = []
        for at, upto in pairwise(edges):
            text = drawn[at - start : upto - start]
            covering = tuple([tag.label_index for tag in tags if tag.start < upto and at < tag.end])
            edge = brackets.get(at) if brackets else None
            if edge is not None:
                text, own = edge
                covering += own
            out.append(
                (
                    text,
                    Look(
                        _label_over(entities, at, upto),
                        covering,
                        _label_over(others, at, upto) is not None,
                        selected.start < upto and at < selected.end,
                        head is not None and at <= head < upto,
                        title,
                        edge is not None,
                    ),
                )
            )
        return out

    def _brackets(self, drawn: str, start: int, tags: list[PaintedTag]) -> dict[int, tuple[str, tuple[int, ...]]]:
        """Bracket and label indices for the blanks within a tag beside which another one ends or begins, by offset."""
        out: dict[int, tuple[str, tuple[int, ...]]] = {}
        if len(tags) < 2:
            return out
        steps = [0] * (len(drawn) + 1)  # how many tags begin less how many end at each character
        for tag in tags:
            steps[max(0, min(len(drawn), tag.start - start))] += 1
            steps[min(len(drawn), tag.end - start)] -= 1
        covering = list(accumulate(steps))
        for tag in tags:
            for at, bracket in ((tag.start - 1, "["), (tag.end, "]")):
                within = at - start
                # A blank that a mark stands on is a cluster of more than the blank.
                if not 0 <= within < len(drawn) - 1 or drawn[within] != " " or not is_narrow(drawn[within + 1]):
                    continue
                if not covering[within]:
                    continue
                there = out.get(at)
                if there is None:
                    out[at] = bracket, (tag.label_index,)
                else:
                    out[at] = there[0] if there[0] == bracket else "|", (*there[1], tag.label_index)
        return out


def _label_over(spans: list[tuple[int, int, str]], at: int, upto: int) -> str | None:
    for start, end, label in spans:
        if start < upto and at < end:
            return label
    return None


def _at_clusters(edges: list[int], drawn: str, start: int) -> list[int]:
    """The edges with both ends of the cluster in place of one that cuts it, for a row with clusters of code points."""
    bounds = [start, *(start + end for _, end, _ in clusters(drawn))]
    moved: set[int] = set()
    for edge in edges:
        i = bisect_left(bounds, edge)
        moved.add(bounds[i])
        if bounds[i] != edge:
            moved.add(bounds[i - 1])
    return sorted(moved)
