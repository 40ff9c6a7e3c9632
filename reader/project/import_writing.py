"""The changes of an import on their way into the sheets: on record first, then a bundle of sheets at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from reader.errors import Problem, ReaderError, StoreError
from reader.exchange.kept import Kept
from reader.labels import Label
from reader.project.adding_label import add_label
from reader.project.import_report import Telling
from reader.project.import_sheets import Plan, Target, title_of
from reader.project.place import Project, establish
from reader.tags import disk
from reader.tags.bundles import is_full
from reader.tags.imports import FORMAT as RECORD_FORMAT
from reader.tags.imports import Header, Imported, keep
from reader.tags.model import new_id, now
from reader.text.counts import counted

_AGAIN = "import it again: what is there already is not put in twice"


@dataclass
class Planned:
    """What an import is going to write.

    Attributes:
        plans: kept on disk.
        sheets: the number of each plan, and whose sheet it is of, in order.
        added: how many tags come in, and how many suggestions (True).
        group: joins the changes to one act.
    """

    plans: Kept[Plan]
    sheets: list[tuple[int, Target]] = field(default_factory=list)
    added: Counter[bool] = field(default_factory=Counter)
    group: str = field(default_factory=new_id)

    def add(self, plan: Plan, target: Target, added: int) -> None:
        """Take a plan that makes so many new tags."""
        self.added[target.suggest] += added
        self.sheets.append((self.plans.add(plan), target))

    def sheets_of(self, target: Target) -> int:
        """How many sheets of somebody are written."""
        return sum(one is target for _, one in self.sheets)

    def bundles(self, target: Target) -> Iterator[list[Plan]]:
        """The plans for somebody's sheets, some at a time."""
        bundle: list[Plan] = []
        tags = 0
        for number, whose in self.sheets:
            if whose is not target:
                continue
            plan = self.plans[number]
            bundle.append(plan)
            tags += len(plan.after.tags)
            if is_full(len(bundle), tags):
                yield bundle
                bundle, tags = [], 0
        if bundle:
            yield bundle


class Writing:
    """Puts what is planned into the sheets.

    Args:
        targets: whose sheets they are, the annotator of the import first.
    """

    def __init__(self, project: Project, planned: Planned, targets: Sequence[Target], telling: Telling) -> None:
        self._project, self._planned, self._targets, self._telling = project, planned, targets, telling
        self._written = 0

    def write(self, name: str, new_labels: Sequence[Label]) -> None:
        """Put all of it in, as one act.

        Args:
            name: of the file.
            new_labels: that the scheme gets first.

        Raises:
            StoreError: the disk refuses; what was written until then stays, and is known when it is imported again.
        """
        planned = self._planned
        if not (planned.sheets or new_labels):
            return
        if not self._project.annotations.is_dir():
            self._telling.report.notes.append(f"{self._project.annotations} is a new folder of annotations")
        try:
            establish(self._project)
        except OSError as error:
            raise StoreError(f"the folder of annotations cannot be made: {error.strerror or error}") from error
        for label in new_labels:
            add_label(self._project, label)
        if not planned.sheets:
            return
        titles = self._titles(name)
        self._put_on_record(titles.get(self._targets[0].suggest) or next(iter(titles.values())))
        try:
            for target in self._targets:
                for plans in planned.bundles(target):
                    self._write_bundle([_titled(plan, titles[target.suggest]) for plan in plans], target)
        except OSError as error:
            message = f"{self._written:,} of {counted(len(planned.sheets), 'sheet')} were written: "
            raise StoreError(message + (error.strerror or str(error)), hint=_AGAIN) from error
        finally:
            for target in self._targets:
                target.store.close()

    def _titles(self, name: str) -> dict[bool, str]:
        sheets = Counter(target.suggest for _, target in self._planned.sheets)
        gone, added = self._telling.report.gone, self._planned.added
        return {one: title_of(added[one], sheets[one], name, suggest=one, gone=gone) for one in sheets}

    def _put_on_record(self, title: str) -> None:
        """Keep all changes where they can be taken back from, before the first of them is made."""
        planned, own = self._planned, self._targets[0]
        changes = (
            Imported(target.store.annotator, plan.change, plan.after.text_sha256)
            for plan, target in ((planned.plans[number], target) for number, target in planned.sheets)
        )
        try:
            header = Header(RECORD_FORMAT, title, now(), planned.group)
            folders = disk.Folders(self._project.annotations)
            keep(own.store.journal_folder, folders, header, planned.sheets_of(own), changes)
        except OSError as error:
            raise StoreError(f"no sheet was written: {error.strerror or error}") from error

    def _write_bundle(self, plans: Sequence[Plan], target: Target) -> None:
        store = target.store
        ready = []
        for plan in plans:
            article = plan.change.article
            if store.digest(article) == plan.base:
                ready.append(plan)
                continue
            message = f"the sheet of {article!r} was changed meanwhile: nothing was put into it"
            self._not_written(plan, target, Problem(message, store.path(article), hint=_AGAIN))
        if not ready:
            return
        store.record_all([(plan.change, plan.after, plan.base) for plan in ready])
        outcomes = store.write_all([plan.change.article for plan in ready])
        for plan in ready:
            outcome = outcomes[plan.change.article]
            if isinstance(outcome, ReaderError):  # broken meanwhile: the change waits in the journal
                self._not_written(plan, target, outcome.problems[0])
            elif not isinstance(outcome, OSError):
                self._telling.report.notes += map(str, outcome.conflicts)
                self._written += 1
                self._telling.progress("sheet", self._written)
        for refused in outcomes.values():
            if isinstance(refused, OSError):
                raise refused

    def _not_written(self, plan: Plan, target: Target, problem: Problem) -> None:
        report = self._telling.report
        report.problems.append(problem)
        report.articles -= 1
        report.labels -= Counter(tag.label for tag in plan.made)
        if target.suggest:
            report.suggested -= len(plan.made)
            report.gone -= len(plan.gone)


def _titled(plan: Plan, title: str) -> Plan:
    return replace(plan, change=replace(plan.change, title=title, at=now()))
