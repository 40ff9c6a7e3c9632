"""Every annotator's sheets laid on the articles of the corpus, one article after the other.

A sheet under a former id of an article is known only when the whole corpus has gone by: such articles come last, each with all of
its sheets. They wait on disk: where a folder was renamed they are the whole corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from reader import paths
from reader.cleaning.article import Article
from reader.errors import FormatError, Problem
from reader.exchange.kept import Kept
from reader.exchange.record import LeftOut, Record, record_of
from reader.project.articles import articles
from reader.project.export_report import Report
from reader.project.place import Project
from reader.project.sheets import still_there
from reader.tags.annotators import Annotator
from reader.tags.model import TagSheet
from reader.tags.sheet_file import read_sheet
from reader.tags.sheet_place import is_in_place
from reader.tags.suggestions import holds_suggestions

Sheet = tuple[Record, LeftOut]


class Gathered(NamedTuple):
    """An article with the records of its sheets, in the order of the annotators.

    Attributes:
        nobodys: whether nobody has a sheet of it, not even one that cannot be read.
    """

    article: Article
    sheets: list[Sheet]
    nobodys: bool


def gathered(
    project: Project, who: Sequence[Annotator], report: Report, *, as_is: bool, suggestions: bool = False
) -> Iterator[Gathered]:
    """The articles of the corpus with their sheets.

    Args:
        report: takes what could not be read, and what is to be said.
        suggestions: whether sheets of suggestions are taken too, which are nobody's tags.

    Raises:
        InputError: there is no such corpus, or it cannot be read.
    """
    rounds = [_Round(annotator, project, report, suggestions) for annotator in who]
    for annotator in who:
        report.problems += _waiting(annotator)
        report.notes += _misnamed(annotator)
    with Kept(_Sheeted) as waiting:
        for article in articles(project, as_is=as_is, note=report.notes.append):
            if isinstance(article, Problem):
                report.problems.append(article)
                continue
            report.articles += 1
            here = _Sheeted(article)
            waits = False
            for number, one in enumerate(rounds):
                sheet = one.sheet(article)
                waits |= sheet is None and one.put_aside(article)
                here.take(number, one, sheet)
            if waits:
                waiting.add(here)
            else:
                yield here.gathered()
        renamed = [dict(one.renamed()) for one in rounds]
        for here in waiting:
            for number, one in enumerate(rounds):
                if (path := renamed[number].get(here.article.id)) is not None:
                    here.take(number, one, one.readable(path))
            yield here.gathered()
    for one in rounds:
        report.notes += one.elsewhere()


@dataclass
class _Sheeted:
    """An article with what is known of its sheets so far, by the numbers of their annotators."""

    article: Article
    sheets: list[tuple[int, Record, LeftOut]] = field(default_factory=list)
    is_broken: bool = False

    def take(self, number: int, one: _Round, sheet: TagSheet | _Broken | None) -> None:
        if isinstance(sheet, _Broken):
            self.is_broken = True
        elif sheet is not None:
            self.sheets.append((number, *record_of(self.article, one.annotator.name, sheet, one.project.scheme)))

    def gathered(self) -> Gathered:
        sheets = [(record, left_out) for _, record, left_out in sorted(self.sheets, key=lambda one: one[0])]
        return Gathered(self.article, sheets, not sheets and not self.is_broken)


class _Broken:
    """Stands for a sheet that cannot be read."""


@dataclass
class _Round:
    """One annotator's sheets while the corpus goes by.

    Attributes:
        suggestions: whether sheets of suggestions are taken.
        met: the sheets that belong to an article.
        aside: ids of articles without a sheet whose very document has one under another id, by the document's SHA-256.
    """

    annotator: Annotator
    project: Project
    report: Report
    suggestions: bool = False
    met: set[Path] = field(default_factory=set)
    aside: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def by_document(self) -> dict[str, list[Path]]:
        return self.annotator.by_document()

    def sheet(self, article: Article) -> TagSheet | _Broken | None:
        """The sheet of an article, as far as there is anything in it."""
        path = self.annotator.path(article.id)
        sheet = self.annotator.sheet(article.id)
        if sheet is None:
            return None
        self.met.add(path)
        if isinstance(sheet, list):
            self.report.problems += sheet
            self.report.broken += 1
            return _Broken()
        if sheet.status == "new" and not (sheet.tags or sheet.labels or sheet.note):
            return None  # what was tagged has been taken back
        if self._only_proposes(sheet):
            return None
        if not self.annotator.owns(sheet):
            message = f"the sheet says it is by {sheet.annotator!r}; it is exported as {self.annotator.name!r}"
            hint = "the folder decides; `reader check` has the line"
            self.report.problems.append(Problem(message, path, hint=hint))
        return sheet

    def _only_proposes(self, sheet: TagSheet) -> bool:
        """Whether a sheet is left out because its tags are suggestions; said once."""
        if self.suggestions or not holds_suggestions(sheet):
            return False
        name = self.annotator.name
        note = f"suggestions are nobody's tags: those of {name} are left out; --annotator {name} exports them"
        if note not in self.report.notes:
            self.report.notes.append(note)
        return True

    def put_aside(self, article: Article) -> bool:
        """Whether an article without a sheet waits until the corpus has gone by: its document has one under another id."""
        digest = article.document.sha256
        if digest not in self.by_document or self.annotator.path(article.id) in self.met:
            return False
        self.aside.setdefault(digest, []).append(article.id)
        return True

    def renamed(self) -> Iterator[tuple[str, Path]]:
        """The ids put aside, each with the sheet that was made under its former id; where two may be meant, neither."""
        report = self.report
        for digest, found in self.aside.items():
            left: list[tuple[Path, TagSheet]] = []
            for path in self.by_document[digest]:
                sheet = self._in_place(path) if path not in self.met else None
                if sheet is not None and not still_there(sheet, self.project) and not self._only_proposes(sheet):
                    left.append((path, sheet))
            if not left:
                continue
            if len(left) > 1 or len(found) > 1:
                message = f"left out: these sheets fit {' and '.join(map(repr, found))} equally"
                hint = f"open {found[0]} as {self.annotator.name} and choose"
                report.problems += [Problem(message, path, hint=hint) for path, _ in left]
                continue
            path, sheet = left[0]
            self.met.add(path)
            report.notes.append(f"{found[0]}: tagged under its former id {sheet.article}")
            yield found[0], path

    def elsewhere(self) -> list[str]:
        others = sum(1 for path in self.annotator.sheets() if path not in self.met)
        return [f"sheets of {self.annotator.name} whose article this corpus does not hold: {others}"] if others else []

    def _in_place(self, path: Path) -> TagSheet | None:
        """A sheet that stands where its article's is looked for: no other is read, here as on the screen."""
        sheet = self.readable(path)
        if sheet is None or is_in_place(path, self.annotator.folder, sheet.article):
            return sheet
        self.met.add(path)
        self.report.broken += 1
        message = f"left out: the sheet is of the article {sheet.article!r}, and stands where it is never read"
        self.report.problems.append(
            Problem(message, path, hint="`reader check` says where it would be, `--fix` moves it")
        )
        return None

    def readable(self, path: Path) -> TagSheet | None:
        """A sheet; None when it cannot be read, which is a problem then."""
        try:
            return read_sheet(path)
        except FormatError as error:
            self.report.problems += error.problems
            self.report.broken += 1
        except OSError as error:
            self.report.problems.append(Problem(f"the sheet cannot be read: {error.strerror}", path))
            self.report.broken += 1
        return None


def _misnamed(annotator: Annotator) -> list[str]:
    folder = annotator.folder.name
    wanted = paths.folder_as_wanted(folder)
    if wanted == folder or not any(annotator.sheets()):
        return []
    return [f"the folder `{folder}` is not where a session of {annotator.name} has its sheets: `{wanted}`"]


def _waiting(annotator: Annotator) -> list[Problem]:
    waiting = annotator.waiting()
    hint = f"open the corpus once as {annotator.name}, or leave the session that is open"
    message = f"left out: changes that wait in the journal for their sheet: {waiting}"
    return [Problem(message, annotator.folder, hint=hint)] if waiting else []
