"""Those who do the work: this process, processes of its own, or the workers of a Dask cluster; all behind one protocol."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from reader.errors import MissingExtra, UsageError
from reader.library.preparing.spawning import own_stderr

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_RESTART = 15.0  # seconds that a cluster may take to begin again with a worker
_A_WORKER = 3  # pieces of work in flight for each worker, so that none waits while results are entered


class Crew(Protocol):
    """Workers that take pieces of work in the order in which they are given.

    Attributes:
        depth: how many pieces of work it is worth to have in flight.
        inline: whether the work is done in this process, which then dies of what kills a worker.
        remote: whether the workers may be on machines that do not see the corpus.
        own: whether they work for nobody else, so that what was given first is being done.
    """

    depth: int
    inline: bool
    remote: bool
    own: bool

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        """Have `function(*args)` done; both are plain values. Never raises: what went wrong is in the future."""

    def is_at(self, future: Future[Any]) -> bool:
        """Whether one of them is doing that just now, as far as it can be told."""

    def renew(self, overdue: Future[Any] | None = None) -> None:
        """Begin again after a worker died, or to be rid of one that does not come back from what is `overdue`.

        What was in flight is lost.
        """

    def close(self) -> None:
        """Let the workers go without waiting for what they do."""


class Inline:
    """This process itself."""

    depth = 1
    inline = True
    remote = False
    own = True

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def is_at(self, future: Future[Any]) -> bool:
        return False

    def renew(self, overdue: Future[Any] | None = None) -> None:
        pass

    def close(self) -> None:
        pass


class Processes:
    """Spawned processes, started by the first piece of work."""

    inline = False
    remote = False
    own = True

    def __init__(self, workers: int) -> None:
        self.depth = _A_WORKER * workers
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        return _submitted(self._started().submit, function, *args)

    def is_at(self, future: Future[Any]) -> bool:
        return not future.done()

    def renew(self, overdue: Future[Any] | None = None) -> None:
        self.close()

    def close(self) -> None:
        pool, self._pool = self._pool, None  # another thread may close it too
        if pool is None:
            return
        processes = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            with own_stderr():
                self._pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"), initializer=begin)
                self._pool.submit(int)  # starts the first of them
        return self._pool


class Cluster:
    """The workers of a Dask cluster that runs already. Texts travel to them in the open, unless the cluster has TLS."""

    inline = False
    remote = True
    own = False

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
            connect: Any = Client
            self._client = connect(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(f"there is no Dask scheduler at {address!r}", hint=str(error)) from error
        self._executor: Executor = self._client.get_executor(pure=False)
        workers = sum(self._client.nthreads().values())
        self.depth = _A_WORKER * max(1, workers)
        self._keys: WeakKeyDictionary[Future[Any], str] = WeakKeyDictionary()

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        key = f"reader-{token_hex(16)}"
        future = _submitted(partial(self._executor.submit, key=key), function, *args)
        self._keys[future] = key
        return future

    def is_at(self, future: Future[Any]) -> bool:
        return bool(self._at(future))

    def renew(self, overdue: Future[Any] | None = None) -> None:
        # What a worker that died had in hand is given to another, and its nanny makes a new one; one that hangs is left to us.
        workers = [] if overdue is None else self._at(overdue)
        if overdue is not None:
            overdue.cancel()  # or it is given to the next
        if workers:
            # It may never say that it is done: the worker may have no nanny, or be gone already.
            ending = threading.Thread(target=self._restart, args=(workers,), daemon=True)
            ending.start()
            ending.join(_RESTART)

    def _restart(self, workers: list[str]) -> None:
        with contextlib.suppress(Exception):
            self._client.restart_workers(workers, timeout=_RESTART, raise_for_error=False)

    def _at(self, future: Future[Any]) -> list[str]:
        """The workers that are doing something just now."""
        key = self._keys.get(future, "")
        try:
            stacks = self._client.call_stack(keys=[key]) if key and not future.done() else {}
        except Exception:  # the scheduler does not answer: nothing can be told
            return []
        return [worker for worker, calls in stacks.items() if calls]

    def close(self) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()


def crew_of(workers: int) -> Crew:
    """So many processes; none is this one."""
    return Processes(workers) if workers else Inline()


def _submitted(submit: Callable[..., Future[Any]], function: Callable[..., Any], *args: Any) -> Future[Any]:
    try:
        return submit(function, *args)
    except Exception as error:  # a pool that broke since
        future: Future[Any] = Future()
        future.set_exception(error)
        return future


def begin() -> None:
    """Set a worker process up: out of the screen's way, deaf to its keys, and gone when its program is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(OSError):  # a container may forbid it
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))  # never takes the processor from what is awake
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # a pipeline's matrices leave the other cores to the screen
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    # A pool's worker does not notice that its program was killed: it would wait for work for ever.
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
