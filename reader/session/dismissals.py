"""The suggestions that one annotator has dismissed in one corpus: a file to which each decision is appended, by several windows.

    ["key", true]                   dismissed; `false`: shown again. Of several about one key the last holds
    ["key", true, {"id": …, …}]     the same, as an act of the history, which is undone and redone after a restart too
    ["", "id"]                      the first line of a file that was compacted, by which it is told from the one before it

A file most of whose lines are moot is compacted: the decisions that hold are written into another one, which takes its place.
Whoever appends or compacts holds the lock beside it; whoever reads does not, and begins anew where the file is another one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from reader.tags import disk
from reader.tags.history import LONGEST
from reader.tags.model import Change, new_id

FEW = 500  # lines that are left alone
MOST = 20_000  # decisions that a compacted file keeps, the newest
_LARGEST = 32 * 1024 * 1024  # bytes that are read, the last ones
_ASKED = 200  # suggestions that are looked for before all are
_HEAD = 32  # bytes by which a file is told from another one
_PATIENCE = 0.5  # seconds that another window may hold the file
_ACT = ("id", "at", "title", "undoes", "redoes", "group")


class Decision(NamedTuple):
    """A suggestion is dismissed, or shown again.

    Attributes:
        act: what the history says of it; None for a decision that is none of its acts.
        after: the id of the change that was the last of the history before it.
    """

    key: str
    dismissed: bool
    act: Change | None = None
    after: str = ""


class Dismissals:
    """What is dismissed; the file is read when that is first asked for, what others append when one appends oneself.

    Args:
        former: keys that were dismissed before there was such a file.
    """

    def __init__(self, path: Path, former: frozenset[str] = frozenset()) -> None:
        self._path = path
        self._lock = path.with_suffix(".dismissed.lock")
        self._former = self._keys = former
        self._read = -1  # bytes of the file that are read
        self._head = b""
        self._lines = 0
        self._acts: dict[str, Decision] = {}
        self._unsaved: list[Decision] = []

    @property
    def keys(self) -> frozenset[str]:
        """What is dismissed; another object only when something of it is another."""
        if self._read < 0:
            self._read = 0
            self._take()
        return self._keys

    @property
    def acts(self) -> list[tuple[Change, str]]:
        """The decisions that are acts of the history, in the order in which they were made, each with the change before it."""
        _ = self.keys
        return [(one.act, one.after) for one in self._acts.values() if one.act is not None]

    def act(self, change_id: str) -> Decision | None:
        """The decision that an act of the history was; None where it is another's."""
        return self._acts.get(change_id)

    def set(self, decisions: Iterable[Decision]) -> bool:
        """Decide, and keep it; where it cannot be kept it holds here, and is kept with the next.

        Returns: whether it is kept.
        """
        before = self.keys
        own = list(decisions)
        self._unsaved += own
        lines = "".join(f"\n{_line(one)}\n" for one in self._unsaved)  # it may stand behind half a line
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with disk.locked_within(self._lock, _PATIENCE):
                self._append(lines.encode("ascii"))
            self._unsaved = []
            self._take()
        except OSError:
            pass  # it holds in memory
        self._know(own)
        if self._keys == before:
            self._keys = before
        return not self._unsaved

    def _append(self, data: bytes) -> None:
        fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(fd, "ab") as file:  # which goes on where the disk takes a part
            file.write(data)

    def _take(self) -> None:
        """Take in what was appended since, or all of a file that took the place of the one that was read."""
        before = self._keys
        try:
            with self._path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                head = file.read(_HEAD)
                if not head.startswith(self._head) or size < self._read:
                    self._read, self._lines, self._keys = 0, 0, self._former & self._keys
                self._head = head
                self._read = max(self._read, size - _LARGEST)
                file.seek(self._read)
                data = file.read()
        except OSError:
            return
        data = data[: data.rfind(b"\n") + 1]
        self._read += len(data)
        found = list(_decisions(data))
        self._lines += len(found)
        self._know([*found, *self._unsaved])
        if self._keys == before:
            self._keys = before

    def _know(self, decisions: Sequence[Decision]) -> None:
        self._keys = _after(self._keys, decisions)
        self._acts.update((one.act.id, one) for one in decisions if one.act is not None)

    # -- its size

    def tidy(self, is_moot: Callable[[str], bool]) -> bool:
        """Compact the file if most of its lines are moot, or there are too many of them.

        Args:
            is_moot: whether the suggestion of a key is gone.

        Returns: whether it was compacted. What does not get as far leaves the file as it was.
        """
        keys = sorted(self.keys)
        if self._lines < FEW:
            return False
        asked = keys[:: max(1, len(keys) // _ASKED)]
        gone = sum(map(is_moot, asked)) / max(1, len(asked))
        if 2 * len(keys) * (1 - gone) >= self._lines and self._lines <= 2 * MOST:
            return False
        moot = frozenset(filter(is_moot, keys))
        if 2 * (len(keys) - len(moot)) >= self._lines and self._lines <= 2 * MOST:
            return False
        try:
            with disk.locked_within(self._lock, _PATIENCE):
                self._compact(moot)
        except OSError:
            return False
        self._take()
        return True

    def _compact(self, moot: frozenset[str]) -> None:
        last: dict[str, Decision] = {}
        for one in _decisions(disk.read(self._path)[-_LARGEST:]):
            last.pop(one.key, None)
            last[one.key] = one
        kept = [one for one in last.values() if one.dismissed and one.key not in moot][-MOST:]
        kept = [one._replace(act=None) for one in kept[:-LONGEST]] + [_as_first(one) for one in kept[-LONGEST:]]
        lines = [json.dumps(["", new_id()]), *map(_line, kept)]
        temp = self._path.with_suffix(".dismissed.tmp")
        try:
            disk.write_synced(temp, "".join(f"{line}\n" for line in lines).encode("ascii"))
            disk.rename(temp, self._path)
        except OSError:
            disk.remove(temp)
            raise


def _as_first(one: Decision) -> Decision:
    """A decision without those that it took back, or did again."""
    if one.act is None or one.act.undoes:
        return one._replace(act=None)
    return one._replace(act=replace(one.act, redoes=""))


def _line(one: Decision) -> str:
    if one.act is None:
        return json.dumps([one.key, one.dismissed])
    told = {name: value for name in _ACT if (value := getattr(one.act, name))}
    told |= {"after": one.after} if one.after else {}
    return json.dumps([one.key, one.dismissed, told])


def _after(keys: frozenset[str], decisions: Iterable[Decision]) -> frozenset[str]:
    last = {one.key: one.dismissed for one in decisions}
    if not last:
        return keys
    return (keys | {key for key, there in last.items() if there}) - {key for key, there in last.items() if not there}


def _decisions(data: bytes) -> Iterable[Decision]:
    """What lines say; one that was written by half says nothing."""
    for line in data.split(b"\n"):
        try:
            key, dismissed, *more = json.loads(line)
        except (ValueError, TypeError, RecursionError):
            continue
        if isinstance(key, str) and key:
            yield _decision(key, dismissed is True, more[0] if more else None)


def _decision(key: str, dismissed: bool, told: Any) -> Decision:
    if not isinstance(told, dict) or not told.get("id"):
        return Decision(key, dismissed)
    id, at, title, undoes, redoes, group = (str(told.get(name, "")) for name in _ACT)
    act = Change(id, key.rsplit("\n", 2)[0], at, title, undoes=undoes, redoes=redoes, group=group)
    return Decision(key, dismissed, act, str(told.get("after", "")))
