"""A text that remembers where each of its characters came from, through every edit and through cleaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.text.edits import Edit
from reader.text.spans import Span

NEW = -1


@dataclass(frozen=True)
class Tracked:
    """A text and, for each character, its offset in the first raw text; `NEW` for what was not in it."""

    text: str
    origins: tuple[int, ...]

    @classmethod
    def first(cls, text: str) -> Tracked:
        return cls(text, tuple(range(len(text))))

    @classmethod
    def new(cls, text: str) -> Tracked:
        return cls(text, (NEW,) * len(text))

    def __add__(self, other: Tracked) -> Tracked:
        return Tracked(self.text + other.text, self.origins + other.origins)

    def part(self, start: int, end: int) -> Tracked:
        return Tracked(self.text[start:end], self.origins[start:end])

    def copy(self, start: int, end: int) -> Tracked:
        """A copy of a part; its characters say of which ones they are copies: `-2 - origin`."""
        return Tracked(self.text[start:end], tuple(NEW if o < 0 else -2 - o for o in self.origins[start:end]))

    def put(self, start: int, end: int, other: Tracked | str) -> Tracked:
        """The text with `[start, end)` replaced."""
        middle = Tracked.new(other) if isinstance(other, str) else other
        return self.part(0, start) + middle + self.part(end, len(self.text))

    def cleaned(self, edits: Sequence[Edit]) -> Tracked:
        """The text after a receipt; what a replacement wrote is new."""
        out, at = Tracked("", ()), 0
        texts: list[str] = []
        origins: list[int] = []
        for edit in edits:
            texts += (self.text[at : edit.start], edit.replacement)
            origins += (*self.origins[at : edit.start], *(NEW,) * len(edit.replacement))
            at = edit.end
        out = Tracked("".join(texts), tuple(origins))
        return out + self.part(at, len(self.text))


@dataclass(frozen=True)
class Truth:
    """What became of a passage.

    Attributes:
        whole: where it stands, word for word; None when it was altered or is gone.
        left: the stretch that holds what is left of it; None when nothing is.
    """

    whole: Span | None
    left: Span | None


def truth_of(before: Tracked, passage: Span, after: Tracked) -> Truth:
    """Where the words of a passage are after everything. White space counts only as far as the text has it otherwise."""
    own = visible(before, passage)
    places = _places(own, after)
    if not places:  # where the original is gone, its copy is the passage, moved
        own = [-2 - origin for origin in own]
        places = _places(own, after)[: len(own)]
    if not places:
        return Truth(None, None)
    left = Span(places[0], places[-1] + 1)
    quote = before.text[passage.start : passage.end]
    if 2 * len(places) > len(own) and [o for o in own if o in set(after.origins)] == [after.origins[p] for p in places]:
        # A letter that was replaced by its like changed nothing, and characters that cleaning wrote have no origin.
        for start in range(max(0, left.end - len(quote) - 1), left.start + 2):
            if after.text[start : start + len(quote)] == quote:
                return Truth(Span(start, start + len(quote)), left)
    return Truth(None, left)


def _places(own: list[int], after: Tracked) -> list[int]:
    wanted = set(own)
    return [place for place, origin in enumerate(after.origins) if origin in wanted]


def visible(text: Tracked, span: Span) -> list[int]:
    """The origins of a span's characters but for white space and what is new."""
    return [
        origin
        for origin, sign in zip(text.origins[slice(*span)], text.text[slice(*span)], strict=True)
        if origin >= 0 and not sign.isspace()
    ]
