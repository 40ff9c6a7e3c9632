"""The spawned process that computes what no key can wait for: the entities of a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.library.preparing.crew import Processes


class Workers:
    """The spawned process; started by the first piece of work, and once more if it dies."""

    def __init__(self) -> None:
        self._process: Processes | None = None
        self._closed = False

    def submit(
        self, then: Callable[[Any, BaseException | None], None], function: Callable[..., Any], *args: Any
    ) -> None:
        """Run `function(*args)` in the process; `then(result, error)` is called from another thread."""
        if self._closed:
            return
        from concurrent.futures.process import BrokenProcessPool  # late: a screen opens before there is work

        from reader.library.preparing.crew import Processes

        self._process = self._process or Processes(1)
        future = self._process.submit(function, *args)
        if future.done() and isinstance(future.exception(), BrokenProcessPool):  # it died since the last piece of work
            self._process.renew()
            future = self._process.submit(function, *args)

        def done(future: Future[Any]) -> None:
            if self._closed or future.cancelled():
                return
            error = future.exception()
            then(None if error else future.result(), error)

        future.add_done_callback(done)

    def close(self) -> None:
        """End the process without waiting for what it does."""
        self._closed = True
        if self._process is not None:
            self._process.close()
