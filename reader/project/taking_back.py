"""An import taken back from its record, whatever its size: sheet by sheet, and nothing that somebody changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec.structs import replace

from reader.errors import FormatError, Problem, StoreError, UsageError
from reader.project.place import Project
from reader.tags.applying import apply_change
from reader.tags.imports import Imported, Record, forget, on_record
from reader.tags.model import now
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
        problems: sheets that could not be read or written: the record waits until they can.
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
        UsageError: no import is on record.
        StoreError, FormatError: the record cannot be read, or the disk refuses; it may be done again, for what is left.
    """
    name = project.annotator
    store = SheetStore(project.annotations, name)
    record = _last(store)
    header = record.header()
    out = TakenBack(header.title, header.at, dry=dry)
    stores = {name: store}
    try:
        if not dry:
            store.recover()  # what a session that was killed had changed and not written was changed since, too
        for number, imported in enumerate(record.changes(), 1):
            whose = imported.annotator
            if whose not in stores:
                stores[whose] = SheetStore(project.annotations, whose)
            _take_one(stores[whose], imported, out, say)
            told("sheet", number)
        if not (dry or out.problems):
            forget(record)
    except OSError as error:
        message = f"{counted(out.sheets, 'sheet')} are as before the import: {error.strerror or error}"
        raise StoreError(message, hint="take it back once more: what is done is not done twice") from error
    finally:
        for one in stores.values():
            one.close()
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


def _take_one(store: SheetStore, imported: Imported, out: TakenBack, say: Callable[[Staying], None]) -> None:
    article = imported.change.article
    try:
        stored = store.read(article)
        if stored.sheet is None:
            return
        back = reverted(stored.sheet, imported.change, imported.text_sha256)
        for message in back.kept:
            out.staying += 1
            say(Staying(store.annotator, article, message))
        change = back.change
        if change is None:
            return
        if not out.dry:
            change = replace(change, at=now())
            store.record(change, apply_change(stored.sheet, change).sheet, stored.sha256)
            written = store.write(article)
            for conflict in written.conflicts if written is not None else ():  # changed in this very moment
                out.staying += 1
                say(Staying(store.annotator, article, str(conflict)))
    except (FormatError, StoreError) as error:
        out.problems.append(error.problems[0])
        return
    out.sheets += 1
    out.tags += len({tag.id for tag in change.removed} - {tag.id for tag in change.added})
    out.restored += len(change.added)
