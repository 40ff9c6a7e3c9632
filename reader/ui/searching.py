"""The search of the corpus, from the main screen and back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.session.messages import Message
from reader.ui.dispatch import Handler

if TYPE_CHECKING:
    from reader.session.corpus_search import CorpusSearch
    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.screens.search import SearchScreen, Wish


class Searching:
    """Opens the search, hands it what is found, and does what was wished there. What was found stays for the next time."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._found: CorpusSearch | None = None
        self._open: SearchScreen | None = None
        self.table: dict[str, Handler] = {"corpus.search": lambda _: self._search()}

    def hear(self, message: Message) -> None:
        """Hand on what the finder has found."""
        if self._open is not None:
            self._open.hear(message)

    def _search(self) -> None:
        from reader.session.corpus_search import CorpusSearch
        from reader.ui.screens.search import SearchScreen

        self._found = self._found or CorpusSearch(self._screen.session)
        self._open = SearchScreen(self._found)
        self._screen.app.push_screen(self._open, self._done)

    def _done(self, wish: Wish | None) -> None:
        self._open = None
        screen = self._screen
        match wish:
            case ("open", article_id, span):
                if screen.open_article(article_id):
                    desk = screen.session.desk
                    if span is not None and desk is not None and span.end <= len(desk.article.text):
                        desk.select(span)
                        screen.article.follow()
                    screen.focus_pane("article")
            case ("narrow", query):
                screen.session.narrowing.set(query)
                screen.narrowing.show()
                screen.focus_pane("library")
