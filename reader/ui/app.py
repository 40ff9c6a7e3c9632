"""The app: wiring between Textual and the session."""

from __future__ import annotations

import gc

from textual.app import App

from reader.control.keymap import Keymap
from reader.project.place import Project
from reader.session.messages import Message
from reader.session.session import Session
from reader.ui.screens.reading import Heard, ReadingScreen


class ReaderApp(App[int], inherit_bindings=False):
    """One session on one terminal."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "reader"

    def __init__(self, project: Project, *, article: str | None, as_is: bool, keymap: Keymap) -> None:
        super().__init__()
        self.session = Session(project, self._post, as_is=as_is)
        self.session.collect_at_once()
        self.keymap_ = keymap
        self._article = article
        self.last_words: list[str] = []

    def get_default_screen(self) -> ReadingScreen:
        return ReadingScreen(self.session, self.keymap_, self._article)

    def on_ready(self) -> None:
        # What lives now lives to the end: the collector need not look at it again.
        gc.collect()
        gc.freeze()
        gc.enable()

    def _post(self, message: Message) -> None:
        """Bring a message of the background to the screen's thread; safe from any thread."""
        if self._running:
            self.screen_stack[0].post_message(Heard(message))

    def leave(self) -> None:
        """Everything is on disk (or given up): out."""
        project = self.session.project
        if self.session.store.folder.exists():
            self.last_words.append(f"tags: {project.annotations / self.session.store.folder.name}")
        self.exit(0)
