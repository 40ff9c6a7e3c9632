"""Neighbours: what the tags of a sheet that were found again say about one another.

Tags whose raw places moved by the same distance have an unchanged length of text between them. Where the words of a tag stand
exactly that distance on, between two such neighbours or close to one, they are the tagged ones. And where a tag was found out of
the order of the others while its words, or some of them, stand between its neighbours too, its paragraph may have been copied, and
rewritten at its own place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable

from reader.cleaning.article import Article
from reader.tags.model import Tag
from reader.tags.occurrences import firm, shared
from reader.text.spans import Span

_CLOSE = 600  # raw characters between a tag and the one neighbour that vouches for it
_ASIDE = 40  # characters round the place where a passage would be
_ENOUGH = 12  # characters of quote and context that must stand there


class Neighbours:
    """The certain tags of a sheet by their raw places in the former document, with the distance that each has moved.

    Args:
        found: each tag as it was, with its raw place in the former document, and where it stands in the article.
    """

    def __init__(self, article: Article, found: Iterable[tuple[Tag, Span]]) -> None:
        self._article = article
        known = [(tag, span) for tag, span in found if tag.raw.start < tag.raw.end]
        self._moves = sorted((tag.raw.start, self._move(tag, span)) for tag, span in known)
        self._usual = {0, *(move for move, _ in Counter(move for _, move in self._moves).most_common(4))}
        self._in_order = order_kept([(tag.raw.start, span) for tag, span in known])
        self._starts = [start for start, _ in self._in_order]

    def _move(self, tag: Tag, span: Span) -> int:
        return self._article.offsets.span_to_raw(span).start - tag.raw.start

    def place(self, tag: Tag) -> Span | None:
        """Where the neighbours vouch for the tag's words; None where they do not."""
        if tag.raw.start == tag.raw.end or not self._moves:
            return None
        at = bisect_left(self._moves, (tag.raw.start,))
        left, right = self._moves[at - 1 : at], self._moves[at : at + 1]
        moves = {move for _, move in (*left, *right)}
        near = {move for start, move in (*left, *right) if abs(start - tag.raw.start) <= _CLOSE}
        between = len(moves) == 1 and bool(left) and bool(right)
        at_all = (self._at(tag, move, between=between) for move in (moves if between else near))
        places = {place for place in at_all if place is not None}
        return places.pop() if len(places) == 1 else None

    def contradict(self, tag: Tag, span: Span) -> bool:
        """Whether something like the passage stands where the tag would be had it moved as others did, or kept their order."""
        if tag.raw.start == tag.raw.end or tag.span == span:
            return False
        own = self._move(tag, span)
        at = bisect_left(self._moves, (tag.raw.start, own))
        near = {move for _, move in self._moves[max(0, at - 1) : at + 2]}
        for move in near | self._usual:
            there = self._article.offsets.to_clean(max(0, tag.raw.start + move))
            if move != own and self._like_it(tag, span, there - _ASIDE, there + len(tag.text) + _ASIDE):
                return True
        left, right = bisect_left(self._starts, tag.raw.start), bisect_right(self._starts, tag.raw.start)
        if any(where == span for _, where in self._in_order[left:right]):
            return False
        low = self._in_order[left - 1][1].end if left else 0
        high = self._in_order[right][1].start if right < len(self._in_order) else len(self._article.text)
        return self._like_it(tag, span, low, high)

    def _like_it(self, tag: Tag, span: Span, low: int, high: int) -> bool:
        """Whether the tag's words, or one end of a long passage, stand between `low` and `high`, apart from `span`."""
        text, quote, low = self._article.text, tag.text, max(0, low)
        if low < span.end and span.start < high:
            return False
        found = text.find(quote, low, high)
        if found >= 0:
            return len(quote) + sum(shared(tag, text, Span(found, found + len(quote)))) >= _ENOUGH
        return any(text.find(end, low, high) >= 0 for end in (quote[:_ENOUGH], quote[-_ENOUGH:]) if len(end) == _ENOUGH)

    def expected(self, tag: Tag) -> int:
        """About where the tag would start: as far on as its nearest neighbour."""
        start = tag.raw.start if tag.raw.end else tag.start
        if self._moves:
            start += min(self._moves, key=lambda move: abs(move[0] - start))[1]
        return self._article.offsets.to_clean(max(0, start))

    def _at(self, tag: Tag, move: int, *, between: bool) -> Span | None:
        raw = Span(tag.raw.start + move, tag.raw.end + move)
        if raw.start < 0:
            return None
        span = self._article.offsets.span_to_clean(raw)
        text = self._article.text
        if text[span.start : span.end] != tag.text:
            return None
        sides = shared(tag, text, span)
        # One neighbour says nothing of what is on the tag's other side.
        enough = sum(sides) >= _ENOUGH - len(tag.text) if between else firm(tag, sides)
        return span if enough else None


def order_kept(places: Iterable[tuple[int, Span]]) -> list[tuple[int, Span]]:
    """The most of these (former start, span now) that stand in the same order now as formerly."""
    ends: list[int] = []  # of the runs of each length: the least start that one ends with
    last: list[int] = []
    items = sorted(places)
    before: list[int] = []
    for number, (_, span) in enumerate(items):
        length = bisect_right(ends, span.start)
        ends[length : length + 1] = [span.start]
        last[length : length + 1] = [number]
        before.append(last[length - 1] if length else -1)
    run: list[tuple[int, Span]] = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(items[at])
        at = before[at]
    return run[::-1]
