"""The app: wiring between Textual and the session."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol, cast

from textual import constants, events
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from reader import kept_screen
from reader.control.keymap import Keymap
from reader.control.keys import pressed
from reader.errors import ReaderError
from reader.project.place import Project
from reader.session.messages import Message
from reader.session.session import Session
from reader.ui import theme
from reader.ui.alt_keys import know_alt_keys
from reader.ui.screens.dialog import Dialog
from reader.ui.screens.reading import Heard, ReadingScreen


def _later(delay: float, run: Callable[[], None]) -> None:
    asyncio.get_running_loop().call_later(delay, run)


def _driver() -> type[Driver] | None:
    """The driver of a POSIX terminal; None for Textual's own choice."""
    if constants.DRIVER is not None or sys.platform == "win32":
        return None
    from reader.ui.driver import TerminalDriver

    return TerminalDriver


class TakesKeys(Protocol):
    """What every screen of this program is."""

    def on_key(self, event: events.Key) -> None: ...


class ReaderApp(App[int], inherit_bindings=False):
    """One session on one terminal."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "reader"

    def __init__(
        self,
        project: Project,
        *,
        article: str | None,
        as_is: bool,
        keymap: Keymap,
        options: Mapping[str, str | None] | None = None,
    ) -> None:
        # Where there is to be no colour, Textual is to make none of the terminal's own.
        super().__init__(driver_class=_driver(), ansi_color=theme.colourless or None)
        know_alt_keys()
        self.options = dict(options or {})
        self.session = Session(project, self._post, as_is=as_is, later=_later)
        self.keymap_ = keymap
        self._article = article
        self.last_words: list[str] = []
        self._left = False
        self.failure: ReaderError | None = None

    def get_default_screen(self) -> ReadingScreen:
        return ReadingScreen(self.session, self.keymap_, self._article)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.variables

    def wear(self, name: str) -> None:
        """Paint everything with another theme."""
        theme.use(name)
        self.refresh_css(animate=False)
        cast(ReadingScreen, self.screen_stack[0]).dressing.repaint()

    def on_ready(self) -> None:
        self._end_when_told()
        # What lives now lives to the end: the collector need not look at it again. (Nor once before: that would hold back the
        # first frame, which Textual writes from a thread.)
        gc.freeze()
        gc.enable()

    def _end_when_told(self) -> None:
        """A closed window, or a system that goes down, is no loss: all is kept, and the terminal is left."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # Not where this is no main thread (in a browser), and not on Windows.
            with suppress(ValueError, RuntimeError, NotImplementedError):
                if number is not None:
                    loop.add_signal_handler(number, self._told_to_end)

    def _told_to_end(self) -> None:
        if not self._left:
            if not self.session.close():
                self.session.end()
            self.leave()

    async def on_event(self, event: events.Event) -> None:
        """Keys go straight to the screen on top, each when all that came of the one before it has happened.

        Textual would queue them with the screen that is on top when they arrive: of two keys typed in one breath the second would
        miss the dialog that the first opens, or reach the one that the first has closed.
        """
        if not isinstance(event, events.Key) or event.is_forwarded:
            if isinstance(event, events.MouseDown | events.MouseScrollDown | events.MouseScrollUp):
                self.session.sitting.touch()
            await super().on_event(event)
            return
        self.session.sitting.key()
        screen = self.screen
        if not screen.is_mounted:
            await screen._mounted_event.wait()
        if self._left:
            return
        if screen is not self.screen_stack[0] and not self._continues(screen) and self._quits(event):
            reading = cast(ReadingScreen, self.screen_stack[0])
            reading.handlers.table["app.quit"](event.key)
            return
        if isinstance(screen, Dialog):
            if self._asks_for_help(event, screen):
                from reader.ui.screens.dialog_keys import DialogKeys

                self.push_screen(DialogKeys(screen.hints))
                return
            plain = self.keymap_.in_dialogs.get(pressed(event.key, event.character))
            event = events.Key(plain, None) if plain is not None else event
        cast(TakesKeys, screen).on_key(event)

    def _asks_for_help(self, event: events.Key, dialog: Dialog[Any]) -> bool:
        """Whether a key means help where it is no text; the help itself, and the keys of a dialog, it closes."""
        key = pressed(event.key, event.character)
        if key not in self.keymap_.keys.get("app.help", ()) or (len(key) == 1 and dialog.types):
            return False
        return dialog.helps

    @staticmethod
    def _continues(screen: Screen[Any]) -> bool:
        """Whether the first of two keys was pressed there, so that this one is the second."""
        dispatcher = getattr(screen, "dispatcher", None)
        return dispatcher is not None and bool(dispatcher.pending)

    def _quits(self, event: events.Key) -> bool:
        """Whether a key means to quit where the main screen does not hear it.

        Only keys with ctrl: any other may be a dialog's own. The question whether to quit without saving is not answered by
        asking to quit once more.
        """
        key = pressed(event.key, event.character)
        if not key.startswith("ctrl+") or key not in self.keymap_.keys.get("app.quit", ()):
            return False
        from reader.ui.screens.confirm import ConfirmScreen

        return not isinstance(self.screen, ConfirmScreen)

    def _post(self, message: Message) -> None:
        """Bring a message of the background to the screen's thread; safe from any thread."""
        if self._running:
            self.screen_stack[0].post_message(Heard(message))

    def fail(self, error: ReaderError) -> None:
        """Out, since there is nothing to show; `failure` says why."""
        self._left = True
        self.failure = error
        self.exit(0)

    def leave(self) -> None:
        """Everything is on disk (or given up): out."""
        self._left = True
        self._keep_screen()
        project = self.session.project
        if said := str(self.session.sitting):
            self.last_words.append(said)
        if os.path.isdir(self.session.store.folder):
            self.last_words.append(f"tags: {project.annotations / self.session.store.folder.name}")
        for article, reason in dict(self.session.writer.held).items():
            self.last_words.append(f"{article}: safe in the journal, sheet not written: {reason}")
        self.exit(0)

    def _keep_screen(self) -> None:
        """Keep what is seen for the next start."""
        main, corpus = self.screen_stack[0], self.session.project.corpus_path
        if corpus is not None and main.size == self.size:
            rows = [strip.render(self.console) for strip in main._compositor.render_strips()]
            kept_screen.keep(corpus, self.size.width, self.size.height, rows)
