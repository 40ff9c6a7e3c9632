"""Ways from one passage to the next: the shortest that the commands allow, and the one that a person's fixed rule takes."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Set
from itertools import count
from typing import NamedTuple

from reader.text.spans import Span
from reader.view import jump
from reader.view.initials import initial
from reader.view.jump import Ends, Hints
from strokes.pane import LABEL, Pane, Seen
from strokes.passages import Passage

_PAGES = 8  # that are turned at most
_STEPS = 3  # sentences or entities that are stepped over by eye
_GROWN = 6
_ROOM = 250  # code points on both sides of the way in which it is sought
_LONGEST = 14
_NEAR = 60  # code points from a passage at which a jump may help to reach it


class Way(NamedTuple):
    """Keys to a tagged passage, the label's included.

    Attributes:
        looks: letters on the screen that had to be read.
        seen: what is held and in sight then.
    """

    keys: tuple[str, ...]
    looks: int
    seen: Seen

    @property
    def shifted(self) -> int:
        """Keys that need Shift on an English keyboard."""
        return sum(len(key) == 1 and (key.isupper() or key in '#+<>{}"*?') for key in self.keys)


def shortest(pane: Pane, seen: Seen, passage: Passage, tagged: Set[Span]) -> Way:
    """The shortest way that is found: jumps first, then every sequence of commands that would be shorter.

    Jumps are tried from where one is and after page keys. Equal ways: the one with fewer shifted keys.

    Args:
        tagged: passages with tags, on which nudges and `;` would alter the tag.
    """
    target = passage.words
    best: Way | None = None
    for start, keys in _pages(pane, seen, target):
        for way in _jumps(pane, start, target):
            best = _better(best, way._replace(keys=(*keys, *way.keys)))
    limit = (len(best.keys) if best is not None else _LONGEST) - 1
    found = _searched(pane, seen, target, limit, tagged)
    best = _better(best, found) if found is not None else best
    if best is None:
        raise ValueError(f"no way to {target}")
    return _finished(pane, best, passage)


def by_rule(pane: Pane, seen: Seen, passage: Passage, tagged: Set[Span]) -> Way:
    """The way of a person who does not search for the shortest one; the first that fits:

    the sentence that is held in part, grown to, or one of the next three; one of the next three entities; page keys until the
    passage is in sight; its capital, and the letter that its first word wears; for more than a word or an entity that letter as a
    capital, or `;`, and the letter of its end. What none of that reaches takes the shortest way.
    """
    target = passage.words
    for way in (
        _grown(pane, seen, target),
        _stepped(pane, seen, target, "sentence"),
        _stepped(pane, seen, target, "entity"),
    ):
        if way is not None:
            return _finished(pane, way, passage)
    for start, keys in _pages(pane, seen, target):
        jumps = list(_jumps(pane, start, target))
        if jumps:
            way = min(jumps, key=lambda way: (len(way.keys), way.shifted))
            return _finished(pane, way._replace(keys=(*keys, *way.keys)), passage)
    return shortest(pane, seen, passage, tagged)


# -- parts of ways; none has the label's key yet


def _finished(pane: Pane, way: Way, passage: Passage) -> Way:
    """The way with its nudges by character and the label's key."""
    span, words = passage
    keys = list(way.keys)
    for name, distance in (("start", span.start - words.start), ("end", span.end - words.end)):
        if distance:
            motion = f"nudge.{name}.char.{'later' if distance > 0 else 'earlier'}"
            keys += [pane.keys.get(motion, "ctrl+right")] * abs(distance)
    return Way((*keys, LABEL), way.looks, pane.at(way.seen.top, jump.Caret(span, last=jump.JUMPED)))


def _better(one: Way | None, other: Way) -> Way:
    if one is None or (len(other.keys), other.shifted) < (len(one.keys), one.shifted):
        return other
    return one


def _pages(pane: Pane, seen: Seen, target: Span) -> Iterator[tuple[Seen, tuple[str, ...]]]:
    """Views that show where a passage begins, the fewest page keys first."""
    for number in range(_PAGES + 1):
        for by, key in ((1, "space"), (-1, "pageup")):
            start = seen
            for _ in range(number):
                start = pane.turned(start, by)
            visible = pane.visible(start.top)
            if visible.start <= target.start < visible.end:
                yield start, (key,) * number
            if not number:
                break


def _jumps(pane: Pane, seen: Seen, target: Span) -> Iterator[Way]:
    """The jump to a passage whose first word is in sight: as it is held, or with the letter of its end."""
    text, ground = pane.layout.text, pane.ground
    visible = pane.visible(seen.top)
    letter = initial(text, target.start).upper()
    found = jump.jump(ground, seen.caret, visible, letter)
    if found.refusal:
        return
    hints = found.state if isinstance(found.state, Hints) else None
    order = hints.order if hints is not None else (ground.units.at("word", found.caret.span.start),)
    words = [word for word in order if word is not None and word.start == target.start]
    if not words:
        return
    word = words[0]
    place = order.index(word)
    code = next((code for code, at in hints.codes.items() if at == place), "") if hints is not None else ""
    held = jump.held_at(ground, word)
    if held.span == target:
        yield Way((letter, *code), bool(code), pane.at(seen.top, held))
    end = _end_key(pane, target)
    if end:
        caret = jump.Caret(target, last=jump.JUMPED)
        keys = (letter, *code.upper(), end) if code else (letter, ";", end)
        yield Way(keys, bool(code) + 1, pane.at(seen.top, caret))


