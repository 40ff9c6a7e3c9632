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

    def found_in(self, raw: str) -> RawPassage:
        """The passage where its words stand now: where they stood, else the only place that has them; else as it is."""
        if self.fits(raw) or not 0 <= self.start < self.end or not self.text:
            return self
        at = raw.find(self.text)
        if at < 0 or raw.find(self.text, at + 1) >= 0:
            return self
        return RawPassage(at, at + len(self.text), self.text)


class EntityCorrection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mention at `[start, end)` of the cleaned text is a `label`, or, with an empty label, no entity.

    Attributes:
        text: the words that stand there.
        name: what is named there, in full; "" leaves it to the article.
        before, after: what stood on each side, so that it is found again when the text has changed.
    """

    start: int
    end: int
    text: str
    label: str
    name: str = ""
    before: str = ""
    after: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Amendments(msgspec.Struct, frozen=True):
    """All amendments of one article. `None` leaves what cleaning finds; an empty title or date says that there is none."""

    put_back: tuple[RawPassage, ...] = ()
    take_out: tuple[RawPassage, ...] = ()
    title: str | None = None
    date: str | None = None
    entities: tuple[EntityCorrection, ...] = ()

    def found_in(self, raw: str) -> Amendments:
        """The amendments with each passage where its words stand in `raw` now; those that do not stand once stay as they are."""
        return msgspec.structs.replace(
            self,
            put_back=tuple(passage.found_in(raw) for passage in self.put_back),
            take_out=tuple(passage.found_in(raw) for passage in self.take_out),
        )

    def lost_in(self, raw: str) -> list[RawPassage]:
        """The passages whose words stand in `raw` no longer, or several times but not where they stood."""
        return [passage for passage in (*self.put_back, *self.take_out) if not passage.found_in(raw).fits(raw)]
