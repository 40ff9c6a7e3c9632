"""The articles of the texts that are imported: the corpus goes by, and each text is placed in the article that it is of.

First those with an id that an article has, then those whose words an article has, at last those that are like an article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.errors import Problem, UsageError
from reader.exchange.incoming import Incoming
from reader.exchange.kept import Kept
from reader.exchange.matching import By, Hint, Match, Wanted, is_foreign
from reader.exchange.placing import Fit, Placed, covers, fit, place, repeats
from reader.project.articles import articles
from reader.project.import_labels import Labels
from reader.project.import_report import Telling
from reader.project.import_sheets import Target, state_of
from reader.project.import_state import State
from reader.project.import_texts import Choice, Text
from reader.project.place import Project
from reader.tags.changes import new_sheet
from reader.tags.model import Origin
from reader.text.spans import Span

_MOST_ALIKE = 10_000  # texts that are sought by likeness
_MOST = 3  # articles that are remembered of a text that fits several equally
_MOST_TRIES = 100  # articles that a text is laid beside for nothing


class Candidate(msgspec.Struct, frozen=True):
    """A text as it is placed in an article that it may be of.

    Attributes:
        covered: what of the article's text it is, start and end; None where that is not certain.
    """

    article: str
    state: int
    match: Match
    spans: tuple[Placed, ...] = ()
    covered: tuple[int, int] | None = None


class _Likest(NamedTuple):
    """How like the likest articles are to a text, and which of the kept ones they are."""

    score: float
    articles: tuple[int, ...]


class _Read(NamedTuple):
    """What is wrong with the sheets of an article; it counts only if a text is of that article."""

    problems: tuple[Problem, ...] = ()
    refusal: UsageError | None = None


_NOTHING_LIKE = _Likest(0.0, ())


class Matching:
    """Texts and the articles that they may be of.

    Args:
        texts: of the file.
        candidates: takes the texts as they are placed.
        states: takes the state of each article that a text may be of, for each of the targets.
        targets: whose sheets are going to be written.
    """

    def __init__(
        self,
        project: Project,
        choice: Choice,
        labels: Labels,
        telling: Telling,
        texts: Kept[Text],
        candidates: Kept[Candidate],
        states: Kept[State],
        targets: Sequence[Target],
    ) -> None:
        self._project, self._choice, self._labels, self._telling = project, choice, labels, telling
        self.texts, self.candidates, self.states, self.targets = texts, candidates, states, targets
        self._found: dict[int, list[int]] = {}
        self._best: dict[int, Match] = {}
        self._tries: Counter[int] = Counter()  # articles that a text was laid beside for nothing
        self._why: dict[int, str] = {}  # what speaks against the article that a text seemed to be of
        self._states: dict[int, _Read] = {}
        self._is_first_time = True  # that the corpus goes by

    def match(self) -> None:
        """Find the article of each text, and place its spans there."""
        self._seek("ids", [number for number, text in enumerate(self.texts) if text.incoming.id])
        # A row's number that happens to be an article's id leads to another text.
        self._seek("texts", self._unsettled)
        left = [number for number in self._unsettled if number not in self._best]
        if len(left) > _MOST_ALIKE:
            self._telling.report.notes.append(
                f"{len(left):,} texts without an article: too many to be sought by likeness"
            )
        elif left:
            with Kept(Article) as kept:
                self._place_likest(kept, self._likest(left, kept))

    @property
    def _unsettled(self) -> list[int]:
        """The texts that no article is known to hold."""
        return [number for number in range(len(self.texts)) if self._best.get(number, Match.LIKENESS) > Match.PART]

    def _wanted(self, by: By, numbers: Sequence[int]) -> Wanted:
        wanted = Wanted(by)
        for number in numbers:
            wanted.add(number, self.texts[number].incoming)
        return wanted

    def _articles(self) -> Iterator[Article]:
        """The articles of the corpus; what cannot be read of it is said the first time."""
        first, self._is_first_time = self._is_first_time, False
        for count, article in enumerate(articles(self._project, as_is=self._choice.as_is), 1):
            self._telling.progress("article", count)
            if not isinstance(article, Problem):
                yield article
            elif first:
                self._telling.report.problems.append(article)

    def _seek(self, by: By, numbers: Sequence[int]) -> None:
        """Lay some of the texts beside the articles that they may be of."""
        if not numbers:
            return
        wanted = self._wanted(by, numbers)
        self._tries.clear()
        for article in self._articles():
            state: int | None = None
            for hint in wanted.fitting(article):
                if not self._may_better(hint):
                    continue
                found = self._placed(hint.number, hint.match, article)
                if found is None:
                    self._tries[hint.number] += 1
                    continue
                if state is None:
                    state = self._states_of(article)
                self._remember(hint.number, replace(found, state=state))

    def _may_better(self, hint: Hint) -> bool:
        """Whether a hint may lead to an article that is to be remembered; where many texts say much the same most do not."""
        best = self._best.get(hint.number, Match.LIKENESS)
        if hint.match > best or (hint.match == best and len(self._found[hint.number]) >= _MOST):
            return False
        return self._tries[hint.number] < _MOST_TRIES or hint.match is Match.ID

    def _likest(self, numbers: Sequence[int], kept: Kept[Article]) -> dict[int, _Likest]:
        """The articles that are the likest to texts. What an article is like to, as far as it goes, is kept."""
        wanted = self._wanted("likeness", numbers)
        likest: dict[int, _Likest] = {}
        for article in self._articles():
            place: int | None = None
            for hint in wanted.fitting(article):
                best = likest.get(hint.number, _NOTHING_LIKE)
                if hint.likeness < best.score or (hint.likeness == best.score and len(best.articles) >= _MOST):
                    continue
                if place is None:
                    place = kept.add(article)
                equals = best.articles if hint.likeness == best.score else ()
                likest[hint.number] = _Likest(hint.likeness, (*equals, place))
        return likest

    def _place_likest(self, kept: Kept[Article], likest: Mapping[int, _Likest]) -> None:
        """Place the texts that are the likest to one article; where there are several nothing is to be placed."""
        article, place, state = None, -1, 0
        for number, (_, among) in sorted(likest.items(), key=lambda item: item[1].articles):
            for one in among:
                if article is None or one != place:
                    article, place, state = kept[one], one, -1
                if len(among) > 1:
                    self._remember(number, Candidate(article.id, 0, Match.LIKENESS))
                    continue
                state = self._states_of(article) if state < 0 else state
                found = self._placed(number, Match.LIKENESS, article)
                if found is not None:
                    self._remember(number, replace(found, state=state))

    def _placed(self, number: int, hinted: Match, article: Article) -> Candidate | None:
        text = self.texts[number]
        fitted = fit(text.incoming, article)
        match = _told_by(hinted, text.incoming, fitted)
        if match is Match.LIKENESS and hinted is not match:
            if repeats(text.incoming.text, article):
                self._why[number] = f"its text stands more than once in the article {article.id!r}"
            return None
        if match is Match.ID_OTHER_TEXT and is_foreign(text.incoming.text, article.text):
            self._why[number] = f"the article {article.id!r} has another text, and no article has this one"
            return None
        if match > self._best.get(number, match):
            return None
        origin: Origin = "suggested" if self._choice.suggest else "imported"
        spans = place(text.incoming, article, fitted, self._labels.names, origin)
        covered: Span | None = covers(text.incoming, article, fitted)
        if match is Match.LIKENESS:
            spans = [_doubted(one) for one in spans]
            covered = covered if self._choice.doubtful else None
        return Candidate(article.id, 0, match, tuple(spans), covered)

    def _states_of(self, article: Article) -> int:
        """The number of the article's first state; those of the other targets follow it."""
        first = len(self.states)
        problems: list[Problem] = []
        refusal: UsageError | None = None
        for target in self.targets:
            try:
                state, problem = state_of(article, target)
            except UsageError as error:
                refusal = refusal or error
                state, problem = State(new_sheet(article, target.store.annotator), length=len(article.text)), None
            self.states.add(state)
            problems += [problem] if problem is not None else []
        if problems or refusal is not None:
            self._states[first] = _Read(tuple(problems), refusal)
        return first

    def _remember(self, number: int, candidate: Candidate) -> None:
        if candidate.match < self._best.get(number, Match.LIKENESS + 1):
            self._best[number] = candidate.match
            self._found[number] = [self.candidates.add(candidate)]
        elif len(self._found[number]) < _MOST:
            self._found[number].append(self.candidates.add(candidate))

    def chosen(self, number: int) -> int | None:
        """The number of the candidate that a text is of; said, where there is none.

        Raises:
            UsageError: the article's sheet is none that anything of this import may be put into.
        """
        found = self._found.get(number, ())
        if len(found) == 1:
            read = self._states.get(self.candidates[found[0]].state, _Read())
            if read.refusal is not None:
                raise read.refusal
            problems = self._telling.report.problems
            problems += (one for one in read.problems if one not in problems)
            return found[0]
        incoming = self.texts[number].incoming
        if found:
            names = ", ".join(self.candidates[at].article for at in found)
            why = f"it fits several articles equally: {names}"
        elif number in self._why:
            why = self._why[number]
        elif incoming.id:
            why = f"the corpus has neither an article {incoming.id!r} nor its text"
        else:
            why = "the corpus has no article with its text"
        report = self._telling.report
        report.unmatched += 1
        report.states["refused"] += len(incoming.spans)
        self._telling.text("text", incoming, why)
        return None


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
