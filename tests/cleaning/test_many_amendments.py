"""Amending every line of a long document takes work by its lines, not by their square."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from reader.cleaning.draft import Part, amended
from reader.cleaning.lines import split_lines
from reader.corpus.amending import Decision, decided, standing
from reader.corpus.amendments import Amendments
from reader.corpus.document import Document
from reader.text.spans import Span


def steps(call: Callable[[], Any]) -> int:
    """How many lines of Python a call runs."""
    count = 0

    def trace(*_: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    former = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(former)
    return count


def work(lines: int, field: str) -> list[int]:
    """The steps of deciding about all lines, of drafting the article then, and of taking the decision back."""
    raw = "\n".join(f"This is sentence {number} of the day." for number in range(lines))
    document = Document("d", "d", raw)
    found = split_lines(raw)
    spans = tuple(Span(line.first, line.end) for line in found)
    decision = Decision(spans, **{field: spans})
    amendments = decided(raw, Amendments(), decision)
    assert len(getattr(amendments, field)) == lines
    parts = [Part(line, rule="signs" if field == "put_back" else "") for line in found]
    assert all(bool(part.rule) == (field == "take_out") for part in amended(document, parts, amendments))
    return [
        steps(lambda: decided(raw, amendments, decision)),
        steps(lambda: amended(document, parts, amendments)),
        steps(lambda: decided(raw, amendments, standing(raw, Amendments(), spans))),
        steps(lambda: standing(raw, amendments, spans)),
    ]


def test_work_grows_with_the_lines():
    for field in ("put_back", "take_out"):
        for few, many in zip(work(60, field), work(240, field), strict=True):
            assert many < 5 * few
