"""Counts over the sheets of a folder of annotations, by annotator: statuses, labels, tags of an article, first and last day.

Suggestions are nobody's work: they are counted apart (`proposals`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from reader.errors import FormatError, Problem
from reader.labels import Scheme
from reader.project.proposals import Proposed, Taken, proposes
from reader.tags.annotators import Annotator
from reader.tags.model import TagSheet
from reader.tags.sheet_file import read_sheet
from reader.tags.suggestions import holds_suggestions


class Counts(msgspec.Struct):
    """What the sheets of one annotator hold, or of all.

    Attributes:
        annotator: None for all together.
        articles: sheets in which something is said.
        labels, article_labels: of passages, of whole articles; former names count as today's.
        each: how many tags each article has.
        taken_over: tags that were suggestions before.
        first, last: when the first and the last tag was made, as the sheets write it; "" without tags.
    """

    annotator: str | None
    articles: int = 0
    statuses: Counter[str] = msgspec.field(default_factory=Counter)
    labels: Counter[str] = msgspec.field(default_factory=Counter)
    article_labels: Counter[str] = msgspec.field(default_factory=Counter)
    each: list[int] = msgspec.field(default_factory=list)
    taken_over: int = 0
    first: str = ""
    last: str = ""

    @property
    def tags(self) -> int:
        return self.labels.total()

    @property
    def tags_per_article(self) -> float:
        """The mean, over articles with something in their sheet."""
        return self.tags / self.articles if self.articles else 0.0

    @property
    def median(self) -> float:
        """The median number of tags of an article."""
        return _median(self.each)

    def add(self, sheet: TagSheet, scheme: Scheme) -> None:
        """Count a sheet; one that says nothing (all was taken back) counts for nothing."""
        if sheet.status == "new" and not (sheet.tags or sheet.labels or sheet.note):
            return
        self.articles += 1
        self.statuses[sheet.status] += 1
        self.labels.update(scheme.name_of(tag.label) for tag in sheet.tags)
        self.article_labels.update(scheme.name_of(label) for label in sheet.labels)
        self.each.append(len(sheet.tags))
        made = [tag.created for tag in sheet.tags if tag.created]
        if made:
            self.first = min(filter(None, (self.first, *made)))
            self.last = max(self.last, *made)

    def joined(self, other: Counts) -> None:
        """Count what another has counted."""
        self.articles += other.articles
        self.statuses += other.statuses
        self.labels += other.labels
        self.article_labels += other.article_labels
        self.each += other.each
        self.taken_over += other.taken_over
        self.first = min(filter(None, (self.first, other.first)), default="")
        self.last = max(self.last, other.last)

    def as_object(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "annotator": self.annotator,
            "articles": self.articles,
            "status": dict(self.statuses.most_common()),
            "tags": self.tags,
            "labels": dict(self.labels.most_common()),
            "article_labels": dict(self.article_labels.most_common()),
            "tags_per_article": round(self.tags_per_article, 2),
            "median_tags": self.median,
            "taken_over": self.taken_over,
            "first": self.first or None,
            "last": self.last or None,
        }


def counts_of(
    who: list[Annotator], scheme: Scheme, dismissed: Mapping[str, frozenset[str]] | None = None
) -> Iterator[Counts | Proposed | Problem]:
    """The counts of each annotator, one by one, then of each who suggests; with a problem for each sheet that cannot be read.

    Args:
        dismissed: annotator → the keys of the suggestions that this one has dismissed, as far as that is known.
    """
    taken = Taken(scheme)
    proposers = [annotator for annotator in who if proposes(annotator)]
    proposed: list[Proposed] = []
    # What was accepted is known once everybody's sheets are read: whoever suggests comes last.
    for annotator in [*(one for one in who if one not in proposers), *proposers]:
        counts, suggests = Counts(annotator.name), Proposed(annotator.name)
        for path in annotator.sheets():
            sheet = _sheet(path)
            if not isinstance(sheet, TagSheet):
                yield from sheet
            elif holds_suggestions(sheet):
                suggests.add(sheet, scheme, taken, dismissed or {})
            else:
                counts.add(sheet, scheme)
                counts.taken_over += taken.add(annotator.name, sheet)
        if counts.articles or not suggests.articles:
            yield counts
        if suggests.articles:
            proposed.append(suggests)
    yield from proposed


def _sheet(path: Path) -> TagSheet | list[Problem]:
    try:
        return read_sheet(path)
    except FormatError as error:
        return list(error.problems)
    except OSError as error:
        return [Problem(f"the sheet cannot be read: {error.strerror}", path)]


def _median(values: list[int]) -> float:
    from statistics import median

    return float(median(values)) if values else 0.0
