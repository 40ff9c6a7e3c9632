"""What cleaning decided about each stretch of a document, and where the facts of its article come from: for people to judge.

A unit is what cleaning judged at once: a line of the raw text, lines that were rejoined, or the part of a line that was cut.
The raw view walks them, amendments put them back or take them out, `reader clean --explain` prints them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from reader.cleaning.article import Article
from reader.cleaning.cleaner import draft_of, judged
from reader.cleaning.draft import Part, amended
from reader.cleaning.untouched import as_it_is
from reader.corpus.amendments import Amendments
from reader.corpus.document import Document
from reader.text.spans import Span

Hand = Literal["", "put back", "taken out"]
_BETWEEN = frozenset({"join", "paragraph-break", "outer-space"})  # where one block ends and the next begins


class Unit(msgspec.Struct, frozen=True):
    """A visible stretch of the raw text with the decision on it.

    Attributes:
        start, end: raw offsets of its first visible character and behind its last one.
        rule, reason: why cleaning takes it out; `rule` is empty where it leaves it in.
        hand: what an amendment makes of it; empty when cleaning's decision stands.
    """

    start: int
    end: int
    rule: str = ""
    reason: str = ""
    hand: Hand = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def removed(self) -> bool:
        """Whether it is missing from the article."""
        return self.hand == "taken out" or (bool(self.rule) and self.hand != "put back")

    @property
    def why(self) -> tuple[str, str]:
        """What is to be said of it: a rule, or who decided otherwise, and the reason; two empty strings for plain text."""
        if not self.hand:
            return self.rule, self.reason
        own = ": ".join(filter(None, (self.rule, self.reason))) or "text"
        return f"{self.hand} by hand", f"cleaning takes it for {own}" if self.rule else "cleaning leaves it in"


def draft(document: Document, *, as_is: bool = False) -> list[Part]:
    """Cleaning's own decisions on a document, in order, before any amendment."""
    return as_it_is(document) if as_is else draft_of(judged(document))


def units_of(document: Document, parts: Sequence[Part], amendments: Amendments) -> list[Unit]:
    """The units of a document in order, cut where an amendment begins or ends inside one.

    Args:
        parts: its `draft`.
        amendments: passages that do not fit the raw text are left aside.
    """
    units: list[Unit] = []
    owner = 0
    for part in amended(document, parts, amendments):
        while owner + 1 < len(parts) and parts[owner + 1].line.start <= part.line.start:
            owner += 1
        own = parts[owner]
        hand: Hand = ""
        if part.rule != own.rule:
            hand = "taken out" if part.rule else "put back"
        line = part.line
        end = line.first + len(line.text) if line.cut else line.end
        units.append(Unit(line.first, end, own.rule, own.reason, hand))
    return units


class Fact(NamedTuple):
    """A fact of an article and where it comes from; `value` is empty when there is none."""

    name: str
    value: str
    origin: str


def facts_of(article: Article, amendments: Amendments) -> list[Fact]:
    """Title, date, byline and source of an article, each with its origin."""
    metadata = article.document.metadata
    titled = any(block.role == "title" for block in article.blocks)
    if amendments.title is not None:
        title = "by hand"
    else:
        title = "" if article.title is None else "headline of the text" if titled else "metadata"
    date = "by hand" if article.date_origin == "amendment" else article.date_origin
    return [
        Fact("title", article.title or "", title),
        Fact("date", article.date or "", date),
        Fact("byline", article.byline or "", _origin(article.byline, metadata.byline)),
        Fact("source", article.source or "", _origin(article.source, metadata.source)),
    ]


def _origin(value: str | None, given: str) -> str:
    if not value:
        return ""
    return "metadata" if value == given.strip() else "a line of the text"


def edits_inside(article: Article, units: Sequence[Unit]) -> Counter[str]:
    """How many edits each rule made within and between the units that stay; joins of blocks are no news."""
    starts = [unit.start for unit in units]
    counts: Counter[str] = Counter()
    for edit in article.edits:
        unit = units[at] if (at := bisect_right(starts, max(edit.start, edit.end - 1)) - 1) >= 0 else None
        if edit.rule not in _BETWEEN and (unit is None or not unit.removed or edit.start >= unit.end):
            counts[edit.rule] += 1
    return counts
