"""Importing a file of labelled texts: every span placed before anything is written, then one act in the sheets.

    file ─ a format's reader ─▶ Incoming ─ offsets ─▶ kept ─┐            import_texts
    corpus ─ articles ──────────────────── matching ────────┼─▶ placing ─▶ kept      import_matching
                                            labels ─────────┘                └─▶ plans ─▶ the store of sheets

Texts, placed spans and plans are kept on disk; of the corpus no more than an article is in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import replace

from reader.errors import FormatError, Problem, StoreError, UsageError
from reader.exchange.format import Format
from reader.exchange.incoming import Incoming
from reader.exchange.kept import Kept
from reader.exchange.placing import Placed
from reader.project.adding_label import add_label
from reader.project.import_labels import Labels
from reader.project.import_matching import Candidate, Matching
from reader.project.import_report import Line, Report, Telling, Told
from reader.project.import_sheets import Plan, Target, plan_of, refuse_among_tags, title_of
from reader.project.import_state import State
from reader.project.import_texts import Choice, Text, read_texts
from reader.project.place import Project, establish
from reader.tags import disk
from reader.tags.history import LONGEST
from reader.tags.imports import FORMAT as RECORD_FORMAT
from reader.tags.imports import Header, Imported, keep
from reader.tags.model import Tag, new_id, now
from reader.tags.sheet_file import can_be_written
from reader.tags.store import SheetStore
from reader.text.counts import counted

DOUBTFUL = "-doubtful"  # the name's end of whoever proposes what is in doubt


def bring_in(
    project: Project,
    format: Format,
    path: Path,
    place: Path,
    choice: Choice,
    say: Callable[[Line], None] = lambda line: None,
    told: Told = lambda what, count: None,
) -> Report:
    """Import a file or folder into the sheets of the project's annotator.

    Args:
        path: as it was named.
        place: the file or folder that the format reads, as `source.opened` gives it.
        say: hears of each span that is moved, in doubt or refused, and of each text without an article.
        told: hears how far it is: how many texts are read, articles looked at, sheets written.

    Raises:
        IncomingError, UnknownLabels: nothing was imported.
        UsageError: offsets count something else, or tags and suggestions would come into the same sheet; nothing was imported.
        StoreError: the disk refuses; what was written until then stays, and is known when it is imported again.
    """
    if project.corpus_path is None:
        raise UsageError(
            "standard input can be read once, and an import may look at the corpus again", hint="name a file"
        )
    telling = Telling(Report(dry=choice.dry, suggest=choice.suggest), say, told)
    with ExitStack() as kept:
        texts = kept.enter_context(Kept(Text))
        candidates = kept.enter_context(Kept(Candidate))
        states = kept.enter_context(Kept(State))
        targets = [Target(SheetStore(project.annotations, project.annotator), choice.suggest)]
        if choice.suggest:
            refuse_among_tags(project.annotations, project.annotator)
        if choice.doubtful and not choice.suggest:
            aside = SheetStore(project.annotations, project.annotator + DOUBTFUL)
            targets.append(Target(aside, suggest=True))
        labels = read_texts(project, format, path, place, choice, telling, texts)
        if not choice.dry:
            _recover(targets, telling.report)
        matching = Matching(project, choice, labels, telling, texts, candidates, states, targets)
        matching.match()
        sheets = _Sheets(project, choice, labels, telling, matching, kept.enter_context(Kept(Plan)))
        sheets.plan()
        if not choice.dry:
            sheets.write(path.name)
    return telling.report


def _recover(targets: Sequence[Target], report: Report) -> None:
    """Bring into the sheets what a program that came to a sudden end had journalled: it is there, and is not put in twice."""
    for target in targets:
        recovered = target.store.recover()
        report.problems += recovered.problems
        if recovered.changes:
            count = counted(sum(recovered.changes.values()), "change")
            report.notes.append(f"recovered {count} of {target.store.annotator} that waited for their sheets")
        report.notes += map(str, recovered.conflicts)


class _Sheets:
    """The changes of an import, article by article, and their way into the sheets."""

    def __init__(
        self,
        project: Project,
        choice: Choice,
        labels: Labels,
        telling: Telling,
        matching: Matching,
        plans: Kept[Plan],
    ) -> None:
        self._project, self._choice, self._labels, self._telling = project, choice, labels, telling
        self._matching, self._plans = matching, plans
        self._planned: list[tuple[int, Target]] = []
        self._added: Counter[bool] = Counter()  # tags, and suggestions
        self._group = ""

    def plan(self) -> None:
        """Say of each text where it went, and make the changes of each article."""
        of_article: dict[int, list[tuple[int, int]]] = {}
        firsts: dict[str, int] = {}
        for number in range(len(self._matching.texts)):
            chosen = self._matching.chosen(number)
            if chosen is None:
                continue
            candidate = self._matching.candidates[chosen]
            self._telling.report.matched[candidate.match] += 1
            state = firsts.setdefault(candidate.article, candidate.state)
            of_article.setdefault(state, []).append((number, chosen))
        group = new_id()
        for state, texts in of_article.items():
            self._plan_article(state, texts, group)
        if self._telling.report.differing:
            self._telling.report.notes.append(
                f"{counted(self._telling.report.differing, 'span')} of the file had other words or another label when exported:"
                " put in beside the tag of that id, since an import changes and removes none"
            )
        if strange := self._telling.report.strange_attributes:
            names = ", ".join(f"{name} ({count:,})" for name, count in strange.most_common(10))
            more = f" and {len(strange) - 10:,} more" if len(strange) > 10 else ""
            self._telling.report.notes.append(f"attributes that the scheme does not know are kept: {names}{more}")
        self._group = group
        if self._sheets_of_annotator() > LONGEST:
            self._telling.report.notes.append(
                f"u reaches no more than {LONGEST:,} sheets: `reader import … --undo --as {self._project.annotator}`"
                " takes back all of it"
            )

    def _sheets_of_annotator(self) -> int:
        own = self._matching.targets[0]
        return sum(target is own for _, target in self._planned)

    def _plan_article(self, state: int, texts: Sequence[tuple[int, int]], group: str) -> None:
        sure: list[tuple[Incoming, list[Placed]]] = []
        doubtful: list[tuple[Incoming, list[Placed]]] = []
        matching = self._matching
        target, *others = matching.targets
        before = matching.states[state]
        unplaced = 0
        covered: list[tuple[int, int]] = []
        for number, at in texts:
            text, candidate = matching.texts[number], matching.candidates[at]
            placed = self._sorted_out(text, candidate, before.problem)
            if candidate.covered is not None and self._choice.suggest:
                covered.append(candidate.covered)
            sure.append((text.incoming, [one for one in placed if one.state in ("exact", "moved")]))
            doubtful.append((text.incoming, [one for one in placed if one.state == "doubtful"]))
            unplaced += text.refused + sum(one.state in ("doubtful", "refused") for one in placed)
        if before.problem:
            return
        if self._choice.suggest and self._choice.doubtful:
            sure = [(incoming, [*a, *b]) for (incoming, a), (_, b) in zip(sure, doubtful, strict=True)]
        self._plan_sheet(before, sure, target, group, unplaced, covered)
        for at, other in enumerate(others, state + 1):
            proposed = [
                (replace(incoming, links=()), [_proposed(one) for one in placed]) for incoming, placed in doubtful
            ]
            if not matching.states[at].problem:
                self._plan_sheet(matching.states[at], proposed, other, group)

    def _plan_sheet(
        self,
        state: State,
        texts: Sequence[tuple[Incoming, Sequence[Placed]]],
        target: Target,
        group: str,
        unplaced: int = 0,
        covered: Sequence[tuple[int, int]] = (),
    ) -> None:
        outcome = plan_of(
            state,
            texts,
            self._labels.names,
            self._project.scheme,
            suggest=target.suggest,
            covered=covered,
            unplaced=unplaced,
            group=group,
        )
        report = self._telling.report
        report.there += outcome.there
        report.links += outcome.links
        report.differing += outcome.differing
        report.same += outcome.same
        report.renewed += outcome.renewed
        report.gone += outcome.gone
        report.notes += (note for note in outcome.notes if note not in report.notes)
        for incoming, link in outcome.lost:
            report.link_losses += 1
            self._telling.text("link", incoming, f"the link {link.type}: one of its ends is not placed")
        if outcome.plan is not None and not can_be_written(outcome.plan.after):
            count = counted(len(outcome.plan.after.tags), "tag")
            message = f"{count} are more than a sheet can hold: nothing of {state.sheet.article!r} is imported"
            report.problems.append(Problem(message, target.store.path(state.sheet.article)))
        elif outcome.plan is not None:
            report.articles += 1
            report.labels.update(tag.label for tag in outcome.added)
            report.suggested += len(outcome.added) * target.suggest
            self._added[target.suggest] += len(outcome.added)
            self._look_at_attributes(outcome.added)
            self._planned.append((self._plans.add(outcome.plan), target))

    def _look_at_attributes(self, tags: Sequence[Tag]) -> None:
        scheme = self._project.scheme
        for tag in tags:
            if tag.attributes:
                known = scheme.attributes_of(tag.label)
                self._telling.report.strange_attributes.update(name for name in tag.attributes if name not in known)

    def _sorted_out(self, text: Text, candidate: Candidate, problem: str) -> list[Placed]:
        """The placed spans of a text, each counted, and said where it is not exact."""
        incoming = text.incoming
        corrected = set(text.corrected)
        self._telling.report.left_out += len(incoming.spans) - len(candidate.spans)
        if problem and candidate.spans:
            self._telling.refused(incoming, problem, len(candidate.spans), candidate.article)
            return [Placed(one.number, "refused", None, problem) for one in candidate.spans]
        out = []
        for one in candidate.spans:
            span = incoming.spans[one.number]
            if one.state == "exact" and one.number in corrected:
                one = replace(one, state="moved", reason="its words do not stand at its offsets, and stand once")
            if one.state == "exact":
                self._telling.report.states["exact"] += 1
            else:
                number = text.numbers[one.number]
                self._telling.span(one.state, incoming, one.reason, number, span, candidate.article)
            out.append(one)
        return out

    def write(self, name: str) -> None:
        """Put the changes into the sheets, each durable before the next one.

        Args:
            name: of the file.
        """
        if not (self._planned or self._labels.new):
            return
        if not self._project.annotations.is_dir():
            self._telling.report.notes.append(f"{self._project.annotations} is a new folder of annotations")
        try:
            establish(self._project)
        except OSError as error:
            raise StoreError(f"the folder of annotations cannot be made: {error.strerror or error}") from error
        for label in self._labels.new:
            add_label(self._project, label)
        written = 0
        sheets = Counter(target.suggest for _, target in self._planned)
        gone = self._telling.report.gone
        titles = {
            suggest: title_of(self._added[suggest], sheets[suggest], name, suggest=suggest, gone=gone)
            for suggest in sheets
        }
        if self._planned:
            self._put_on_record(titles.get(self._choice.suggest) or next(iter(titles.values())))
        try:
            for number, target in self._planned:
                plan = self._plans[number]
                change = replace(plan.change, title=titles[target.suggest], at=now())
                self._write_one(replace(plan, change=change), target)
                written += 1
                self._telling.progress("sheet", written)
        except OSError as error:
            message = f"{written:,} of {counted(len(self._planned), 'sheet')} were written: {error.strerror or error}"
            raise StoreError(message, hint="import it again: what is there already is not put in twice") from error
        finally:
            for target in self._matching.targets:
                target.store.close()

    def _put_on_record(self, title: str) -> None:
        """Keep all changes where they can be taken back from, before the first of them is made."""
        journals = self._matching.targets[0].store.journal_folder
        changes = (
            Imported(target.store.annotator, plan.change, plan.after.text_sha256)
            for plan, target in ((self._plans[number], target) for number, target in self._planned)
        )
        try:
            header = Header(RECORD_FORMAT, title, now(), self._group)
            keep(journals, disk.Folders(self._project.annotations), header, self._sheets_of_annotator(), changes)
        except OSError as error:
            raise StoreError(f"no sheet was written: {error.strerror or error}") from error

    def _write_one(self, plan: Plan, target: Target) -> None:
        report, store, article = self._telling.report, target.store, plan.change.article
        if store.digest(article) != plan.base:
            message = f"the sheet of {article!r} was changed meanwhile: nothing was put into it"
            hint = "import it again: what is there is not put in twice"
            self._not_written(plan, target, Problem(message, store.path(article), hint=hint))
            return
        store.record(plan.change, plan.after, plan.base)
        try:
            written = store.write(article)
        except (FormatError, StoreError) as error:  # broken meanwhile: the change waits in the journal
            self._not_written(plan, target, error.problems[0])
            return
        if written is not None:
            report.notes += map(str, written.conflicts)

    def _not_written(self, plan: Plan, target: Target, problem: Problem) -> None:
        report = self._telling.report
        report.problems.append(problem)
        report.articles -= 1
        report.labels -= Counter(tag.label for tag in plan.made)
        if target.suggest:
            report.suggested -= len(plan.made)
            report.gone -= len(plan.gone)


def _proposed(placed: Placed) -> Placed:
    return placed if placed.tag is None else replace(placed, tag=replace(placed.tag, origin="suggested"))
