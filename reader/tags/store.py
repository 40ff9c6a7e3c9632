"""The store of one annotator's sheets: YAML is the truth, the journal makes it safe.

    record(change)   the change is journalled and durable: the screen may say "saved"
    write(article)   the sheet file holds all changes journalled so far
    recover()        what an interrupted process had journalled and not written is merged into the sheets

A sheet file that somebody else changed since it was read is never overwritten: the unsettled changes are merged into what stands
there now, tag by tag. A sheet file that cannot be parsed is never touched: its changes wait in the journal.

One thread calls `record`, `write` and `close`; `read` may be called from another.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import IO

from reader import paths
from reader.errors import FormatError, Problem, StoreError
from reader.tags import disk
from reader.tags.changes import apply_change
from reader.tags.journal import ChangeRecord, Journal, Record, WriteRecord, read_journal, unsettled
from reader.tags.model import Change, TagSheet
from reader.tags.sheet_file import SheetWriter, parse_sheet, sheet_path

RESERVED = "corpus"


@dataclass(frozen=True)
class Stored:
    """A sheet as it stands on disk; `sheet` is None and `sha256` empty when there is no file."""

    sheet: TagSheet | None
    sha256: str
    path: Path


@dataclass
class _Pending:
    """One article's changes that its sheet file does not hold yet."""

    base: str
    head: TagSheet
    records: list[ChangeRecord] = field(default_factory=list)
    sheet: TagSheet | None = None  # the session's own; None for a session that is gone


@dataclass(frozen=True)
class Written:
    """What became of a write.

    Attributes:
        sheet, sha256: what is on disk now.
        changes: ids of the changes that it holds since.
        conflicts: what of them did not fit somebody else's edit.
        merged: whether somebody else had edited the file meanwhile.
    """

    sheet: TagSheet
    sha256: str
    changes: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    merged: bool = False


