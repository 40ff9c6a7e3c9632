"""Amendments made: passages put back or taken out, as changes of what stands in an article's file by then.

Passages are sets of raw characters: to decide about a stretch is to take it out of both lists and to put it into one of them, so
that decisions of several people about different stretches never meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from reader.corpus.amendments import Amendments, RawPassage
from reader.patterns import lazy
from reader.text.spans import Span, common, trimmed, without

_BREAK = lazy("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class Decision(msgspec.Struct, frozen=True):
    """What is to hold of some stretches of a raw text: those that are to be put back, and to be taken out, by hand.

    Attributes:
        about: the stretches that are decided about; whatever was amended of them before is no longer.
        put_back, take_out: parts of them; the rest is as cleaning has it.
    """

    about: tuple[Span, ...]
    put_back: tuple[Span, ...] = ()
    take_out: tuple[Span, ...] = ()


def decided(raw: str, amendments: Amendments, decision: Decision) -> Amendments:
    """The amendments after a decision. Passages of another document (their words stand elsewhere) stay as they are."""
    amendments = amendments.found_in(raw)
    return replace(
        amendments,
        put_back=_passages(raw, amendments.put_back, decision.about, decision.put_back),
        take_out=_passages(raw, amendments.take_out, decision.about, decision.take_out),
    )


def standing(raw: str, amendments: Amendments, about: Sequence[Span]) -> Decision:
    """The decision that holds about some stretches: what takes back any other one."""
    return Decision(
        tuple(about),
        tuple(common(_fitting(raw, amendments.put_back), about)),
        tuple(common(_fitting(raw, amendments.take_out), about)),
    )


def _passages(
    raw: str, passages: Sequence[RawPassage], about: Iterable[Span], added: Iterable[Span]
) -> tuple[RawPassage, ...]:
    strange = [one for one in passages if not one.fits(raw)]
    spans = _joined(raw, [*without(_fitting(raw, passages), about), *added])
    return (*(RawPassage(start, end, raw[start:end]) for start, end in spans), *strange)


def _fitting(raw: str, passages: Iterable[RawPassage]) -> list[Span]:
    return [one.span for one in passages if one.fits(raw)]


def _joined(raw: str, spans: Iterable[Span]) -> list[Span]:
    """Spans in order, without outer white space; those with nothing but blanks of a line between them are one."""
    out: list[Span] = []
    for span in sorted(trimmed(raw, span) for span in spans):
        if span.start == span.end:
            continue
        between = raw[out[-1].end : span.start] if out else "-"
        if not between.strip() and not _BREAK.search(between):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out
