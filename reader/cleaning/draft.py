"""A draft: every visible stretch of a document with the decision on it, before the receipt is written.

Rules make the first draft, amendments change it, the receipt is written from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Role
from reader.cleaning.lines import Line, cut_at
from reader.cleaning.receipt import Gone, Kept
from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.document import Document
from reader.text.spans import Span, apart


class Part(msgspec.Struct, frozen=True):
    """A line, or part of one, and what becomes of it: `rule` names why it goes, and is empty when it stays."""

    line: Line
    role: Role = "paragraph"
    rule: str = ""
    reason: str = ""
    joined: bool = False


def amended(document: Document, parts: Sequence[Part], amendments: Amendments) -> list[Part]:
    """The draft after the analysts' amendments: put back first, then take out."""
    raw, out = document.raw, list(parts)
    if back := _fitting(raw, amendments.put_back):
        out = [new for part, spans in _met(out, back) for new in (_put_back(raw, part, spans) if part.rule else [part])]
    if gone := _fitting(raw, amendments.take_out):
        out = [new for part, spans in _met(out, gone) for new in ([part] if part.rule else _take_out(raw, part, spans))]
        out = _opened(out)
    return out


def _fitting(raw: str, passages: Iterable[RawPassage]) -> list[Span]:
    return apart(passage.span for passage in passages if passage.fits(raw))


def _met(parts: Iterable[Part], spans: Sequence[Span]) -> Iterator[tuple[Part, Sequence[Span]]]:
    """Each part with the spans that share something with its line; both are in order and apart."""
    at = 0
    for part in parts:
        while at < len(spans) and spans[at].end <= part.line.start:
            at += 1
        end = at
        while end < len(spans) and spans[end].start < part.line.end:
            end += 1
        yield part, spans[at:end]
        at = max(at, end - 1)  # the last one may reach into the next part


def _pieces(raw: str, line: Line, spans: Sequence[Span]) -> Iterator[tuple[Line, bool]]:
    """A line cut where spans begin and end, its rejoined breaks kept; and whether a piece is of a span."""
    span = join = 0
    for piece in cut_at(raw, line, *chain.from_iterable(spans)):
        while span < len(spans) and spans[span].end <= piece.first:
            span += 1
        while join < len(line.joins) and line.joins[join][0] < piece.start:
            join += 1
        first = join
        while join < len(line.joins) and line.joins[join][1] <= piece.end:
            join += 1
        yield replace(piece, joins=line.joins[first:join]), span < len(spans) and spans[span].start < piece.end


def _put_back(raw: str, part: Part, spans: Sequence[Span]) -> list[Part]:
    if not spans:
        return [part]
    return [Part(line) if of_one else replace(part, line=line) for line, of_one in _pieces(raw, part.line, spans)]


def _take_out(raw: str, part: Part, spans: Sequence[Span]) -> list[Part]:
    if not spans:
        return [part]
    out: list[Part] = []
    kept_before = False
    for line, of_one in _pieces(raw, part.line, spans):
        if of_one:
            out.append(Part(line, rule="taken-out", reason="by hand"))
        else:
            out.append(replace(part, line=line, joined=part.joined or kept_before))
            kept_before = True
    return out


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
