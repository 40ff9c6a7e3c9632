"""What is sought in the open article: the query, its hits, and which of them is held."""

from __future__ import annotations

from reader.session.desk import Desk
from reader.text.seeking import MOST, hits, minds_case, nearest
from reader.text.spans import Span


class Seeking:
    """A query, from article to article.

    Attributes:
        query: what is sought; "" for nothing yet.
        found: its hits in the article that was asked about last, in text order.
        place: which of them was held last; None for none.
    """

    def __init__(self) -> None:
        self.query = ""
        self.found: list[Span] = []
        self.place: int | None = None
        self._text = ""

    def set(self, desk: Desk, query: str) -> None:
        """Look for another query."""
        self.query, self._text, self.place = query, desk.article.text, None
        self.found = hits(self._text, query)

    def first(self, desk: Desk, offset: int) -> Span | None:
        """The first hit from an offset on, round the end of the text; None where there is none."""
        return self._taken(desk, nearest(self._of(desk), offset, 1))

    def step(self, desk: Desk, by: int) -> Span | None:
        """The hit after what is held, or before it; round the ends of the text."""
        held = desk.held
        return self._taken(desk, nearest(self._of(desk), held.start + (by > 0), by))

    def _of(self, desk: Desk) -> list[Span]:
        if desk.article.text is not self._text:  # another article, or the same read anew
            self.set(desk, self.query)
        return self.found

    def _taken(self, desk: Desk, place: int | None) -> Span | None:
        self.place = place
        return None if place is None else self.found[place]

    def __str__(self) -> str:
        """Which hit it is, of how many."""
        if not self.query.strip():
            return "letters, words; a capital minds the case"
        if not self.found:
            return "nothing found" + (", with its capitals" if minds_case(self.query) else "")
        many = f"{len(self.found):,}{'+' * (len(self.found) == MOST)}"
        return f"{self.place + 1:,} of {many}" if self.place is not None else many
