"""The list's filter: what the analyst asked to see of the corpus, kept from one session to the next."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from reader.library.order import without_copies
from reader.text.spans import Span

if TYPE_CHECKING:
    from reader.session.messages import Found
    from reader.session.session import Session


class Narrowing:
    """What of the list is shown.

    Attributes:
        text: the filter as it was typed; "" for none.
        folded: whether of near-duplicates only the newest is shown.
        problem: why the filter cannot be understood, or what it could not look at; "" when all is well.
        wrong: which part of the text cannot be understood.
        whole: whether everything that it leaves is in the list, not just the newest.
        answered: whether at least the newest of what it leaves are.
        turned: whether the whole answer to another filter than before has come; whoever moves the choice empties it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.text = session.places.filter
        self.folded = session.places.folded
        self.problem = ""
        self.wrong: Span | None = None
        self.whole = self.answered = True
        self.turned = False
        self._number = 0
        self._typing = False
        self._anew = False  # whether the answer that is waited for is to the question that was answered already
        self._understood = ""
        self._keys: array[int] | None = None

    @property
    def active(self) -> bool:
        """Whether anything may be left out."""
        return bool(self.text.strip()) or self.folded

    def set(self, text: str, *, typing: bool = False) -> None:
        """Filter by a query; the list is narrowed when the answer comes.

        Args:
            typing: whether it is still being typed.
        """
        self.text, self._typing = text, typing
        if not typing:
            self._keep()
        self._anew = False
        if not text.strip():
            self.problem, self.wrong, self._understood = "", None, ""
            self._keys, self._number = None, 0
            self.whole = self.answered = True
            self.turned = True
            self._show()
            return
        self._ask()

    def _ask(self) -> None:
        from reader.library.query import QueryError  # late: most sessions begin without a filter

        self._session.listed.read_written()
        self.problem, self.wrong, self._understood, self._number = "", None, "", 0
        try:
            self._number, query = self._session.finder.ask("list", self.text, typing=self._typing)
        except QueryError as error:
            self.problem, self.wrong = f"{error}", Span(error.start, max(error.end, error.start + 1))
        else:
            self.whole = False
            self.answered = self._anew
            self._understood = str(query)

    def finish(self) -> None:
        """The typing has ended: what was found stays, with the `*` that a word has which may go on."""
        self.set(self._understood or self.text)

    def fold(self, folded: bool) -> None:
        """Show only the newest of each group of near-duplicates, or all of them."""
        self.folded = folded
        self._keep()
        self._show()

    def again(self) -> None:
        """The corpus or its tags have changed: ask once more; what is shown stays until all of the answer is there."""
        if self.text.strip():
            self._anew = self._keys is not None
            self._ask()
        elif self.folded:
            self._show()

    def hear(self, found: Found) -> None:
        """Take in an answer; one that was asked for before the filter was changed is none."""
        if found.number != self._number or (self._anew and not found.whole):
            return
        self.answered = True
        self.turned = self.turned or (found.whole and not self._anew)
        self._keys, self.whole, self.problem = found.keys, found.whole, found.problem
        self._show()

    def _show(self) -> None:
        listing = self._session.listing
        places = None if self._keys is None else listing.rows.order.places_of(self._keys)
        if self.folded:
            places = without_copies(self._session.shelf.catalogue, listing.rows.order, places)
        listing.narrow(places)

    def _keep(self) -> None:
        places = self._session.places
        places.filter, places.folded = self.text, self.folded
        places.save()
