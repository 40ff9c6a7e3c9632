"""Exporting a project: its articles, every annotator's sheets laid on them, one format, one file.

Only tags that certainly stand on their words are exported. Whatever is left out, and why, is in the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from reader import paths
from reader.cleaning.article import Article
from reader.errors import FormatError, Problem, UsageError
from reader.exchange.exporter import Exporter, ExportError
from reader.exchange.loss import Loss
from reader.exchange.output import replacing
from reader.exchange.record import LeftOut, Record, record_of, untagged
from reader.project.articles import articles
from reader.project.place import Project
from reader.project.sheets import still_there
from reader.tags.annotators import Annotator, annotators
from reader.tags.changes import quote
from reader.tags.model import TagSheet
from reader.tags.sheet_file import read_sheet
from reader.yamlfile import nearest


@dataclass(frozen=True)
class Selection:
    """What is exported.

    Attributes:
        annotators: whose sheets, by name; empty for everybody's.
        untagged: also the articles that nobody of them has a sheet of.
        as_is: the corpus is taken as already clean.
        strict: a tag that the format cannot hold makes the export fail.
    """

    annotators: tuple[str, ...] = ()
    untagged: bool = False
    as_is: bool = False
    strict: bool = False


@dataclass
class Report:
    """What an export did.

    Attributes:
        articles: how many were read.
        records: objects or documents in the file.
        labels: how many spans of each label.
        unknown: labels, of spans and of articles, that the scheme does not know; they are exported as they are.
        annotators: whose sheets were exported.
        broken: how many sheets could not be read.
        problems: what could not be read or was left out.
        losses: what the format could not hold.
        notes: what a person should know besides.
    """

    articles: int = 0
    records: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    unknown: set[str] = field(default_factory=set)
    annotators: set[str] = field(default_factory=set)
    broken: int = 0
    problems: list[Problem] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def spans(self) -> int:
        return self.labels.total()


def export_to_file(project: Project, make: Callable[[BinaryIO], Exporter], path: Path, selection: Selection) -> Report:
    """Export to a file, which is read again before it takes the place of an older one.

    Raises:
        ExportError: nothing was written.
        ReaderError: the corpus or the scheme cannot be read, or the annotators or the file are none.
    """
    _refuse_inside_corpus(project, path)
    with replacing(path) as file:
        exporter = make(file)
        report = _export(project, exporter, selection)
        if selection.strict and report.losses:
            raise ExportError(
                f"the format cannot hold {len(report.losses)} tags: {report.losses[0]}", hint="leave out `--strict`"
            )
        if file.seekable() and file.readable():  # a device is neither
            file.seek(0)
            exporter.verify(file)
    return report


def export_to_stream(
    project: Project, make: Callable[[BinaryIO], Exporter], file: BinaryIO, selection: Selection
) -> Report:
    """Export to a stream that cannot be read again. Raises as `export_to_file`, perhaps after a part was written."""
    return _export(project, make(file), selection)


def _export(project: Project, exporter: Exporter, selection: Selection) -> Report:
    report = Report()
    who = _chosen(project, selection)
    if not who:
        report.notes.append(f"there are no sheets in {project.annotations}")
    for record in _records(project, who, selection, report):
        report.losses += exporter.add(record)
        report.records += 1
        report.labels.update(tag.label for tag in record.sheet.tags)
        used = {*record.sheet.labels, *(tag.label for tag in record.sheet.tags)}
        report.unknown |= {label for label in used if project.scheme.find(label) is None}
        if record.annotator is not None:
            report.annotators.add(record.annotator)
    exporter.finish()
    report.notes += exporter.notes
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
            report.problems += _left_out(record, left_out, path)
            yield record
        if lonely and selection.untagged:
            yield untagged(article, selection.annotators[0] if len(selection.annotators) == 1 else None)
    for one in rounds:
        for article, sheet, path in one.renamed(project, report):
            record, left_out = record_of(article, one.annotator.name, sheet, project.scheme)
            report.problems += _left_out(record, left_out, path)
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

    def renamed(self, project: Project, report: Report) -> Iterator[tuple[Article, TagSheet, Path]]:
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
            yield found[0], sheet, path

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


def _left_out(record: Record, left_out: LeftOut, path: Path) -> list[Problem]:
    problems = []
    for item in left_out.tags:
        tag = item.tag
        why = "its passage is not in the text any more" if item.state == "lost" else "its passage may have moved"
        hint = f"open {record.article.id} as {record.annotator} and review it"
        problems.append(Problem(f"left out: {tag.label} “{quote(tag.text)}” [{tag.id}]: {why}", path, hint=hint))
    problems += [
        Problem(
            f"left out: the link {link.type} from {link.source} to {link.target}: one of its tags is left out", path
        )
        for link in left_out.links
    ]
    return problems


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
