"""What an import did, or would do: the sums, and a line for each span that is not simply where it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from reader.errors import Problem
from reader.exchange.incoming import Incoming, IncomingSpan
from reader.exchange.matching import Match
from reader.tags.changes import quote
from reader.text.counts import counted, most_frequent

Fate = Literal["moved", "doubtful", "refused", "text", "unread", "link"]


class Line(msgspec.Struct, frozen=True):
    """One thing that a person may have to look at.

    Attributes:
        fate: what became of a span; `text` for a whole text without an article, `unread` for what the format's reader left out,
            `link` for one that lacks an end.
        row: of the file, from 1; 0 when the file is one text.
        span: its number in the text, from 1; 0 for the whole text.
    """

    fate: Fate
    path: Path
    row: int
    message: str
    span: int = 0
    label: str = ""
    passage: str = ""
    article: str = ""

    def __str__(self) -> str:
        where = f"{self.path}:{self.row}" if self.row else str(self.path)
        what = f", span {self.span}" if self.span else ""
        named = [part for part in (self.label, self.passage and f"“{self.passage}”") if part]
        words = f", {' '.join(named)}" if named else ""
        of = f" ({self.article})" if self.article else ""
        return f"{where}{what}{words}{of}: {self.message}"

    def as_object(self) -> dict[str, Any]:
        """The line for `--json`."""
        return {**msgspec.structs.asdict(self), "path": str(self.path)}


@dataclass
class Report:
    """The sums of an import.

    Attributes:
        texts: how many the file has.
        matched: texts by how they were matched to an article.
        unmatched: texts without an article, or with two that fit equally.
        spans: how many the file has.
        states: spans by what became of them: exact, moved, doubtful, refused.
        there: spans that the sheets have already.
        differing: spans with the id of a tag that has another label or other words; put in beside it.
        unread: what of the texts was not read as it stands in the file.
        left_out: spans whose label the mapping leaves out, or that are another annotator's.
        labels: tags that were made, by label.
        articles: sheets that were written.
        suggested: tags that are suggestions.
        same, renewed, gone: earlier suggestions in what the file covers: those that it has as well, those of them of which it says
            something else beyond the label, and those that it has not, which were taken out.
        links, link_losses: links that were made, and those that lack an end.
        added_labels: labels put into the scheme.
        strange_attributes: attributes of tags that were made, and that the scheme does not know for their label.
        annotators: whose spans the file says they are.
        problems: what of the corpus or of the sheets could not be read.
    """

    texts: int = 0
    matched: Counter[Match] = field(default_factory=Counter)
    unmatched: int = 0
    spans: int = 0
    states: Counter[str] = field(default_factory=Counter)
    there: int = 0
    differing: int = 0
    unread: int = 0
    left_out: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    suggested: int = 0
    same: int = 0
    renewed: int = 0
    gone: int = 0
    links: int = 0
    link_losses: int = 0
    added_labels: list[str] = field(default_factory=list)
    strange_attributes: Counter[str] = field(default_factory=Counter)
    annotators: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _noted: set[str] = field(default_factory=set)
    dry: bool = False
    suggest: bool = False

    def remark(self, notes: Iterable[str]) -> None:
        """Take notes, each once."""
        new = [note for note in dict.fromkeys(notes) if note not in self._noted]
        self._noted.update(new)
        self.notes += new

    @property
    def is_clean(self) -> bool:
        """Whether all of the file found its place."""
        doubts = self.states["doubtful"] + self.states["refused"] + self.unmatched + self.link_losses + self.unread
        return not (doubts or self.problems)

    def as_object(self) -> dict[str, Any]:
        """The sums for `--json`."""
        return {
            "format": "reader-import/1",
            "dry_run": self.dry,
            "texts": self.texts,
            "matched": {match.words: self.matched[match] for match in sorted(self.matched)},
            "unmatched": self.unmatched,
            "articles": self.articles,
            "spans": self.spans,
            **{state: self.states[state] for state in ("exact", "moved", "doubtful", "refused")},
            "already_there": self.there,
            "put_in_beside_their_tag": self.differing,
            "left_out": self.left_out,
            "unread": self.unread,
            "suggested": self.suggested,
            "earlier_suggestions": {"same": self.same, "renewed": self.renewed, "gone": self.gone},
            "labels": dict(sorted(self.labels.items())),
            "links": self.links,
            "links_without_an_end": self.link_losses,
            "added_labels": self.added_labels,
            "annotators": {name: self.annotators[name] for name in sorted(self.annotators) if name},
            "problems": [str(one) for one in self.problems],
            "notes": self.notes,
        }

    def summary(self) -> list[str]:
        """The sums in lines for people."""
        ways = ", ".join(f"{self.matched[match]:,} by {match.words}" for match in sorted(self.matched))
        without = f", {self.unmatched:,} without an article" if self.unmatched else ""
        states = [f"{self.states[one]:,} {word}" for one, word in _STATES if self.states[one] or one == "exact"]
        if self.left_out:
            states.append(f"{self.left_out:,} left out")
        there = f"; {self.there:,} there already" if self.there else ""
        made = self.labels.total()
        kinds = ((made - self.suggested, "tag"), (self.suggested, "suggestion"))
        what = " and ".join(counted(count, kind) for count, kind in kinds if count)
        if not what:
            none = f"no {'suggestion' if self.suggest else 'tag'}"
            what = f"{none}, but what is said of tags or of the whole" if self.articles and not self.gone else none
        labels = most_frequent(self.labels, "label")
        verb = "would be written" if self.dry else "written"
        lines = [
            f"{counted(self.texts, 'text')}: {ways or 'none matched'}{without}",
            f"{counted(self.spans, 'span')}: {', '.join(states)}{there}",
            f"{what} in {counted(self.articles, 'sheet')} {verb}{': ' + labels if labels else ''}"
            if self.articles
            else f"nothing {verb}",
        ]
        if self.same or self.gone:
            renewed = f" ({self.renewed:,} of them with another note or attributes)" if self.renewed else ""
            lines.append(
                f"{counted(self.same + self.gone, 'earlier suggestion')}: {self.same:,} the same{renewed}, {self.gone:,} gone"
            )
        if self.unread:
            lines.append(f"{counted(self.unread, 'thing')} of the file not read")
        if self.links or self.link_losses:
            lost = f", {self.link_losses:,} without one of its ends" if self.link_losses else ""
            lines.append(f"{counted(self.links, 'link')}{lost}")
        return lines


_STATES = (
    ("exact", "placed exactly"),
    ("moved", "moved to their words"),
    ("doubtful", "doubtful"),
    ("refused", "refused"),
)


Told = Callable[[str, int], None]


class Telling(NamedTuple):
    """Where an import says what it does: the sums, the lines, how far it is."""

    report: Report
    say: Callable[[Line], None]
    progress: Told

    def span(
        self, fate: Fate, incoming: Incoming, message: str, number: int, span: IncomingSpan, article: str = ""
    ) -> None:
        """Count a span that is not simply where it was, and say it; `number` is the file's, from 0."""
        self.report.states[fate] += 1
        self.say(Line(fate, incoming.path, incoming.line, message, number + 1, span.label, quote(span.text), article))

    def refused(self, incoming: Incoming, why: str, count: int, article: str) -> None:
        """Count all spans of a text as refused, for one reason that is said once."""
        self.report.states["refused"] += count
        self.say(Line("refused", incoming.path, incoming.line, f"{counted(count, 'span')}: {why}", article=article))

    def text(self, fate: Fate, incoming: Incoming, message: str) -> None:
        """Say something of a whole text."""
        self.say(Line(fate, incoming.path, incoming.line, message, passage=quote(incoming.text)))
