"""The motions of the caret, in one table.

A motion is a function from a caret (and the ground it stands on) to a caret; it gives back the same object when there is
nowhere to go. `MOTIONS` names them all, and `move` runs one by its name and keeps the record that `move.back` needs.

How a motion by a unit reads what is held:

- the first motion from the start of an article just opened, which holds the first word of its headline, takes the unit that begins
  there: going by sentences begins with the headline and does not leave it out;
- the caret holds more than a unit of that kind (a sentence, and the motion is by word): it goes *into* it, to the first;
- otherwise it goes to the next unit that begins after the start of what is held: from a word the next sentence whole.

While extending, the anchor stays selected and the moving end goes to the next end (or start) of a unit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from reader.text.graphemes import cluster_end, cluster_start, may_be_edge
from reader.text.spans import Span
from reader.view.caret import Caret, Ground, extended, moved
from reader.view.units import KINDS, Kind

Motion = Callable[[Ground, Caret], Caret]


# -- by unit


def _next(kind: Kind, ground: Ground, caret: Caret) -> Caret:
    if caret.extending:
        return _extend_on(kind, ground, caret)
    units, span = ground.units, caret.span
    if units.headline is not None and not caret.last and units.headline.holds(span):
        first = units.first(kind)
        if first is not None and first != span and first.holds(span) and span == units.first("word"):
            return moved(caret, first)
    inside = units.first_inside(kind, span)
    if inside is not None and inside != span:
        return moved(caret, inside)
    return moved(caret, units.next(kind, span.start + 1))


def _previous(kind: Kind, ground: Ground, caret: Caret) -> Caret:
    if caret.extending:
        return _extend_back(kind, ground, caret)
    return moved(caret, ground.units.previous(kind, caret.span.start))


def _past(kind: Kind, ground: Ground, caret: Caret) -> Caret:
    if caret.extending:
        return _extend_on(kind, ground, caret)
    return moved(caret, ground.units.next(kind, caret.span.end))


def _first(ground: Ground, caret: Caret) -> Caret:
    first = ground.units.first("paragraph")
    if caret.extending:
        return extended(caret, None if first is None else first.start)
    return moved(caret, ground.units.first("word") or first)


def _last(ground: Ground, caret: Caret) -> Caret:
    last = ground.units.last("paragraph")
    if caret.extending:
        return extended(caret, None if last is None else last.end)
    return moved(caret, ground.units.last("word") or last)


# -- extending


def _extend_on(kind: Kind, ground: Ground, caret: Caret) -> Caret:
    units, anchor, head = ground.units, caret.anchor or caret.span, caret.head
    if head < anchor.start:  # the selection reaches back from its anchor: make it smaller first
        found = units.next(kind, head + 1)
        return extended(caret, anchor.start if found is None else min(found.start, anchor.start))
    found = units.ending_after(kind, max(head, anchor.end))
    return extended(caret, None if found is None else found.end)


def _extend_back(kind: Kind, ground: Ground, caret: Caret) -> Caret:
    units, anchor, head = ground.units, caret.anchor or caret.span, caret.head
    if head > anchor.end:
        found = units.previous(kind, head - 1)
        return extended(caret, anchor.end if found is None else max(found.end, anchor.end))
    found = units.starting_before(kind, min(head, anchor.start))
    return extended(caret, None if found is None else found.start)


def _shifted(motion: Motion, ground: Ground, caret: Caret) -> Caret:
    """A motion with Shift: it extends, and the motion after it does not."""
    if caret.extending:
        return motion(ground, caret)
    before = replace(caret, extending=True, anchor=caret.anchor or caret.span)
    after = motion(ground, before)
    return caret if after is before else replace(after, extending=False)


def _toggle_extend(ground: Ground, caret: Caret) -> Caret:
    if caret.extending:
        return replace(caret, extending=False, anchor=None)
    if caret.span.start == caret.span.end:
        return caret
    return replace(caret, extending=True, anchor=caret.anchor or caret.span, goal=None)


def _swap(ground: Ground, caret: Caret) -> Caret:
    """The other end moves from now on; the word at the end that moved until now is the new anchor."""
    if caret.anchor is None:
        return caret
    units, span = ground.units, caret.span
    if caret.side == "end":
        word = units.starting_before("word", span.end)
        anchor = span if word is None else Span(max(span.start, word.start), span.end)
        return replace(caret, anchor=anchor, side="start", goal=None)
    word = units.ending_after("word", span.start)
    anchor = span if word is None else Span(span.start, min(span.end, word.end))
    return replace(caret, anchor=anchor, side="end", goal=None)


def _release(ground: Ground, caret: Caret) -> Caret:
    """End extending and hold a word again: the one at the end that moved, else the first of what is held."""
    units, span = ground.units, caret.span
    if caret.anchor is None:
        word = units.first_inside("word", span)
    elif caret.side == "end":
        word = units.starting_before("word", span.end)
    else:
        word = units.ending_after("word", span.start)
    return moved(caret, word)


# -- by row


def _row(step: int, ground: Ground, caret: Caret) -> Caret:
    """To the word nearest to the goal column in the next row that has a word begin or go on in it."""
    layout, span = ground.layout, caret.span
    if span.start == span.end:
        return caret
    by_end = caret.side == "end" if caret.extending else step > 0
    edge = span.end - 1 if by_end else span.start
    goal = caret.goal if caret.goal is not None else layout.column(edge if caret.extending else span.start)
    row = layout.row_of(edge) + step
    while 0 <= row < layout.rows:
        start, end = layout.bounds(row)
        word = _word_in(ground, Span(start, end), layout.offset_at(row, goal))
        if word is None:
            row = _row_with_word(ground, row, step)
            continue
        if caret.extending:
            anchor = caret.anchor or span
            after = extended(caret, word.end if word.start >= anchor.start else word.start)
        else:
            after = moved(caret, word)
        if after is not caret:
            return replace(after, goal=goal)
        row += step
    return caret


def _word_in(ground: Ground, row: Span, offset: int) -> Span | None:
    """The word of a row nearest to `offset`; None when the row has none."""
    units = ground.units
    after = units.ending_after("word", offset)
    before = units.starting_before("word", offset + 1)
    found = [word for word in (before, after) if word is not None and word.overlaps(row)]
    return min(found, key=lambda word: max(word.start - offset, offset - word.end + 1), default=None)


def _row_with_word(ground: Ground, row: int, step: int) -> int:
    """The next row on the way, past `row`, in which a word stands; a row outside of the layout when there is none."""
    start, end = ground.layout.bounds(row)
    if step > 0:
        word = ground.units.next("word", end)
        return ground.layout.rows if word is None else max(row + 1, ground.layout.row_of(word.start))
    word = ground.units.previous("word", start)
    return -1 if word is None else min(row - 1, ground.layout.row_of(word.end - 1))


# -- size

_SIZES: tuple[Kind, ...] = ("paragraph", "sentence", "clause", "phrase", "entity", "word")
"""The kinds that shrinking goes down by; a quotation may be one word somewhere in a sentence."""


def _hold(caret: Caret, span: Span, way: tuple[Span, ...]) -> Caret:
    """Another size of the same place; while extending it becomes the anchor."""
    anchor = span if caret.extending else None
    return replace(caret, span=span, anchor=anchor, side="end", goal=None, way=way)


def _grow(ground: Ground, caret: Caret) -> Caret:
    """To the smallest unit that holds more than what is held; at last to the paragraphs it touches."""
    units, span = ground.units, caret.span
    larger = [found for kind in KINDS if (found := units.holding(kind, span)) is not None and found != span]
    if not larger:
        first, last = units.ending_after("paragraph", span.start), units.starting_before("paragraph", span.end)
        if first is None or last is None or span.joined(first).joined(last) == span:
            return caret
        larger = [span.joined(first).joined(last)]
    return _hold(caret, min(larger, key=lambda found: found.end - found.start), (*caret.way, span))


def _shrink(ground: Ground, caret: Caret) -> Caret:
    """Back the way it was grown; without one to the first unit inside of the largest kind that is smaller."""
    if caret.way:
        return _hold(caret, caret.way[-1], caret.way[:-1])
    for kind in _SIZES:
        found = ground.units.first_inside(kind, caret.span)
        if found is not None and found != caret.span:
            return _hold(caret, found, ())
    return caret


# -- at one end


def _nudged(caret: Caret, span: Span) -> Caret:
    anchor = span if caret.extending else None
    return replace(caret, span=span, anchor=anchor, side="end", goal=None, way=())


def _end_later(ground: Ground, caret: Caret) -> Caret:
    word = ground.units.ending_after("word", caret.span.end)
    return caret if word is None else _nudged(caret, Span(caret.span.start, word.end))


def _end_earlier(ground: Ground, caret: Caret) -> Caret:
    word = ground.units.previous("word", caret.span.end - 1)
    if word is None or word.end <= caret.span.start:
        return caret
    return _nudged(caret, Span(caret.span.start, word.end))


def _start_earlier(ground: Ground, caret: Caret) -> Caret:
    word = ground.units.starting_before("word", caret.span.start)
    return caret if word is None else _nudged(caret, Span(word.start, caret.span.end))


def _start_later(ground: Ground, caret: Caret) -> Caret:
    word = ground.units.next("word", caret.span.start + 1)
    if word is None or word.start >= caret.span.end:
        return caret
    return _nudged(caret, Span(word.start, caret.span.end))


def _end_a_character_later(ground: Ground, caret: Caret) -> Caret:
    text, (start, end) = ground.units.text, caret.span
    while end < len(text):
        end, before = cluster_end(text, end), end
        if may_be_edge(text[before:end]):
            return _nudged(caret, Span(start, end))
    return caret


def _end_a_character_earlier(ground: Ground, caret: Caret) -> Caret:
    text, (start, end) = ground.units.text, caret.span
    while (end := cluster_start(text, end - 1)) > start:
        if may_be_edge(text[cluster_start(text, end - 1) : end]):
            return _nudged(caret, Span(start, end))
    return caret


def _start_a_character_earlier(ground: Ground, caret: Caret) -> Caret:
    text, (start, end) = ground.units.text, caret.span
    while start > 0:
        start, after = cluster_start(text, start - 1), start
        if may_be_edge(text[start:after]):
            return _nudged(caret, Span(start, end))
    return caret


def _start_a_character_later(ground: Ground, caret: Caret) -> Caret:
    text, (start, end) = ground.units.text, caret.span
    while start < end and (start := cluster_end(text, start)) < end:
        if may_be_edge(text[start : cluster_end(text, start)]):
            return _nudged(caret, Span(start, end))
    return caret


# -- the table

_BACKWARDS = {
    "next": "previous",
    "past": "previous",
    "down": "up",
    "first": "last",
    "grow": "shrink",
    "later": "earlier",
}
_OPPOSITE = _BACKWARDS | {backwards: onwards for onwards, backwards in _BACKWARDS.items() if onwards != "past"}


def _back(ground: Ground, caret: Caret) -> Caret:
    """The last motion once, backwards; again backwards when it is asked for again."""
    place, _, way = caret.last.rpartition(".")
    motion = MOTIONS.get(f"{place}.{_OPPOSITE.get(way, '')}")
    return caret if motion is None else motion(ground, caret)


def _whole(kinds: tuple[Kind, ...], ground: Ground, caret: Caret) -> Caret:
    """The unit in which all of what is held lies, else the one at its start; shrinking leads back from the former."""
    units, span = ground.units, caret.span
    if span.start == span.end:
        return caret
    around = [found for kind in kinds if (found := units.holding(kind, span)) is not None and found != span]
    if around:
        return _hold(caret, around[0], (*caret.way, span))
    at_start = next((found for kind in kinds if (found := units.at(kind, span.start)) is not None), None)
    return caret if at_start is None or at_start.holds(span) else _hold(caret, at_start, ())


def _by_unit(kind: Kind) -> dict[str, Motion]:
    return {f"move.{kind}.next": partial(_next, kind), f"move.{kind}.previous": partial(_previous, kind)}


MOTIONS: dict[str, Motion] = {
    **_by_unit("word"),
    "move.word.past": partial(_past, "word"),
    **_by_unit("entity"),
    **_by_unit("phrase"),
    **_by_unit("clause"),
    **_by_unit("sentence"),
    **_by_unit("paragraph"),
    **_by_unit("quotation"),
    "move.row.down": partial(_row, 1),
    "move.row.up": partial(_row, -1),
    "move.first": _first,
    "move.last": _last,
    "move.back": _back,
    "extend.word.next": partial(_shifted, partial(_next, "word")),
    "extend.word.previous": partial(_shifted, partial(_previous, "word")),
    "extend.row.down": partial(_shifted, partial(_row, 1)),
    "extend.row.up": partial(_shifted, partial(_row, -1)),
    "select.word": partial(_whole, ("word",)),
    "select.sentence": partial(_whole, ("sentence",)),
    "select.paragraph": partial(_whole, ("paragraph",)),
    "select.quotation": partial(_whole, ("inner quotation", "quotation")),
    "select.grow": _grow,
    "select.shrink": _shrink,
    "select.extend": _toggle_extend,
    "select.swap": _swap,
    "select.release": _release,
    "nudge.end.later": _end_later,
    "nudge.end.earlier": _end_earlier,
    "nudge.start.earlier": _start_earlier,
    "nudge.start.later": _start_later,
    "nudge.end.char.later": _end_a_character_later,
    "nudge.end.char.earlier": _end_a_character_earlier,
    "nudge.start.char.earlier": _start_a_character_earlier,
    "nudge.start.char.later": _start_a_character_later,
}
"""Every motion by its name."""

_NOT_REPEATED = {"move.back", "select.extend", "select.swap", "select.release"}


def move(ground: Ground, caret: Caret, motion: str, times: int = 1) -> Caret:
    """Run the motion of that name, as often as asked or until it leads nowhere; the same caret, not merely an equal one, when it
    leads nowhere at once.

    Raises:
        KeyError: there is no such motion.
    """
    run = MOTIONS[motion]
    for _ in range(times):
        after = run(ground, caret)
        if after is caret:
            break
        caret = replace(after, last=caret.last if motion in _NOT_REPEATED else motion)
    return caret
