"""The thread that looks through the catalogue for the articles in which a passage stands."""

from __future__ import annotations

import sqlite3
import threading
from itertools import count
from typing import TYPE_CHECKING

from reader.session.messages import Located

if TYPE_CHECKING:
    from reader.library.occurring import Occurrences
    from reader.session.session import Session
    from reader.text.finding import Way

MOST = 200  # articles that one walk goes through
_BATCH = 10  # articles that are told of at once, after the first
_numbers = count(1)


class OccurrenceSearch:
    """One search, begun when it is made; `Located` is posted as it goes.

    Attributes:
        whole: whether all that there is was found.
        said: what is to be said of it at the end; "" when all was looked at.
    """

    def __init__(self, session: Session, passage: str, way: Way, language: str) -> None:
        self.number = next(_numbers)
        self.whole = False
        self.said = "the corpus is still being read: there may be more" if session.shelf.collecting else ""
        self._post = session.post
        self._asked = (passage, way, session.shelf.annotator, language)
        self._closed = False
        self._running: Occurrences | None = None
        self._path = session.shelf.catalogue.path
        threading.Thread(target=self._run, name="occurrences", daemon=True).start()

    def hear(self, message: Located) -> bool:
        """Whether a message is of this search; takes note of how far it is."""
        if message.number != self.number:
            return False
        self.whole = message.whole
        self.said = message.said or self.said
        return True

    def close(self) -> None:
        """Let it end."""
        self._closed = True
        running = self._running
        if running is not None:
            running.interrupt()

    def _run(self) -> None:
        from reader.library.search import Stopped

        try:
            said = self._look()
        except Stopped:
            return
        except Exception as error:  # whatever it is: the walk would wait for ever
            damaged = isinstance(error, sqlite3.DatabaseError)
            said = "the catalogue cannot be read just now" if damaged else f"the search failed: {error}"
        if not self._closed:
            self._post(Located(self.number, (), True, said))

    def _look(self) -> str:
        from reader.library.catalogue import Catalogue
        from reader.library.occurring import Occurrences

        catalogue = Catalogue(self._path)
        try:
            self._running = Occurrences(catalogue, *self._asked)
            found: list[str] = []
            told = 0
            for article in self._running.articles(lambda: not self._closed):
                if told + len(found) == MOST:
                    self._post(Located(self.number, tuple(found)))
                    return f"only the newest {MOST} articles with it: do it once more for the rest"
                found.append(article.id)
                if not told or len(found) == _BATCH:
                    self._post(Located(self.number, tuple(found)))
                    told += len(found)
                    found = []
            if found:
                self._post(Located(self.number, tuple(found)))
            return "only the newest articles were looked at" if self._running.left else ""
        finally:
            self._running = None
            catalogue.close()
