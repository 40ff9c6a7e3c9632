"""A draft: every visible stretch of a document with the decision on it, before the receipt is written.

Rules make the first draft, amendments change it, the receipt is written from it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Role
from reader.cleaning.lines import Line, cut_at
from reader.cleaning.receipt import Gone, Kept
from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.document import Document


class Part(msgspec.Struct, frozen=True):
    """A line, or part of one, and what becomes of it: `rule` names why it goes, and is empty when it stays."""

    line: Line
    role: Role = "paragraph"
    rule: str = ""
    reason: str = ""
    joined: bool = False


def fits(document: Document, passage: RawPassage) -> bool:
    """Whether the raw text still holds the passage's words at its place."""
    return 0 <= passage.start < passage.end and document.raw[passage.start : passage.end] == passage.text


def stale(document: Document, amendments: Amendments) -> list[RawPassage]:
    """The amended passages whose words no longer stand at their place; cleaning leaves them aside."""
    return [p for p in (*amendments.put_back, *amendments.take_out) if not fits(document, p)]


def amended(document: Document, parts: Sequence[Part], amendments: Amendments) -> list[Part]:
    """The draft after the analysts' amendments: put back first, then take out."""
    out = list(parts)
    for passage in amendments.put_back:
        if fits(document, passage):
            out = _put_back(document.raw, out, passage)
    for passage in amendments.take_out:
        if fits(document, passage):
            out = _take_out(document.raw, out, passage)
    return out


def _overlaps(line: Line, passage: RawPassage) -> bool:
    return line.start < passage.end and passage.start < line.end


def _cut(raw: str, line: Line, passage: RawPassage) -> list[Line]:
    """A line cut where a passage begins and ends, its rejoined breaks kept."""
    return [
        replace(piece, joins=tuple(j for j in line.joins if piece.start <= j[0] and j[1] <= piece.end))
        for piece in cut_at(raw, line, passage.start, passage.end)
    ]


def _put_back(raw: str, parts: list[Part], passage: RawPassage) -> list[Part]:
    out: list[Part] = []
    for part in parts:
        if not part.rule or not _overlaps(part.line, passage):
            out.append(part)
            continue
        for line in _cut(raw, part.line, passage):
            inside = passage.start < line.end and line.first < passage.end
            if inside:
                out.append(Part(line))
            else:
                out.append(replace(part, line=line))
    return out


def _take_out(raw: str, parts: list[Part], passage: RawPassage) -> list[Part]:
    out: list[Part] = []
    for part in parts:
        if part.rule or not _overlaps(part.line, passage):
            out.append(part)
            continue
        kept_before = False
        for line in _cut(raw, part.line, passage):
            if passage.start < line.end and line.first < passage.end:
                out.append(Part(line, rule="taken-out", reason="by hand"))
            else:
                out.append(replace(part, line=line, joined=part.joined or kept_before))
                kept_before = True
    return _opened(out)


def _opened(parts: list[Part]) -> list[Part]:
    """A joined part whose opening part went opens the block itself."""
    out: list[Part] = []
    open_block = False
    for part in parts:
        if not part.rule:
            if part.joined and not open_block:
                part = replace(part, joined=False)
            open_block = True
        elif part.rule != "taken-out":
            open_block = open_block and part.line.gap == 0
        out.append(part)
    return out


def split(parts: Sequence[Part]) -> tuple[list[Kept], list[Gone], list[tuple[int, int, str]]]:
    """What the receipt is written from: stretches that stay, stretches that go, joins of broken lines."""
    kept = [Kept(p.line.first, _seen_end(p.line), p.role, p.joined) for p in parts if not p.rule]
    gone = [Gone(p.line.start, p.line.end, p.rule, p.reason) for p in parts if p.rule]
    joins = sorted(join for p in parts for join in p.line.joins)
    return kept, gone, joins


def _seen_end(line: Line) -> int:
    """Where what can be seen of a line ends: a part that was cut off as a unit holds the blank that follows it."""
    return line.first + len(line.text) if line.cut else line.end
