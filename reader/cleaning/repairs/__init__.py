"""Repairs: what was broken on the way to us is mended in the raw text, before anything judges it.

Each stage is a pure function `text -> edits`; they run in the order of `STAGES`, and again as long as one of them finds
something, since what one mends may be what another one looks for. `repairs_of` gives their edits as one list over the raw text.
Look-alikes stay what they are: there is no normalisation here, neither of ligatures nor of widths.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from reader.cleaning.repairs.escapes import escapes
from reader.cleaning.repairs.mojibake import code_page_signs, mojibake
from reader.cleaning.repairs.unseen import controls, surrogates, unseen
from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.document import Document, Mark
from reader.text.edits import Edit, OffsetMap, apply, composed
from reader.text.spans import Span

Stage = Callable[[str], list[Edit]]

STAGES: tuple[Stage, ...] = (escapes, surrogates, mojibake, code_page_signs, controls, unseen)
#: What an article's form needs of a text that is taken as it is.
FORM: tuple[Stage, ...] = (surrogates, controls)
_ROUNDS = 6  # a page can wrap one escape in another; nobody's page does it more often


def repairs_of(raw: str, stages: Sequence[Stage] = STAGES) -> tuple[str, tuple[Edit, ...]]:
    """The repaired text and the edits, over `raw`, that make it; the text itself when nothing is broken. Never raises."""
    text = raw
    edits: tuple[Edit, ...] = ()
    for _ in range(_ROUNDS):
        before = text
        for stage in stages:
            found = stage(text)
            if found:
                edits = composed(edits, found, text)
                text = apply(text, found)
        if text == before:
            break
    return text, edits


def repaired(text: str) -> str:
    """A plain string, such as a title or a name from metadata, after the same repairs; its blanks are single ones."""
    mended = repairs_of(text)[0]
    if not mended.isascii():  # a half of a character has no form in a file
        mended = mended.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(mended.split())


def repaired_document(document: Document, *, as_is: bool = False) -> tuple[Document, tuple[Edit, ...]]:
    """The document with its raw text and its metadata repaired, votes and marks in their places there, and the edits over the
    former raw text.

    Args:
        as_is: only what an article's form needs (`FORM`): the halves of a character are put together, and control characters
            go. All other signs stay.
    """
    raw, edits = repairs_of(document.raw, FORM if as_is else STAGES)
    metadata = document.metadata
    names = {field: repaired(getattr(metadata, field)) for field in ("title", "byline", "source")}
    mended = replace(metadata, **names)
    if mended == metadata and not edits:
        return document, ()
    document = replace(document, raw=raw, metadata=mended)
    if edits and (document.votes or document.marks):
        offsets = OffsetMap(edits)

        def placed(start: int, end: int) -> Span:
            return Span(offsets.to_clean(start, "start"), offsets.to_clean(end, "end"))

        votes = tuple(replace(vote, kept=tuple(placed(*span) for span in vote.kept)) for vote in document.votes)
        marks = tuple(Mark(*placed(mark.start, mark.end), mark.role) for mark in document.marks)
        document = replace(document, votes=votes, marks=marks)
    return document, edits


def moved(amendments: Amendments, document: Document, edits: Sequence[Edit]) -> Amendments:
    """The amendments with their passages where they stand in the repaired text of `document`.

    Passages whose words the raw text no longer holds keep a place that does not fit, and are left aside as before.
    """
    if not edits or not (amendments.put_back or amendments.take_out):
        return amendments
    offsets = OffsetMap(edits)
    text = apply(document.raw, edits)

    def placed(passage: RawPassage) -> RawPassage:
        if not passage.fits(document.raw):
            return RawPassage(-1, -1, passage.text)
        start, end = offsets.to_clean(passage.start, "start"), offsets.to_clean(passage.end, "end")
        return RawPassage(start, end, text[start:end])

    return replace(
        amendments,
        put_back=tuple(map(placed, amendments.put_back)),
        take_out=tuple(map(placed, amendments.take_out)),
    )
