"""Work done by a crew in order, whatever happens to its workers.

Pieces of work, each of several parts, are in flight together; results come in the order of the parts. A worker that dies takes
all that is in flight with it, and one that is overdue is ended: then what was in flight is done again one part at a time, and
the part that kills twice, or is overdue alone, is the one that fails.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from functools import partial
from typing import Any

from reader.errors import ReaderError
from reader.library.preparing.crew import Crew
from reader.library.preparing.work import Failed, Output, each

_GRACE = 10.0  # seconds that a worker may take to begin, to send what it has, and to be interrupted
_START = 120.0  # seconds in which a new worker has to give a sign of life
_LOOK = 0.1
_DEATHS = 2

Answer = tuple[Any, Any]  # a part and what came of it


class Stopped(Exception):
    """Whoever asked for the work does not want the rest of it."""


class WorkersFail(ReaderError):
    title = "The workers cannot be started"


class _Piece:
    """A piece of work in flight.

    Attributes:
        suspect: whether it was in flight when a worker died, so that its parts are done one by one.
        since: since when it may have been done.
        seen: whether it was seen being done at that time.
    """

    def __init__(self, parts: Sequence[Any]) -> None:
        self.parts = parts
        self.future: Future[Output] | None = None
        self.suspect = False
        self.since = 0.0
        self.seen = False


class Shift:
    """Has work done by a crew.

    Attributes:
        measured: told of each piece that was done: its parts and the seconds that they took.
        before: told of the parts of a piece before it is begun.
    """

    def __init__(
        self,
        crew: Crew,
        cancelled: Callable[[], bool],
        *,
        limit: float,
        grace: float = _GRACE,
        measured: Callable[[Sequence[Any], float], None] = lambda parts, seconds: None,
        before: Callable[[Sequence[Any]], None] = lambda parts: None,
    ) -> None:
        self._crew = crew
        self._cancelled = cancelled
        self._limit = limit
        self._overdue = 2 * limit + grace
        self.measured = measured
        self.before = before
        self._last_done = 0.0

    def answers(
        self, pieces: Iterable[Sequence[Any]], one: Callable[[Any, Any], Any], way: Any
    ) -> Iterator[list[Answer]]:
        """`one(part, way)` for each part of the pieces; a `Failed` where nothing came of a part.

        Raises:
            Stopped: it was cancelled; what was not given by then is lost.
            WorkersFail: no worker can be had.
        """
        do = partial(each, one, way)
        flight: deque[_Piece] = deque()
        waiting = iter(pieces)
        more = True
        try:
            while True:
                while more and len(flight) < self._crew.depth and not any(piece.suspect for piece in flight):
                    self._check()
                    parts = next(waiting, None)
                    more = parts is not None
                    if parts:
                        flight.append(self._begun(_Piece(parts), do))
                if not flight:
                    return
                piece = flight.popleft()
                if piece.suspect:
                    for part in piece.parts:
                        yield [(part, self._alone(part, do))]
                    continue
                output = self._output(piece)
                if output is None:
                    flight.appendleft(piece)
                    self._renew(piece.future, flight)
                    continue
                self.measured(piece.parts[: len(output.results)], output.seconds)
                if len(output.results) < len(piece.parts):
                    flight.appendleft(self._begun(_Piece(piece.parts[len(output.results) :]), do))
                yield list(zip(piece.parts, output.results, strict=False))
        finally:
            for piece in flight:
                if piece.future is not None:
                    piece.future.cancel()

    def _begun(self, piece: _Piece, do: Callable[[Sequence[Any], float], Output]) -> _Piece:
        self.before(piece.parts)
        piece.since = time.monotonic()
        piece.future = self._crew.submit(do, piece.parts, self._limit)
        piece.future.add_done_callback(self._done)
        return piece

    def _done(self, future: Future[Output]) -> None:
        self._last_done = time.monotonic()

    def _check(self) -> None:
        if self._cancelled():
            raise Stopped

    def _output(self, piece: _Piece) -> Output | None:
        """What came of a piece that is the next in order; None when nothing did."""
        assert piece.future is not None
        while not piece.future.done():
            self._check()
            wait([piece.future], timeout=_LOOK)
            if self._is_overdue(piece):
                return None
        return None if piece.future.cancelled() or piece.future.exception() else piece.future.result()

    def _is_overdue(self, piece: _Piece) -> bool:
        now = time.monotonic()
        # Workers of our own have begun it at the latest when all that was before it was done.
        if now - max(piece.since, self._last_done) <= self._overdue:
            return False
        assert piece.future is not None
        is_at_it = self._crew.is_at(piece.future)
        if is_at_it and (self._crew.own or piece.seen):
            return True
        piece.since, piece.seen = now, is_at_it
        return False

    def _renew(self, overdue: Future[Output] | None, flight: Iterable[_Piece]) -> None:
        """Begin with new workers; what is in flight and not done is to be done part by part."""
        for piece in flight:
            future = piece.future
            if future is None or not future.done() or future.cancelled() or future.exception():
                piece.suspect = True
                if future is not None and future is not overdue:
                    future.cancel()
        self._crew.renew(overdue)

    def _alone(self, part: Any, do: Callable[[Sequence[Any], float], Output]) -> Any:
        """What comes of one part when nothing else is being done."""
        why = ""
        for _ in range(_DEATHS):
            self._check()
            self._see_that_there_are_workers()
            piece = self._begun(_Piece([part]), do)
            output = self._output(piece)
            if output is not None:
                self.measured([part], output.seconds)
                return output.results[0]
            assert piece.future is not None
            if not piece.future.done():
                self._crew.renew(piece.future)
                return Failed(f"it took longer than {self._limit:.4g} s")
            why = _why(piece.future)
            self._crew.renew()
        return Failed(why)

    def _see_that_there_are_workers(self) -> None:
        """Raises WorkersFail when a worker dies, or does not begin, whatever it is given."""
        future = self._crew.submit(int)
        deadline = time.monotonic() + _START
        while not future.done():
            self._check()
            wait([future], timeout=_LOOK)
            if self._crew.own and time.monotonic() > deadline:
                raise WorkersFail(f"no worker answered within {_START:.0f} s")
        error = future.exception()
        if error is not None:
            raise WorkersFail(f"{type(error).__name__}: {error}", hint="is there memory left?")


def _why(future: Future[Any]) -> str:
    from concurrent.futures import BrokenExecutor

    error = None if future.cancelled() else future.exception()
    if error is None or isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        return "the worker died"
    return f"{type(error).__name__}: {error}"
