"""Which article is on the desk: the first one, the one that the command line names, the one that is chosen in the list."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.ui.renewing import ask_for_former_tags

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.ui.screens.reading import ReadingScreen

READ_BY = 2.0  # seconds after which somebody may read: a newer article no longer takes the place of the first,
FEW = 200  # unless the corpus has so few that they are all there in a moment
SOON = 0.005  # seconds: a frame of the list is painted by then


class Opening:
    """Opens articles.

    Args:
        named: the id of the article that the command line names.

    Attributes:
        untouched: nothing was chosen yet, by a key, by the command line, or by a place to go on from: the newest article is open.
    """

    def __init__(self, screen: ReadingScreen, named: str | None) -> None:
        self._screen = screen
        self._session = screen.session
        self._named = named
        self.untouched = screen.session.places.last == "" and not named
        self._opened_at: float | None = None
        self._listed = (-1, 0, True)  # which list is shown: its generation, its length, and whether it may still grow
        self._soon: asyncio.TimerHandle | None = None

    # -- the first one

    def choose_first(self) -> None:
        """Choose, before the first paint, the article that is to be opened, where the list has it."""
        listing, last = self._session.listing, self._session.places.last
        if len(listing) and not self._named:
            self._screen.library.choose(last if listing.get(last) is not None else listing.entry(0).id)

    def choose_newest(self) -> None:
        """Choose the first article of a list that was empty."""
        self._screen.library.touch_all()
        if len(self._session.listing) and not self._named:
            self._screen.library.choose(self._session.listing.entry(0).id)

    def begin(self) -> None:
        """Open the article that the command line names, or the chosen one; one that is alone has the keyboard at once."""
        if not self._named:
            self._begin()
        self._open_named()

    def _begin(self) -> None:
        chosen, shelf = self._screen.library.chosen, self._session.shelf
        if chosen is None or self._session.desk is not None or not self.open(chosen):
            return
        if shelf.single or (shelf.listing.total == 1 and not shelf.collecting):
            self._screen.focus_pane("article")

    def _open_named(self) -> None:
        """Open the article that the command line named: now, when it comes, or say that there is none."""
        named = self._named
        if named is None:
            return
        screen, shelf = self._screen, self._session.shelf
        if shelf.collecting and not shelf.finds(named):
            screen.say(f"looking for the article {named}")
            return
        self._named = None
        if not shelf.finds(named) and self._session.listing.get(named) is None:
            screen.say(f"there is no article {named} in this corpus", badly=True)
            if self._session.desk is None and len(self._session.listing):
                self.open(self._session.listing.entry(0).id)
        elif self.open(named):
            self.untouched = False  # it was asked for: a newer one that is read later does not take its place
            screen.say("")
            screen.focus_pane("article")

    # -- any

    def open_soon(self) -> None:
        """Open the chosen article a moment after the list is painted; the next key finds it open."""
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(SOON, self.open_chosen)

    def open_chosen(self) -> None:
        """Open now what was to be opened soon."""
        if self._soon is None:
            return
        chosen = self._screen.library.chosen
        self._drop()
        if chosen is not None and self._screen.is_running:
            self.open(chosen)

    def _drop(self) -> None:
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None

    def open(self, article_id: str) -> bool:
        """Put an article on the desk and show it; False when it cannot be opened."""
        screen = self._screen
        self._drop()
        try:
            desk = self._session.open(article_id)
        except ReaderError as error:
            hint = error.problem.hint
            screen.say(f"{error.message}: {hint}" if hint else error.message, badly=True)
            return False
        self._opened_at = self._opened_at or time.monotonic()
        screen.library.choose(article_id)
        if desk is not screen.article.desk:
            screen.end_modes()
        screen.article.show(desk)
        if screen.is_mounted:
            self._session.find_entities()
        ask_for_former_tags(screen)
        screen.show_all()
        if lost := self._session.shelf.lost.get(article_id):
            screen.say(lost.message, badly=True)
        return True

    def follow_desk(self, before: Desk | None) -> None:
        """Show the desk that an act has put in the place of `before`."""
        desk = self._session.desk
        if desk is not None and desk is not before:
            self._screen.end_modes()
            self._screen.article.show(desk)
            self._screen.library.choose(desk.article.id)
            self._session.find_entities()

    def show_list(self) -> None:
        """Show the list as it is now; before any key, the newest article is the one that is open."""
        library, listing, shelf = self._screen.library, self._session.listing, self._session.shelf
        state = (listing.generation, listing.total, shelf.collecting)
        if state != self._listed or shelf.collecting:  # while names are found it is told often, and the list stays
            self._listed = state
            library.touch_all()
        chosen = library.chosen
        few = listing.total <= FEW
        nobody_reads = few or self._opened_at is None or time.monotonic() - self._opened_at < READ_BY
        newer = self.untouched and nobody_reads and len(listing) and listing.entry(0).id != chosen
        if (self._session.desk is None or newer) and len(listing) and not self._named and shelf.started:
            self._session.desk = None  # nobody has read it: it is no place to come back to
            self.open(listing.entry(0).id)
        elif chosen is not None and listing.place(chosen) is not None:
            library.choose(chosen)
        if not shelf.collecting:
            ask_for_former_tags(self._screen)
        self._open_named()
