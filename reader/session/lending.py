"""Memory that is taken in large pieces goes back to the system as soon as it is free."""

from __future__ import annotations

_MMAP_THRESHOLD = -3  # `M_MMAP_THRESHOLD` of <malloc.h>
_LARGE = 128 * 1024  # what it is at first; glibc raises it up to 32 MB, by the pieces that are given back


def lend_large_memory() -> None:
    """Hold the C library to what it does at first: a large piece is mapped, and unmapped when it is free.

    SQLite gathers the occurrences of a prefix in pieces of megabytes; ten megabytes stayed with the process after a few of them.
    Does nothing where the C library is another one.
    """
    import ctypes

    try:
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)
    except (OSError, TypeError, AttributeError):  # no glibc
        return
