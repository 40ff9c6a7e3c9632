"""Which changes of an act were made, by what the journals say; what is on record of an import says only what was going to be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from reader.tags import disk
from reader.tags.journal import SUFFIX, is_of_this_format, settled_folder


class _Told(msgspec.Struct):
    id: str
    group: str = ""
    undoes: str = ""
    redoes: str = ""


class _Line(msgspec.Struct):
    change: _Told | None = None


def made_changes(folder: Path, group: str) -> frozenset[str]:
    """The ids of the changes of an act that an annotator's journals hold, but for those that were taken back.

    A journal that cannot be read says nothing.

    Args:
        folder: the annotator's folder of journals.
        group: what the changes of the act have in common.
    """
    made: set[str] = set()
    for _ in range(3):
        try:
            made = set()
            for change in _changes(folder, group):
                if change.undoes:
                    made.discard(change.undoes)
                else:
                    made.add(change.redoes or change.id)
            break
        except FileNotFoundError:  # another window has put it away, or joined it with others, since its name was read
            continue
        except OSError:
            break
    return frozenset(made)


def _changes(folder: Path, group: str) -> Iterator[_Told]:
    """The changes of an act, in the order of their journals."""
    needle = group.encode("utf-8")
    decoder = msgspec.json.Decoder(_Line)
    paths = [place / name for place in (folder, settled_folder(folder)) for name in disk.names(place)]
    for path in sorted(paths, key=lambda path: path.name):
        if not path.name.endswith(SUFFIX):
            continue
        data = disk.read(path)
        if not is_of_this_format(data):
            continue
        for line in data.split(b"\n"):
            if needle not in line:
                continue
            try:
                change = decoder.decode(line).change
            except (msgspec.MsgspecError, ValueError):
                continue
            if change is not None and change.group == group:
                yield change
