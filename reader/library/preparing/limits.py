"""A limit of time for one piece of work, where the work can be interrupted at all."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

_AGAIN = 0.5  # seconds after which it is tried once more to interrupt what took no notice


class TookTooLong(BaseException):
    """Raised inside of what takes too long. Whoever takes care of every error shall let it through."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives.

    Raises:
        TookTooLong: it took longer. What waits inside of a library for that long is interrupted when it comes back.
    """
    done: list[T] = []
    try:
        with _by_signal(seconds) if _takes_signals() else _by_exception(seconds):
            done.append(work())
    except TookTooLong:
        if not done:
            raise
    return done[0]


def _takes_signals() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def interrupt(number: int, frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _by_exception(seconds: float) -> Iterator[None]:
    thread = ctypes.c_ulong(threading.get_ident())
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    over = threading.Event()
    lock = threading.Lock()

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            with lock:
                if over.is_set():
                    return
                raise_in(thread, ctypes.py_object(TookTooLong))
            wait = _AGAIN

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with lock:
            over.set()
            raise_in(thread, None)  # one that was not delivered yet is none any more
