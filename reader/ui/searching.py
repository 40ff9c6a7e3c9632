"""The search of the corpus, from the main screen and back to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.ui.command_set import CommandSet

if TYPE_CHECKING:
    from reader.session.corpus_search import Item
    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.screens.search import SearchScreen, Wish


class Searching(CommandSet):
    """Opens the search, hands it what is found, and does what was wished there. What was found stays for the next time."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._open: SearchScreen | None = None
        self.table = {"corpus.search": lambda _: self._search()}

    def heard(self) -> None:
        """Show what the finder has found."""
        if self._open is not None:
            self._open.show()

    def search_for(self, query: str, back: Callable[[], None] | None = None) -> None:
        """Open the search with what a query finds; `back` is called when it is left and nothing is wished."""
        self._search(query, back)

    def _search(self, query: str = "", back: Callable[[], None] | None = None) -> None:
        from reader.session.corpus_search import CorpusSearch
        from reader.ui.screens.search import SearchScreen

        session = self._screen.session
        if session.search is None:
            session.search = CorpusSearch(session)
        session.listed.read_written()
        if query:
            session.search.set(query)
        else:
            session.search.again()
        self._open = SearchScreen(session.search, typing=not query)

        def closed(wish: Wish | None) -> None:
            self._done(wish)
            if wish is None and back is not None:
                back()

        self._screen.app.push_screen(self._open, closed)

    def _done(self, wish: Wish | None) -> None:
        self._open = None
        screen = self._screen
        match wish:
            case ("open", item):
                if screen.open_article(item.entry.id):
                    screen.focus_pane("article")
                    self._hold(item)
            case ("narrow", query) if isinstance(query, str):
                screen.session.narrowing.set(query)
                screen.narrowing.show()
                screen.focus_pane("library")

    def _hold(self, item: Item) -> None:
        """Hold the passage in the article that was opened for it."""
        screen, desk = self._screen, self._screen.session.desk
        if desk is None or item.span is None:
            return
        if not item.stands_in(desk.article.text):
            screen.say("the text is another one since it was searched: look for the passage anew", badly=True)
            return
        desk.select(item.span)
        screen.article.follow()
        screen.show_all()
