"""What is exported of the sheets of an article, and in which form: the choices of an export, one after the other.

status, date ─▶ labels ─▶ merged ─▶ parts ─▶ raw text ─▶ without tags or not ─▶ split
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.exchange.dates import is_within
from reader.exchange.loss import Loss, unsound
from reader.exchange.losses import Losses
from reader.exchange.merging import Merge, merged
from reader.exchange.parts import parts
from reader.exchange.raw_text import on_raw
from reader.exchange.record import About, Base, LeftOut, Record, UnitKind
from reader.exchange.relabelling import Relabelling, relabelled
from reader.tags.model import Status, Tag
from reader.text.counts import counted, most_frequent

Negatives = Literal["done", "all", "none"]
SplitOf = Callable[[About], str]


class Choice(msgspec.Struct, frozen=True):
    """What is exported.

    Attributes:
        statuses: of the sheets; empty for all.
        since, until: dates of articles, both included; "" for no bound.
        merge: how the sheets of an article become one record; None for a record each.
        unit: what a record is.
        base: its text.
        negatives: which records without tags are exported: `done`: of articles that were called done when all labels of the
            export could be tagged. `all`, `none`.
    """

    labels: Relabelling
    statuses: tuple[Status, ...] = ()
    since: str = ""
    until: str = ""
    merge: Merge | None = None
    unit: UnitKind = "article"
    base: Base = "cleaned"
    negatives: Negatives = "done"


class Reason(NamedTuple):
    """Why something was left out on purpose: `record`, `without tags`."""

    noun: str
    words: str


class Chooser:
    """Makes records of sheets, and keeps account of what it leaves out.

    Attributes:
        losses: what the choice has no place for, and what is not certain in today's text.
        left_out: how much was left out on purpose, by the reason.
        too_early: for each label, the records without tags whose articles were called done before the label was there.
        met: the labels of all sheets, under today's names.
    """

    def __init__(self, choice: Choice, split_of: SplitOf | None = None) -> None:
        self._choice = choice
        self._split_of = split_of
        of_articles = {one.name for one in choice.labels.exported.labels if one.scope == "article"}
        self._wanted = frozenset(choice.labels.for_passages) - of_articles
        self.losses = Losses()
        self.left_out: Counter[Reason] = Counter()
        self.too_early: Counter[str] = Counter()
        self.met: set[str] = set()

    def records(self, article: Article, sheets: Sequence[tuple[Record, LeftOut]]) -> Iterator[Record]:
        """The records of an article, of its sheets as they are."""
        choice = self._choice
        if not self._is_of_its_time(article):
            return
        found: list[tuple[Record, bool]] = []
        for record, left_out in sheets:
            if choice.statuses and record.status not in choice.statuses:
                self._leave_out("sheet", f"of the status {record.status}")
                continue
            self.met.update(record.used_labels)
            self.met.update(one.tag.label for one in left_out.tags)
            uncertain = [one for one in left_out.tags if choice.labels.name(one.tag.label) is not None]
            if uncertain:
                self.losses.add(unsound(record, replace(left_out, tags=tuple(uncertain))))
            renamed, losses = relabelled(record, choice.labels)
            self.losses.add(losses)
            found.append((renamed, not uncertain))
        disagreed: tuple[Tag, ...] = ()
        if found and choice.merge is not None:
            one, losses, disagreed = merged([record for record, _ in found], choice.merge)
            self.losses.add(losses)
            self._leave_out("tag", f"that fewer than {choice.merge.least} annotators made", len(disagreed))
            self._leave_out("article", f"that fewer than {choice.merge.least} annotators have a sheet of", one is None)
            found = [] if one is None else [(one, all(is_complete for _, is_complete in found))]
        for record, is_complete in found:
            yield from self._parts_of(record, article, is_complete, disagreed)

    def nobodys(self, article: Article, record: Record) -> Iterator[Record]:
        """The records of an article that nobody has a sheet of, and that is exported all the same."""
        choice = self._choice
        if not self._is_of_its_time(article):
            return
        if choice.statuses and record.status not in choice.statuses:
            self._leave_out("article", "that nobody has a sheet of")
            return
        for part in parts(record, choice.unit)[0]:
            yield self._placed(self._with_its_text(part.record, article)[0])

    def _is_of_its_time(self, article: Article) -> bool:
        since, until = self._choice.since, self._choice.until
        if not (since or until):
            return True
        if not article.date:
            self._leave_out("article", "without a date")
            return False
        is_in = is_within(article.date, since, until)
        self._leave_out("article", "of other dates", not is_in)
        return is_in

    def _parts_of(
        self, record: Record, article: Article, is_complete: bool, disagreed: Sequence[Tag]
    ) -> Iterator[Record]:
        """The records that an article's record becomes.

        Args:
            is_complete: whether it has all tags of its sheets.
            disagreed: tags that it does not have because too few annotators made them.
        """
        found, losses = parts(record, self._choice.unit, disagreed)
        self.losses.add(losses)
        for part in found:
            record, losses = self._with_its_text(part.record, article)
            self.losses.add(losses)
            if record.tags or self._is_negative(record, is_complete and not part.cut and not part.record.tags):
                yield self._placed(record)

    def _is_negative(self, record: Record, is_complete: bool) -> bool:
        """Whether a record without tags says that there is nothing to tag in it, as far as that was asked for.

        One with labels of the whole says that too, unless the export has no labels of passages.
        """
        wanted = self._choice.negatives
        if record.labels and not self._wanted:
            return True
        if wanted == "none":
            self._leave_out("record", "without tags")
        elif not is_complete:
            self._leave_out("record", "in which a tag stands that is left out")
        elif wanted == "all":
            return True
        elif record.status != "done":
            self._leave_out("record", "without tags, of articles that are not called done")
        elif missing := self._wanted.difference(record.done.labels if record.done else ()):
            self.too_early.update(missing)
            self._leave_out("record", "without tags, of articles called done before all labels were there")
        else:
            return True
        return False

    def _with_its_text(self, record: Record, article: Article) -> tuple[Record, list[Loss]]:
        return on_raw(record, article) if self._choice.base == "raw" else (record, [])

    def _placed(self, record: Record) -> Record:
        return replace(record, split=self._split_of(record.about)) if self._split_of else record

    def _leave_out(self, noun: str, words: str, number: int = 1) -> None:
        if number:
            self.left_out[Reason(noun, words)] += number

    def notes(self) -> Iterator[str]:
        """What was left out on purpose, for people."""
        for reason, number in self.left_out.items():
            yield f"left out: {counted(number, reason.noun)} {reason.words}"
        if self.too_early:
            labels = most_frequent(self.too_early, "label")
            yield f"labels that were not there yet when articles without tags were called done: {labels}"
