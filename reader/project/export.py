"""Exporting a project: its articles, every annotator's sheets laid on them, what was chosen of it, one format, one file.

Only tags that certainly stand on their words are exported. Whatever is left out, and why, is in the report.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from reader import paths
from reader.errors import UsageError
from reader.exchange.choosing import Choice, Chooser
from reader.exchange.destination import Destination, exporting_to
from reader.exchange.exporting import unheard, write
from reader.exchange.format import Format, WriteOptions
from reader.exchange.mapping_file import Mapping
from reader.exchange.record import Record, untagged
from reader.exchange.relabelling import Relabelling
from reader.project.export_place import refuse_place
from reader.project.export_report import NothingError, Report, StrictError
from reader.project.gathering import gathered
from reader.project.place import Project
from reader.project.splitting import Splitting
from reader.tags.annotators import Annotator, annotators
from reader.yamlfile import nearest

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Selection:
    """What is exported.

    Attributes:
        annotators: whose sheets, by name; empty for everybody's.
        untagged: also the articles that nobody of them has a sheet of.
        as_is: the corpus is taken as already clean.
        strict: a tag that the export cannot hold makes it fail.
        choice: what of the sheets, and in which form; None for all of it, as it is.
        mapping: the file of the choice's mapping, if there is one.
        splitting: which split an article goes into; None for an export without splits.
    """

    annotators: tuple[str, ...] = ()
    untagged: bool = False
    as_is: bool = False
    strict: bool = False
    choice: Choice | None = None
    mapping: Mapping | None = None
    splitting: Splitting | None = None


def export(
    project: Project,
    format: Format,
    to: Path | BinaryIO,
    selection: Selection,
    options: WriteOptions,
    told: Told = unheard,
    read_back: Told = unheard,
) -> Report:
    """Export to a file or folder, which is read again before it takes the place of an older one.

    Args:
        to: a file, a folder, or a stream that gets the whole file at the end.
        told: hears how many articles and problems there are so far.
        read_back: hears how many records were read back, and of how many.

    Raises:
        StrictError: something would be lost, and nothing may be; nothing was written.
        NothingError: there are no records, and something stands there; nothing was written.
        ExportError, DestinationError: nothing was written.
        ReaderError: the corpus or the scheme cannot be read, or the annotators, labels or the file are none.
    """
    several_files = format.folder or not format.suffix or selection.splitting is not None
    several_files |= isinstance(to, Path) and to.suffix == ".zip"
    if isinstance(to, Path):
        mapping = selection.mapping.loaded.path if selection.mapping else None
        refuse_place(project, to, folder=several_files, mapping=mapping)
    with exporting_to(to, folder=several_files) as destination:
        report = export_into(destination, project, format, selection, options, told, read_back)
        if not report.records:
            if isinstance(to, Path) and _holds_something(to):
                raise NothingError(report, to)
            report.notes.append("there is nothing to export")
    report.notes += settled(selection)
    return report


def export_into(
    destination: Destination,
    project: Project,
    format: Format,
    selection: Selection,
    options: WriteOptions,
    told: Told = unheard,
    read_back: Told = unheard,
) -> Report:
    """Export to a destination that the caller puts in its place, and settles then. Takes and raises as `export`."""
    report = Report()
    choice = selection.choice or Choice(Relabelling(project.scheme))
    splitting = selection.splitting
    chooser = Chooser(choice, splitting.of if splitting else None)
    who = _chosen(project, selection)
    if not who:
        report.notes.append(f"there are no sheets in {project.annotations}")
    records = _records(project, who, selection, chooser, report, told)
    options = replace(
        options,
        scheme=choice.labels.exported,
        base=choice.base,
        as_is=selection.as_is,
        merged=choice.merge.least if choice.merge else 0,
    )
    expected = splitting.names if splitting else ()
    report.outcome = write(records, format, destination, options, expected, chooser.losses, read_back)
    report.notes += (*chooser.notes(), *report.outcome.notes)
    known = {label.name for label in choice.labels.exported.labels}
    report.unknown = report.outcome.used_labels - known
    if selection.strict and report.losses:
        raise StrictError(report)
    if splitting is not None:
        report.notes += splitting.notes()
        report.apart = splitting.apart
    return report


def _holds_something(place: Path) -> bool:
    """Whether there is an older export, or what was meant to be one, that would be gone."""
    if place.is_dir():
        return any(True for _ in os.scandir(place))
    return place.is_file() and place.stat().st_size > 0


def settled(selection: Selection) -> list[str]:
    """Keep where articles fall from now on, once the export has taken its place; what a person should know of that."""
    return selection.splitting.keep() if selection.splitting is not None else []


def _chosen(project: Project, selection: Selection) -> list[Annotator]:
    everybody = annotators(project.annotations)
    if not selection.annotators:
        return everybody
    by_folder = {paths.folder_as_wanted(annotator.folder.name): annotator for annotator in everybody}
    by_folder |= {annotator.folder.name: annotator for annotator in everybody}
    chosen = []
    for name in dict.fromkeys(selection.annotators):
        annotator = by_folder.get(paths.annotator_folder(name))
        if annotator is None:
            hint = nearest(name, [annotator.name for annotator in everybody])
            raise UsageError(f"{name!r} has no sheets here", path=project.annotations, hint=hint)
        chosen.append(Annotator(name, annotator.folder))
    return chosen


def _records(
    project: Project, who: list[Annotator], selection: Selection, chooser: Chooser, report: Report, told: Told
) -> Iterator[Record]:
    alone = selection.annotators[0] if len(selection.annotators) == 1 else None
    for article, sheets, nobodys in gathered(
        project, who, report, as_is=selection.as_is, suggestions=bool(selection.annotators)
    ):
        told(report.articles, len(report.problems))
        if not nobodys:
            yield from chooser.records(article, sheets)
        elif selection.untagged:
            yield from chooser.nobodys(article, untagged(article, alone))
    _refuse_unknown(project, selection, chooser, report)


def _refuse_unknown(project: Project, selection: Selection, chooser: Chooser, report: Report) -> None:
    """Refuse labels that were asked for and are nobody's, once all sheets have gone by; nothing is written then.

    Those of a mapping are problems, since it may be of several projects.
    """
    labels = selection.choice.labels if selection.choice else None
    if labels is None:
        return
    met = chooser.met | {label.name for label in project.scheme.labels}
    there = {name for label in met if (name := labels.unchosen.name(label)) is not None}
    for label in labels.only:
        if label not in there:
            raise UsageError(f"there is no label {label!r} to export", hint=nearest(label, sorted(there)))
    if selection.mapping is not None:
        for label in selection.mapping.unknown(project.scheme, chooser.met):
            hint = nearest(label, sorted(met))
            message = f"the label {label!r} is neither in the scheme nor in a sheet"
            report.problems.append(selection.mapping.loaded.problem(message, "labels", label, hint=hint, of_key=True))
