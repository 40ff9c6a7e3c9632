"""Taking back and doing again: by key, from the list of all changes, and what others changed too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.session.annotations import CannotChange
from reader.session.unable import nothing_to_undo
from reader.ui.command_set import CommandSet
from reader.ui.renewing import show_renewed

if TYPE_CHECKING:
    from reader.tags.model import Change
    from reader.ui.screens.reading import ReadingScreen


class Undoing(CommandSet):
    """The commands.

    Attributes:
        amended: the article whose title or date was set by hand, as long as nothing else was done.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._session = screen.session
        self.amended = ""
        self.table = {
            "history.undo": lambda _: self._undo(),
            "history.redo": lambda _: self._turn("redone", self._session.redo),
            "history.list": lambda _: self._look_back(),
            "history.clashes": lambda _: self._decide(),
        }
        self.unable = {"history.undo": self._why_not_undone}

    @property
    def _by_hand(self) -> bool:
        """Whether the last act set something of the open article by hand."""
        desk = self._session.desk
        return desk is not None and self.amended == desk.article.id

    def _why_not_undone(self) -> str:
        return "" if self._by_hand else nothing_to_undo(self._session)

    def _undo(self) -> None:
        """Take back the last act: what was just set by hand, else what the history says."""
        if not self._by_hand:
            self._turn("undone", self._session.undo)
            return
        self.amended = ""
        try:
            undone = self._session.amending.undo()
        except CannotChange as error:
            self._screen.handlers.refused(error)
            return
        show_renewed(self._screen)
        self._screen.library.touch_all()
        self._screen.say(f"undone · {undone}")

    def _turn(self, word: str, turn: Callable[[], Change]) -> None:
        before = self._session.desk

        def make() -> str:
            try:
                change = turn()
            finally:  # also of a change that is refused: its article is on the desk by then, and the next key is for it
                self._screen.opening.follow_desk(before)
            self._screen.article.follow()
            return f"{word}: {change.title}"

        self._screen.handlers.change(make)
        show_renewed(self._screen)

    def _look_back(self) -> None:
        from reader.ui.looking_back import LookingBack

        LookingBack(self._screen).start()

    def _decide(self) -> None:
        from reader.ui.deciding import Deciding

        Deciding(self._screen).start()
