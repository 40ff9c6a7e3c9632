"""Conflicts that wait to be decided, kept beside the journal until they are: the end of a program is no answer.

One JSON object a line, `{"asked": conflict}` or `{"answered": key}`; the version is in the file's name, so that another
version's questions are left to it. Whoever writes holds the lock of the annotator's journals.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from reader.tags import disk
from reader.tags.applying import Conflict, with_conflicts
from reader.tags.journal import typed_change

NAME = "conflicts-1.ndjson"  # not `.jsonl`: those are journals


def read_conflicts(folder: Path) -> dict[str, Conflict]:
    """What is still to be decided, by key. A line that is torn or is none of ours is passed over."""
    try:
        data = disk.read(folder / NAME)
    except OSError:
        return {}
    found: dict[str, Conflict] = {}
    for line in data.split(b"\n"):
        try:
            entry = json.loads(line)
            if "answered" in entry:
                found.pop(entry["answered"], None)
            else:
                found = with_conflicts(found, [_conflict(entry["asked"])])
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return found


def keep_conflicts(folder: Path, conflicts: Iterable[Conflict]) -> None:
    """Keep conflicts durably; those without anything to decide are not kept. Raises OSError."""
    asked = [{"asked": msgspec.to_builtins(conflict)} for conflict in conflicts if conflict.change is not None]
    if asked:
        _append(folder, asked)


def forget_conflict(folder: Path, key: str) -> None:
    """One is decided; the file goes with the last. Raises OSError."""
    left = read_conflicts(folder)
    if key not in left:
        return
    if len(left) > 1:
        _append(folder, [{"answered": key}])
    else:
        disk.remove(folder / NAME)


def _append(folder: Path, entries: list[dict[str, Any]]) -> None:
    # A line of its own, whatever a failed append may have left behind.
    lines = b"\n" + b"".join(json.dumps(entry).encode("ascii") + b"\n" for entry in entries)
    path = folder / NAME
    new = False
    try:
        file = disk.opened(path, write=True)
    except FileNotFoundError:
        file, new = disk.create(path), True
    with file:
        file.seek(0, os.SEEK_END)
        disk.append_synced(file, lines)
    if new:
        disk.sync_folder(folder)


def _conflict(raw: Any) -> Conflict:
    conflict = msgspec.convert(raw, Conflict)
    return replace(conflict, change=typed_change(conflict.change)) if conflict.change is not None else conflict
