"""The process that keeps the catalogue: it looks at the corpus and the sheets, and writes what it finds; nobody else does.

It runs the same preparation as `reader prepare`, beside the screen: no key waits for it. What it has come to is posted as
`Catalogued`, at which the list is read anew.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from reader.library.preparing.spawning import own_stderr
from reader.session.messages import Catalogued, Post

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from reader.project.place import Project

_LEAVE = 1.0  # seconds in which it ends by itself
_DEATHS = 3  # after which it is not started once more

Told = SimpleQueue[tuple[object, ...] | None]


class Librarian:
    """The process, from here.

    Attributes:
        at_work: whether the corpus is still being looked at, so that articles may come or go.
        busy: whether it does anything that takes its time.
    """

    def __init__(self, project: Project, catalogue: Path, post: Post, *, as_is: bool) -> None:
        self._task = (project, catalogue, as_is)
        self._post = post
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._closed = False
        self._deaths = 0
        self._told: Told = SimpleQueue()
        self.at_work = self.busy = False

    def start(self) -> None:
        """Begin; once the screen is painted."""
        if self._closed or self._process is not None:
            return
        from multiprocessing import get_context  # late: it is imported when the screen stands

        context = get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_keep, args=(*self._task, theirs), name="librarian")
        with own_stderr():
            self._process.start()
        theirs.close()
        self.at_work = True
        self._told = SimpleQueue()
        for work, args in ((self._listen, (self._line,)), (_send, (self._line, self._told))):
            threading.Thread(target=work, args=args, name="librarian", daemon=True).start()

    def move(self, catalogue: Path) -> None:
        """Keep another catalogue; before the start."""
        self._task = (self._task[0], catalogue, self._task[2])

    def begin_anew(self) -> None:
        """Have the catalogue thrown away and filled anew: damage was met in it."""
        self._tell(("anew",))

    def stop(self) -> None:
        """Have the reading of the corpus stopped; `look_again` goes on with it."""
        self._tell(("stop",))

    def look_again(self) -> None:
        """Have the corpus looked at once more: something in it was changed."""
        self._tell(("look",))

    def read_sheets(self, sheets: Sequence[Path]) -> None:
        """Have these sheets read again, which were changed."""
        self._tell(("sheets", tuple(sheets)))

    def hear(self, message: Catalogued) -> None:
        """Take in how far it has come."""
        if message.ended:
            self._told.put(None)
            self._process = self._line = None
            self._deaths += 1
            if self._deaths <= _DEATHS:
                self.start()
        elif not message.quiet:
            self.at_work = message.collecting
            self.busy = bool(message.total)

    def close(self) -> None:
        """End the process, and what it does; what it has written stays."""
        self._closed = True
        process = self._process
        if process is None:
            return
        self._told.put(("end",))
        self._told.put(None)
        process.join(_LEAVE)  # it ends its worker and lets go of what the system keeps for it
        if process.is_alive():
            process.terminate()
            process.join()

    def _tell(self, what: tuple[object, ...]) -> None:
        """Tell the process something, when it has ears for it: a long work of it must not hold up a key."""
        if self._line is not None and not self._closed:
            self._told.put(what)

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


def _send(line: Connection, told: Told) -> None:
    while (what := told.get()) is not None:
        with contextlib.suppress(OSError, ValueError):  # it has ended; the next start does what is left
            line.send(what)


def _keep(project: Project, catalogue: Path, as_is: bool, line: Connection) -> None:
    from reader.session.keeping import keep  # in the process, which alone needs it

    keep(project, catalogue, as_is, line)
