"""Importing a file of labelled texts: every span placed before anything is written, then one act in the sheets.

    file ─ a format's reader ─▶ Incoming ─ offsets ─▶ kept ─┐
    corpus ─ articles ──────────────────── matching ────────┼─▶ placing ─▶ kept ─▶ plans ─▶ the store of sheets
                                            labels ─────────┘

The corpus goes by once; once more for texts that no id leads to an article. Texts, placed spans and plans are kept on disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.errors import FormatError, Problem, StoreError, UsageError
from reader.exchange.format import Format, ReadOptions
from reader.exchange.incoming import Incoming, IncomingError
from reader.exchange.kept import Kept
from reader.exchange.matching import LIKE_ENOUGH, By, Match, Wanted
from reader.exchange.offsets import Counting, sound
from reader.exchange.placing import Fit, Placed, fit, place
from reader.exchange.source import sources
from reader.project.adding_label import add_label
from reader.project.articles import articles
from reader.project.import_labels import Labels, settled
from reader.project.import_report import Fate, Line, Report
from reader.project.import_sheets import Plan, State, Target, plan_of, state_of, title_of
from reader.project.place import Project, establish
from reader.tags.changes import quote
from reader.tags.model import Origin, new_id
from reader.tags.store import SheetStore
from reader.text.counts import counted

DOUBTFUL = "-doubtful"  # the name's end of whoever proposes what is in doubt
_MOST_ALIKE = 10_000  # texts that are sought by likeness
_MOST = 3  # articles that are remembered of a text that fits several


@dataclass(frozen=True)
class Choice:
    """How a file is imported.

    Attributes:
        suggest: as suggestions, not as tags.
        doubtful: what is in doubt as suggestions; else it is left out and said.
        counting: what offsets count.
        mapping: label of the file → label here, or None to leave it out.
        add_labels: labels that the scheme does not know are put into it.
        of: annotators of the file whose spans are taken; empty for all.
        as_is: the corpus is taken as already clean.
        dry: nothing is written.
    """

    suggest: bool = False
    doubtful: bool = False
    counting: Counting = "auto"
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    add_labels: bool = False
    of: tuple[str, ...] = ()
    as_is: bool = False
    dry: bool = False


class _Text(msgspec.Struct, frozen=True):
    """A text of the file, as it waits for its article."""

    incoming: Incoming
    numbers: tuple[int, ...]
    corrected: tuple[int, ...] = ()


class _Candidate(msgspec.Struct, frozen=True):
    """A text as it is placed in an article that it may be of."""

    article: str
    state: int
    match: Match
    score: float
    spans: tuple[Placed, ...]


def bring_in(
    project: Project,
    format: Format,
    path: Path,
    place: Path,
    choice: Choice,
    say: Callable[[Line], None] = lambda line: None,
) -> Report:
    """Import a file or folder into the sheets of the project's annotator.

    Args:
        path: as it was named.
        place: the file or folder that the format reads, as `source.opened` gives it.
        say: told of each span that is moved, in doubt or refused, and of each text without an article.

    Raises:
        IncomingError, UnknownLabels: nothing was imported.
        UsageError: offsets count something else, or tags and suggestions would come into the same sheet; nothing was imported.
        StoreError: the disk refuses; what was written until then stays, and is known when it is imported again.
    """
    with ExitStack() as kept:
        run = _Import(project, format, choice, say, kept)
        run.read(path, place)
        run.match()
        run.plan(path.name)
        if not choice.dry:
            run.write()
    return run.report


class _Import:
    def __init__(
        self, project: Project, format: Format, choice: Choice, say: Callable[[Line], None], kept: ExitStack
    ) -> None:
        self._project, self._format, self._choice, self._say = project, format, choice, say
        self._texts = kept.enter_context(Kept(_Text))
        self._candidates = kept.enter_context(Kept(_Candidate))
        self._states = kept.enter_context(Kept(State))
        self._plans = kept.enter_context(Kept(Plan))
        store = SheetStore(project.annotations, project.annotator)
        self._target = Target(store, choice.suggest)
        aside = SheetStore(project.annotations, project.annotator + DOUBTFUL)
        self._aside = Target(aside, suggest=True) if choice.doubtful and not choice.suggest else None
        self._labels = Labels({})
        self._found: dict[int, list[int]] = {}
        self._best: dict[int, Match] = {}
        self._planned: list[tuple[int, Target]] = []
        self.report = Report(dry=choice.dry)

    # -- the file -----------------------------------------------------------------------------------------------------

    def read(self, path: Path, place: Path) -> None:
        """Read all of the file: its texts are kept, its labels settled."""
        passages: dict[str, None] = {}
        wholes: dict[str, None] = {}
        utf_16: Counter[str] = Counter()
        for incoming in self._incoming(path, place):
            report = self.report
            report.texts += 1
            report.spans += len(incoming.spans)
            report.annotators[incoming.annotator] += 1
            if self._choice.of and incoming.annotator not in self._choice.of:
                report.left_out += len(incoming.spans)
                continue
            found = sound(incoming, self._choice.counting)
            if found.utf_16:
                utf_16[f"{incoming.path}:{incoming.line}"] += found.utf_16
            if not utf_16:  # else nothing is imported, for one reason
                for number, span, reason in found.refused:
                    self._told("refused", incoming, reason, number, span.label, span.text)
            for note in incoming.notes:
                report.unread += 1
                self._say(Line("unread", incoming.path, incoming.line, note))
            passages |= dict.fromkeys(span.label for span in found.incoming.spans)
            wholes |= dict.fromkeys(found.incoming.labels)
            self._texts.add(_Text(found.incoming, found.numbers, found.corrected))
        if utf_16:
            first = next(iter(utf_16))
            raise UsageError(
                f"{counted(utf_16.total(), 'span')} of the file stand on their words only when offsets count UTF-16 code"
                f" units, the first in {first}; nothing was imported",
                hint="--offsets utf-16 takes them so; --offsets code-points takes each of these where its words stand once",
            )
        scheme, choice = self._project.scheme, self._choice
        self._labels = settled(passages, wholes, scheme, choice.mapping, add=choice.add_labels)
        self.report.added_labels = [label.name for label in self._labels.new]
        several = sorted(name for name in self.report.annotators if name)
        if len(several) > 1 and len(choice.of) != 1:
            taken = [name for name in several if not choice.of or name in choice.of]
            self.report.notes.append(f"tags of {', '.join(taken)} become those of one: {self._project.annotator}")

    def _incoming(self, path: Path, place: Path) -> Iterator[Incoming]:
        """The texts of the file, each with the name that a person gave it in the place of a temporary one."""

        def named(file: Path | None) -> Path:
            return path if file is None or not file.is_relative_to(place) else path / file.relative_to(place)

        try:
            for source in sources(place, self._format):
                for incoming in self._format.read(source, ReadOptions()):
                    yield incoming if place == path else replace(incoming, path=named(incoming.path))
        except IncomingError as error:
            problem = error.problem
            raise IncomingError(
                problem.message, path=named(problem.path), line=problem.line, column=problem.column, hint=problem.hint
            ) from error
        except RecursionError as error:
            raise IncomingError("this is nested too deeply", path=path) from error
        except (UnicodeDecodeError, OSError) as error:
            raise IncomingError(f"it cannot be read: {error}", path=path) from error

    def _told(
        self, fate: Fate, incoming: Incoming, message: str, number: int, label: str, words: str, article: str = ""
    ) -> None:
        if fate != "text":
            self.report.states[fate] += 1
        line = Line(fate, incoming.path, incoming.line, message, number + 1, label, quote(words), article)
        self._say(line)

    # -- the corpus ---------------------------------------------------------------------------------------------------

    def match(self) -> None:
        """Find the article of each text, and place its spans there."""
        self._seek("ids", [number for number, text in enumerate(self._texts) if text.incoming.id])
        # A row's number that happens to be an article's id leads to another text.
        self._seek("texts", self._unsettled)
        left = [number for number in self._unsettled if number not in self._best]
        if len(left) > _MOST_ALIKE:
            self.report.notes.append(f"{len(left):,} texts without an article: too many to be sought by likeness")
        else:
            self._seek("likeness", left)

    @property
    def _unsettled(self) -> list[int]:
        """The texts that no article is known to hold."""
        return [number for number in range(len(self._texts)) if self._best.get(number, Match.LIKENESS) > Match.PART]

    def _seek(self, by: By, numbers: Sequence[int]) -> None:
        """Let the articles of the corpus go by, for some of the texts."""
        if not numbers:
            return
        wanted = Wanted(by)
        for number in numbers:
            wanted.add(number, self._texts[number].incoming)
        self._go_by(wanted)

    def _go_by(self, wanted: Wanted) -> None:
        first = not self.report.problems
        for article in articles(self._project, as_is=self._choice.as_is):
            if isinstance(article, Problem):
                if first:
                    self.report.problems.append(article)
                continue
            state: int | None = None
            for number, match in wanted.fitting(article):
                found = self._placed(number, match, article, wanted)
                if found is None:
                    continue
                if state is None:
                    state = self._states_of(article)
                self._remember(number, found.match, self._candidates.add(replace(found, state=state)))

    def _placed(self, number: int, match: Match, article: Article, wanted: Wanted) -> _Candidate | None:
        text = self._texts[number]
        fitted = fit(text.incoming, article)
        match = _told_by(match, text.incoming, fitted)
        score = wanted.likeness(number, article) if match is Match.LIKENESS else 1.0
        if match > self._best.get(number, match) or score < LIKE_ENOUGH:
            return None
        origin: Origin = "suggested" if self._choice.suggest else "imported"
        spans = place(text.incoming, article, fitted, self._labels.names, origin)
        if match is Match.LIKENESS:
            spans = [_doubted(one) for one in spans]
        return _Candidate(article.id, 0, match, score, tuple(spans))

    def _states_of(self, article: Article) -> int:
        """The numbers of the article's states follow one another: the sheet's, then that of what is in doubt."""
        state, problem = state_of(article, self._target)
        number = self._states.add(state)
        if problem is not None and problem not in self.report.problems:
            self.report.problems.append(problem)
        if self._aside is not None:
            self._states.add(state_of(article, self._aside)[0])
        return number

    def _remember(self, number: int, match: Match, candidate: int) -> None:
        if match < self._best.get(number, Match.LIKENESS + 1):
            self._best[number] = match
            self._found[number] = [candidate]
        elif len(self._found[number]) < _MOST:
            self._found[number].append(candidate)

    # -- the sheets ---------------------------------------------------------------------------------------------------

    def plan(self, name: str) -> None:
        """Say of each text where it went, and make the changes of each article.

        Args:
            name: of the file.
        """
        of_article: dict[int, list[tuple[int, int]]] = {}
        firsts: dict[str, int] = {}
        for number in range(len(self._texts)):
            chosen = self._chosen(number)
            if chosen is None:
                continue
            candidate = self._candidates[chosen]
            self.report.matched[candidate.match] += 1
            state = firsts.setdefault(candidate.article, candidate.state)
            of_article.setdefault(state, []).append((number, chosen))
        group = new_id()
        for state, texts in of_article.items():
            self._plan_article(state, texts, group, name)

    def _chosen(self, number: int) -> int | None:
        """The candidate that a text is of; said, where there is none."""
        found = [(at, self._candidates[at]) for at in self._found.get(number, ())]
        if found and found[0][1].match is Match.LIKENESS:
            best = max(one.score for _, one in found)
            found = [(at, one) for at, one in found if one.score == best]
        if len(found) == 1:
            return found[0][0]
        incoming = self._texts[number].incoming
        if found:
            why = f"it fits several articles equally: {', '.join(one.article for _, one in found)}"
        elif incoming.id:
            why = f"the corpus has neither an article {incoming.id!r} nor its text"
        else:
            why = "the corpus has no article with its text"
        self.report.unmatched += 1
        self.report.states["refused"] += len(incoming.spans)
        self._say(Line("text", incoming.path, incoming.line, why, passage=quote(incoming.text)))
        return None

    def _plan_article(self, state: int, texts: Sequence[tuple[int, int]], group: str, name: str) -> None:
        sure: list[tuple[Incoming, list[Placed]]] = []
        doubtful: list[tuple[Incoming, list[Placed]]] = []
        before = self._states[state]
        for number, at in texts:
            text = self._texts[number]
            placed = self._sorted_out(text, self._candidates[at], before.problem)
            sure.append((text.incoming, [one for one in placed if one.state in ("exact", "moved")]))
            doubtful.append((text.incoming, [one for one in placed if one.state == "doubtful"]))
        if before.problem:
            return
        if self._choice.suggest and self._choice.doubtful:
            sure = [(incoming, [*a, *b]) for (incoming, a), (_, b) in zip(sure, doubtful, strict=True)]
        self._plan_sheet(before, sure, self._target, group, name)
        if self._aside is not None and any(placed for _, placed in doubtful):
            aside = self._states[state + 1]
            proposed = [
                (replace(incoming, links=()), [_proposed(one) for one in placed]) for incoming, placed in doubtful
            ]
            self._plan_sheet(aside, proposed, self._aside, group, name)

    def _plan_sheet(
        self,
        state: State,
        texts: Sequence[tuple[Incoming, Sequence[Placed]]],
        target: Target,
        group: str,
        name: str,
    ) -> None:
        outcome = plan_of(
            state,
            texts,
            self._labels.names,
            self._project.scheme,
            suggest=target.suggest,
            group=group,
            title=lambda tags: title_of(tags, name, suggest=target.suggest),
        )
        report = self.report
        report.there += outcome.there
        report.links += outcome.links
        report.link_losses += outcome.link_losses
        report.notes += outcome.notes
        if outcome.plan is not None:
            added = outcome.plan.change.added
            report.articles += 1
            report.labels.update(tag.label for tag in added)
            report.suggested += len(added) * target.suggest
            self._planned.append((self._plans.add(outcome.plan), target))

    def _sorted_out(self, text: _Text, candidate: _Candidate, problem: str) -> list[Placed]:
        """The placed spans of a text, each counted, and said where it is not exact."""
        incoming = text.incoming
        corrected = set(text.corrected)
        self.report.left_out += len(incoming.spans) - len(candidate.spans)
        out = []
        for one in candidate.spans:
            span = incoming.spans[one.number]
            if problem:
                one = Placed(one.number, "refused", None, problem)
            elif one.state == "exact" and one.number in corrected:
                one = replace(one, state="moved", reason="its offsets are those of other words; these stand once")
            if one.state == "exact":
                self.report.states["exact"] += 1
            else:
                number = text.numbers[one.number]
                self._told(one.state, incoming, one.reason, number, span.label, span.text, candidate.article)
            out.append(one)
        return out

    def write(self) -> None:
        """Put the changes into the sheets, each durable before the next one."""
        if not (self._planned or self._labels.new):
            return
        try:
            establish(self._project)
        except OSError as error:
            raise StoreError(f"the folder of annotations cannot be made: {error.strerror or error}") from error
        for label in self._labels.new:
            add_label(self._project, label)
        stores = [self._target.store, *([self._aside.store] if self._aside is not None else [])]
        written = 0
        try:
            for number, target in self._planned:
                self._write_one(self._plans[number], target.store)
                written += 1
        except OSError as error:
            message = f"{written:,} of {counted(len(self._planned), 'sheet')} were written: {error.strerror or error}"
            raise StoreError(message, hint="import it again: what is there already is not put in twice") from error
        finally:
            for store in stores:
                store.close()

    def _write_one(self, plan: Plan, store: SheetStore) -> None:
        store.record(plan.change, plan.after, plan.base)
        try:
            written = store.write(plan.change.article)
        except (FormatError, StoreError) as error:  # broken meanwhile: the change waits in the journal
            self.report.problems.append(error.problems[0])
            return
        if written is not None:
            self.report.notes += map(str, written.conflicts)


def _told_by(match: Match, incoming: Incoming, fitted: Fit | None) -> Match:
    """How a text was matched, once it was laid beside the article's."""
    if not incoming.text:
        return match
    if match in (Match.ID, Match.ID_ALIKE):
        return match if fitted is not None else Match.ID_OTHER_TEXT
    return fitted.match if fitted is not None else Match.LIKENESS


def _doubted(placed: Placed) -> Placed:
    if placed.state not in ("exact", "moved"):
        return placed
    return replace(placed, state="doubtful", reason="its text is only like the article's")


def _proposed(placed: Placed) -> Placed:
    return placed if placed.tag is None else replace(placed, tag=replace(placed.tag, origin="suggested"))
