"""Text that is taken as already clean: paragraphs as they stand, nothing judged.

Paragraphs are parted by blank lines; a single line break inside one stays, so that offsets made elsewhere hold.
"""

from __future__ import annotations

from reader.cleaning.draft import Part
from reader.cleaning.fold import fold
from reader.cleaning.lines import Line, split_lines
from reader.corpus.document import Document


def as_it_is(document: Document) -> list[Part]:
    """The draft of a text that needs no cleaning; its first paragraph is the title only if the metadata says so."""
    raw = document.raw
    paragraphs: list[Line] = []
    for line in split_lines(raw):
        if paragraphs and line.gap < 2:
            first = paragraphs[-1]
            paragraphs[-1] = Line(first.start, first.first, line.end, first.text, first.gap)
        else:
            paragraphs.append(line)
    hint = fold(document.metadata.title)
    parts = [Part(line) for line in paragraphs]
    if paragraphs and hint and fold(raw[paragraphs[0].first : paragraphs[0].end][:1000]) == hint:
        parts[0] = Part(paragraphs[0], role="title")
    return parts
