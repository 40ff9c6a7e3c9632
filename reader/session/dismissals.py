"""The suggestions that one annotator has dismissed in one corpus: a file to which each decision is appended, by several windows.

A line is `[key, true]`, or `[key, false]` for one that is shown again; of several about one key the last holds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path


class Dismissals:
    """The keys that are dismissed; the file is read when they are first asked for, what others append when one appends oneself.

    Args:
        former: keys that were dismissed before there was such a file.
    """

    def __init__(self, path: Path, former: frozenset[str] = frozenset()) -> None:
        self._path = path
        self._keys = former
        self._read = -1  # bytes of the file that are read
        self._unsaved: list[tuple[str, bool]] = []

    @property
    def keys(self) -> frozenset[str]:
        """What is dismissed; another object only when something of it is another."""
        if self._read < 0:
            self._read = 0
            self._take()
        return self._keys

    def set(self, keys: Iterable[str], *, dismissed: bool) -> bool:
        """Dismiss keys, or take that back, and keep it; where it cannot be kept it holds here, and is kept with the next.

        Returns: whether it is kept.
        """
        before = self.keys
        own = [(key, dismissed) for key in keys]
        self._unsaved += own
        lines = "".join(f"\n{json.dumps(one)}\n" for one in self._unsaved)  # it may stand behind half a line
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(fd, lines.encode("ascii"))
            finally:
                os.close(fd)
            self._unsaved = []
            self._take()
        except OSError:
            pass  # it holds in memory
        self._keys = _after(self._keys, own)
        if self._keys == before:
            self._keys = before
        return not self._unsaved

    def _take(self) -> None:
        """Take in what was appended since."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._read)
                data = file.read()
        except OSError:
            return
        data = data[: data.rfind(b"\n") + 1]
        self._read += len(data)
        self._keys = _after(self._keys, _decisions(data.split(b"\n")))


def _after(keys: frozenset[str], decisions: Iterable[tuple[str, bool]]) -> frozenset[str]:
    last = dict(decisions)
    if not last:
        return keys
    return (keys | {key for key, there in last.items() if there}) - {key for key, there in last.items() if not there}


def _decisions(lines: Iterable[bytes]) -> Iterable[tuple[str, bool]]:
    """What lines say; one that was written by half says nothing."""
    for line in lines:
        try:
            key, dismissed = json.loads(line)
        except (ValueError, TypeError):
            continue
        if isinstance(key, str):
            yield key, dismissed is True
