"""What the stages of a preparation have in common: the catalogue, the crew, when to stop, and whom to tell."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence, Sized
from contextlib import ExitStack, contextmanager
from typing import Any, Literal, Protocol

import msgspec

from reader.library.catalogue import Catalogue
from reader.library.preparing.crew import Crew
from reader.library.preparing.shift import Answer, Shift, Stopped
from reader.library.preparing.sizes import Sizes

Stage = Literal["looking", "sheets", "articles", "copies", "names"]

COMMIT = 0.5  # seconds between two commits
_TOLD = 0.2  # seconds between two reports of how far it is
_PIECE = 0.2  # seconds of work in a piece, so that handing it over costs little
_MOMENT = 0.02  # the same where something else waits for this process
_LATE = 0.5  # seconds that one document may go on when the moment is over


class Progress(msgspec.Struct, frozen=True):
    """How far a preparation is.

    Attributes:
        stage: looking (at folders), sheets, articles, copies (near-duplicates), names (of entities).
        done, total: files, sheets or articles of the stage; the total is None where it is not known.
        problems: what could not be read or cleaned so far.
    """

    stage: Stage
    done: int
    total: int | None
    problems: int


class Parts(Sized, Protocol):
    """Parts of work; they are gone through once."""

    def __iter__(self) -> Iterator[Any]: ...


class Run:
    """One run of a preparation.

    Attributes:
        problems: how many there are so far.
        is_short: whether it has a moment only.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        crew: Crew,
        cancelled: Callable[[], bool],
        until: float | None,
        post: Callable[[Progress], None],
        time_limit: float,
        grace: float,
    ) -> None:
        self.catalogue = catalogue
        self.crew = crew
        self.problems = 0
        self.is_short = until is not None
        self._cancelled = cancelled
        self._until = until
        self._post = post
        self._limit = time_limit
        self._grace = grace
        self._told = 0.0

    def is_over(self) -> bool:
        """Whether to stop."""
        return self._cancelled() or (self._until is not None and time.monotonic() >= self._until)

    def tell(self, stage: Stage, done: int, total: int | None = None, *, at_once: bool = False) -> None:
        """Say how far it is, not too often."""
        now = time.monotonic()
        if at_once or now - self._told >= _TOLD:
            self._told = now
            self._post(Progress(stage, done, total, self.problems))

    @contextmanager
    def writing(self, *, noted: bool = True) -> Iterator[None]:
        """`Catalogue.writing`, that waits for other programs as long as it must. Raises Stopped when it is over meanwhile."""
        with ExitStack() as stack:
            while True:
                try:
                    stack.enter_context(self.catalogue.writing(noted=noted))
                    break
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                        raise
                    if self.is_over():
                        raise Stopped from error
            yield

    def sizes(self) -> Sizes:
        """How much work is given to a worker at a time."""
        return Sizes(_MOMENT if self.is_short else _PIECE)

    def shift(
        self,
        measured: Callable[[Sequence[Any], float], None],
        *,
        before: Callable[[Sequence[Any]], None] = lambda parts: None,
        crew: Crew | None = None,
    ) -> Shift:
        """A shift of the crew, or of another one."""
        limit = self._limit
        if self._until is not None:
            limit = min(limit, max(0.0, self._until - time.monotonic()) + _LATE)
        return Shift(crew or self.crew, self.is_over, limit=limit, grace=self._grace, measured=measured, before=before)

    def work_off(
        self,
        stage: Stage,
        parts: Parts,
        one: Callable[[Any, Any], Any],
        way: Any,
        enter: Callable[[Catalogue, list[Answer]], None],
        size: Callable[[Any], int],
        crew: Crew | None = None,
        noted_every: float = 0.0,
    ) -> None:
        """Have parts worked off, and what comes of them entered.

        Args:
            one: gives what comes of a part; a function of a module, which is given the part and `way`.
            enter: is given the parts with what came of them, inside of `Catalogue.writing`.
            size: how much work a part is, about.
            noted_every: seconds after which readers are told that there is more; at the end they are in any case.
        """
        total = len(parts)
        if not total:
            return
        self.tell(stage, 0, total, at_once=True)
        sizes = self.sizes()
        shift = self.shift(lambda done, seconds: sizes.measure(sum(map(size, done)), seconds), crew=crew)
        answers: list[Answer] = []
        done, entered = 0, time.monotonic()
        noted, untold = entered, False
        try:
            for some in shift.answers(sizes.pieces(parts, size, lambda part: False), one, way):
                answers += some
                done += len(some)
                if time.monotonic() - entered >= COMMIT:
                    entered = time.monotonic()
                    untold = entered - noted < noted_every
                    noted = noted if untold else entered
                    self._enter(enter, answers, noted=not untold)
                    answers = []
                self.tell(stage, done, total)
        except Stopped:
            self._enter(enter, answers, told=not untold)
            raise
        self._enter(enter, answers, told=not untold)

    def _enter(
        self,
        enter: Callable[[Catalogue, list[Answer]], None],
        answers: list[Answer],
        *,
        noted: bool = True,
        told: bool = True,
    ) -> None:
        """Enter what came; `told`: whether readers know of all that was entered before."""
        if answers or not told:
            with self.writing(noted=noted):
                enter(self.catalogue, answers)
