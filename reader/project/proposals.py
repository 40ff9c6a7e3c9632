"""Suggestions counted apart from annotators' work: how many there are, by whom, and what became of them as far as files tell.

A suggestion was accepted where an annotator has a tag of the origin `suggested` and of its label on its words. In a sheet of the
same text the place tells, in one of another text the words and what stands around them. A tag that was given another label or other
ends afterwards is not told from others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from reader.errors import FormatError
from reader.labels import Scheme
from reader.tags.annotators import Annotator
from reader.tags.model import Tag, TagSheet
from reader.tags.sheet_file import read_sheet
from reader.tags.suggestions import holds_suggestions, suggestion_key


class Decided(msgspec.Struct):
    """How many suggestions one annotator has decided."""

    accepted: int = 0
    dismissed: int = 0


class Proposed(msgspec.Struct):
    """The suggestions of one name.

    Attributes:
        proposer: as its folder spells it.
        articles: those for which it suggests something.
        accepted, dismissed: suggestions that at least one annotator has accepted, or dismissed.
        by: what each annotator has decided, by name.
        first, last: when the first and the last suggestion was made, as the sheets write it.
    """

    proposer: str
    articles: int = 0
    labels: Counter[str] = msgspec.field(default_factory=Counter)
    accepted: int = 0
    dismissed: int = 0
    by: dict[str, Decided] = msgspec.field(default_factory=dict)
    first: str = ""
    last: str = ""

    @property
    def suggestions(self) -> int:
        return self.labels.total()

    def add(self, sheet: TagSheet, scheme: Scheme, taken: Taken, dismissed: Mapping[str, frozenset[str]]) -> None:
        """Count a sheet of suggestions.

        Args:
            dismissed: annotator → the keys of what that one has dismissed, as far as it is known here.
        """
        self.articles += 1
        for tag in sheet.tags:
            self.labels[scheme.name_of(tag.label)] += 1
            accepted = taken.by(sheet, tag)
            key = suggestion_key(sheet.article, self.proposer, tag.id)
            gone = {name for name, keys in dismissed.items() if key in keys} - accepted
            self.accepted += bool(accepted)
            self.dismissed += bool(gone)
            for name in accepted:
                self.by.setdefault(name, Decided()).accepted += 1
            for name in gone:
                self.by.setdefault(name, Decided()).dismissed += 1
        made = [tag.created for tag in sheet.tags if tag.created]
        if made:
            self.first = min(filter(None, (self.first, *made)))
            self.last = max(self.last, *made)

    def as_object(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "suggestions_of": self.proposer,
            "articles": self.articles,
            "suggestions": self.suggestions,
            "labels": dict(self.labels.most_common()),
            "accepted": self.accepted,
            "dismissed": self.dismissed,
            "by": {name: msgspec.structs.asdict(decided) for name, decided in sorted(self.by.items())},
            "first": self.first or None,
            "last": self.last or None,
        }


class Taken:
    """The tags of annotators that were suggestions before."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._placed: dict[tuple[str, str, str, int, int], set[str]] = {}
        self._worded: dict[tuple[str, str, str, str, str], dict[str, set[str]]] = {}

    def add(self, annotator: str, sheet: TagSheet) -> int:
        """Take note of the tags of a sheet that were taken over; how many."""
        count = 0
        for tag in sheet.tags:
            if tag.origin == "suggested":
                count += 1
                self._placed.setdefault(self._place(sheet, tag), set()).add(annotator)
                of_texts = self._worded.setdefault(self._words(sheet, tag), {})
                of_texts.setdefault(sheet.text_sha256, set()).add(annotator)
        return count

    def by(self, sheet: TagSheet, tag: Tag) -> set[str]:
        """Who has taken over a suggestion."""
        found = set(self._placed.get(self._place(sheet, tag), ()))
        if not (tag.before or tag.after):  # words alone may stand anywhere
            return found
        for text_sha256, names in self._worded.get(self._words(sheet, tag), {}).items():
            if text_sha256 != sheet.text_sha256:
                found |= names
        return found

    def _place(self, sheet: TagSheet, tag: Tag) -> tuple[str, str, str, int, int]:
        return sheet.article, sheet.text_sha256, self._scheme.name_of(tag.label), tag.start, tag.end

    def _words(self, sheet: TagSheet, tag: Tag) -> tuple[str, str, str, str, str]:
        return sheet.article, self._scheme.name_of(tag.label), tag.text, tag.before, tag.after


def proposes(annotator: Annotator) -> bool:
    """Whether a folder is of suggestions: its first sheet that holds anything tells."""
    for path in annotator.sheets():
        try:
            sheet = read_sheet(path)
        except (FormatError, OSError):
            continue
        if sheet.tags or sheet.labels or sheet.note:
            return holds_suggestions(sheet)
    return False
