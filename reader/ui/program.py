"""What the program is asked for itself: help, palette, settings, problems, the sitting, going back, and quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.command_set import CommandSet

if TYPE_CHECKING:
    from reader.ui.screens.reading import ReadingScreen


class Program(CommandSet):
    """The commands."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._session = screen.session
        self.table = {
            "app.help": lambda _: self._help(),
            "app.problems": lambda _: self._problems(),
            "app.settings": lambda _: self._settings(),
            "app.palette": lambda _: self._palette(),
            "sitting.show": lambda _: self._sitting(),
            "app.back": lambda _: self._back(),
            "app.quit": lambda _: self._quit(),
        }

    def _help(self) -> None:
        from reader.ui.screens.help import HelpScreen

        self._screen.app.push_screen(HelpScreen(self._screen.keymap, self._session.project, self._screen.key_context))

    def _settings(self) -> None:
        from reader.ui.screens.settings import SettingsScreen

        self._screen.app.push_screen(SettingsScreen(self._screen.reader.options))

    def _problems(self) -> None:
        from reader.ui.screens.problems import ProblemsScreen

        problems = self._session.all_problems
        if problems:
            self._screen.app.push_screen(ProblemsScreen(problems, self._session.project.working))
        else:
            self._screen.say("everything could be read")

    def _sitting(self) -> None:
        from reader.ui.screens.sitting import SittingScreen

        session, palette = self._session, self._screen.article.palette
        session.progress.refresh()
        index = {label.name: place for place, label in enumerate(session.project.scheme.labels)}
        self._screen.app.push_screen(SittingScreen(session.sitting, session.progress.said, palette, index))

    def _palette(self) -> None:
        from reader.ui.screens.chooser import command_chooser

        screen = self._screen
        chooser = command_chooser(screen.keymap, screen.key_context, screen.dispatcher.runnable())
        screen.app.push_screen(chooser, lambda name: screen.handlers.table[name]("") if name else None)

    def _back(self) -> None:
        alone = self._session.listing.total == 1
        if self._screen.context == "article" and not alone:
            self._screen.focus_pane("library")
        else:
            self._quit()

    def _quit(self) -> None:
        from reader.ui.screens.confirm import ConfirmScreen

        screen = self._screen
        if self._session.close():
            screen.reader.leave()
            return

        def decide(leave: bool | None) -> None:
            if leave:
                self._session.end()
                screen.reader.leave()

        count = self._session.writer.unsaved
        reason = self._session.annotations.trouble or "the disk does not answer"
        what = f"{count} change{'s'[: count != 1]} could not be saved: {reason}"
        question = f"{what}. Leave and lose {'it' if count == 1 else 'them'}?"
        screen.app.push_screen(ConfirmScreen(question), decide)
