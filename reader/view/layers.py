"""What is painted over the text: entities, tags, other annotators' tags, suggestions, search hits, the selection.

`Layers` answers for one row at a time: `runs(row)` are the stretches of the row that look alike, each with its `Look`,
which says what lies there and nothing of colours; `starting`, `margin` and `notes` are what is to be written beside it. All are
computed when asked for; whoever paints keeps what it was given and asks again for the rows that a change returned.

Nothing relies on colour alone. Tags that overlap are told apart by brackets: `Look.tags` lists all that cover a stretch, and
where a tag begins after a blank, or ends before one, that another tag covers, it wears a bracket in that blank's cell: `[`, `]`,
or `|` where one ends and another begins. No letter is covered and no cell moves. The edges that no other tag covers are seen
without: there the underlining begins and ends, and a bracket would look like one of the text. Other annotators' tags wear `‹` and
`›` in the blanks beside them, where no bracket stands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from reader.entities.mention import Mention
from reader.text.cells import is_narrow
from reader.text.spans import Span, united
from reader.view.layout import Layout, Row


class Look(NamedTuple):
    """What lies over a stretch of a row; hashable, so that styles can be looked up by it.

    Attributes:
        entity: the label of the mention there.
        tags: the label indices of the tags there, outermost (longest) first, of equal ones the first painted.
        other: another annotator's tag is there, or the sign of one that begins or ends beside it.
        selected: the selection is there.
        head: the moving end of the selection is here.
        title: the stretch belongs to the headline, or to a heading.
        edge: this cell is a bracket, drawn in a blank; the last of `tags` is the tag it belongs to.
        mark: these cells are a letter of a jump: `hint` or `end`; "" for text.
        dim: a jump's letters stand out of this text.
        suggestion: a tag is proposed there.
        hit: what is sought stands there.
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
    suggestion: bool = False
    hit: bool = False


_PLAIN, _TITLE = Look(), Look(title=True)


class PaintedTag(NamedTuple):
    """A tag as it is painted: `[start, end)`, its label, the label's place in the scheme, and the tag's id."""

    start: int
    end: int
    label_index: int
    label: str
    key: str


class Note(NamedTuple):
    """A tag that is not the annotator's own: `[start, end)`, its label, and whose it is; nobody's when it is a suggestion.

    Attributes:
        meant: it is the suggestion that is decided next.
    """

    start: int
    end: int
    label: str
    whose: str = ""
    meant: bool = False


# Tags of one passage are equal in both: they stay in the order in which they were painted.


def _outermost(tag: PaintedTag) -> tuple[int, int]:
    return tag.start - tag.end, tag.start


def _in_reading_order(tag: PaintedTag) -> tuple[int, int]:
    return tag.start, -tag.end


class _Apart:
    """Spans that do not overlap, for asking which of them touch a stretch."""

    def __init__(self, spans: Iterable[tuple[int, int, str]] = ()) -> None:
        self._spans = sorted(spans)
        self._ends = [span[1] for span in self._spans]

    def __bool__(self) -> bool:
        return bool(self._spans)

    def touching(self, start: int, end: int) -> Sequence[tuple[int, int, str]]:
        spans = self._spans
        if not spans:
            return ()
        first = last = bisect_right(self._ends, start)
        while last < len(spans) and spans[last][0] < end:
            last += 1
        return spans[first:last]


class _Notes:
    """Notes, which may overlap: where any of them lies, and which begin in a stretch."""

    def __init__(self, notes: Iterable[Note] = ()) -> None:
        self._notes = sorted(notes)
        self.apart = _Apart(
            (start, end, "") for start, end in united(Span(note.start, note.end) for note in self._notes)
        )

    def starting(self, start: int, end: int) -> list[Note]:
        if not self._notes:
            return []
        return self._notes[bisect_left(self._notes, (start,)) : bisect_left(self._notes, (end,))]


