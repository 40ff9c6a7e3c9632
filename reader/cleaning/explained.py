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
from reader.cleaning.origins import BYLINE_RULES, SOURCE_RULES
from reader.cleaning.repairs import moved, repaired_document
from reader.cleaning.untouched import as_it_is
from reader.corpus.amendments import Amendments
from reader.corpus.document import Document
from reader.text.edits import Edit, OffsetMap
from reader.text.spans import Span

Hand = Literal["", "put back", "taken out"]
_ORIGINS = {
    "amendment": "by hand",
    "headline": "headline of the text",
    **dict.fromkeys((*BYLINE_RULES, *SOURCE_RULES), "a line of the text"),
}
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


class Draft(NamedTuple):
    """Cleaning's own decisions on a document, in order, before any amendment.

    Attributes:
        document: as it was found.
        repaired, repairs: the document that was judged, and the edits that made its text.
        parts: offsets are of the repaired text.
    """

    document: Document
    repaired: Document
    repairs: tuple[Edit, ...]
    parts: list[Part]


def draft(document: Document, *, as_is: bool = False) -> Draft:
    """Judge a document."""
    whole, repairs = repaired_document(document, as_is=as_is)
    return Draft(document, whole, repairs, as_it_is(whole) if as_is else draft_of(judged(whole)))


def units_of(judged: Draft, amendments: Amendments) -> list[Unit]:
    """The units of a document in order, cut where an amendment begins or ends inside one.

    Args:
        amendments: passages that do not fit the raw text are left aside.
    """
    offsets = OffsetMap(judged.repairs)
    parts = judged.parts
    units: list[Unit] = []
    owner = 0
    for part in amended(judged.repaired, parts, moved(amendments, judged.document, judged.repairs)):
        while owner + 1 < len(parts) and parts[owner + 1].line.start <= part.line.start:
            owner += 1
        own = parts[owner]
        hand: Hand = ""
        if part.rule != own.rule:
            hand = "taken out" if part.rule else "put back"
        line = part.line
        end = line.first + len(line.text) if line.cut else line.end
        start, end = offsets.span_to_raw(Span(line.first, end)) if judged.repairs else (line.first, end)
        start = max(start, units[-1].end if units else 0)  # two parts of what one repair made
        if start < end:
            units.append(Unit(start, end, own.rule, own.reason, hand))
    return units


class Fact(NamedTuple):
    """A fact of an article, or of how it was read, and where it comes from; `value` is empty when there is none."""

    name: str
    value: str
    origin: str


def facts_of(article: Article, amendments: Amendments) -> list[Fact]:
    """Title, date, byline and source of an article, each with its origin; then each extractor that has no say, and why."""
    said = article.origins
    return [
        Fact("title", article.title or "", "by hand" if amendments.title is not None else _in_words(said.title)),
        Fact("date", article.date or "", _in_words(article.date_origin)),
        Fact("byline", article.byline or "", _in_words(said.byline)),
        Fact("source", article.source or "", _in_words(said.source)),
        *(Fact(vote.voter, vote.failed, "") for vote in article.document.votes if vote.failed),
    ]


def _in_words(origin: str) -> str:
    return _ORIGINS.get(origin, origin)


def edits_inside(article: Article, units: Sequence[Unit]) -> Counter[str]:
    """How many edits each rule made within and between the units that stay; joins of blocks are no news."""
    starts = [unit.start for unit in units]
    counts: Counter[str] = Counter()
    for edit in article.edits:
        unit = units[at] if (at := bisect_right(starts, max(edit.start, edit.end - 1)) - 1) >= 0 else None
        if edit.rule not in _BETWEEN and (unit is None or not unit.removed or edit.start >= unit.end):
            counts[edit.rule] += 1
    return counts
