"""The spawned process that computes what no key can wait for: entities, the cleaning of a whole corpus, sheets for the list."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor


class Workers:
    """The spawned process; started by the first piece of work, and once more if it dies."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._closed = False

    def submit(
        self, then: Callable[[Any, BaseException | None], None], function: Callable[..., Any], *args: Any
    ) -> None:
        """Run `function(*args)` in the process; `then(result, error)` is called from another thread."""
        if self._closed:
            return
        from concurrent.futures.process import BrokenProcessPool  # late: a screen opens before there is work

        try:
            future = self._started().submit(function, *args)
        except BrokenProcessPool:
            self._pool = None
            future = self._started().submit(function, *args)

        def done(future: Future[Any]) -> None:
            if self._closed or future.cancelled():
                return
            error = future.exception()
            then(None if error else future.result(), error)

        future.add_done_callback(done)

    def close(self) -> None:
        """End the process without waiting for what it does."""
        self._closed = True
        if self._pool is None:
            return
        processes = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            from reader.library.preparing.crew import begin

            # The process inherits the standard error; a screen may have put something without a file in its place.
            with contextlib.redirect_stderr(sys.__stderr__):
                self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=begin)
                self._pool.submit(int)  # starts the process
        return self._pool
