"""Starting processes from a program with a screen."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator

_ONE_AT_A_TIME = threading.Lock()


@contextlib.contextmanager
def own_stderr() -> Iterator[None]:
    """What is started inside of this inherits the program's standard error; a screen may have put something without a file there.

    Threads that start processes wait for each other, so that each finds the screen's own again.
    """
    with _ONE_AT_A_TIME, contextlib.redirect_stderr(sys.__stderr__):
        yield
