"""What the list and the catalogue say of the sheets that are being worked on: memory knows better until they have read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader.library.entries import entry_of

if TYPE_CHECKING:
    from reader.session.annotations import OpenSheet
    from reader.session.session import Session
    from reader.session.writer import Later

# Seconds after which the catalogue reads a sheet that is being worked on: the list knows its state better meanwhile, and to parse
# a long one every half second takes the processor from the keys.
_SHEETS_AFTER = 3.0


class Listed:
    """Keeps a session's list, and its catalogue, in step with its sheets."""

    def __init__(self, session: Session, later: Later) -> None:
        self._session, self._later = session, later
        self._unread: set[str] = set()  # articles whose sheets were written since the catalogue has read them

    def changed(self, opened: OpenSheet) -> None:
        """A sheet says something else now."""
        session, sheet = self._session, opened.sheet
        entry = session.listing.get(opened.article.id) or entry_of(opened.article)
        here = session.desk is not None and session.desk.opened is opened
        suggested = self.open_here if here else entry.suggested
        now = replace(
            entry, status=sheet.status, tags=len(sheet.tags), uncertain=len(opened.uncertain), suggested=suggested
        )
        session.shelf.settle(now)
        if sheet.status != entry.status:
            session.progress.refresh_soon()

    @property
    def open_here(self) -> int | None:
        """How many suggestions are open in the article on the desk; None where nothing is suggested."""
        desk = self._session.desk
        return len(self._session.suggesting.of(desk)) if desk is not None and desk.proposed else None

    def suggestions_changed(self) -> None:
        """What is proposed for the open article, or dismissed, is something else now."""
        session = self._session
        if session.desk is not None:
            self.changed(session.desk.opened)
            if "is:" in session.narrowing.text:
                session.narrowing.again()

    def count_suggestions(self) -> bool:
        """Have the list say from now on how many suggestions are open; whether there are any."""
        session = self._session
        return session.listing.fetched.count_suggestions(
            lambda: (session.places.dismissed, session.project.scheme.renamed)
        )

    def settle_again(self) -> None:
        """The list was read anew: of sheets that the catalogue has not read since they were changed, memory knows better."""
        for opened in self._session.annotations.at_hand():
            if opened.unwritten or opened.article.id in self._unread:
                self.changed(opened)

    def written(self, article_id: str) -> None:
        """Have the catalogue read a sheet that was written: soon, where it is being worked on and nothing is asked of it."""
        session = self._session
        first = not self._unread
        self._unread.add(article_id)
        if session.narrowing.active or session.desk is None or session.desk.article.id != article_id:
            self.read_written()
        elif first:
            self._later(_SHEETS_AFTER, self.read_written)

    def read_written(self) -> None:
        """Have the catalogue read the sheets that were written, before it is asked about them."""
        if self._unread:
            session = self._session
            session.shelf.librarian.read_sheets([session.store.path(article) for article in sorted(self._unread)])
            self._unread.clear()
