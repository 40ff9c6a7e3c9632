"""Exporting a project: its articles, every annotator's sheets laid on them, one format, one file.

Only tags that certainly stand on their words are exported. Whatever is left out, and why, is in the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from reader import paths
from reader.cleaning.article import Article
from reader.errors import FormatError, Problem, UsageError
from reader.exchange.destination import exporting_to
from reader.exchange.exporting import Outcome, write
from reader.exchange.format import ExportError, Format, WriteOptions
from reader.exchange.loss import Loss, loss
from reader.exchange.record import LeftOut, Record, record_of, untagged
from reader.project.articles import articles
from reader.project.place import Project
from reader.project.sheets import still_there
from reader.tags.annotators import Annotator, annotators
from reader.tags.model import TagSheet
from reader.tags.sheet_file import read_sheet
from reader.text.counts import counted
from reader.yamlfile import nearest


@dataclass(frozen=True)
class Selection:
    """What is exported.

    Attributes:
        annotators: whose sheets, by name; empty for everybody's.
        untagged: also the articles that nobody of them has a sheet of.
        as_is: the corpus is taken as already clean.
        strict: a tag that the export cannot hold makes it fail.
    """

    annotators: tuple[str, ...] = ()
    untagged: bool = False
    as_is: bool = False
    strict: bool = False


@dataclass
class Report:
    """What an export did.

    Attributes:
        outcome: what was written.
        articles: how many were read.
        unknown: labels, of spans and of articles, that the scheme does not know; they are exported as they are.
        broken: how many sheets could not be read.
        problems: what could not be read.
        losses: what was left out because it is not certain, then what the format could not hold.
        notes: what a person should know besides.
    """

    outcome: Outcome = field(default_factory=Outcome)
    articles: int = 0
    unknown: set[str] = field(default_factory=set)
    broken: int = 0
    problems: list[Problem] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def records(self) -> int:
        return self.outcome.records

    @property
    def labels(self) -> Counter[str]:
        return self.outcome.labels

    @property
    def annotators(self) -> set[str]:
        return self.outcome.annotators

    @property
    def spans(self) -> int:
        return self.labels.total()

    @property
    def unsound(self) -> list[Loss]:
        """Those of the losses that somebody has to look at: their passages are not certain."""
        return [one for one in self.losses if one.kind == "unsound"]


def export(
    project: Project, format: Format, to: Path | BinaryIO, selection: Selection, options: WriteOptions
) -> Report:
    """Export to a file or folder, which is read again before it takes the place of an older one.

    Args:
        to: a file, a folder, or a stream that gets the whole file at the end.

    Raises:
        ExportError, DestinationError: nothing was written.
        ReaderError: the corpus or the scheme cannot be read, or the annotators or the file are none.
    """
    if isinstance(to, Path):
        _refuse_inside_corpus(project, to)
    report = Report()
    with exporting_to(to, folder=format.folder or not format.suffix) as destination:
        who = _chosen(project, selection)
        if not who:
            report.notes.append(f"there are no sheets in {project.annotations}")
        report.outcome = write(_records(project, who, selection, report), format, destination, options)
        report.losses += report.outcome.losses
        report.notes += report.outcome.notes
        report.unknown = {label for label in report.outcome.used_labels if project.scheme.find(label) is None}
        if selection.strict and report.losses:
            raise ExportError(f"{counted(len(report.losses), 'loss')}: {report.losses[0]}", hint="leave out `--strict`")
    return report


def _chosen(project: Project, selection: Selection) -> list[Annotator]:
    everybody = annotators(project.annotations)
    if not selection.annotators:
        return everybody
    by_folder = {annotator.folder.name: annotator for annotator in everybody}
    chosen = []
    for name in dict.fromkeys(selection.annotators):
        annotator = by_folder.get(paths.annotator_folder(name))
        if annotator is None:
            hint = nearest(name, [annotator.name for annotator in everybody])
            raise UsageError(f"{name!r} has no sheets here", path=project.annotations, hint=hint)
        chosen.append(Annotator(name, annotator.folder))
    return chosen


def _records(project: Project, who: list[Annotator], selection: Selection, report: Report) -> Iterator[Record]:
    rounds = [_Round(annotator) for annotator in who]
    for annotator in who:
        report.problems += _waiting(annotator)
    for article in articles(project, as_is=selection.as_is, note=report.notes.append):
        if isinstance(article, Problem):
            report.problems.append(article)
            continue
        report.articles += 1
        lonely = True
        for one in rounds:
            path = one.annotator.path(article.id)
            sheet = one.annotator.sheet(article.id)
            if sheet is None:
                lonely &= not one.put_aside(article)
                continue
            one.met.add(path)
            if isinstance(sheet, list):
                lonely = False
                report.problems += sheet
                report.broken += 1
                continue
            if sheet.status == "new" and not (sheet.tags or sheet.labels or sheet.note):
                continue  # what was tagged has been taken back
            lonely = False
            if not one.annotator.owns(sheet):
                message = f"the sheet says it is by {sheet.annotator!r}; it is exported as {one.annotator.name!r}"
                report.problems.append(Problem(message, path, hint="the folder decides; `reader check` has the line"))
            record, left_out = record_of(article, one.annotator.name, sheet, project.scheme)
            report.losses += _left_out(record, left_out)
            yield record
        if lonely and selection.untagged:
            yield untagged(article, selection.annotators[0] if len(selection.annotators) == 1 else None)
    for one in rounds:
        for article, sheet in one.renamed(project, report):
            record, left_out = record_of(article, one.annotator.name, sheet, project.scheme)
            report.losses += _left_out(record, left_out)
            yield record
        report.notes += one.elsewhere()


@dataclass
class _Round:
    """One annotator's sheets while the corpus goes by.

    Attributes:
        met: the sheets that belong to an article.
        aside: articles without a sheet whose very document has one under another id, by the document's SHA-256.
    """

    annotator: Annotator
    met: set[Path] = field(default_factory=set)
    aside: dict[str, list[Article]] = field(default_factory=dict)

    @cached_property
    def by_document(self) -> dict[str, list[Path]]:
        return self.annotator.by_document()

    def put_aside(self, article: Article) -> bool:
        """Keep an article without a sheet until the corpus has gone by, if its document has one under another id."""
        digest = article.document.sha256
        if digest in self.by_document:
            self.aside.setdefault(digest, []).append(article)
        return digest in self.by_document

    def renamed(self, project: Project, report: Report) -> Iterator[tuple[Article, TagSheet]]:
        """The articles put aside with the sheet that was made under their former id; where two may be meant, neither."""
        for digest, found in self.aside.items():
            left: list[tuple[Path, TagSheet]] = []
            for path in self.by_document[digest]:
                sheet = _readable(path, report) if path not in self.met else None
                if sheet is not None and not still_there(sheet, project):
                    left.append((path, sheet))
            if not left:
                continue
            if len(left) > 1 or len(found) > 1:
                message = f"left out: these sheets fit {' and '.join(repr(article.id) for article in found)} equally"
                hint = f"open {found[0].id} as {self.annotator.name} and choose"
                report.problems += [Problem(message, path, hint=hint) for path, _ in left]
                continue
            path, sheet = left[0]
            self.met.add(path)
            report.notes.append(f"{found[0].id}: tagged under its former id {sheet.article}")
            yield found[0], sheet

    def elsewhere(self) -> list[str]:
        others = sum(1 for path in self.annotator.sheets() if path not in self.met)
        return [f"sheets of {self.annotator.name} whose article this corpus does not hold: {others}"] if others else []


def _readable(path: Path, report: Report) -> TagSheet | None:
    try:
        return read_sheet(path)
    except FormatError as error:
        report.problems += error.problems
        report.broken += 1
    except OSError as error:
        report.problems.append(Problem(f"the sheet cannot be read: {error.strerror}", path))
        report.broken += 1
    return None


def _waiting(annotator: Annotator) -> list[Problem]:
    waiting = annotator.waiting()
    hint = f"open the corpus once as {annotator.name}, or leave the session that is open"
    message = f"left out: changes that wait in the journal for their sheet: {waiting}"
    return [Problem(message, annotator.folder, hint=hint)] if waiting else []


def _left_out(record: Record, left_out: LeftOut) -> Iterator[Loss]:
    for item in left_out.tags:
        why = "its passage is not in the text any more" if item.state == "lost" else "its passage may have moved"
        message = f"left out: {why}; open the article as {record.annotator} and review it"
        yield loss(record, "unsound", message, item.tag)
    for link in left_out.links:
        message = f"left out: the link {link.type} from {link.source} to {link.target}: one of its tags is left out"
        yield loss(record, "unsound", message)


def _refuse_inside_corpus(project: Project, path: Path) -> None:
    """An export among the articles would be read as articles the next time."""
    corpus = project.corpus_path
    if corpus is None:
        return
    corpus, target = corpus.resolve(), path.resolve()
    if target == corpus:
        raise UsageError("this is the corpus itself", path=path)
    from reader.corpus.walk import suffix_of

    read_again = target.is_relative_to(corpus) and not target.is_relative_to(project.annotations.resolve())
    if read_again and suffix_of(target.name) and not target.name.startswith("."):
        hint = "name a file outside of the corpus"
        raise UsageError("the export would become an article of the corpus", path=path, hint=hint)
