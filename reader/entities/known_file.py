"""The text of `entities.yaml` as it was read last: what it says, and where its rows stand, so that a row is altered by itself."""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from reader import yamlfile
from reader.entities.entities_file import EntitiesFile, entities_from
from reader.yamlfile import Loaded

_BOM = codecs.BOM_UTF8


class Known(msgspec.Struct, frozen=True):
    """A text of the file, and what it says.

    Attributes:
        rows: the offset of the line that each row of `names` begins with, and where the last one ends; empty where they do not
            stand one below the other, each with its dash.
        never: where the lines of `never` begin and end; None where it is not a key of its own lines.
    """

    data: bytes
    file: EntitiesFile
    rows: tuple[int, ...] = ()
    never: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """Without a byte order mark; the offsets are of its code points."""
        return self.data.decode("utf-8-sig")


_recent: deque[Known] = deque(maxlen=2)  # as it is, and as it was before the last change


def known(data: bytes, path: Path) -> Known:
    """What a text of the file says; one that was read a moment ago is not read again.

    Args:
        path: for messages.

    Raises:
        FormatError: with every problem of the file, each at its line and column.
    """
    for one in tuple(_recent):
        if one.data == data:
            return one
    made = read_known(data, path)
    remember(made)
    return made


def remember(one: Known) -> None:
    """Keep a text that is going to be asked about."""
    if all(one.data != other.data for other in tuple(_recent)):
        _recent.append(one)


def read_known(data: bytes, path: Path) -> Known:
    """As `known`, read."""
    loaded = yamlfile.load(data, path)
    file = entities_from(loaded)
    places = _places(data, loaded, file)
    return Known(data, file, *places) if places is not None else Known(data, file)


def _places(data: bytes, loaded: Loaded, file: EntitiesFile) -> tuple[tuple[int, ...], tuple[int, int] | None] | None:
    """Where the rows and `never` stand; None for a file of an odd form."""
    if b"\r" in data or data.startswith((b"---", b"%", _BOM + b"---", _BOM + b"%")):
        return None
    if b"\n---" in data or b"\n..." in data or not isinstance(loaded.value, dict):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    lines = _line_starts(text)
    keys: dict[str, int] = {}
    for key in loaded.value:
        line, column = loaded.key_place(key)
        if column != 1:
            return None
        keys[key] = lines[line - 1]
    ends = sorted((*keys.values(), len(text)))

    def end_of(key: str) -> int:
        return next(end for end in ends if end > keys[key])

    if len(set(keys.values())) < len(keys):
        return None
    never = (keys["never"], end_of("never")) if "never" in keys and file.never else None
    rows = [_row_start(text, lines, loaded.place("names", at)) for at in range(len(file.names))]
    if not rows or -1 in rows or any(a >= b for a, b in pairwise(rows)):
        return (), never
    return (*rows, end_of("names")), never


def _row_start(text: str, lines: Sequence[int], place: tuple[int, int]) -> int:
    """Where the line of a row begins, if nothing but its dash stands before it there; else -1."""
    line, column = place
    start = lines[line - 1]
    return start if text[start : start + column - 1].strip(" ") == "-" else -1


def _line_starts(text: str) -> list[int]:
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
