"""The settled journals: joined before there are thousands of them, and bounded, the oldest first.

They hold what undo can reach and the figures of effort; no tag depends on them. A change may stand twice while they are being
joined, and counts once, by its id; at no moment does it stand nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from reader.tags import disk
from reader.tags.history import LONGEST
from reader.tags.journal import (
    LARGE,
    SUFFIX,
    TEMP,
    ChangeRecord,
    broken_lines,
    header_line,
    is_of_this_format,
    read_journal,
    settled_folder,
)

MOST_FILES = 64
MOST_BYTES = 64 << 20  # some 100,000 tags
_HEADER = 4096


class _Settled(msgspec.Struct, frozen=True):
    path: Path
    size: int


def tidy(folder: Path) -> None:
    """Join and bound the settled journals of the annotator's journal folder; does nothing while another window does it.

    Raises:
        OSError: the disk would not have it; nothing is lost by that.
    """
    settled = settled_folder(folder)
    if not settled.is_dir():
        return
    with disk.locked_if_free(settled / "lock") as held:
        if not held:
            return
        _clear(settled)
        journals = _journals(settled)
        if len(journals) > MOST_FILES:
            for group in _groups(journals):
                _join(group)
            journals = _journals(settled)
        _prune(journals)


def clear(folder: Path) -> None:
    """Take away what an interrupted `tidy` left half made."""
    settled = settled_folder(folder)
    if any(name.endswith(TEMP) for name in disk.names(settled)):
        with disk.locked_if_free(settled / "lock") as held:
            if held:
                _clear(settled)


def _clear(settled: Path) -> None:
    for name in disk.names(settled):
        if name.endswith(TEMP):  # whoever makes one holds the lock
            disk.remove(settled / name)


def _journals(settled: Path) -> list[_Settled]:
    """The journals of this format, oldest first; those of another version are its own business."""
    found = []
    for name in disk.names(settled):
        path = settled / name
        if name.endswith(SUFFIX):
            try:
                if is_of_this_format(disk.read(path, _HEADER)):
                    found.append(_Settled(path, path.stat().st_size))
            except OSError:
                continue
    return found


def _groups(journals: list[_Settled]) -> Iterator[list[_Settled]]:
    """Neighbours that are not too large together."""
    group: list[_Settled] = []
    for journal in journals:
        if group and sum(one.size for one in group) + journal.size > LARGE:
            if len(group) > 1:
                yield group
            group = []
        group.append(journal)
    if len(group) > 1:
        yield group


def _join(group: list[_Settled]) -> None:
    """Put journals into the place of the newest of them."""
    lines = [header_line().rstrip(b"\n")]
    for journal in group:
        data = disk.read(journal.path)
        first, _, rest = data.partition(b"\n")
        lines += _worth_keeping(data if read_journal(first) else rest)  # its header may have been lost
    last = group[-1].path
    temp = last.with_suffix(TEMP)
    try:
        disk.write_synced(temp, b"".join(line + b"\n" for line in lines))
        disk.rename(temp, last)
    except OSError:
        disk.remove(temp)
        raise
    for journal in group[:-1]:  # only now that the joined one is durable
        disk.remove(journal.path)


def _worth_keeping(data: bytes) -> Iterator[bytes]:
    """The lines of changes, and those that this program cannot read; how sheets were written is of no more use."""
    broken = frozenset(broken_lines(b"\n" + data))
    for number, line in enumerate(data.split(b"\n"), 2):
        if number in broken or any(isinstance(record, ChangeRecord) for record in read_journal(b"\n" + line)):
            yield line


def _prune(journals: list[_Settled]) -> None:
    """Let go of the oldest beyond the bound, but of nothing that undo can still reach."""
    total = sum(journal.size for journal in journals)
    if total <= MOST_BYTES:
        return
    changes, reach = 0, len(journals)
    while reach and changes < LONGEST:
        reach -= 1
        changes += disk.read(journals[reach].path).count(b'"kind":"change"')
    for journal in journals[:reach]:
        if total <= MOST_BYTES:
            break
        disk.remove(journal.path)
        total -= journal.size
