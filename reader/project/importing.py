"""Importing a file of labelled texts: every span placed before anything is written, then one act in the sheets.

    file ─ a format's reader ─▶ Incoming ─ offsets ─▶ kept ─┐            import_texts
    corpus ─ articles ──────────────────── matching ────────┼─▶ placing ─▶ kept      import_matching
                                            labels ─────────┘                └─▶ plans ─▶ the store of sheets

Texts, placed spans and plans are kept on disk; of the corpus no more than an article is in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import replace

from reader.errors import Problem, UsageError
from reader.exchange.format import Format
from reader.exchange.incoming import Incoming
from reader.exchange.kept import Kept
from reader.exchange.placing import Placed
from reader.project.alone import alone
from reader.project.import_labels import Labels
from reader.project.import_matching import Candidate, Matching
from reader.project.import_report import Line, Report, Telling, Told
from reader.project.import_sheets import Plan, Target, plan_of, refuse_among_tags
from reader.project.import_state import State
from reader.project.import_texts import Choice, Text, read_texts
from reader.project.import_writing import Planned, Writing
from reader.project.place import Project
from reader.tags.history import LONGEST
from reader.tags.model import Tag
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
            kept.enter_context(alone(project))
            _recover(targets, telling.report)
        matching = Matching(project, choice, labels, telling, texts, candidates, states, targets)
        matching.match()
        planned = Planned(kept.enter_context(Kept(Plan)))
        _Planning(project, choice, labels, telling, matching, planned).plan()
        if not choice.dry:
            Writing(project, planned, targets, telling).write(path.name, labels.new)
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


class _Planning:
    """The changes of an import, article by article."""

    def __init__(
        self,
        project: Project,
        choice: Choice,
        labels: Labels,
        telling: Telling,
        matching: Matching,
        planned: Planned,
    ) -> None:
        self._project, self._choice, self._labels, self._telling = project, choice, labels, telling
        self._matching, self._planned = matching, planned

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
        for state, texts in of_article.items():
            self._plan_article(state, texts)
        self._remark()

    def _remark(self) -> None:
        """What a person should know of it as a whole."""
        report = self._telling.report
        if report.differing:
            report.notes.append(
                f"{counted(report.differing, 'span')} of the file had other words or another label when exported:"
                " put in beside the tag of that id, since an import changes and removes none"
            )
        if strange := report.strange_attributes:
            names = ", ".join(f"{name} ({count:,})" for name, count in strange.most_common(10))
            more = f" and {len(strange) - 10:,} more" if len(strange) > 10 else ""
            report.notes.append(f"attributes that the scheme does not know are kept: {names}{more}")
        if self._planned.sheets_of(self._matching.targets[0]) > LONGEST:
            report.notes.append(
                f"u reaches no more than {LONGEST:,} sheets: `reader import … --undo --as {self._project.annotator}`"
                " takes back all of it"
            )

    def _plan_article(self, state: int, texts: Sequence[tuple[int, int]]) -> None:
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
        self._plan_sheet(before, sure, target, unplaced, covered)
        for at, other in enumerate(others, state + 1):
            proposed = [
                (replace(incoming, links=()), [_proposed(one) for one in placed]) for incoming, placed in doubtful
            ]
            if not matching.states[at].problem:
                self._plan_sheet(matching.states[at], proposed, other)

    def _plan_sheet(
        self,
        state: State,
        texts: Sequence[tuple[Incoming, Sequence[Placed]]],
        target: Target,
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
            group=self._planned.group,
        )
        report = self._telling.report
        plan = outcome.plan
        if plan is not None and not can_be_written(plan.after):
            count = counted(len(plan.after.tags), "tag")
            message = f"{count} are more than a sheet can hold: nothing of {state.sheet.article!r} is imported"
            report.problems.append(Problem(message, target.store.path(state.sheet.article)))
            return
        report.there += outcome.there
        report.links += outcome.links
        report.differing += outcome.differing
        report.same += outcome.same
        report.renewed += outcome.renewed
        report.gone += outcome.gone
        report.remark(outcome.notes)
        for incoming, link in outcome.lost:
            report.link_losses += 1
            why = f"the link {link.type}: one of its ends is not placed" if link.type else "a link has no type"
            self._telling.text("link", incoming, why)
        if plan is not None:
            report.articles += 1
            report.labels.update(tag.label for tag in outcome.added)
            report.suggested += len(outcome.added) * target.suggest
            self._look_at_attributes(outcome.added)
            self._planned.add(plan, target, len(outcome.added))

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


def _proposed(placed: Placed) -> Placed:
    return placed if placed.tag is None else replace(placed, tag=replace(placed.tag, origin="suggested"))
