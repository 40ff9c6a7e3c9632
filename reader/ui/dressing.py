"""The theme, chosen while the program runs; what the next start takes stands in the settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.control.settings import THEMES
from reader.ui import theme
from reader.ui.colours import theme_of
from reader.ui.command_set import CommandSet
from reader.ui.widgets.bars import Bar
from reader.ui.widgets.lines import LinesPane

if TYPE_CHECKING:
    from reader.ui.screens.reading import ReadingScreen

_SAID = {
    "auto": "by the terminal: COLORFGBG, else dark",
    "dark": "light text on a dark ground",
    "light": "dark text on a light ground",
    "high-contrast": "pure colours on black, a contrast of 7 and more",
}


class Dressing(CommandSet):
    """The command of the theme."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.table = {"view.theme": self._choose}
        self.unable = {"view.theme": self._why_not}

    def _why_not(self) -> str:
        return "there is no colour: NO_COLOR is set" if theme.colourless else ""

    def _choose(self, key: str) -> None:
        from reader.ui.screens.chooser import Choice, Chooser

        if why := self._why_not():
            self._screen.say(why, badly=True)
            return
        choices = [Choice(name, name[0], f"{name}: {_SAID[name]}") for name in THEMES]
        begin = THEMES.index(theme.name)
        chooser = Chooser("theme, until you quit", choices, None, filtering=False, begin=begin)
        self._screen.app.push_screen(chooser, self._wear)

    def repaint(self) -> None:
        """Show everything of the main screen in the theme that is in force now."""
        screen = self._screen
        for bar in screen.query(Bar):
            bar.renew()
        screen.below.labels.take_scheme(screen.session.project.scheme)
        screen.article.take_scheme(screen.session.project.scheme)
        for pane in screen.query(LinesPane):
            pane.touch_all()
        screen.keys.forget()
        screen.narrowing.show()
        screen.show_all()

    def _wear(self, choice: str | None) -> None:
        if choice:
            self._screen.reader.wear(theme_of(choice, os.environ))
            self._screen.say(f"theme: {choice}; to keep it, write “theme: {choice}” in settings.yaml")
