"""An import taken back from its record, whatever its size: sheet by sheet, and nothing that somebody changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
from msgspec.structs import replace

from reader.errors import FormatError, Problem, ReaderError, StoreError, UsageError
from reader.project.alone import alone
from reader.project.place import Project
from reader.tags.applying import apply_change
from reader.tags.bundles import is_full
from reader.tags.imports import Imported, Record, forget, on_record
from reader.tags.made import made_changes
from reader.tags.model import Change, TagSheet, now
from reader.tags.reverting import reverted
from reader.tags.store import SheetStore
from reader.text.counts import counted


class Staying(msgspec.Struct, frozen=True):
    """Something of an import that stays, and why."""

    annotator: str
    article: str
    message: str

    def __str__(self) -> str:
        return f"{self.article}, {self.message}"


@dataclass
class TakenBack:
    """What became of an import.

    Attributes:
        title, at: of the import.
        tags: that were taken out.
        restored: tags that are as they were before it, or there again.
        sheets: that were written.
        staying: how much of it stays.
        problems: sheets that could not be read or written, journals that could not be settled: the record waits until they can.
    """

    title: str
    at: str
    tags: int = 0
    restored: int = 0
    sheets: int = 0
    staying: int = 0
    problems: list[Problem] = field(default_factory=list)
    dry: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether nothing of it is left."""
        return not (self.staying or self.problems)

    def as_object(self) -> dict[str, Any]:
        """The sums for `--json`."""
        return {
            "format": "reader-import-undone/1",
            "dry_run": self.dry,
            "import": self.title,
            "at": self.at,
            "tags": self.tags,
            "restored": self.restored,
            "sheets": self.sheets,
            "staying": self.staying,
            "problems": [str(one) for one in self.problems],
        }

    def summary(self) -> list[str]:
        """The sums in lines for people."""
        would = "would be " if self.dry else ""
        parts = [f"{counted(self.tags, 'tag')} {would}taken out of {counted(self.sheets, 'sheet')}"]
        parts += [f"{counted(self.restored, 'tag')} as before"] if self.restored else []
        parts += [f"{counted(self.staying, 'thing')} changed since {'stay' if self.staying > 1 else 'stays'}"] * bool(
            self.staying
        )
        lines = [f"{self.title}, {self.at}", "; ".join(parts)]
        if not (self.sheets or self.staying or self.problems):
            lines.append("nothing of it was left")
        if self.problems:
            lines.append("not all of it could be looked at: mend that, and take it back once more")
        return lines


def take_back(
    project: Project,
    *,
    dry: bool = False,
    say: Callable[[Staying], None] = lambda staying: None,
    told: Callable[[str, int], None] = lambda what, count: None,
) -> TakenBack:
    """Take back the last import into the sheets of the project's annotator that is not taken back yet.

    Args:
        dry: only say what would become of it.
        say: hears of each thing that stays.
        told: hears how many sheets are done.

    Raises:
        UsageError: no import is on record, or one is running.
        StoreError, FormatError: the record cannot be read, or the disk refuses; it may be done again, for what is left.
    """
    with nullcontext() if dry else alone(project):
        return _take_back(project, dry, say, told)


def _take_back(
    project: Project, dry: bool, say: Callable[[Staying], None], told: Callable[[str, int], None]
) -> TakenBack:
    record = _last(SheetStore(project.annotations, project.annotator))
    header = record.header()
    out = TakenBack(header.title, header.at, dry=dry)
    taking: dict[str, _Taking] = {}
    try:
        for number, imported in enumerate(record.changes(), 1):
            whose = imported.annotator
            if whose not in taking:
                taking[whose] = _Taking(SheetStore(project.annotations, whose), header.group, out, say)
                taking[whose].recover()
            taking[whose].take(imported)
            told("sheet", number)
        for one in taking.values():
            one.write()
        if not (dry or out.problems):
            forget(record)
    except OSError as error:
        message = f"{counted(out.sheets, 'sheet')} are as before the import: {error.strerror or error}"
        raise StoreError(message, hint="take it back once more: what is done is not done twice") from error
    finally:
        for one in taking.values():
            one.store.close()
    return out


def _last(store: SheetStore) -> Record:
    try:
        records = on_record(store.journal_folder)
    except OSError as error:
        raise StoreError(f"the records of imports cannot be read: {error.strerror or error}") from error
    kept = next((record for record in records if record.is_kept), None)
    if kept is None:
        hint = "on this machine; what an earlier version imported, u takes back in a session"
        raise UsageError(f"no import into the sheets of {store.annotator} is on record", hint=hint)
    return kept


class _Taking:
    """Takes an import out of somebody's sheets, some sheets at a time."""

    def __init__(self, store: SheetStore, group: str, out: TakenBack, say: Callable[[Staying], None]) -> None:
        self.store, self._group, self._out, self._say = store, group, out, say
        self._changes: list[tuple[Change, TagSheet, str]] = []
        self._tags = 0  # of those sheets

    def recover(self) -> None:
        """Settle what was journalled and not written: of the import, or since, by a process that was killed. Raises OSError.

        What cannot be settled may come into the sheets later: the record must not go before.
        """
        if not self._out.dry:
            self._problems(self.store.recover().problems)

    @cached_property
    def _made(self) -> frozenset[str]:
        return made_changes(self.store.journal_folder, self._group)

    def take(self, imported: Imported) -> None:
        """Take back what was imported into a sheet, now or with the next ones. Raises OSError."""
        change = imported.change
        article = change.article
        try:
            stored = self.store.read(article)
        except (FormatError, StoreError) as error:
            self._problems(error.problems[:1])
            return
        if stored.sheet is None:
            return
        back = reverted(stored.sheet, change, imported.text_sha256, lambda: change.id in self._made)
        for message in back.kept:
            self._stays(article, message)
        if back.change is not None:
            taken = replace(back.change, at=now())
            self._changes.append((taken, apply_change(stored.sheet, taken).sheet, stored.sha256))
            self._tags += len(stored.sheet.tags)
            if is_full(len(self._changes), self._tags):
                self.write()

    def write(self) -> None:
        """Bring to disk what waits. Raises OSError."""
        changes, self._changes, self._tags = self._changes, [], 0
        if self._out.dry or not changes:
            for change, _, _ in changes:
                self._count(change)
            return
        self.store.record_all(changes)
        outcomes = self.store.write_all([change.article for change, _, _ in changes])
        for change, _, _ in changes:
            outcome = outcomes[change.article]
            if isinstance(outcome, ReaderError):
                self._problems(outcome.problems[:1])
            elif not isinstance(outcome, OSError):
                for conflict in outcome.conflicts:  # changed in this very moment
                    self._stays(change.article, str(conflict))
                self._count(change)
        for refused in outcomes.values():
            if isinstance(refused, OSError):
                raise refused

    def _problems(self, problems: Iterable[Problem]) -> None:
        """Problems of sheets, each once: what waits for a broken one meets it again when it is its turn."""
        self._out.problems += [problem for problem in problems if problem not in self._out.problems]

    def _stays(self, article: str, message: str) -> None:
        self._out.staying += 1
        self._say(Staying(self.store.annotator, article, message))

    def _count(self, change: Change) -> None:
        out = self._out
        out.sheets += 1
        out.tags += len({tag.id for tag in change.removed} - {tag.id for tag in change.added})
        out.restored += len(change.added)
