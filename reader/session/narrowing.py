"""The list's filter: what the analyst asked to see of the corpus, kept from one session to the next."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.session.messages import Found
    from reader.session.session import Session


class Narrowing:
    """What of the list is shown.

    Attributes:
        text: the filter as it was typed; "" for none.
        folded: whether of near-duplicates only the newest is shown.
        problem: why the filter cannot be understood, or what it could not look at; "" when all is well.
        whole: whether everything that it leaves is in the list, not just the newest.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.text = session.places.filter
        self.folded = session.places.folded
        self.problem = ""
        self.whole = True
        self._number = 0
        self._typing = False
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
        from reader.library.query import QueryError  # late: most sessions begin without a filter

        self.text, self._typing = text, typing
        self.problem = self._understood = ""
        if not typing:
            self._keep()
        if not text.strip():
            self._keys, self.whole, self._number = None, True, 0
            self._show()
            return
        try:
            self._number, query = self._session.finder.ask("list", text, typing=typing)
        except QueryError as error:
            self.problem = str(error)
        else:
            self.whole = False
            self._understood = str(query)

    def finish(self) -> None:
        """The typing has ended: what was found stays, with the `*` that a word has which may go on."""
        self.set(self._understood if self.text.strip() and not self.problem else self.text)

    def fold(self, folded: bool) -> None:
        """Show only the newest of each group of near-duplicates, or all of them."""
        self.folded = folded
        self._keep()
        self._show()

    def again(self) -> None:
        """The corpus or its tags have changed: ask once more."""
        if self.text.strip() and not self.problem:
            self.set(self.text, typing=self._typing)
        elif self.folded:
            self._show()

    def hear(self, found: Found) -> None:
        """Take in an answer; one that was asked for before the filter was changed is none."""
        if found.number != self._number:
            return
        self._keys, self.whole, self.problem = found.keys, found.whole, found.problem
        self._show()

    def _show(self) -> None:
        listing = self._session.listing
        places = None if self._keys is None else listing.order.places_of(self._keys)
        if self.folded:
            places = listing.without_copies(places)
        listing.narrow(places)

    def _keep(self) -> None:
        places = self._session.places
        places.filter, places.folded = self.text, self.folded
        places.save()
