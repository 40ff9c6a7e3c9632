"""Those who do the work: this process, processes of its own, or the workers of a Dask cluster; all behind one protocol."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any, Protocol

from reader.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_A_WORKER = 3  # pieces of work in flight for each worker, so that none waits while results are entered


class Crew(Protocol):
    """Workers that take pieces of work in the order in which they are given.

    Attributes:
        depth: how many pieces of work it is worth to have in flight.
        inline: whether the work is done in this process, which then dies of what kills a worker.
        remote: whether the workers may be on machines that do not see the corpus.
        can_be_ended: whether `renew` ends what is being worked on.
    """

    depth: int
    inline: bool
    remote: bool
    can_be_ended: bool

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        """Have `function(*args)` done; both are plain values. Never raises: what went wrong is in the future."""

    def renew(self) -> None:
        """Begin again with new workers; what was in flight is lost."""

    def close(self) -> None:
        """Let the workers go without waiting for what they do."""


class Inline:
    """This process itself."""

    depth = 1
    inline = True
    remote = False
    can_be_ended = False

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def renew(self) -> None:
        pass

    def close(self) -> None:
        pass


class Processes:
    """Spawned processes, started by the first piece of work."""

    inline = False
    remote = False
    can_be_ended = True

    def __init__(self, workers: int) -> None:
        self.depth = _A_WORKER * workers
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        return _submitted(self._started(), function, *args)

    def renew(self) -> None:
        self.close()

    def close(self) -> None:
        if self._pool is None:
            return
        processes = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            # The processes inherit the standard error; a screen may have put something without a file in its place.
            with contextlib.redirect_stderr(sys.__stderr__):
                self._pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"), initializer=begin)
                self._pool.submit(int)  # starts the first of them
        return self._pool


class Cluster:
    """The workers of a Dask cluster that runs already. Texts travel to them in the open, unless the cluster has TLS."""

    inline = False
    remote = True
    can_be_ended = False

    def __init__(self, address: str, patience: float = 10.0) -> None:
        """Connect.

        Raises:
            MissingExtra: `distributed` is not installed.
            UsageError: there is no scheduler at the address.
        """
        try:
            from distributed import Client
        except ImportError:
            raise MissingExtra("a Dask cluster", "dask") from None
        try:
            self._client = Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(f"there is no Dask scheduler at {address!r}", hint=str(error)) from error
        self._executor: Executor = self._client.get_executor(pure=False)
        workers = sum(self._client.nthreads().values())
        self.depth = _A_WORKER * max(1, workers)

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        return _submitted(self._executor, function, *args)

    def renew(self) -> None:
        # The scheduler does the work of a worker that died elsewhere, and the nanny makes a new one.
        pass

    def close(self) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()


def crew_of(workers: int) -> Crew:
    """So many processes; none is this one."""
    return Processes(workers) if workers else Inline()


def _submitted(executor: Executor, function: Callable[..., Any], *args: Any) -> Future[Any]:
    try:
        return executor.submit(function, *args)
    except Exception as error:  # a pool that broke since
        future: Future[Any] = Future()
        future.set_exception(error)
        return future


def begin() -> None:
    """Set a worker process up: out of the screen's way, deaf to its keys, and gone when its program is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    # A pool's worker does not notice that its program was killed: it would wait for work for ever.
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
