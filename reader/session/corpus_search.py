"""The search of the corpus: a query, the articles that it means, and the passages in them with what stands round them.

The newest articles are there at once; the count follows, and passages are looked for as one walks towards them.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import msgspec

from reader.session.finder import AHEAD
from reader.session.messages import Found, HitsFound, Message
from reader.text.spans import Span

if TYPE_CHECKING:
    from reader.library.entries import Entry
    from reader.library.hits import Hit, Passage
    from reader.library.query import Query
    from reader.session.session import Session


class Item(msgspec.Struct, frozen=True):
    """One row: an article's heading, or one of its passages.

    Attributes:
        entry: the article.
        passage: with its context; None for the heading.
        count: how many passages the article has; of a heading.
    """

    entry: Entry
    passage: Passage | None = None
    count: int = 0

    @property
    def span(self) -> Span | None:
        """Where the passage stands in the article's text; None for a heading, and for a title that is no part of it."""
        found = self.passage
        return None if found is None or found.of_title or found.start == found.end else Span(found.start, found.end)

    def stands_in(self, text: str) -> bool:
        """Whether the passage still stands at its place in a text."""
        found = self.passage
        return found is not None and " ".join(text[found.start : found.end].split()).startswith(found.hit.strip())


class CorpusSearch:
    """What was searched for, and what was found so far.

    Attributes:
        text: the query as it was typed.
        understood: the query as it was understood.
        problem: why it cannot be, or what could not be looked at; "" when all is well.
        wrong: which part of the text cannot be understood.
        by_relevance: whether the best come first, not the newest.
        items: the rows, as far as passages were looked for.
        at: the row that is held.
        whole: whether all articles are known, so that `count` is their number.
        unnamed: in how many articles the entities that are searched for were not looked for yet.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.text = ""
        self.understood = ""
        self.problem = ""
        self.wrong: Span | None = None
        self.by_relevance = False
        self.items: list[Item] = []
        self.at = 0
        self.whole = True
        self.unnamed = 0
        self._number = 0
        self._query: Query | None = None
        self._keys: array[int] = array("q")
        self._looked = 0  # articles whose passages are in `items`
        self._asked: tuple[int, ...] = ()  # articles whose passages are being looked for
        self._identity = ""  # of the catalogue that `_keys` are of
        self._typing = False
        self._anew = False  # whether the answer that is waited for is to the question that was answered already
        self._return_to = ""  # the article that was held before what was found was found anew
        self._of = ("", -1)  # which catalogue was asked, and its generation

    @property
    def count(self) -> int:
        """How many articles are known to be meant."""
        return len(self._keys)

    @property
    def partial(self) -> bool:
        """Whether the corpus is still being read, so that there may be more."""
        return self._session.shelf.collecting

    @property
    def is_looking(self) -> bool:
        """Whether passages are being looked for."""
        return bool(self._asked)

    @property
    def held(self) -> Item | None:
        """The row that is held."""
        return self.items[self.at] if self.at < len(self.items) else None

    def set(self, text: str, *, typing: bool = False) -> None:
        """Search for something else."""
        self.text, self._typing = text, typing
        self._anew = False
        self._clear()
        if text.strip():
            self._ask()
        else:
            self.problem, self.wrong, self.understood, self._number = "", None, "", -1

    def _ask(self) -> None:
        from reader.library.query import QueryError  # late: most sessions begin without a search

        self._session.listed.read_written()
        text, typing = self.text, self._typing
        self.problem, self.wrong, self._number, self._asked = "", None, -1, ()
        self._of = self._now
        try:
            asked = self._session.finder.ask("search", text, typing=typing, by_relevance=self.by_relevance)
        except QueryError as error:
            self.problem, self.wrong = str(error), Span(error.start, max(error.end, error.start + 1))
            return
        self._number, self._query = asked
        self.understood = str(self._query)
        self.whole = False

    def again(self) -> None:
        """Ask once more if the corpus has changed since; what was found stays until all of the answer is there."""
        if self.text.strip() and not self.wrong and self._now != self._of:
            self._anew = True
            self._ask()

    @property
    def _now(self) -> tuple[str, int]:
        catalogue = self._session.shelf.catalogue
        return catalogue.get("identity", ""), catalogue.generation

    def turn(self) -> None:
        """Put the best first instead of the newest, and the other way round."""
        self.by_relevance = not self.by_relevance
        self.set(self.text, typing=self._typing)

    def walk(self, by: int) -> None:
        """Hold the row `by` further down, as far as there are rows; more are looked for before the end is reached."""
        if self.items:
            self.at = max(0, min(len(self.items) - 1, self.at + by))
        self._look_ahead()

    def walk_articles(self, by: int) -> None:
        """Hold the heading of the next article, or of the one before."""
        places = [place for place, item in enumerate(self.items) if item.passage is None]
        if by > 0:
            self.at = next((place for place in places if place > self.at), max(0, len(self.items) - 1))
        else:
            self.at = next((place for place in places[::-1] if place < self.at), 0)
        self._look_ahead()

    def hear(self, message: Message) -> bool:
        """Take in what the finder has found; whether it is of what is searched for now."""
        match message:
            case Found(kind) if kind == "search":
                return self._hear_found(message)
            case HitsFound():
                return self._hear_hits(message)
        return False

    def _hear_found(self, found: Found) -> bool:
        """Take in which articles are meant."""
        if found.number != self._number or (self._anew and not found.whole):
            return False
        if found.identity and not self._session.shelf.is_of(found.identity):
            self._ask()
            return False
        self.problem, self.whole = found.problem or self.problem, found.whole
        self.unnamed = self._count_unnamed()
        reach = self._looked + len(self._asked)
        same = found.keys[:reach] == self._keys[:reach] and found.identity == self._identity
        self._keys, self._identity = found.keys, found.identity
        if not same:
            held = self.held
            self._clear_items()
            self._return_to = held.entry.id if held is not None and self._anew else ""
        self._look_ahead()
        return True

    def _count_unnamed(self) -> int:
        from reader.library.things import entity_fields, looked_through

        if self._query is None or not entity_fields(self._query):
            return 0
        looked, articles = looked_through(self._session.shelf.catalogue)
        return max(0, articles - looked)

    def _hear_hits(self, found: HitsFound) -> bool:
        """Take in passages."""
        if found.number != self._number or found.asked != self._asked:
            return False
        if found.identity and found.identity != self._identity:  # the catalogue was begun anew since
            self._anew = True
            self._ask()
            return True
        self._asked = ()
        self._looked += len(found.asked)
        self.problem = found.problem or self.problem
        for hit in found.hits:
            self._append(hit)
        self._look_ahead()
        return True

    def _append(self, hit: Hit) -> None:
        entry = self._session.listing.get(hit.id)
        if entry is not None:
            if entry.id == self._return_to:
                self.at, self._return_to = len(self.items), ""
            self.items.append(Item(entry, count=len(hit.passages)))
            self.items += [Item(entry, passage) for passage in hit.passages]

    def _look_ahead(self) -> None:
        """Ask for more passages when the rows that are held come to their end."""
        near = self.at + AHEAD >= len(self.items)
        if self._query is not None and near and not self._asked and self._looked < len(self._keys):
            self._asked = tuple(self._keys[self._looked : self._looked + AHEAD])
            self._session.finder.ask_hits(self._number, self._query, self._asked)

    def _clear(self) -> None:
        self._keys = array("q")
        self._query = None
        self.whole = True
        self._clear_items()

    def _clear_items(self) -> None:
        self.items = []
        self.at = self._looked = 0
        self._asked = ()