def _end_key(pane: Pane, target: Span) -> str:
    state = jump.ask_end(pane.ground, jump.Caret(target)).state
    if not isinstance(state, Ends):
        return ""
    keys = [key for key, end in state.ends.items() if end == target.end]
    return min(keys, key=lambda key: (key.isupper(), key), default="")


def _grown(pane: Pane, seen: Seen, target: Span) -> Way | None:
    """The sentence that what is held lies in, by growing."""
    if pane.ground.units.holding("sentence", seen.caret.span) != target:
        return None
    keys: list[str] = []
    while seen.caret.span != target and len(keys) < _GROWN:
        seen = pane.moved(seen, "select.grow")
        keys.append(pane.keys["select.grow"])
    return Way(tuple(keys), 0, seen) if seen.caret.span == target else None


def _stepped(pane: Pane, seen: Seen, target: Span, kind: str) -> Way | None:
    """One of the next units of a kind."""
    motion = f"move.{kind}.next"
    for steps in range(1, _STEPS + 1):
        seen = pane.moved(seen, motion)
        if seen.caret.span == target:
            return Way((pane.keys[motion],) * steps, 0, seen)
    return None


# -- the search


class _State(NamedTuple):
    seen: Seen
    waits: bool  # words wear their letters: a letter would be one of them


def _searched(pane: Pane, seen: Seen, target: Span, limit: int, tagged: Set[Span]) -> Way | None:
    """A way of at most `limit` keys (the label's not counted), by Dijkstra's search over what can be held."""
    low = min(seen.caret.span.start, target.start) - _ROOM
    high = max(seen.caret.span.end, target.end) + _ROOM
    start = _State(seen, waits=False)
    number = count()
    heap: list[tuple[int, int, int, _State, tuple[str, ...], int]] = [(0, 0, next(number), start, (), 0)]
    done: dict[tuple[object, ...], int] = {}
    while heap:
        cost, shifted, _, state, keys, looks = heapq.heappop(heap)
        caret = state.seen.caret
        if caret.span == target:
            return Way(keys, looks, state.seen)
        name = (caret.span, caret.extending, caret.anchor, caret.side, state.waits)
        if done.get(name, limit + 1) <= cost:
            continue
        done[name] = cost
        for more, looked, after in _edges(pane, state, target, tagged, first=not keys):
            there = after.seen.caret.span
            if cost + len(more) > limit or ((there.start < low or there.end > high) and there != target):
                continue
            step = Way(more, looked, after.seen)
            heapq.heappush(
                heap, (cost + len(more), shifted + step.shifted, next(number), after, (*keys, *more), looks + looked)
            )
    return None


def _edges(
    pane: Pane, state: _State, target: Span, tagged: Set[Span], *, first: bool
) -> Iterator[tuple[tuple[str, ...], int, _State]]:
    """What one command may follow with: its keys, the letters that are read for it, what is held then."""
    seen = state.seen
    on_tag = seen.caret.span in tagged
    for motion, key in pane.keys.items():
        if (state.waits and len(key) == 1 and key.isalpha()) or (on_tag and motion.startswith("nudge.")):
            continue
        after = pane.moved(seen, motion)
        if after is not seen:
            yield (key,), 0, _State(after, waits=False)
    if state.waits:
        yield ("enter",), 0, _State(seen, waits=False)
    if seen.caret.span.start == target.start and not on_tag:
        end = _end_key(pane, target)
        if end:
            yield (";", end), 1, _State(pane.at(seen.top, jump.Caret(target, last=jump.JUMPED)), waits=False)
    if first:
        yield from _jump_edges(pane, seen, target)


def _jump_edges(pane: Pane, seen: Seen, target: Span) -> Iterator[tuple[tuple[str, ...], int, _State]]:
    """Jumps to words near a passage."""
    ground, visible, text = pane.ground, pane.visible(seen.top), pane.layout.text
    near = Span(target.start - _NEAR, target.end + _NEAR)
    letters = {initial(text, word.start) for word in jump.words_in(ground, visible) if near.overlaps(word)}
    for letter in sorted(letters):
        found = jump.jump(ground, seen.caret, visible, letter.upper())
        hints = found.state if isinstance(found.state, Hints) else None
        if found.caret is not seen.caret:
            top = seen if hints is not None else pane.at(seen.top, found.caret)
            yield (letter.upper(),), 0, _State(Seen(found.caret, top.top), waits=hints is not None)
        if hints is None:
            continue
        for code, place in hints.codes.items():
            word = hints.order[place]
            if near.overlaps(word):
                held = jump.held_at(ground, word)
                yield (letter.upper(), *code), 1, _State(pane.at(seen.top, held), waits=False)
