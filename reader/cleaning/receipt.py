"""What is kept and what goes → the receipt: ordered edits that turn the raw text into blocks joined by two newlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from reader.cleaning.article import Block, Role
from reader.patterns import lazy
from reader.text.edits import Edit, apply

JOIN = "\n\n"
_ODD = lazy("[\x00-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff]| {2,}")
_BLANK = lazy(r"\s+")
_BLANK_BECAUSE, _BLANKS_BECAUSE = "a blank of another kind", "several blanks, or a line break, for one"


class Kept(msgspec.Struct, frozen=True):
    """A raw stretch that stays. `joined`: it goes on the block of the stretch before it instead of opening its own."""

    start: int
    end: int
    role: Role
    joined: bool = False


class Gone(msgspec.Struct, frozen=True):
    """A raw stretch that goes, by the named rule."""

    start: int
    end: int
    rule: str
    reason: str


def write(
    raw: str,
    kept: Sequence[Kept],
    gone: Sequence[Gone],
    joins: Sequence[tuple[int, int, str]] = (),
    *,
    collapse: bool = True,
    keep_breaks: bool = False,
) -> tuple[str, tuple[Block, ...], tuple[Edit, ...]]:
    """Text, blocks and receipt.

    Args:
        raw: the raw text.
        kept: stretches that stay, in order, each beginning and ending with a visible character.
        gone: stretches that go, in order; they and `kept` do not overlap, and what neither covers is white space.
        joins: line breaks inside kept stretches and what replaces them.
        collapse: runs of blanks inside a block become one.
        keep_breaks: line breaks inside kept stretches stay (as one newline each).
    """
    edits: list[Edit] = []
    blocks: list[Block] = []
    at = 0
    place = 0
    rest = list(reversed(gone))
    breaks = list(reversed(joins))
    for i, piece in enumerate(kept):
        here: list[Gone] = []
        while rest and rest[-1].start < piece.start:
            here.append(rest.pop())
        if i == 0:
            separator = ""
        elif piece.joined:
            between = raw[at : piece.start]
            separator = " " if not here or between[:1].isspace() or between[-1:].isspace() else ""
            separator = separator if between else ""
        else:
            separator = JOIN
        edits += _gap(raw, at, piece.start, here, separator, "join" if i else "outer-space")
        inner: list[tuple[int, int, str]] = []
        while breaks and breaks[-1][0] < piece.end:
            join = breaks.pop()
            if join[0] >= piece.start and join[1] <= piece.end:
                inner.append(join)
        changes = _inside(raw, piece, inner, collapse, keep_breaks)
        edits += changes
        start = place + len(separator)
        place = start + piece.end - piece.start + sum(len(e.replacement) - (e.end - e.start) for e in changes)
        if piece.joined and blocks:
            blocks[-1] = Block(blocks[-1].role, blocks[-1].start, place)
        else:
            blocks.append(Block(piece.role, start, place))
        at = piece.end
    edits += _gap(raw, at, len(raw), rest[::-1], "", "outer-space")
    return apply(raw, edits), tuple(blocks), tuple(edits)


def _gap(raw: str, start: int, end: int, gone: Iterable[Gone], separator: str, rule: str) -> list[Edit]:
    """The edits between two kept stretches: what goes, and one separator in the place of all white space."""
    edits: list[Edit] = []
    spaces: list[tuple[int, int]] = []
    at = start
    for part in gone:
        if at < part.start:
            spaces.append((at, part.start))
        edits.append(Edit(part.start, part.end, "", part.rule, part.reason))
        at = part.end
    if at < end:
        spaces.append((at, end))
    if separator and not spaces:
        edits.append(
            Edit(start, start, separator, "paragraph-break" if separator == JOIN else rule, "a new block begins here")
        )
    for i, (a, b) in enumerate(spaces):
        new = separator if i == 0 else ""
        if raw[a:b] != new:
            edits.append(Edit(a, b, new, rule if raw[a:b].isspace() else "control-character", ""))
    edits.sort(key=lambda e: (e.start, e.end))
    return edits


def _inside(raw: str, piece: Kept, joins: list[tuple[int, int, str]], collapse: bool, keep_breaks: bool) -> list[Edit]:
    """The edits inside one kept stretch: joins, odd blanks, control characters, lone surrogates."""
    edits: list[Edit] = []
    at = piece.start
    for start, end, new in (*joins, (piece.end, piece.end, "")):
        edits += _odd(raw, at, start, collapse, keep_breaks)
        if start < end:
            edits.append(Edit(start, end, new, "rejoined-line", "the sentence goes on in the next line"))
        at = end
    return edits


def _odd(raw: str, start: int, end: int, collapse: bool, keep_breaks: bool) -> list[Edit]:
    edits: list[Edit] = []
    at = start
    while (match := _ODD.search(raw, at, end)) is not None:
        a, b = match.span()
        c = raw[a]
        if c.isspace() and not "\x1c" <= c <= "\x1f":
            run = _BLANK.match(raw, a, end)
            b = run.end() if run and (collapse or "\n" in run.group() or "\r" in run.group()) else b
            while collapse and a > start and a > at and raw[a - 1] == " ":
                a -= 1
            new = _blank(raw[a:b], keep_breaks, collapse)
            if new != raw[a:b]:
                edits.append(Edit(a, b, new, "white-space", _BLANKS_BECAUSE if b - a > 1 else _BLANK_BECAUSE))
        elif "\ud800" <= c <= "\udfff":
            edits.append(Edit(a, b, "\ufffd", "lone-surrogate", "half of a character"))
        else:
            edits.append(Edit(a, b, "", "control-character", "no sign of a text"))
        at = b
    return edits


def _blank(run: str, keep_breaks: bool, collapse: bool) -> str:
    if keep_breaks:
        unified = re.sub(r"\r\n|[\r\v\f\x85\u2028\u2029]", "\n", run)
        return unified if set(unified) <= {"\n", " "} else re.sub(r"[^\S\n]", " ", unified)
    return " " if collapse or len(run) == 1 else re.sub(r"\s", " ", run)
