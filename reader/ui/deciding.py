"""Walking through what the analyst and somebody else both changed, one question after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.session.annotations import CannotChange

if TYPE_CHECKING:
    from reader.tags.applying import Conflict
    from reader.ui.screens.clash import Answer
    from reader.ui.screens.reading import ReadingScreen


class Deciding:
    """One walk through the conflicts that wait."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._asked: list[Conflict] = []
        self._decided = 0
        self._refused = ""

    def start(self) -> None:
        if self._screen.session.clashes.waiting:
            self._ask()
        else:
            self._screen.say("nobody else changed what you changed")

    def _ask(self) -> None:
        """Ask about the next one, be it one that came while another was being asked about."""
        from reader.ui.screens.clash import ClashScreen

        left = [one for one in self._screen.session.clashes.waiting if one not in self._asked]
        if not left:
            self._end()
            return
        conflict = left[0]
        self._asked.append(conflict)
        place = (len(self._asked), len(self._asked) + len(left) - 1)
        entry = self._screen.session.listing.get(conflict.article)

        def answered(answer: Answer | None) -> None:
            if answer is None:
                self._end()
                return
            if answer != "later":
                self._settle(conflict, ours=answer == "ours")
            self._ask()

        title = entry.title if entry is not None else conflict.article
        self._screen.app.push_screen(ClashScreen(conflict, title, place), answered)

    def _settle(self, conflict: Conflict, *, ours: bool) -> None:
        screen = self._screen
        before = screen.session.desk
        try:
            screen.session.clashes.decide(conflict, ours=ours)
        except CannotChange as error:
            self._refused = str(error)
        else:
            self._decided += 1
        screen.opening.follow_desk(before)
        screen.article.retag()
        screen.article.follow()

    def _end(self) -> None:
        left = len(self._screen.session.clashes.waiting)
        said = [f"{self._decided} decided"] if self._decided else []
        said += [f"{left} left for later"] if left else []
        said += [self._refused] if self._refused else []
        self._screen.say(", ".join(said), badly=bool(self._refused))
        self._screen.show_all()
