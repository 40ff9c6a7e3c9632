"""What the librarian's process does: it looks at the corpus once, then reads what it is told of, until it is ended."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import ReaderError
from reader.library.catalogue import Catalogue
from reader.library.preparing.crew import Crew, Processes, begin
from reader.library.preparing.run import Progress
from reader.library.preparing.sheets import index_sheets
from reader.project.catalogued import preparation
from reader.project.place import Project
from reader.session.messages import Catalogued
from reader.tags import disk

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

EVERY = 30.0  # seconds after which all sheets are looked at again: colleagues work on theirs
AGAIN = 1.0  # seconds after which it is asked again whether another program still fills the catalogue
_WORDS = {
    "looking": "looking at the corpus",
    "sheets": "reading sheets",
    "articles": "reading the corpus",
    "copies": "looking for copies",
    "names": "finding entities",
}
_LISTED = ("looking", "sheets", "articles")  # stages in which articles may come or go
Told = tuple[Any, ...]


def keep(project: Project, path: Path, as_is: bool, line: Connection) -> None:
    """The process."""
    begin()
    crew = Processes(1)

    def told(seconds: float) -> Told | None:
        try:
            return line.recv() if line.poll(seconds) else None
        except (EOFError, OSError):
            return ("end",)

    try:
        Keeper(project, path, line.send, told, as_is=as_is, crew=crew).serve()
    except (BrokenPipeError, OSError):
        pass  # the screen is gone
    finally:
        crew.close()


class Keeper:
    """Fills the catalogue and keeps it up to date; for the process, and for whoever has no process of its own for it."""

    def __init__(
        self,
        project: Project,
        path: Path,
        post: Callable[[Catalogued], None],
        told: Callable[[float], Told | None],
        *,
        as_is: bool,
        crew: Crew,
    ) -> None:
        """
        Args:
            path: the catalogue's file.
            told: what is to be done next, waited for so many seconds: `("look",)`, `("sheets", paths)`, `("stop",)`, `("anew",)`,
                `("end",)`.
        """
        self._project = project
        self._post = post
        self._told = told
        self._as_is = as_is
        self._crew = crew
        self._path = path
        self._catalogue = Catalogue(path)
        self._tasks: deque[Told] = deque()
        self._ended = self._stopped = False
        self._collecting = True

    def serve(self) -> None:
        """Look at the corpus, then do what is told until the end is."""
        self.look()
        while not self._ended:
            task = self._tasks.popleft() if self._tasks else self._told(EVERY)
            if task is not None:
                self.do(task)
            elif not self._stopped:
                self._read_sheets(None)
        self.close()

    def close(self) -> None:
        """Let go of the catalogue."""
        self._catalogue.close()

    def do(self, task: Told) -> None:
        """Do one thing that was told."""
        match task:
            case ("look",):
                self.look()
            case ("sheets", paths):
                self._read_sheets(paths)
            case ("stop",):
                self._stopped = True
            case ("anew",):
                self._begin_anew()
            case ("end",):
                self._ended = True

    def look(self) -> None:
        """Look at the corpus and the sheets, and take in what has changed."""
        if self._catalogue.left_behind:
            self._catalogue.close()
            self._catalogue = Catalogue(self._path)
        self._collecting, self._stopped = True, False
        trouble = ""
        try:
            ready = preparation(
                self._project,
                self._catalogue,
                self._crew,
                as_is=self._as_is,
                post=self._tell,
                checked=False,
            )
            while (summary := ready.run(self._interrupted)).busy and not (self._ended or self._stopped):
                self._post(Catalogued(True, "another window reads the corpus"))
                self._wait()
            if self._stopped:
                self._post(Catalogued(what=f"stopped: {summary.articles:,} articles so far"))
            if not summary.complete:
                return
        except (ReaderError, sqlite3.Error, OSError) as error:
            trouble = f"the corpus cannot be looked at: {error}"
        finally:
            self._collecting = False
        self._post(Catalogued(trouble=trouble))

    def _wait(self) -> None:
        task = self._told(AGAIN)
        if task is not None:
            self._take(task)

    def _tell(self, progress: Progress) -> None:
        self._collecting = self._collecting and progress.stage in _LISTED
        self._post(Catalogued(self._collecting, _WORDS[progress.stage], progress.done, progress.total or 0))

    def _interrupted(self) -> bool:
        """Whether to stop; sheets that are told of meanwhile are read at once, which is quickly done."""
        while (task := self._told(0)) is not None:
            self._take(task)
        return self._ended or self._stopped

    def _take(self, task: Told) -> None:
        if task[0] in ("look", "anew"):
            self._tasks.append(task)
        else:
            self.do(task)

    def _read_sheets(self, paths: tuple[Path, ...] | None) -> None:
        """Read some sheets again, or all that changed."""
        before = self._catalogue.generation
        try:
            index_sheets(self._catalogue, self._project.annotations, paths)
        except sqlite3.Error:  # another program writes: once more when there is time
            if paths is not None:
                self._tasks.append(("sheets", paths))
        if self._catalogue.generation != before:
            self._post(Catalogued(self._collecting, "", quiet=True))

    def _begin_anew(self) -> None:
        """Throw the catalogue away, unless another window has done so, and fill it."""
        if not self._catalogue.left_behind:
            with disk.locked_if_free(Path(f"{self._catalogue.path}.lock")) as is_free:
                if is_free:
                    self._catalogue.begin_anew()
        self.look()
