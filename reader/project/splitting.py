"""The splits of an export, and `splits.yaml`, in which the articles of a project keep their places for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from reader.errors import ReaderError, StoreError
from reader.exchange.record import About
from reader.exchange.splits_file import FILE, LARGEST, read_splits, render_splits, splits_from
from reader.exchange.splitting import Apart, Copies, Cuts, Dated, Points, Shares
from reader.project.place import Project
from reader.project.replacing import replaced_in
from reader.text.counts import counted
from reader.yamlfile import load

_SOME = 3  # of the groups, and of the articles of each, that a note names


class Splitting(Protocol):
    """Which split each article goes into.

    Attributes:
        names: of all splits, in order.
        copies: the near-copies that belong together.
    """

    copies: Copies

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def apart(self) -> list[dict[str, str]]:
        """Near-copies that are not in one split: article → its split, for each such group."""

    def of(self, about: About) -> str:
        """The split of an article."""

    def notes(self) -> list[str]:
        """What a person should know of the articles that had a split by now."""

    def keep(self) -> list[str]:
        """Keep what is to be kept of an export that has taken its place; what a person should know of that."""


class ByDate:
    """Splits by the dates of articles, near-copies together (see `Dated`)."""

    def __init__(self, cuts: Cuts, copies: Copies, dates: Mapping[str, str]) -> None:
        self._cuts = cuts
        self.copies = copies
        self._dated = Dated(cuts, copies, dates)

    @property
    def names(self) -> tuple[str, ...]:
        return self._cuts.names

    @property
    def apart(self) -> list[dict[str, str]]:
        return []

    def of(self, about: About) -> str:
        return self._dated.of(about.id, about.date)

    def dates_of(self, article_id: str, date: str | None) -> tuple[str, ...]:
        """The dates by the first of which an article is split."""
        return self._dated.dates_of(article_id, date)

    def notes(self) -> list[str]:
        notes = []
        if self._dated.undated:
            notes.append(f"{counted(len(self._dated.undated), 'article')} without a date: in {self.names[0]}")
        if self._dated.moved:
            articles = counted(len(self._dated.moved), "article")
            notes.append(f"{articles} in an earlier split than the date says, with the earliest of the near-copies")
        return notes

    def keep(self) -> list[str]:
        return []


class ByShare:
    """Splits by the points that articles keep, near-copies together.

    Raises:
        FormatError: the project's `splits.yaml` is broken.
        InputError: it cannot be read.
    """

    def __init__(self, project: Project, shares: Shares, copies: Copies) -> None:
        self._project = project
        self._path = project.annotations / FILE
        self._shares = shares
        self.copies = copies
        self._points = Points(read_splits(self._path).articles if self._path.exists() else {}, copies)
        self._apart = Apart(copies)
        self._anothers = 0

    @property
    def names(self) -> tuple[str, ...]:
        return self._shares.names

    @property
    def apart(self) -> list[dict[str, str]]:
        return self._apart.groups

    def of(self, about: About) -> str:
        split = self._shares.of(self.point(about.id))
        self._apart.take(about.id, split)
        return split

    def point(self, article_id: str) -> float:
        """The point of an article."""
        return self._points.of(article_id)

    def notes(self) -> list[str]:
        groups = self.apart
        if not groups:
            return []
        articles = counted(sum(map(len, groups)), "article")
        some = [", ".join(f"{one} in {split}" for one, split in [*group.items()][:_SOME]) for group in groups[:_SOME]]
        more = "; …" if len(groups) > _SOME else ""
        return [
            f"{articles} with near-copies in another split ({'; '.join(some)}{more}): they came to be alike after each had "
            f"its place; {FILE} may be edited"
        ]

    def keep(self) -> list[str]:
        """Put the points of new articles into the project's file. What somebody else has put there meanwhile stays."""
        if not self._points.new:
            return []
        if not self._project.annotations.is_dir():
            return ["there is no folder of annotations, so the places of articles in splits are not kept"]
        notes = []
        try:
            replaced_in(self._project.annotations, self._path, self._with_new, FILE, LARGEST)
        except ReaderError as error:
            notes.append(f"the places of articles in splits are not kept: {error}")
        if self._anothers:
            articles = counted(self._anothers, "article")
            notes.append(f"{articles} got another place by somebody else meanwhile: export again to split as they do")
        return notes

    def _with_new(self, before: bytes | None) -> bytes:
        there: Mapping[str, float] = splits_from(load(before, self._path, LARGEST)).articles if before else {}
        merged = self._points.new | dict(there)
        self._anothers = sum(merged[one] != point for one, point in self._points.new.items())
        if before is not None and merged == there:
            return before
        data = render_splits(merged).encode("utf-8")
        if len(data) > LARGEST:
            raise StoreError(f"it would be larger than {LARGEST >> 20} MiB", path=self._path)
        return data
