"""The store of one annotator's sheets: YAML is the truth, the journal makes it safe.

    record(change)   the change is journalled and durable: the screen may say "saved"
    write(article)   the sheet file holds all changes journalled so far
    recover()        what an interrupted process had journalled and not written is merged into the sheets

A sheet file that somebody else changed since it was read is never overwritten: the unsettled changes are merged into what stands
there now, tag by tag. A sheet file that cannot be parsed is never touched: its changes wait in the journal.

One thread calls `record`, `write` and `close`; `read` may be called from another.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

import msgspec
from msgspec.structs import replace

from reader import paths
from reader.errors import Problem, ReaderError, StoreError
from reader.tags import disk
from reader.tags.applying import Conflict
from reader.tags.journal import (
    LARGE,
    SUFFIX,
    ChangeRecord,
    Journal,
    Record,
    WriteRecord,
    broken_lines,
    is_of_this_format,
    read_journal,
    renaming,
    settling,
    sweep,
    unsettled,
)
from reader.tags.model import Change, TagSheet
from reader.tags.pending import Merged, Pending, emptied, merge
from reader.tags.questions import forget_conflict, keep_conflicts, read_conflicts
from reader.tags.sheet_file import SheetWriter, can_be_read, parse_sheet, read_bytes
from reader.tags.sheet_place import sheet_place
from reader.tags.together import Due, Refused, Steps, together

_TRIES = 5  # to bring up a sheet that others change meanwhile
RESERVED = "corpus"
_NO_ANNOTATORS = frozenset({RESERVED, "labels.yaml", "entities.yaml"})  # what stands beside their folders


class Stored(msgspec.Struct, frozen=True):
    """A sheet as it stands on disk; `sheet` is None and `sha256` empty when there is no file."""

    sheet: TagSheet | None
    sha256: str
    path: Path


class Written(msgspec.Struct, frozen=True):
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
    conflicts: tuple[Conflict, ...] = ()
    merged: bool = False


class Recovered(msgspec.Struct, frozen=True):
    """What `recover` found: changes per article, what did not fit, and sheets that could not be read."""

    changes: dict[str, int] = {}
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Problem, ...] = ()


class SheetStore:
    """Reads and keeps the sheets of `annotator` below the folder `annotations`.

    Raises:
        StoreError: the annotator's name cannot name a folder of sheets.
    """

    def __init__(self, annotations: Path, annotator: str) -> None:
        if not annotator.strip():
            raise StoreError("an annotator needs a name", hint="give one with --annotator")
        if paths.annotator_folder(annotator).lower() in _NO_ANNOTATORS:
            raise StoreError(
                f"{annotator!r} cannot be an annotator's name", hint="the folder of annotations has its own use for it"
            )
        self.annotations = annotations
        self.annotator = annotator
        self.folder = annotations / paths.annotator_folder(annotator)
        self.journal_folder = self.folder / ".journal"
        self._folders = disk.Folders(annotations)
        self._journal = Journal(self.journal_folder, self._folders)
        self._pending: dict[str, Pending] = {}
        self._writers: dict[str, SheetWriter] = {}

    def path(self, article_id: str) -> Path:
        """Where the sheet of an article is, or would be."""
        return sheet_place(self.folder, article_id)

    def read(self, article_id: str) -> Stored:
        """The sheet of an article as its file has it.

        Raises:
            FormatError: the file is broken, or of a newer format.
            StoreError: the file cannot be read, or is another article's.
        """
        path = self.path(article_id)
        try:
            data = read_bytes(path)
        except FileNotFoundError:
            return Stored(None, "", path)
        except OSError as error:
            raise StoreError(f"the sheet cannot be read: {error.strerror or error}", path=path) from error
        sheet = parse_sheet(data, path)
        if sheet.article != article_id:
            raise StoreError(f"this sheet is of the article {sheet.article!r}, not of {article_id!r}", path=path)
        return Stored(sheet, sha256(data).hexdigest(), path)

    def digest(self, article_id: str) -> str:
        """The SHA-256 of an article's sheet file; empty when there is none that can be read."""
        return _digest_of(self.path(article_id))

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
        self.record_all([(change, sheet, base)])

    def record_all(self, made: Sequence[tuple[Change, TagSheet, str]]) -> None:
        """Journal changes as `record` does, of each article one at most: all of them durable, or none. Raises as that."""
        records: list[ChangeRecord] = []
        for change, sheet, base in made:
            known = self._pending.get(change.article)
            head = replace(sheet, tags=(), links=())
            records.append(ChangeRecord(0, head, known.base if known else base, change))
        for record, (_, sheet, base) in zip(self._journal.append(records), made, strict=True):
            known = self._pending.setdefault(record.change.article, Pending(base, record.head))
            known.head, known.sheet, known.upto = record.head, sheet, record.n
            known.records.append(record)

    def write(self, article_id: str) -> Written | None:
        """Bring an article's sheet file up to date; None when there was nothing to write.

        Raises:
            OSError, FormatError, StoreError: the file stays as it was; the changes stay in the journal and in memory.
        """
        written = self.write_all([article_id]).get(article_id)
        if isinstance(written, Exception):
            raise written
        return written

    def write_all(self, articles: Sequence[str]) -> dict[str, Written | Refused]:
        """Bring sheet files up to date as `write` does, together: what became of each article that had something to write.

        Raises:
            OSError: none of them can be written.
        """
        pending = {article: known for article in articles if (known := self._pending.get(article)) is not None}
        outcomes = self._write(self._journal, pending) if pending else {}
        for article, written in outcomes.items():
            if isinstance(written, Written):
                del self._pending[article]
        for other in [known for known in self._writers if known not in articles and known not in self._pending]:
            del self._writers[other]  # what it remembers is as large as the sheet
        if pending and self._journal.size > LARGE and not self._pending:
            self._journal.close(settled=True)  # the next change begins a new one
        return outcomes

    def conflicts(self) -> dict[str, Conflict]:
        """What of this annotator's changes met somebody else's and is still to be decided, by key."""
        return read_conflicts(self.journal_folder)

    def decided(self, key: str) -> None:
        """A conflict is decided. Raises OSError."""
        with disk.locked(self.journal_folder / "lock"):
            forget_conflict(self.journal_folder, key)

    def close(self) -> None:
        """Let go of the journal; call `write` for each of `unwritten` before."""
        self._journal.close(settled=not self._pending)

    def tidy(self) -> None:
        """Keep the settled journals few and bounded. Raises OSError when the disk would not have it; nothing is lost by that."""
        from reader.tags.settled import tidy  # late: at the end of a session

        tidy(self.journal_folder)

    def _write(self, journal: Journal, pending: Mapping[str, Pending]) -> dict[str, Written | Refused]:
        self._folders.make(self.journal_folder)
        with disk.locked(self.journal_folder / "lock"):
            return together(journal, {article: self._steps(journal, article, one) for article, one in pending.items()})

    def _steps(self, journal: Journal, article_id: str, pending: Pending) -> Steps[Written]:
        """The steps of bringing one sheet file up to date."""
        stored = self._unchanged(article_id, pending) or self.read(article_id)
        self._folders.make(stored.path.parent)
        if pending.records:
            for _ in range(_TRIES):
                brought = yield from self._bring_up(journal, article_id, pending, stored)
                if brought is not None:
                    sheet, digest = brought
                    break
                stored = self.read(article_id)
            else:
                raise StoreError("the sheet is changed again and again by another program", path=stored.path)
        else:  # an earlier attempt got as far as the file, and perhaps not as far as making its name durable
            yield Due(folders=(stored.path.parent,))
            sheet, digest = stored.sheet or emptied(pending.head), stored.sha256
            pending.merged = pending.merged or digest != pending.base
        yield Due(records=(settling(article_id, pending.upto),))
        for temp in pending.temps:
            disk.remove(temp)
        return Written(sheet, digest, tuple(pending.held), tuple(pending.conflicts), pending.merged)

    def _unchanged(self, article_id: str, pending: Pending) -> Stored | None:
        """The file, unread, when it is still the one that the session's own sheet goes back to."""
        if pending.sheet is None or pending.merged or not pending.records:
            return None
        path = self.path(article_id)
        same = _digest_of(path) == pending.base if pending.base else not os.path.lexists(path)
        return Stored(None, pending.base, path) if same else None

    def _bring_up(
        self, journal: Journal, article_id: str, pending: Pending, stored: Stored
    ) -> Steps[tuple[TagSheet, str] | None]:
        """Put the pending changes into the sheet file; the sheet that it holds then, and its SHA-256.

        None where somebody changed the file while the disk was waited for: it stays as it is.
        """
        pending.merged = pending.merged or stored.sha256 != pending.base
        own = None if pending.merged else pending.sheet
        merged = merge(stored.sheet, pending) if own is None else Merged(own, ())
        data = self._writers.setdefault(article_id, SheetWriter()).render(merged.sheet).encode("utf-8")
        digest = sha256(data).hexdigest()
        keep_conflicts(self.journal_folder, merged.conflicts)  # before the file says that theirs stands
        if not can_be_read(merged.sheet, len(data)):
            raise StoreError("the sheet would be too large to be read again", path=stored.path)
        if digest != stored.sha256:
            temp = journal.temp(pending.upto)
            pending.temps.add(temp)
            try:
                disk.write_unsynced(temp, data)
                yield Due(files=(temp,), folders=(temp.parent,))
                yield Due(records=(renaming(article_id, temp.name, stored.sha256, digest, pending.upto),))
                if _digest_of(stored.path) != stored.sha256:
                    disk.empty(temp)
                    return None
                disk.rename_unsynced(temp, stored.path)
                yield Due(folders=(stored.path.parent,))
            except OSError:
                if _digest_of(stored.path) == digest:  # only the sync after the rename failed
                    pending.now_held(digest, merged.conflicts)
                else:
                    disk.empty(temp)  # its name stays: it says that the rename did not take place
                raise
        pending.now_held(digest, merged.conflicts)
        return merged.sheet, digest

    def recover(self) -> Recovered:
        """Settle the journals of this annotator's processes that are gone."""
        changes: dict[str, int] = {}
        conflicts: list[Conflict] = []
        problems: list[Problem] = []
        try:
            names = disk.names(self.journal_folder)
        except OSError as error:
            return Recovered(problems=(Problem(f"the journals cannot be read: {error.strerror}", self.journal_folder),))
        for path in (self.journal_folder / name for name in names if name.endswith(SUFFIX)):
            if path == self._journal.path:
                continue
            try:
                with disk.opened(path, write=True) as file:
                    # Its process, or another one's recovery, may have put it away before it was locked here.
                    if disk.try_lock(file) and disk.still_named(file, path):
                        self._recover_one(path, file, changes, conflicts, problems)
            except FileNotFoundError:
                continue
            except OSError as error:
                problems.append(Problem(f"the journal cannot be settled: {error.strerror or error}", path))
        sweep(self.journal_folder, names)
        if names:
            from reader.tags.settled import clear  # late: most starts find nothing

            with suppress(OSError):
                clear(self.journal_folder)
        return Recovered(changes, tuple(conflicts), tuple(problems))

    def _recover_one(
        self, path: Path, file: IO[bytes], changes: dict[str, int], conflicts: list[Conflict], problems: list[Problem]
    ) -> None:
        disk.sync(file)  # what its process wrote last may not be durable, and is built upon here
        data = file.read()
        if not is_of_this_format(data):
            problems.append(Problem("the journal comes from another version of reader and is left to it", path))
            return
        problems += [Problem("this record of the journal cannot be read", path, line) for line in broken_lines(data)]
        records = read_journal(data)
        journal = Journal.adopt(path, file, max((record.n for record in records), default=0), self._folders)
        waiting = False
        renamed = self._renamed(records)
        for record in records:
            if isinstance(record, WriteRecord) and record.n in renamed:
                # Its process may have ended before the name was durable, and this journal is about to be put away.
                with suppress(FileNotFoundError, NotADirectoryError):  # somebody deleted the folder
                    disk.sync_folder(self.path(record.article).parent)
        for article_id, lost in unsettled(records, renamed).items():
            pending = Pending(lost[0].base, lost[-1].head, lost[-1].n, lost)
            try:
                written = self._write(journal, {article_id: pending})[article_id]
            except OSError as error:
                written = error
            if isinstance(written, Written):
                changes[article_id] = changes.get(article_id, 0) + len(written.changes)
                conflicts += written.conflicts
                continue
            waiting = True
            if isinstance(written, ReaderError):
                problems += written.problems
            else:
                why = written.strerror or written
                problems.append(Problem(f"the sheet cannot be written: {why}", self.path(article_id)))
        journal.close(settled=not waiting)

    def _renamed(self, records: list[Record]) -> frozenset[int]:
        """The `write` records whose rename took place, told by what stands on disk."""
        out = set()
        for record in records:
            if not isinstance(record, WriteRecord):
                continue
            temp = self.journal_folder / record.temp
            if not os.path.lexists(temp) or _digest_of(self.path(record.article)) == record.sha256:
                out.add(record.n)
        return frozenset(out)


def _digest_of(path: Path) -> str:
    """The SHA-256 of a sheet file; empty when there is none."""
    try:
        return sha256(read_bytes(path)).hexdigest()
    except OSError:
        return ""
