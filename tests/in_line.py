"""What the program has processes of its own for, done at once in the test's own process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reader.library.preparing.crew import Inline
from reader.session.keeping import Keeper
from reader.session.messages import Catalogued, Post


class LibrarianInLine:
    """The librarian; says nothing while it works."""

    def __init__(self, project: Any, catalogue: Path, post: Post, *, as_is: bool) -> None:
        self._task = (project, catalogue, as_is)
        self._tell = post
        self._keeper: Keeper | None = None
        self.at_work = self.busy = False

    def _post(self, message: Catalogued) -> None:
        if not message.collecting:
            self._tell(message)

    def start(self) -> None:
        project, catalogue, as_is = self._task
        self._keeper = Keeper(project, catalogue, self._post, lambda seconds: None, as_is=as_is, crew=Inline())
        self.at_work = True  # until it is heard that it is done: the list lacks what it has just read
        self._keeper.look()

    def look_again(self) -> None:
        if self._keeper is not None:
            self._keeper.look()

    def stop(self) -> None:
        pass

    def begin_anew(self) -> None:
        if self._keeper is not None:
            self._keeper.do(("anew",))

    def move(self, catalogue: Path) -> None:
        self._task = (self._task[0], catalogue, self._task[2])

    def read_sheets(self, sheets: Sequence[Path]) -> None:
        if self._keeper is not None:
            self._keeper.do(("sheets", tuple(sheets)))

    def hear(self, message: Catalogued) -> None:
        self.at_work = message.collecting

    def close(self) -> None:
        if self._keeper is not None:
            self._keeper.close()
