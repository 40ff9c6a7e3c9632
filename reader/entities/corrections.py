"""An article's entity corrections, laid over what was found in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from reader.corpus.amendments import Amendments, EntityCorrection
from reader.entities.mention import EntityLabel, Mention
from reader.patterns import lazy
from reader.text.finding import has_word_boundaries
from reader.text.spans import Span
from reader.text.words import JOINERS, MARKS

Idle = Literal["lost", "overridden"]

LABELS = frozenset(get_args(EntityLabel))
CONTEXT = 32  # code points that a correction remembers of each side
_LONGEST_WORD = 100  # code points
_LETTERS = lazy(f"[^\\W\\d_]|[{MARKS}{JOINERS}]")


class Decision(msgspec.Struct, frozen=True):
    """What is to hold of the entities in some stretches of an article's text.

    Attributes:
        about: the stretches; whatever was corrected in them before is no longer.
        put: the corrections that hold there instead.
    """

    about: tuple[Span, ...]
    put: tuple[EntityCorrection, ...] = ()


def decided(amendments: Amendments, decision: Decision, text: str) -> Amendments:
    """The amendments after a decision about entities of `text`; all else in them stays as it is."""
    kept = tuple(one for one in amendments.entities if not _is_about(one, decision.about, text))
    return replace(amendments, entities=(*kept, *decision.put))


def standing(amendments: Amendments, about: Sequence[Span], text: str) -> Decision:
    """The decision that holds about some stretches of `text`: what takes back any other one."""
    return Decision(tuple(about), tuple(one for one in amendments.entities if _is_about(one, about, text)))


def correction_of(text: str, span: Span, label: str, name: str = "") -> EntityCorrection:
    """The correction that makes what stands at a span a `label`; with an empty one no entity."""
    start, end = span
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return EntityCorrection(start, end, text[start:end], label, name, before, after)


def placed(corrections: Iterable[EntityCorrection], text: str) -> list[EntityCorrection]:
    """The corrections where their words stand in `text` now, in their order; without those that cannot be placed for certain.

    Words with the same context on both sides are theirs wherever they stand; else words that stand at the same offsets, else those
    that stand only once in the text. One that begins or ends within a word is of the whole word.
    """
    return [found for one in corrections if (found := _placed(one, text)) is not None]


def in_force(corrections: Sequence[EntityCorrection], text: str) -> list[EntityCorrection]:
    """The corrections that are placed, without those that a later one overlaps: that changes the place instead.

    One whose label is unknown changes nothing, and takes no other's place.
    """
    kept, _ = _parted(corrections, text)
    return [one for one in kept if not one.label or one.label in LABELS]


def idle(corrections: Sequence[EntityCorrection], text: str) -> list[tuple[int, Idle]]:
    """The places among the corrections of those that change nothing in `text`, and why.

    Their words stand in it no longer, or in several places of which none is certain; or a later correction overlaps them.
    """
    return _parted(corrections, text)[1]


def _parted(
    corrections: Sequence[EntityCorrection], text: str
) -> tuple[list[EntityCorrection], list[tuple[int, Idle]]]:
    """The corrections that stand where no later one does, and the places of the others."""
    kept: list[EntityCorrection] = []
    others: list[tuple[int, Idle]] = []
    taken: list[Span] = []  # in order, none overlapping another
    for at in range(len(corrections) - 1, -1, -1):
        one = _placed(corrections[at], text)
        if one is None:
            others.append((at, "lost"))
            continue
        place = bisect_left(taken, one.end, key=lambda span: span.start)
        if place and taken[place - 1].end > one.start:
            others.append((at, "overridden"))
            continue
        kept.append(one)
        if not one.label or one.label in LABELS:
            taken.insert(place, one.span)
    return kept[::-1], others[::-1]


def whole_words(text: str, span: Span) -> Span:
    """A span that begins and ends within no word: the words that it cuts are in it.

    Of scripts without blanks nothing is cut, nor of what is too long for a word.
    """
    return Span(_edge(text, span.start, -1), _edge(text, span.end, 1))


def _edge(text: str, at: int, step: int) -> int:
    """The edge of the word that an offset stands within, on one side; the offset where it stands within none."""
    for edge in range(at, at + step * _LONGEST_WORD, step):
        if not _is_within_word(text, edge):
            return edge
    return at


def corrected(mentions: Sequence[Mention], corrections: Sequence[EntityCorrection], text: str) -> list[Mention]:
    """`mentions` as amended: a label makes the mention at its span, an empty label leaves none there; the later correction wins.

    A correction that cannot be placed, or whose label is unknown, changes nothing.
    """
    standing = sorted(in_force(corrections, text), key=lambda one: one.start)  # none overlaps another
    ends = [one.end for one in standing]

    def is_corrected(mention: Mention) -> bool:
        at = bisect_right(ends, mention.start)
        return at < len(standing) and standing[at].start < mention.end

    same = {mention.span: mention for mention in mentions}
    kept = [mention for mention in mentions if not is_corrected(mention)]
    for one in standing:
        if one.label:
            made = same.get(one.span) or Mention(one.start, one.end, "other", one.text, " ".join(one.text.split()))
            kept.append(replace(made, label=one.label, name=one.name or made.name, kind="named"))  # checked above
    return sorted(kept, key=lambda mention: mention.start)


def _is_about(one: EntityCorrection, about: Sequence[Span], text: str) -> bool:
    found = _placed(one, text)
    return found is not None and any(found.span.overlaps(span) for span in about)


def _placed(one: EntityCorrection, text: str) -> EntityCorrection | None:
    found = _standing(one, text)
    if found is None:
        return None
    start, end = span = whole_words(text, found.span)
    return found if span == found.span else replace(found, start=start, end=end, text=text[start:end])


def _is_within_word(text: str, at: int) -> bool:
    """Whether letters, or digits, stand on both sides of an offset, in a script that is written with blanks."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    alike = (before.isdigit() and after.isdigit()) or (
        _LETTERS.match(before) is not None and _LETTERS.match(after) is not None
    )
    return alike and has_word_boundaries(before + after)


def _standing(one: EntityCorrection, text: str) -> EntityCorrection | None:
    if not 0 <= one.start < one.end or not one.text:
        return None
    stands = text[one.start : one.end] == one.text
    if stands and _in_context(one, text, one.start):
        return one
    starts = _starts(one.text, text)
    if one.before or one.after:
        certain = [start for start in starts if _in_context(one, text, start)]
        if len(certain) == 1:
            return _moved(one, certain[0])
    if stands:
        return one
    return _moved(one, starts[0]) if len(starts) == 1 else None


def _starts(words: str, text: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        cut = (at > 0 and text[at - 1].isalnum() and words[0].isalnum()) or (
            end < len(text) and text[end].isalnum() and words[-1].isalnum()
        )
        if not cut:
            found.append(at)
        at = text.find(words, at + 1)
    return found


def _in_context(one: EntityCorrection, text: str, start: int) -> bool:
    end = start + len(one.text)
    before = text[max(0, start - len(one.before)) : start]
    return before == one.before and text[end : end + len(one.after)] == one.after


def _moved(one: EntityCorrection, start: int) -> EntityCorrection:
    return replace(one, start=start, end=start + len(one.text))
