"""Catalogues of corpora that nobody opens any more leave the cache folder."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from reader.library.catalogue import throw_away
from reader.tags import disk

KEPT = 180 * 86400.0  # seconds since a catalogue was last opened
_NAME = re.compile(r"[0-9a-f]{24}\.sqlite")


def remove_unused(folder: Path, now: float | None = None) -> list[Path]:
    """Remove the catalogues in a folder that were not opened for long, and are not open.

    Args:
        now: the time, in seconds since the epoch.

    Returns: those that were removed.
    """
    before = (time.time() if now is None else now) - KEPT
    try:
        paths = [Path(entry.path) for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)]
    except OSError:
        return []
    removed = []
    for path in sorted(paths):
        with suppress(OSError):
            if _is_older(path, before) and _remove(path, before):
                removed.append(path)
    return removed


def _remove(path: Path, before: float) -> bool:
    lock = Path(f"{path}.lock")
    with disk.locked_if_free(lock) as is_ours:
        # Whoever opens it says so by its time, so that it is looked at again now that nobody can begin to fill it.
        if not is_ours or not _is_older(path, before) or _is_open(path):
            return False
        throw_away(path)
        for left in (lock, Path(f"{path}.making.lock")):
            left.unlink(missing_ok=True)
    return True


def _is_open(path: Path) -> bool:
    """Whether another program, or this one, has it open."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", timeout=0, uri=True)) as db:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:  # no catalogue
        return False
    return False


def _is_older(path: Path, before: float) -> bool:
    return path.stat().st_mtime < before
