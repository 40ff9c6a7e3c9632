"""What is journalled of one article and not in its sheet yet, and how it comes into whatever stands there by then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from reader.tags.applying import Conflict, apply_change
from reader.tags.journal import ChangeRecord
from reader.tags.model import Change, TagSheet
from reader.text.spans import Span


class Pending(msgspec.Struct):
    """What is journalled of one article and not settled.

    Attributes:
        base: SHA-256 of the sheet file that the first of `records` was made against.
        head: the sheet's fields with all changes, without its tags.
        upto: number of the last record.
        records: the changes that the sheet file does not hold yet.
        sheet: the session's own, with all changes; None for a session that is gone.
        held: ids of changes that the file holds, though no `settled` record says so yet.
        conflicts: what of those did not fit.
        merged: whether the file holds somebody else's edits, which the session's own sheet lacks.
        temps: sheets that were written and perhaps not renamed.
    """

    base: str
    head: TagSheet
    upto: int = 0
    records: list[ChangeRecord] = []
    sheet: TagSheet | None = None
    held: list[str] = []
    conflicts: list[Conflict] = []
    merged: bool = False
    temps: set[Path] = set()

    def now_held(self, digest: str, conflicts: tuple[Conflict, ...]) -> None:
        """The file holds all the records: what is deleted from it from now on was deleted after them."""
        self.held += [record.change.id for record in self.records]
        self.conflicts += conflicts
        self.records.clear()
        self.base = digest


class Merged(msgspec.Struct, frozen=True):
    """A sheet with the pending changes, and what of them did not fit."""

    sheet: TagSheet
    conflicts: tuple[Conflict, ...]


def emptied(head: TagSheet) -> TagSheet:
    """What is left of a sheet whose file somebody deleted."""
    return replace(head, status="reading", done=None, labels=(), note="")


def merge(stored: TagSheet | None, pending: Pending) -> Merged:
    """What stands on disk, with the pending changes applied."""
    head = pending.head
    if stored is None and pending.base:
        sheet = emptied(head)
    elif stored is None:
        before: dict[str, Any] = {}
        for record in reversed(pending.records):
            before |= {name: value for name, (value, _) in record.change.fields.items()}
        sheet = replace(head, **before)
    elif stored.tags and (stored.text_sha256, stored.document_sha256) != (head.text_sha256, head.document_sha256):
        sheet = stored  # its offsets are another text's: the next opening finds each tag again
    else:
        sheet = replace(
            stored,
            title=head.title,
            date=head.date,
            text_sha256=head.text_sha256,
            document_path=head.document_path,
            document_sha256=head.document_sha256,
        )
    conflicts: list[Conflict] = []
    foreign = sheet.document_sha256 != head.document_sha256
    for record in pending.records:
        applied = apply_change(sheet, _without_raw_places(record.change) if foreign else record.change)
        sheet = applied.sheet
        conflicts += applied.conflicts
    if sheet.tags and sheet.status == "new" and head.status != "new":  # another window had taken its own tags back
        sheet = replace(sheet, status="reading")
    return Merged(sheet, tuple(conflicts))


def _without_raw_places(change: Change) -> Change:
    """The change without the raw places of its tags, which are another document's than the one that the sheet names."""
    return replace(change, added=tuple(replace(tag, raw=Span(0, 0)) for tag in change.added))
