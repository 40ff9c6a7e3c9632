"""Going through the library: choosing an article in the list, opening it, and the one beside the one that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.command_set import CommandSet

if TYPE_CHECKING:
    from reader.ui.screens.reading import ReadingScreen

_PASSED = 20  # articles that cannot be opened, after which a step ends


class Browsing(CommandSet):
    """The commands."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        library = screen.library
        self.table = {
            "library.down": lambda _: self._choose(1),
            "library.up": lambda _: self._choose(-1),
            "library.page.down": lambda _: self._choose(max(1, library.page - 2)),
            "library.page.up": lambda _: self._choose(-max(1, library.page - 2)),
            "library.first": lambda _: self._choose_end(last=False),
            "library.last": lambda _: self._choose_end(last=True),
            "library.open": lambda _: self._read(),
            "article.next": lambda _: self._step(1),
            "article.previous": lambda _: self._step(-1),
            "pane.switch": lambda _: self._switch(),
        }

    def show_chosen(self) -> None:
        """Open the chosen article beside the list, where there is room for both."""
        if self._screen.library.chosen is not None and not self._screen.has_class("narrow"):
            self._screen.opening.open_soon()

    def _choose(self, by: int) -> None:
        self._screen.library.step(by * self._screen.dispatcher.times)
        self.show_chosen()

    def _choose_end(self, *, last: bool) -> None:
        self._screen.library.choose_end(last=last)
        self.show_chosen()

    def _read(self) -> None:
        screen = self._screen
        chosen, desk = screen.library.chosen, screen.session.desk
        if chosen is not None and ((desk is not None and desk.article.id == chosen) or screen.open_article(chosen)):
            screen.focus_pane("article")

    def _switch(self) -> None:
        if self._screen.context == "article":
            self._screen.focus_pane("library")
        else:
            self._read()

    def _step(self, by: int) -> None:
        screen = self._screen
        desk = screen.session.desk
        if desk is None:
            return
        passed = 0  # files that are gone since they were listed must not bar the way
        while (entry := screen.session.listing.neighbour(desk.article.id, by * (passed + 1))) is not None:
            if screen.open_article(entry.id):
                if passed:
                    screen.say(f"passed over {passed} that cannot be opened", badly=True)
                return
            passed += 1
            if passed >= _PASSED:
                return
        if not passed:
            screen.say("this is the last article" if by > 0 else "this is the first article")
