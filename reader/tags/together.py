"""Works that wait for the disk, done together: each step of all of them before the next, so that the disk is waited for once.

A work is a generator. What it yields must be durable before it goes on, what it returns is its outcome.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from reader.errors import ReaderError
from reader.tags import disk
from reader.tags.journal import Journal, Record

T = TypeVar("T")


class Due(msgspec.Struct, frozen=True):
    """What must be durable before a work goes on.

    Attributes:
        files: whose content must be.
        folders: whose names must be.
        records: of the journal, to be appended.
    """

    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    records: tuple[Record, ...] = ()


Steps = Generator[Due, None, T]
Refused = OSError | ReaderError


def together(journal: Journal, works: Mapping[str, Steps[T]]) -> dict[str, T | Refused]:
    """Do works to their end; of each its outcome, or why it came to none, in their order.

    What the disk refuses is raised in every work that waits for it.
    """
    outcomes: dict[str, T | Refused] = {}
    due: dict[str, Due] = {}

    def go_on(name: str, error: OSError | None = None) -> None:
        work = works[name]
        try:
            due[name] = next(work) if error is None else work.throw(error)
        except StopIteration as end:
            outcomes[name] = end.value
            due.pop(name, None)
        except (OSError, ReaderError) as refused:
            outcomes[name] = refused
            due.pop(name, None)

    for name in works:
        go_on(name)
    while due:
        error: OSError | None = None
        try:
            _make_durable(journal, due.values())
        except OSError as refused:
            error = refused
        for name in [*due]:
            go_on(name, error)
    return {name: outcomes[name] for name in works}


def _make_durable(journal: Journal, due: Iterable[Due]) -> None:
    for file in [file for one in due for file in one.files]:
        disk.sync_content(file)
    for folder in dict.fromkeys(folder for one in due for folder in one.folders):
        disk.sync_folder(folder)
    if records := [record for one in due for record in one.records]:
        journal.append(records)