class Layers:
    """All that is painted over the text of one layout.

    Args:
        title: the headline.
        headings: further spans that are painted like it, in text order.
    """

    def __init__(self, layout: Layout, title: Span | None = None, headings: Iterable[Span] = ()) -> None:
        self.layout = layout
        self._titles = _Apart((start, end, "") for start, end in (title or Span(0, 0), *headings) if start < end)
        self._entities = _Apart()
        self._others = _Notes()
        self._suggestions = _Notes()
        self._meant: Note | None = None
        self._hits = _Apart()
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

    def set_others(self, notes: Iterable[Note]) -> None:
        """Other annotators' tags."""
        self._others = _Notes(notes)

    def set_suggestions(self, notes: Iterable[Note]) -> None:
        """Tags that are proposed."""
        self._suggestions = _Notes(notes)

    def mean(self, note: Note | None) -> list[int]:
        """Mark the suggestion that is decided next, or none; the rows beside which that is to be seen."""
        before, self._meant = self._meant, note
        if before == note:
            return []
        return sorted({self.layout.row_of(one.start) for one in (before, note) if one is not None})

    def set_hits(self, spans: Iterable[Span]) -> None:
        """The places where what is sought stands; the one that is gone to is the selection's."""
        self._hits = _Apart((start, end, "") for start, end in united(spans))

    @property
    def has_hits(self) -> bool:
        return bool(self._hits)

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

    # -- what is written beside it

    def starting(self, row: int) -> list[PaintedTag]:
        """The tags that start in the row, in reading order, the longest of one place first."""
        tags = self._tags_of_row.get(row)
        if not tags:
            return []
        start = self.layout.start(row)
        return sorted([tag for tag in tags if tag.start >= start], key=_in_reading_order)

    def margin(self, row: int) -> list[tuple[str, int]]:
        """Label and label index of each tag that starts in the row, in the order of `starting`."""
        return [(tag.label, tag.label_index) for tag in self.starting(row)]

    def notes(self, row: int) -> list[Note]:
        """The other annotators' tags, then the suggestions, that start in the row; before them the suggestion that is meant."""
        start, end = self.layout.start(row), self.layout.row(row).end
        suggestions, meant = self._suggestions.starting(start, end), self._meant
        if meant is None or meant not in suggestions:
            return self._others.starting(start, end) + suggestions
        suggestions.remove(meant)
        return [meant._replace(meant=True), *self._others.starting(start, end), *suggestions]

    # -- how it looks

    def runs(self, row: int) -> list[tuple[str, Look]]:
        """The row as it is painted, in stretches that look alike.

        Joined, the texts are `layout.drawn(row)` but for the brackets; no run is empty and none cuts a cluster.
        """
        on_row = self.layout.row(row)
        start, end, drawn = on_row[:3]
        if start == end:
            return []
        tags = self._tags_of_row.get(row, ())
        entities = self._entities.touching(start, end)
        others = self._others.apart.touching(start, end)
        suggestions = self._suggestions.apart.touching(start, end)
        hits = self._hits.touching(start, end)
        (first, last), head = self._selected, self._head_cell()
        title = bool(self._titles.touching(start, end))

        if not (tags or entities or others or suggestions or hits) and (last <= start or end <= first):
            return [(drawn, _TITLE if title else _PLAIN)]

        cuts = {start, end, first, last}
        for spans in (tags, entities, others, suggestions, hits):
            for span in spans:
                cuts.add(span[0])
                cuts.add(span[1])
        if head is not None:
            cuts.update((head, head + 1))
        brackets = _brackets(on_row, tags) if len(tags) > 1 else {}
        if others:
            _bracket_others(on_row, others, brackets)
        for at in brackets:
            cuts.update((at, at + 1))
        edges = sorted([cut for cut in cuts if start <= cut <= end])
        if on_row.bounds:
            edges = _at_clusters(edges, on_row.bounds)

        out: list[tuple[str, Look]] = []
        for at, upto in pairwise(edges):
            text = drawn[at - start : upto - start]
            covering = tuple([tag[2] for tag in tags if tag[0] < upto and at < tag[1]]) if tags else ()
            other = bool(others) and _label_over(others, at, upto) is not None
            edge = False
            if at in brackets:
                text, own = brackets[at]
                covering += own
                edge = bool(own)
                other = other or not edge
            look = Look(
                _label_over(entities, at, upto) if entities else None,
                covering,
                other,
                first < upto and at < last,
                head is not None and at <= head < upto,
                title,
                edge,
                "",
                False,
                bool(suggestions) and _label_over(suggestions, at, upto) is not None,
                bool(hits) and _label_over(hits, at, upto) is not None,
            )
            out.append((text, look))
        return out


Brackets = dict[int, tuple[str, tuple[int, ...]]]
"""Bracket and label indices of the tags it belongs to, by the offset of the blank it is drawn in."""


def _is_bare_blank(row: Row, at: int) -> bool:
    """Whether a bracket may be drawn at an offset: in a blank inside of the row that no mark stands on."""
    within = at - row.start
    drawn = row.drawn
    return 0 <= within < len(drawn) - 1 and drawn[within] == " " and (not row.bounds or is_narrow(drawn[within + 1]))


def _brackets(row: Row, tags: Sequence[PaintedTag]) -> Brackets:
    """The brackets in the blanks within a tag beside which another one begins or ends."""
    out: Brackets = {}
    start, size = row.start, len(row.drawn)
    steps = [0] * (size + 1)  # how many tags begin less how many end at each character
    for tag in tags:
        steps[max(0, min(size, tag.start - start))] += 1
        steps[min(size, tag.end - start)] -= 1
    covering = list(accumulate(steps))
    for tag in tags:
        for at, bracket in ((tag.start - 1, "["), (tag.end, "]")):
            if not _is_bare_blank(row, at) or not covering[at - start]:
                continue
            there = out.get(at)
            if there is None:
                out[at] = bracket, (tag.label_index,)
            else:
                out[at] = there[0] if there[0] == bracket else "|", (*there[1], tag.label_index)
    return out


def _bracket_others(row: Row, spans: Sequence[tuple[int, int, str]], brackets: Brackets) -> None:
    """Add the signs of other annotators' tags, where no bracket of the annotator's own stands."""
    for start, end, _ in spans:
        for at, sign in ((start - 1, "‹"), (end, "›")):
            if at not in brackets and _is_bare_blank(row, at):
                brackets[at] = sign, ()
            elif brackets.get(at) == ("›", ()):
                brackets[at] = "¦", ()


def _label_over(spans: Sequence[tuple[int, int, str]], at: int, upto: int) -> str | None:
    for start, end, label in spans:
        if start < upto and at < end:
            return label
    return None


def _at_clusters(edges: list[int], bounds: Sequence[int]) -> list[int]:
    """The edges with both ends of the cluster in place of one that cuts it."""
    moved: set[int] = set()
    for edge in edges:
        i = bisect_left(bounds, edge)
        moved.add(bounds[i])
        if bounds[i] != edge:
            moved.add(bounds[i - 1])
    return sorted(moved)