@dataclass(frozen=True)
class Recovered:
    """What `recover` found: changes per article, what did not fit, and sheets that could not be read."""

    changes: dict[str, int] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class SheetStore:
    """Reads and keeps the sheets of `annotator` below the folder `annotations`.

    Raises:
        StoreError: the annotator's name cannot name a folder of sheets.
    """

    def __init__(self, annotations: Path, annotator: str) -> None:
        if not annotator.strip() or paths.annotator_folder(annotator).lower() == RESERVED:
            raise StoreError(
                f"{annotator!r} cannot be an annotator's name", hint=f"`{RESERVED}` is where amendments live"
            )
        self.annotations = annotations
        self.annotator = annotator
        self.folder = annotations / paths.annotator_folder(annotator)
        self.journal_folder = self.folder / ".journal"
        self._journal = Journal(self.journal_folder)
        self._pending: dict[str, _Pending] = {}
        self._writers: dict[str, SheetWriter] = {}

    def path(self, article_id: str) -> Path:
        return sheet_path(self.annotations, self.annotator, article_id)

    def read(self, article_id: str) -> Stored:
        """The sheet of an article as its file has it.

        Raises:
            FormatError: the file is broken, or of a newer format.
            StoreError: the file cannot be read, or is another article's.
        """
        path = self.path(article_id)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return Stored(None, "", path)
        except OSError as error:
            raise StoreError(f"the sheet cannot be read: {error.strerror}", path=path) from error
        sheet = parse_sheet(data, path)
        if sheet.article != article_id:
            raise StoreError(f"this sheet is of the article {sheet.article!r}, not of {article_id!r}", path=path)
        return Stored(sheet, sha256(data).hexdigest(), path)

    @property
    def unwritten(self) -> tuple[str, ...]:
        """Articles with changes that are journalled and not in their sheet yet."""
        return tuple(self._pending)

    def record(self, change: Change, sheet: TagSheet, base: str) -> None:
        """Journal a change durably.

        Args:
            sheet: the sheet with the change applied.
            base: SHA-256 of the sheet file that the session's sheet goes back to; "" when there was none.

        Raises:
            OSError: the journal cannot be written; the change is not kept.
        """
        head = replace(sheet, tags=(), links=())
        known = self._pending.get(change.article)
        record = self._journal.change(head, known.base if known else base, change)
        if known is None:
            known = self._pending[change.article] = _Pending(base, head)
        known.head, known.sheet = head, sheet
        known.records.append(record)

    def write(self, article_id: str) -> Written | None:
        """Bring an article's sheet file up to date; None when there was nothing to write.

        Raises:
            OSError, FormatError, StoreError: the file stays as it was; the changes stay in the journal and in memory.
        """
        pending = self._pending.get(article_id)
        if pending is None:
            return None
        written = self._write(self._journal, article_id, pending)
        del self._pending[article_id]
        return written

    def close(self) -> None:
        """Let go of the journal; call `write` for each of `unwritten` before."""
        self._journal.close(settled=not self._pending)

    def _write(self, journal: Journal, article_id: str, pending: _Pending) -> Written:
        path = self.path(article_id)
        disk.make_folder(self.journal_folder)
        disk.make_folder(path.parent)
        with disk.locked(self.journal_folder / "lock"):
            stored = self.read(article_id)
            if pending.sheet is not None and stored.sha256 == pending.base:
                sheet = _Merged(pending.sheet, ())
            else:
                sheet = _merge(stored.sheet, pending)
            data = self._writers.setdefault(article_id, SheetWriter()).render(sheet.sheet).encode("utf-8")
            digest = sha256(data).hexdigest()
            upto = pending.records[-1].n
            if digest != stored.sha256:
                assert journal.path is not None
                temp = self.journal_folder / f"{journal.path.stem}.{upto}.tmp"
                try:
                    disk.write_synced(temp, data)
                    journal.write(article_id, temp.name, stored.sha256, digest, upto)
                    disk.rename(temp, path)
                except OSError:
                    temp.unlink(missing_ok=True)
                    raise
            journal.settled(article_id, upto)
        changes = tuple(record.change.id for record in pending.records)
        return Written(sheet.sheet, digest, changes, sheet.conflicts, merged=stored.sha256 != pending.base)

    def recover(self) -> Recovered:
        """Settle the journals of this annotator's processes that are gone."""
        changes: dict[str, int] = {}
        conflicts: list[str] = []
        problems: list[Problem] = []
        for path in sorted(self.journal_folder.glob("*.jsonl")):
            if path == self._journal.path:
                continue
            try:
                with path.open("r+b", buffering=0) as file:
                    if disk.try_lock(file):
                        self._recover_one(path, file, changes, conflicts, problems)
            except OSError as error:
                problems.append(Problem(f"the journal cannot be settled: {error.strerror}", path))
        return Recovered(changes, tuple(conflicts), tuple(problems))

    def _recover_one(
        self, path: Path, file: IO[bytes], changes: dict[str, int], conflicts: list[str], problems: list[Problem]
    ) -> None:
        records = read_journal(file.read())
        journal = Journal.adopt(path, file, max((record.n for record in records), default=0))
        left = unsettled(records, self._renamed(records))
        waiting = len(left)
        for article_id, lost in left.items():
            try:
                written = self._write(journal, article_id, _Pending(lost[0].base, lost[-1].head, lost))
            except (FormatError, StoreError) as error:
                problems += error.problems
                continue
            waiting -= 1
            changes[article_id] = changes.get(article_id, 0) + len(lost)
            conflicts += written.conflicts
        journal.close(settled=not waiting)

    def _renamed(self, records: list[Record]) -> frozenset[int]:
        """The `write` records whose rename took place, told by what stands on disk."""
        out = set()
        for record in records:
            if not isinstance(record, WriteRecord):
                continue
            try:
                digest = sha256(self.path(record.article).read_bytes()).hexdigest()
            except OSError:
                digest = ""
            temp = self.journal_folder / record.temp
            if digest == record.sha256 or (digest != record.base and not temp.exists()):
                out.add(record.n)
            temp.unlink(missing_ok=True)
        return frozenset(out)


@dataclass(frozen=True)
class _Merged:
    sheet: TagSheet
    conflicts: tuple[str, ...]


def _merge(stored: TagSheet | None, pending: _Pending) -> _Merged:
    """What stands on disk, with the pending changes applied."""
    if stored is None:
        first = pending.records[0].change.fields
        sheet = replace(pending.head, **{name: before for name, (before, _) in first.items()})
    elif stored.tags and stored.text_sha256 != pending.head.text_sha256:
        sheet = stored  # its offsets are another text's: the next opening finds each tag again
    else:
        head = pending.head
        sheet = replace(
            stored,
            title=head.title,
            date=head.date,
            text_sha256=head.text_sha256,
            document_path=head.document_path,
            document_sha256=head.document_sha256,
        )
    conflicts: list[str] = []
    for record in pending.records:
        applied = apply_change(sheet, record.change)
        sheet = applied.sheet
        conflicts += applied.conflicts
    return _Merged(sheet, tuple(conflicts))
