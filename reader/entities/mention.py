"""A mention: a stretch of an article's text that names or counts something."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from reader.text.spans import Span

EntityLabel = Literal["person", "organisation", "place", "group", "date", "quantity", "weapon", "other"]
Kind = Literal["named", "nominal"]


class Mention(msgspec.Struct, frozen=True):
    """`text` stands at `[start, end)` of the article's text and is a `label`; `name` is the fullest form of its variants."""

    start: int
    end: int
    label: EntityLabel
    text: str
    name: str
    kind: Kind = "named"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Finder(Protocol):
    """Anything that finds mentions in a text; offsets are code points of that text, mentions in order, none overlapping."""

    def __call__(self, text: str) -> list[Mention]: ...
