"""Raw text → lines with their raw spans: the first step of cleaning; every later step judges lines, never characters."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from reader.patterns import lazy

_LINE = lazy("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+|\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_ODD = lazy("[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff]")
_UNSEEN = lazy("[\\s\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff]+")


class Line(msgspec.Struct, frozen=True):
    """One line of the raw text that holds something visible, or the part of one that was cut off as a unit.

    Attributes:
        start: raw offset where the line begins, its leading blanks included.
        first: raw offset of its first visible character.
        end: raw offset after its last visible character (a stamp cut off also takes the blank that follows).
        text: `raw[first:end]` without outer blanks.
        gap: line breaks between it and the line before; 0 when both were cut from one line.
        cut: the rule that cut it off, when that alone says what it is; else empty.
        joins: line breaks inside it that were no breaks: raw start, raw end, what stands there in `text`.
    """

    start: int
    first: int
    end: int
    text: str
    gap: int
    cut: str = ""
    joins: tuple[tuple[int, int, str], ...] = ()


def split_lines(raw: str) -> list[Line]:
    """The lines of `raw` that hold something visible, in order."""
    lines: list[Line] = []
    gap = 0
    for match in _LINE.finditer(raw):
        piece = match.group()
        if piece[0] in _BREAKS:
            gap += 1
            continue
        start = match.start()
        first, end = seen(piece)
        if first == end:
            continue
        lines.append(Line(start, start + first, start + end, piece[first:end], gap))
        gap = 0
    return lines


def seen(piece: str) -> tuple[int, int]:
    """Where the visible part of `piece` begins and ends: without outer blanks, control characters and zero-width ones."""
    text = piece.strip()
    first = len(piece) - len(piece.lstrip())
    if _ODD.search(piece) is None:
        return (first, first + len(text)) if text else (0, 0)
    unseen = [m.span() for m in _UNSEEN.finditer(piece)]
    first = unseen[0][1] if unseen and unseen[0][0] == 0 else 0
    end = unseen[-1][0] if unseen and unseen[-1][1] == len(piece) else len(piece)
    return (first, end) if first < end else (0, 0)


def cut_at(raw: str, line: Line, *offsets: int, names: dict[int, str] | None = None) -> list[Line]:
    """`line` cut at raw offsets that lie inside it; the part that begins at an offset of `names` carries that rule.

    Every part but the first begins where the one before ends, so that the parts cover the line.
    """
    marks = [line.start, *sorted({o for o in offsets if line.first < o < line.end}), line.end]
    parts: list[Line] = []
    for start, end in pairwise(marks):
        piece = raw[start:end]
        a, b = seen(piece)
        if a == b:
            continue
        name = (names or {}).get(start, "")
        gap = 0 if parts else line.gap
        parts.append(Line(start, start + a, end if name else start + b, piece[a:b], gap, name))
    return parts
