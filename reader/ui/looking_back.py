"""The history list on the main screen: what becomes of the act that was chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.session.annotations import CannotChange
from reader.session.past import Act
from reader.ui.renewing import show_renewed

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.ui.screens.history import Wish
    from reader.ui.screens.reading import ReadingScreen


class LookingBack:
    """One look at the history."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._past = screen.session.past

    def start(self) -> None:
        from reader.ui.screens.history import HistoryScreen

        self._screen.app.push_screen(HistoryScreen(self._past.acts), self._wished)

    def _wished(self, wish: Wish | None) -> None:
        if wish is None:
            return
        what, act = wish
        if what == "go":
            self._go_to(act)
        elif act.steps == 1:
            self._turn(act)
        else:
            self._ask(act)

    def _ask(self, act: Act) -> None:
        from reader.ui.screens.confirm import ConfirmScreen

        what = f"Do {act.steps} acts again, up to" if act.undone else f"Take back {act.steps} acts, down to"
        question = f"{what} “{act.title}” ({act.article}, {act.at})?"
        title = "do again" if act.undone else "take back"
        self._screen.app.push_screen(ConfirmScreen(question, title), lambda yes: self._turn(act) if yes else None)

    def _go_to(self, act: Act) -> None:
        before = self._screen.session.desk
        try:
            self._past.go_to(act)
        except ReaderError as error:
            self._screen.say(str(error.problems[0]), badly=True)
            return
        self._show(before)
        self._screen.focus_pane("article")
        self._screen.say(f"{'undone: ' if act.undone else ''}{act.title}")

    def _turn(self, act: Act) -> None:
        screen = self._screen
        before = screen.session.desk
        try:
            turned = self._past.turn(act)
        except CannotChange as error:
            self._show(before)
            screen.say(str(error), badly=True)
            return
        self._show(before)
        word = "done again" if act.undone else "taken back"
        screen.say(f"{turned} acts {word}" if turned > 1 else f"{word}: {act.title}")

    def _show(self, before: Desk | None) -> None:
        screen = self._screen
        screen.opening.follow_desk(before)
        screen.article.retag()
        show_renewed(screen)
        screen.article.follow()
        screen.library.touch_all()
        screen.show_all()
