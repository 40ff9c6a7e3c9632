"""The mentions of a text from the names that a finder found: dates, quantities and weapons beside them, one at any place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from reader.entities.edges import closed
from reader.entities.mention import Mention
from reader.entities.patterns import dates, quantities, weapons
from reader.entities.policy import Candidate, names_part_quantities
from reader.entities.tokens import paragraphs


def composed(text: str, found: Iterable[Candidate], spare: Sequence[Candidate] = ()) -> list[Mention]:
    """The mentions of `text`, in order, none overlapping, each by its own words.

    Args:
        found: by a finder.
        spare: dates and quantities that count where the patterns see none.
    """
    by_pattern = sorted(_by_pattern(text))
    candidates = [*closed(text, found), *by_pattern, *_apart(spare, by_pattern)]
    return [_mention(text, candidate) for candidate in names_part_quantities(candidates)]


def _by_pattern(text: str) -> Iterator[Candidate]:
    for start, end in paragraphs(text):
        yield from dates(text, start, end)
        yield from quantities(text, start, end)
        yield from weapons(text, start, end)


def _apart(spare: Sequence[Candidate], taken: Sequence[Candidate]) -> Iterator[Candidate]:
    """The spare ones that share no character with one that is taken."""
    if not spare:
        return
    merged: list[tuple[int, int]] = []
    for candidate in taken:
        if merged and candidate.start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], candidate.end))
        else:
            merged.append((candidate.start, candidate.end))
    for candidate in spare:
        at = bisect_right(merged, candidate.start, key=lambda span: span[1])
        if at == len(merged) or candidate.end <= merged[at][0]:
            yield candidate


def _mention(text: str, candidate: Candidate) -> Mention:
    words = text[candidate.start : candidate.end]
    return Mention(candidate.start, candidate.end, candidate.label, words, " ".join(words.split()))
