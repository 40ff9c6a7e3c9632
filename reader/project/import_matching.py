"""The articles of the texts that are imported: the corpus goes by, and each text is placed in the article that it is of.

First those with an id that an article has, then those whose words an article has, at last those that are like an article.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.errors import Problem
from reader.exchange.incoming import Incoming
from reader.exchange.kept import Kept
from reader.exchange.matching import LIKE_ENOUGH, By, Match, Wanted, is_foreign
from reader.exchange.placing import Fit, Placed, covers, fit, place
from reader.project.articles import articles
from reader.project.import_labels import Labels
from reader.project.import_report import Telling
from reader.project.import_sheets import Target, state_of
from reader.project.import_state import State
from reader.project.import_texts import Choice, Text
from reader.project.place import Project
from reader.tags.model import Origin
from reader.text.spans import Span

_MOST_ALIKE = 10_000  # texts that are sought by likeness
_MOST = 3  # articles that are remembered of a text that fits several


class Candidate(msgspec.Struct, frozen=True):
    """A text as it is placed in an article that it may be of.

    Attributes:
        covered: what of the article's text it is, start and end; None where that is not certain.
    """

    article: str
    state: int
    match: Match
    score: float
    spans: tuple[Placed, ...]
    covered: tuple[int, int] | None = None


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
        self._foreign: dict[int, str] = {}  # articles whose id a text has, and nothing else of them

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
        else:
            self._seek("likeness", left)

    @property
    def _unsettled(self) -> list[int]:
        """The texts that no article is known to hold."""
        return [number for number in range(len(self.texts)) if self._best.get(number, Match.LIKENESS) > Match.PART]

    def _seek(self, by: By, numbers: Sequence[int]) -> None:
        """Let the articles of the corpus go by, for some of the texts."""
        if not numbers:
            return
        wanted = Wanted(by)
        for number in numbers:
            wanted.add(number, self.texts[number].incoming)
        self._go_by(wanted)

    def _go_by(self, wanted: Wanted) -> None:
        first = not self._telling.report.problems
        for count, article in enumerate(articles(self._project, as_is=self._choice.as_is), 1):
            self._telling.progress("article", count)
            if isinstance(article, Problem):
                if first:
                    self._telling.report.problems.append(article)
                continue
            state: int | None = None
            for number, match in wanted.fitting(article):
                found = self._placed(number, match, article, wanted)
                if found is None:
                    continue
                if state is None:
                    state = self._states_of(article)
                self._remember(number, found.match, self.candidates.add(replace(found, state=state)))

    def _placed(self, number: int, match: Match, article: Article, wanted: Wanted) -> Candidate | None:
        text = self.texts[number]
        fitted = fit(text.incoming, article)
        match = _told_by(match, text.incoming, fitted)
        if match is Match.ID_OTHER_TEXT and is_foreign(text.incoming.text, article.text):
            self._foreign[number] = article.id
            return None
        score = wanted.likeness(number, article) if match is Match.LIKENESS else 1.0
        if match > self._best.get(number, match) or score < LIKE_ENOUGH:
            return None
        origin: Origin = "suggested" if self._choice.suggest else "imported"
        spans = place(text.incoming, article, fitted, self._labels.names, origin)
        covered: Span | None = covers(text.incoming, article, fitted)
        if match is Match.LIKENESS:
            spans = [_doubted(one) for one in spans]
            covered = covered if self._choice.doubtful else None
        return Candidate(article.id, 0, match, score, tuple(spans), covered)

    def _states_of(self, article: Article) -> int:
        """The number of the article's first state; those of the other targets follow it."""
        problems = self._telling.report.problems
        first = len(self.states)
        for target in self.targets:
            state, problem = state_of(article, target)
            self.states.add(state)
            if problem is not None and problem not in problems:
                problems.append(problem)
        return first

    def _remember(self, number: int, match: Match, candidate: int) -> None:
        if match < self._best.get(number, Match.LIKENESS + 1):
            self._best[number] = match
            self._found[number] = [candidate]
        elif len(self._found[number]) < _MOST:
            self._found[number].append(candidate)

    def chosen(self, number: int) -> int | None:
        """The number of the candidate that a text is of; said, where there is none."""
        found = [(at, self.candidates[at]) for at in self._found.get(number, ())]
        if found and found[0][1].match is Match.LIKENESS:
            best = max(one.score for _, one in found)
            found = [(at, one) for at, one in found if one.score == best]
        if len(found) == 1:
            return found[0][0]
        incoming = self.texts[number].incoming
        if found:
            why = f"it fits several articles equally: {', '.join(one.article for _, one in found)}"
        elif number in self._foreign:
            why = f"the article {self._foreign[number]!r} has another text, and no article has this one"
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
