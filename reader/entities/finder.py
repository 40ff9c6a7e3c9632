"""The embedded finder: text → mentions, offline, nothing to download.

Model, agreement within the document, patterns, overlap policy: in this order. Names are given by `marking`, to whatever was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reader.entities.agreement import agreed
from reader.entities.composing import composed
from reader.entities.embedded import MODEL, tagged
from reader.entities.mention import Mention
from reader.entities.policy import Candidate
from reader.entities.rules import settled
from reader.entities.tokens import sentences


@dataclass(frozen=True)
class EmbeddedFinder:
    """A `Finder` over a model file; the model is loaded at the first text and kept by the process, so a finder pickles."""

    model: Path = MODEL

    def __call__(self, text: str) -> list[Mention]:
        """The mentions of `text`, in order, none overlapping, none across a blank line."""
        found = [(sentence, settled(sentence, tagged(sentence, self.model))) for sentence in sentences(text)]
        return composed(
            text,
            (
                Candidate(sentence.starts[start], end, label, end)
                for sentence, items in agreed(found)
                for start, stop, label in items
                for end in (sentence.end(stop - 1),)
            ),
        )
