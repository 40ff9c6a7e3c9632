"""The raw document of the open article, and its title and date set by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.command_set import CommandSet
from reader.ui.renewing import show_renewed

if TYPE_CHECKING:
    from reader.session.amending import FieldName
    from reader.ui.screens.reading import ReadingScreen


class Correcting(CommandSet):
    """The commands."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._session = screen.session
        self.table = {
            "view.raw": lambda _: self._raw(),
            "article.title": lambda _: self._set_field("title"),
            "article.date": lambda _: self._set_field("date"),
        }

    def _raw(self) -> None:
        from reader.ui.screens.raw import RawScreen

        screen = self._screen
        if self._session.desk is not None:
            leave = screen.handlers.table["app.quit"]
            raw = RawScreen(self._session, screen.keymap, leave, lambda: show_renewed(screen))
            screen.app.push_screen(raw, self._read_from)

    def _read_from(self, place: int | None) -> None:
        """Back from the raw document; `place` is the raw offset at which the article is to be read."""
        desk = self._session.desk
        self._session.amending.tell()
        if desk is None:
            return
        if place is not None:
            desk.hold_word_at(min(desk.article.offsets.to_clean(place), len(desk.article.text) - 1))
        self._screen.article.follow()
        self._screen.library.touch_article(desk.article.id)
        self._screen.show_all()

    def _set_field(self, name: FieldName) -> None:
        from reader.ui.amending import ask_field

        screen = self._screen
        chosen = screen.library.chosen
        if screen.context == "library" and chosen is not None:
            desk = self._session.desk
            if (desk is None or desk.article.id != chosen) and not screen.open_article(chosen):
                return

        def say(words: str, badly: bool) -> None:
            show_renewed(screen)
            screen.library.touch_all()
            screen.say(words, badly=badly)
            if not badly and self._session.desk is not None:
                screen.undoing.amended = self._session.desk.article.id

        ask_field(screen.app, self._session, name, say)
