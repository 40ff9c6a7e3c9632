"""Occurrences: where a tag's quote stands in a text, and which of these places its context points to.

A context side that *tells* (`model.tells`) stood once in the text that the tag was made in. An occurrence with that whole side
beside it is therefore the tagged one, or a copy of it; where two occurrences can both claim that, neither is certain.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from reader.patterns import lazy
from reader.tags.likeness import share_elsewhere
from reader.tags.model import CONTEXT, Tag, tells
from reader.text.spans import Span

MOST = 200  # occurrences that are looked at one by one
_LEAST = 8  # letters and digits of a side, below which it says nothing
_COPY = 0.4
_LONG = 300_000  # characters of a text in which copies are not looked for
_UNLIKE_BY_CHANCE = 16  # letters that do not stand in two sentences that follow each other
_BLANK = lazy(r"\s+")
# Signs that a newsroom's programs and a scraper exchange for one another.
_SIGNS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})


class Choice(msgspec.Struct, frozen=True):
    """The occurrence that fits best.

    Attributes:
        certain: whether it is known to be the tagged one.
        rivals: how many others fit as well.
        agreement: how much of the context stands beside it, 0 to 1.
    """

    span: Span
    certain: bool
    rivals: int
    agreement: float


def occurrences(text: str, quote: str, most: int = MOST + 1) -> list[Span]:
    """The first places of a quote, one more than are looked at."""
    out: list[Span] = []
    at = text.find(quote)
    while at >= 0 and len(out) < most:
        out.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return out


def choose(tag: Tag, text: str, places: list[Span], expected: int | None = None) -> Choice:
    """The occurrence that the tag's context points to.

    Args:
        places: what `occurrences` gave, and not empty.
        expected: about where it would start; decides among those that fit equally well, which stay uncertain.
    """
    if len(places) > MOST:
        places = _in_context(tag, text) or places
        if len(places) > MOST:
            return Choice(places[0], False, len(places) - 1, 0.0)
    sides = [_Sides(tag, text, span) for span in places]
    claims = [side for side in sides if side.claims]
    if len(claims) == 1 and claims[0].proven and not _copied(tag, text):
        return Choice(claims[0].span, True, 0, claims[0].agreement)
    pool = claims or sides
    highest = max(side.agreement for side in pool)
    best = [side.span for side in pool if side.agreement == highest]
    aim = best[0].start if expected is None else expected
    return Choice(min(best, key=lambda span: abs(span.start - aim)), False, len(best) - 1, highest)


def _copied(tag: Tag, text: str) -> bool:
    """Whether so much of the passage stands elsewhere as well that this may be a copy, and that the passage, altered since."""
    if len(tag.before) > CONTEXT or len(tag.after) > CONTEXT:
        return False  # twins of it stood in the former text: that is why its context is so long
    if len(text) > _LONG:
        return False
    return share_elsewhere(_folded_text(text), *map(_folded, (tag.before, tag.text, tag.after))) >= _COPY


class _Sides:
    """An occurrence, and how much of the tag's context stands on either side of it."""

    def __init__(self, tag: Tag, text: str, span: Span) -> None:
        self.span = span
        self._tag = tag
        before, after = (
            text[max(0, span.start - 2 * len(tag.before)) : span.start],
            text[span.end : span.end + 2 * len(tag.after)],
        )
        self._shared = (_common(tag.before[::-1], before[::-1]), _common(tag.after, after))
        self._exact = (before.endswith(tag.before), after.startswith(tag.after))
        self._folded = (
            self._exact[0] or _folded(before).endswith(_folded(tag.before)),
            self._exact[1] or _folded(after).startswith(_folded(tag.after)),
        )
        # A side that ends with the text, and does so here, is no less than a whole one.
        self._speaks = (
            _speaks(tag.before, ends=span.start == len(tag.before)),
            _speaks(tag.after, ends=span.end + len(tag.after) == len(text)),
        )

    @property
    def agreement(self) -> float:
        """The share of the context that agrees, counted outward from both edges to the first sign that differs."""
        whole = len(self._tag.before) + len(self._tag.after)
        return sum(self._shared) / whole if whole else 0.0

    @property
    def claims(self) -> bool:
        """Whether a side that stood once in the former text stands here."""
        return any(speaks and stands for speaks, stands in zip(self._speaks, self._folded, strict=True))

    @property
    def proven(self) -> bool:
        """Whether the claim holds when nobody else makes one."""
        if all(self._folded):
            return all(self._speaks) or any(a and b for a, b in zip(self._speaks, self._exact, strict=True))
        # One side was rewritten. A passage that goes on from one paragraph to the next, or two short words, may have lost
        # their own end with it, and what follows now may begin alike.
        exact = [speaks and exact for speaks, exact in zip(self._speaks, self._exact, strict=True)]
        if not any(exact) or "\n" in self._tag.text:
            return False
        return len(self._tag.text) + min(self._shared) >= _UNLIKE_BY_CHANCE


def _in_context(tag: Tag, text: str) -> list[Span]:
    """Of too many occurrences, those that have the whole context of one side; no more than are looked at."""
    found = {Span(span.start + len(tag.before), span.end) for span in occurrences(text, tag.before + tag.text)}
    found |= {Span(span.start, span.end - len(tag.after)) for span in occurrences(text, tag.text + tag.after)}
    return sorted(found)[: MOST + 1]


def speaks(tag: Tag) -> bool:
    """Whether the tag has a context that stood once in the text that it was made in."""
    return _speaks(tag.before) or _speaks(tag.after)


def _speaks(side: str, *, ends: bool = False) -> bool:
    return (ends or tells(side)) and sum(map(str.isalnum, side)) >= _LEAST


@lru_cache(maxsize=2)
def _folded_text(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    """The text as it is but for what scrapers and newsrooms' programs make of its signs and its white space."""
    return str(_BLANK.sub(" ", text.translate(_SIGNS).replace("…", "...")))


def shared(tag: Tag, text: str, span: Span) -> int:
    """How many characters of the context agree, counted outward from both edges."""
    before = text[max(0, span.start - len(tag.before)) : span.start]
    after = text[span.end : span.end + len(tag.after)]
    return _common(tag.before[::-1], before[::-1]) + _common(tag.after, after)


def _common(a: str, b: str) -> int:
    """The length of the longest common start."""
    for i, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return i
    return min(len(a), len(b))
