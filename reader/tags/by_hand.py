"""Which tags the journals say were made in a session: what tells an annotator's sheet from a model's, where the sheet does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from reader.tags import disk
from reader.tags.journal import SUFFIX, ChangeRecord, is_of_this_format, read_journal, settled_folder
from reader.tags.model import TagSheet

_MARKS = (b'"kind":"change"', b'"origin":"suggested"', b'"group":""')


def taken_over(journals: Path) -> frozenset[tuple[str, str]]:
    """The suggestions that were taken over by a key, as far as an annotator's journals go back: article and id of each tag.

    A session takes them over one by one; an import is one act of many, which all have a group.
    """
    return frozenset(
        (record.change.article, tag.id)
        for record in _records(journals)
        if not (record.change.group or record.change.undoes or record.change.redoes)
        for tag in record.change.added
        if tag.origin == "suggested" and all(tag.id != before.id for before in record.change.removed)
    )


def has_taken(sheet: TagSheet, taken: frozenset[tuple[str, str]]) -> bool:
    """Whether one of a sheet's tags was taken over by a key."""
    return any((sheet.article, tag.id) in taken for tag in sheet.tags)


def _records(journals: Path) -> Iterator[ChangeRecord]:
    for folder in (settled_folder(journals), journals):
        for path in _journals(folder):
            try:
                data = disk.read(path)
            except OSError:
                continue
            if is_of_this_format(data):
                lines = [line for line in data.split(b"\n") if all(mark in line for mark in _MARKS)]
                for record in read_journal(b"\n" + b"\n".join(lines)):
                    if isinstance(record, ChangeRecord):
                        yield record


def _journals(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        for name in disk.names(folder):
            if name.endswith(SUFFIX):
                yield folder / name
