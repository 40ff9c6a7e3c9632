"""Mentions around some places of a long article: marked paragraph by paragraph, by the names that rows and corrections give them.

Forms and corrections never reach over the end of a paragraph, so that its mentions follow from it alone; what the whole article
would call them does not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from reader.corpus.amendments import EntityCorrection
from reader.entities.corpus_names import CorpusNames
from reader.entities.corrections import corrected
from reader.entities.mention import Mention
from reader.text.spans import Span

_BREAK = "\n\n"


def marked_near(
    text: str,
    found: Sequence[Mention],
    names: CorpusNames,
    corrections: Sequence[EntityCorrection],
    places: Iterable[Span],
) -> list[Mention]:
    """The mentions of the paragraphs that hold some places, in order. As `marking.marked`, but for what the article calls them.

    Args:
        corrections: of the article, each where it stands in the text.
        places: each within a paragraph.
    """
    mentions: list[Mention] = []
    for start, end in sorted({_paragraph(text, place) for place in places}):
        first = bisect_left(found, start, key=lambda one: one.start)
        last = bisect_left(found, end, key=lambda one: one.start)
        part = text[start:end]
        here = [_moved(one, -start) for one in found[first:last] if one.end <= end]
        own = [
            replace(one, start=one.start - start, end=one.end - start, before="", after="")  # it is placed already
            for one in corrections
            if start <= one.start and one.end <= end
        ]
        laid = names.over(part, here)
        mentions += [_moved(one, start) for one in corrected(laid.mentions, own, part)]
    return mentions


def _paragraph(text: str, place: Span) -> tuple[int, int]:
    start = text.rfind(_BREAK, 0, place.start)
    end = text.find(_BREAK, place.end)
    return (start + len(_BREAK) if start >= 0 else 0), (end if end >= 0 else len(text))


def _moved(mention: Mention, by: int) -> Mention:
    return replace(mention, start=mention.start + by, end=mention.end + by)
