"""The embedded finder: text → mentions, offline, nothing to download.

Model, agreement within the document, patterns, overlap policy, names: in this order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.entities.agreement import agreed
from reader.entities.embedded import MODEL, tagged
from reader.entities.mention import Mention
from reader.entities.names import named
from reader.entities.patterns import dates, quantities, weapons
from reader.entities.policy import Candidate, names_part_quantities
from reader.entities.rules import settled
from reader.entities.tokens import paragraphs, sentences


@dataclass(frozen=True)
class EmbeddedFinder:
    """A `Finder` over a model file; the model is loaded at the first text and kept by the process, so a finder pickles."""

    model: Path = MODEL

    def __call__(self, text: str) -> list[Mention]:
        """The mentions of `text`, in order, none overlapping, none across a blank line."""
        found = [(sentence, settled(sentence, tagged(sentence, self.model))) for sentence in sentences(text)]
        candidates = [
            Candidate(sentence.starts[start], end, label, end)
            for sentence, items in agreed(found)
            for start, stop, label in items
            for end in (sentence.end(stop - 1),)
        ]
        candidates.extend(_by_pattern(text))
        return named([_mention(text, candidate) for candidate in names_part_quantities(candidates)], text)


def _by_pattern(text: str) -> Iterator[Candidate]:
    for start, end in paragraphs(text):
        yield from dates(text, start, end)
        yield from quantities(text, start, end)
        yield from weapons(text, start, end)


def _mention(text: str, candidate: Candidate) -> Mention:
    words = text[candidate.start : candidate.end]
    return Mention(candidate.start, candidate.end, candidate.label, words, " ".join(words.split()))
