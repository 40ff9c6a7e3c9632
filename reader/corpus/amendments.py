"""Amendments: what analysts changed of an article for everybody (`annotations/corpus/<id>.yaml`)."""

from __future__ import annotations

import msgspec

from reader.text.spans import Span


class RawPassage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A raw span and the words it held when it was amended, so that a changed document is noticed."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def fits(self, raw: str) -> bool:
        """Whether `raw` still holds the passage's words at its place."""
        return 0 <= self.start < self.end and raw[self.start : self.end] == self.text


class EntityCorrection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mention at `[start, end)` of the cleaned text is a `label`, or, with an empty label, no entity."""

    start: int
    end: int
    text: str
    label: str


class Amendments(msgspec.Struct, frozen=True):
    """All amendments of one article. `None` leaves what cleaning finds; an empty title or date says that there is none."""

    put_back: tuple[RawPassage, ...] = ()
    take_out: tuple[RawPassage, ...] = ()
    title: str | None = None
    date: str | None = None
    entities: tuple[EntityCorrection, ...] = ()
