"""What the worker process does: plain functions of plain values."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Mapping
from pathlib import Path

from reader.entities.mention import Mention
from reader.errors import FormatError
from reader.tags.model import Status
from reader.tags.sheet_file import read_sheet


def begin() -> None:
    """Set the worker up: out of the screen's way, deaf to its keys, and gone when its program is."""
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


def relist(paths: Mapping[Path, str]) -> dict[str, tuple[Status, int, str]]:
    """What changed sheets say of their articles: status, number of tags, and what is wrong with one that cannot be read.

    Args:
        paths: each sheet's file, and the article that its name stands for.
    """
    found: dict[str, tuple[Status, int, str]] = {}
    for path, article_id in paths.items():
        try:
            sheet = read_sheet(path)
        except FileNotFoundError:
            found[article_id] = ("new", 0, "")
        except (FormatError, OSError) as error:
            said = error.problems[0].on_one_line if isinstance(error, FormatError) else f"{error.strerror} ({path})"
            found[article_id] = ("new", 0, said)
        else:
            found[sheet.article] = (sheet.status, len(sheet.tags), "")
    return found


def mentions(text: str) -> list[Mention]:
    """The mentions of a text."""
    from reader.entities import find

    return find(text)
