"""The next article with open suggestions. The finder looks for them, on its thread; what it knows is what the catalogue does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.library.entries import Entry
    from reader.session.messages import Found
    from reader.session.session import Session


class Onward:
    """Asks where suggestions are open; of several questions the last is answered."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._number = 0
        # Where nothing was open, whatever the catalogue says, until it says something else.
        self._passed: set[str] = set()
        self._generation = -1

    def ask(self) -> None:
        """Ask; `Found` follows."""
        self._session.listed.read_written()
        self._number, _ = self._session.finder.ask("next", "is:suggested")

    def answers(self, found: Found) -> bool:
        """Whether that is the answer to what was asked last."""
        return found.kind == "next" and found.number == self._number

    def after(self, article_id: str | None, found: Found) -> Iterator[Entry]:
        """The articles that were found, in the order of the list from behind one of them, round its end; never itself."""
        listing = self._session.listing
        if self._generation != listing.generation:
            self._generation, self._passed = listing.generation, set()
        return (entry for entry in listing.next.after(article_id, found.keys) if entry.id not in self._passed)

    def passed(self, article_id: str) -> None:
        """Nothing can be decided in an article that was found."""
        self._passed.add(article_id)
