"""The thread that asks the catalogue about the things that articles name. Of questions of one kind only the last is answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reader.library.catalogue import Catalogue
from reader.session.messages import Post, ThingsFound

if TYPE_CHECKING:
    from reader.library.things import Name, Thing

Kind = Literal["named", "like"]
MOST = 300  # things that are listed while one types


class ThingAsker:
    """The thread, from here. Everything is called on the screen's thread; `ThingsFound` follows each question."""

    def __init__(self, catalogue: Callable[[], Path], post: Post) -> None:
        """
        Args:
            catalogue: where the catalogue is now.
        """
        self._path = catalogue
        self._post = post
        self._wake = threading.Condition()
        self._waiting: dict[Kind, tuple[int, Callable[[Catalogue], Sequence[Thing | None]]]] = {}
        self._number = 0
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask_named(self, names: Sequence[Name]) -> int:
        """Ask for the things of these kinds and names, in their order; gives the number of the answer."""

        def named(catalogue: Catalogue) -> Sequence[Thing | None]:
            from reader.library.things import things_named

            return things_named(catalogue, names)

        return self._ask("named", named)

    def ask_like(self, typed: str) -> int:
        """Ask for the things with names that begin as what is typed, the most frequent first; gives the number of the answer."""

        def like(catalogue: Catalogue) -> Sequence[Thing | None]:
            from reader.library.things import things_like

            return things_like(catalogue, typed, MOST)

        return self._ask("like", like)

    def _ask(self, kind: Kind, question: Callable[[Catalogue], Sequence[Thing | None]]) -> int:
        with self._wake:
            self._number += 1
            self._waiting[kind] = self._number, question
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="things", daemon=True)
                self._thread.start()
            self._wake.notify()
            return self._number

    def close(self) -> None:
        """Answer no more."""
        with self._wake:
            self._closed = True
            self._wake.notify()

    def _run(self) -> None:
        catalogue: Catalogue | None = None
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._waiting)
                if self._closed:
                    break
                number, question = self._waiting.pop(next(iter(self._waiting)))
            try:
                catalogue = self._opened(catalogue)
                answer = self._answer(catalogue, number, question)
            except Exception as error:  # whatever goes wrong with one question, the next is answered
                answer = ThingsFound(
                    number, (), problem=f"the catalogue cannot be asked: {type(error).__name__}: {error}"
                )
            if not self._closed:
                self._post(answer)
        if catalogue is not None:
            catalogue.close()

    def _answer(
        self, catalogue: Catalogue, number: int, question: Callable[[Catalogue], Sequence[Thing | None]]
    ) -> ThingsFound:
        from reader.library.things import looked_through

        before = catalogue.misses
        with catalogue.reading():
            found = tuple(question(catalogue))
            looked, articles = looked_through(catalogue)
        problem = "the catalogue cannot be asked just now" if catalogue.misses != before else ""
        return ThingsFound(number, found, looked, articles, problem)

    def _opened(self, catalogue: Catalogue | None) -> Catalogue:
        """The catalogue that stands there now."""
        path = self._path()
        if catalogue is not None and catalogue.path == path and not (catalogue.broken or catalogue.left_behind):
            return catalogue
        if catalogue is not None:
            catalogue.close()
        return Catalogue(path)
