"""Edits that turn one text into another, and the map between the offsets of both.

A receipt is a list of edits in text order. It is complete: replaying it over the raw text gives the cleaned text, so each
change that cleaning made can be shown, explained and taken back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from reader.text.spans import Span


class Edit(msgspec.Struct, frozen=True):
    """Raw `[start, end)` becomes `replacement`, by the named `rule`, for the `reason` given (may be empty)."""

    start: int
    end: int
    replacement: str
    rule: str
    reason: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def deletes_visible(self, raw: str) -> bool:
        """Whether the edit takes away characters that a reader would see."""
        gone = raw[self.start : self.end]
        return not self.replacement.strip() and any(c.isprintable() and not c.isspace() for c in gone)


def apply(raw: str, edits: Sequence[Edit]) -> str:
    """Replay a receipt.

    Raises:
        ValueError: an edit lies outside `raw`, or the edits overlap or are out of order.
    """
    out: list[str] = []
    at = 0
    for edit in edits:
        if not at <= edit.start <= edit.end <= len(raw):
            raise ValueError(f"edit {edit.start}..{edit.end} ({edit.rule}) does not follow offset {at} of {len(raw)}")
        out.append(raw[at : edit.start])
        out.append(edit.replacement)
        at = edit.end
    out.append(raw[at:])
    return "".join(out)


class OffsetMap:
    """Offsets of the raw text to offsets of the cleaned text and back.

    Kept text maps exactly both ways. An offset inside a replaced stretch has no counterpart; `side` says where it goes:
    `"start"` to the edge before the edit, `"end"` to the edge after it.
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._raw_start: list[int] = []
        self._raw_end: list[int] = []
        self._new_start: list[int] = []
        self._new_end: list[int] = []
        shift = 0
        for edit in edits:
            start = edit.start + shift
            self._raw_start.append(edit.start)
            self._raw_end.append(edit.end)
            self._new_start.append(start)
            self._new_end.append(start + len(edit.replacement))
            shift += len(edit.replacement) - (edit.end - edit.start)

    @staticmethod
    def _across(offset: int, side: str, here: tuple[list[int], list[int]], there: tuple[list[int], list[int]]) -> int:
        starts, ends = here
        if side == "start":
            # Several edits may begin at one offset (deletions are empty in the cleaned text): before all of them.
            first = bisect_left(starts, offset)
            if first < len(starts) and starts[first] == offset:
                return there[0][first]
        i = bisect_right(starts, offset) - 1
        if i < 0:
            return offset
        if offset >= ends[i]:
            return there[1][i] + offset - ends[i]
        return there[0][i] if side == "start" or offset == starts[i] else there[1][i]

    def to_clean(self, raw_offset: int, side: str = "start") -> int:
        """The cleaned offset of a raw one."""
        return self._across(raw_offset, side, (self._raw_start, self._raw_end), (self._new_start, self._new_end))

    def to_raw(self, offset: int, side: str = "start") -> int:
        """The raw offset of a cleaned one."""
        return self._across(offset, side, (self._new_start, self._new_end), (self._raw_start, self._raw_end))

    def span_to_raw(self, span: Span) -> Span:
        """The raw span that a cleaned one stands for: from the place of its first code point to that of its last.

        A code point of a replacement stands for all that was replaced.
        """
        if span.start == span.end:
            at = self.to_raw(span.start, "end")
            return Span(at, at)
        first, last = self._replacing(span.start), self._replacing(span.end - 1)
        start = self.to_raw(span.start, "end") if first is None else self._raw_start[first]
        end = self.to_raw(span.end, "start") if last is None else self._raw_end[last]
        return Span(start, end)

    def _replacing(self, offset: int) -> int | None:
        """The edit whose replacement holds the cleaned code point at `offset`."""
        i = bisect_right(self._new_start, offset) - 1
        return i if i >= 0 and offset < self._new_end[i] else None

    def span_to_clean(self, span: Span) -> Span:
        """The cleaned span that is left of a raw one; empty when nothing of it is left."""
        start = self.to_clean(span.start, "end")
        end = self.to_clean(span.end, "start")
        return Span(start, max(start, end))


def composed(first: Sequence[Edit], second: Sequence[Edit], between: str) -> tuple[Edit, ...]:
    """One receipt for two steps: what `first` made of a text and `second` of the outcome, over the text of the beginning.

    Edits of both that touch the same characters become one. It has the rule of the one in `second` when that covers all of them and
    takes them away, or more than them; else the rule of the first in `first`, which says how the text came to read otherwise.

    Args:
        first: over the text of the beginning.
        second: over `between`.
        between: the text after `first`.
    """
    if not first or not second:
        return tuple(first or second)
    out: list[Edit] = []
    i = j = shift = 0  # shift: what an offset of `between` is ahead of one at the beginning
    while i < len(first) or j < len(second):
        if j == len(second) or (
            i < len(first) and first[i].start + shift + len(first[i].replacement) <= second[j].start
        ):
            out.append(first[i])
            shift += _growth(first[i])
            i += 1
            continue
        later = second[j]
        if i == len(first) or later.end <= first[i].start + shift:
            out.append(replace(later, start=later.start - shift, end=later.end - shift))
            j += 1
            continue
        start = min(later.start, first[i].start + shift)
        raw_start = start - shift
        end, from_i, from_j = start, i, j
        while True:
            if i < len(first) and (first[i].start + shift < end or i == from_i):
                end = max(end, first[i].start + shift + len(first[i].replacement))
                shift += _growth(first[i])
                i += 1
            elif j < len(second) and (second[j].start < end or j == from_j):
                end = max(end, second[j].end)
                j += 1
            else:
                break
        out.append(_one(first[from_i:i], second[from_j:j], between, (start, end), (raw_start, end - shift)))
    return tuple(out)


def _growth(edit: Edit) -> int:
    return len(edit.replacement) - (edit.end - edit.start)


def _one(
    first: Sequence[Edit], second: Sequence[Edit], between: str, span: tuple[int, int], raw: tuple[int, int]
) -> Edit:
    """The edit that does what these do, which touch one another between `span` of the text in the middle."""
    start, end = span
    there = [replace(edit, start=edit.start - start, end=edit.end - start) for edit in second]
    replacement = apply(between[start:end], there)
    named = second[0]
    if len(second) > 1 or (named.start, named.end) != span:
        named = first[0]
    elif replacement:  # nothing is taken away, and why the text came to read otherwise tells more
        whole = len(first) == 1 and len(first[0].replacement) == end - start
        named = first[0] if whole else replace(named, reason="; ".join(filter(None, (first[0].reason, named.reason))))
    return Edit(*raw, replacement, named.rule, named.reason)
