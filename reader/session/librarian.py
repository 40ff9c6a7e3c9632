"""The process that keeps the catalogue: it looks at the corpus and the sheets, and writes what it finds; nobody else does.

It runs the same preparation as `reader prepare`, beside the screen: no key waits for it. What it has come to is posted as
`Catalogued`, at which the list is read anew.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from reader.session.messages import Catalogued, Post

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from reader.project.place import Project


class Librarian:
    """The process, from here.

    Attributes:
        at_work: whether the corpus is still being looked at, so that articles may come or go.
    """

    def __init__(self, project: Project, catalogue: Path, post: Post, *, as_is: bool) -> None:
        self._task = (project, catalogue, as_is)
        self._post = post
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._closed = False
        self.at_work = False

    def start(self) -> None:
        """Begin; once the screen is painted."""
        if self._closed or self._process is not None:
            return
        context = get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_keep, args=(*self._task, theirs), name="librarian")
        # The process inherits the standard error; a screen may have put something without a file in its place.
        with contextlib.redirect_stderr(sys.__stderr__):
            self._process.start()
        theirs.close()
        self.at_work = True
        threading.Thread(target=self._listen, args=(self._line,), name="librarian", daemon=True).start()

    def look_again(self) -> None:
        """Have the corpus looked at once more: something in it was changed."""
        self._tell(("look",))

    def read_sheets(self, sheets: Sequence[Path]) -> None:
        """Have these sheets read again, which were changed."""
        self._tell(("sheets", tuple(sheets)))

    def hear(self, message: Catalogued) -> None:
        """Take in how far it has come."""
        if not message.quiet:
            self.at_work = message.collecting

    def close(self) -> None:
        """End the process without waiting for what it does; what it has written stays."""
        self._closed = True
        if self._process is not None:
            self._process.terminate()
            self._process.join()

    def _tell(self, what: tuple[object, ...]) -> None:
        if self._line is not None and not self._closed:
            with contextlib.suppress(
                OSError, ValueError
            ):  # it has ended; what it would have done is done at the next start
                self._line.send(what)

    def _listen(self, line: Connection) -> None:
        while True:
            try:
                message = line.recv()
            except (EOFError, OSError):
                break
            if self._closed:
                return
            self._post(message)
        if not self._closed:
            self._post(
                Catalogued(trouble="the process that reads the corpus has ended; it is started with the next start")
            )


def _keep(project: Project, catalogue: Path, as_is: bool, line: Connection) -> None:
    from reader.session.keeping import keep  # in the process, which alone needs it

    keep(project, catalogue, as_is, line)
