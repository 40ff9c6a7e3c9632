"""`reader export`: what is exported and how, by the words of the command line; what was written, and what was lost, in words."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from reader.cli.console import DONE, INTERRUPTED, PROBLEMS, data_stream
from reader.cli.options import project_for, reading
from reader.errors import CatalogueError, UsageError
from reader.exchange.format import FORMATS, Format, format_named

if TYPE_CHECKING:
    from reader.exchange.choosing import Choice
    from reader.exchange.mapping_file import Mapping
    from reader.exchange.merging import Merge
    from reader.exchange.splitting import Copies
    from reader.project.export_report import Report
    from reader.project.place import Project
    from reader.project.splitting import Splitting

_STATUSES = ("new", "reading", "done", "skipped")


@click.command(epilog="Choices, splits and the report of losses: docs/exporting.md.")
@click.argument("corpus")
@click.option(
    "--format", "name", type=click.Choice(tuple(FORMATS)), default="jsonl", show_default=True, help="The file format."
)
@click.option("--form", metavar="FORM", default="", help="How the format is written, where it has several forms.")
@click.option(
    "--align",
    type=click.Choice(("strict", "contract", "expand")),
    help="Formats of tokens: what becomes of a tag that begins or ends within one; else expand.",
)
@click.option("--output", "-o", metavar="FILE", default="-", help="Where to write; `-` is standard output.")
@click.option("--annotator", "who", metavar="NAME", multiple=True, help="Only this annotator's tags; may be repeated.")
@click.option(
    "--merge", metavar="union|agreed:N", help="One record of all annotators: every tag, or those N made alike."
)
@click.option("--label", "labels", metavar="NAME", multiple=True, help="Only this label; may be repeated.")
@click.option(
    "--map", "mapping", metavar="FILE", type=click.Path(path_type=Path), help="Rename, merge and leave out labels."
)
@click.option(
    "--status", "statuses", type=click.Choice(_STATUSES), multiple=True, help="Only sheets of it; may be repeated."
)
@click.option("--since", metavar="DATE", default="", help="Only articles of this day, month or year, and later ones.")
@click.option("--until", metavar="DATE", default="", help="Only articles of this day, month or year, and earlier ones.")
@click.option("--all", "untagged", is_flag=True, help="Also articles that nobody has tagged.")
@click.option(
    "--negatives",
    type=click.Choice(("done", "all", "none")),
    default="done",
    show_default=True,
    help="What has a sheet and no tags: of articles called done when all labels were there; all; none.",
)
@click.option(
    "--unit",
    type=click.Choice(("article", "paragraph", "sentence")),
    default="article",
    show_default=True,
    help="What a record is.",
)
@click.option(
    "--base", type=click.Choice(("cleaned", "raw")), default="cleaned", show_default=True, help="Which text it has."
)
@click.option("--split", metavar="NAME=SHARE,…", help="Splits, near-copies together: train=80,dev=10,test=10.")
@click.option("--split-date", metavar="DATE[,DATE]", help="Splits by date: train before it, test from it on.")
@click.option("--strict", is_flag=True, help="Fail when anything is lost.")
@click.option(
    "--report", metavar="FILE", type=click.Path(path_type=Path), help="Write the whole report there, as JSON."
)
@click.option("--annotations", metavar="DIR", type=click.Path(path_type=Path), help="The folder of annotations.")
@reading
def export(
    corpus: str,
    name: str,
    form: str,
    align: Literal["strict", "contract", "expand"] | None,
    output: str,
    who: tuple[str, ...],
    untagged: bool,
    split: str | None,
    split_date: str | None,
    strict: bool,
    report: Path | None,
    as_is: bool,
    **words: Any,
) -> int:
    """Export the tagged passages of a corpus for training and analysis."""
    from reader.cli.progress import Counter
    from reader.cli.reporting import say_report
    from reader.exchange.format import WriteOptions
    from reader.project.export import Selection, refuse_inside_corpus
    from reader.project.export import export as export_project
    from reader.project.export_report import StrictError

    format = format_named(name)
    _refuse(format, form, align)
    if output == "-" and format.binary and data_stream().isatty():
        raise UsageError(f"the format `{name}` is not for a terminal", hint="name a file: -o FILE")
    if split is not None and split_date is not None:
        raise UsageError("--split and --split-date are two ways to split", hint="give one of the two")
    if output == "-" and (split or split_date) is not None:
        raise UsageError("splits are files of a folder", hint="name one: -o FOLDER, or -o FILE.zip")
    chosen = {key: words.pop(key) for key in _CHOICES}
    if untagged and chosen["negatives"] == "none":
        raise UsageError(
            "--all wants articles without tags, --negatives none leaves them out", hint="give one of the two"
        )
    project = project_for(corpus, annotator=None, by_anybody=True, **words)
    if report is not None:
        refuse_inside_corpus(project, report)
        if output != "-" and report.resolve() == Path(output).resolve():
            raise UsageError("the report would take the place of the export", path=report)
    choice, mapping = _choice(project, **chosen)
    splitting = _splitting(project, split, split_date, as_is=as_is)
    if isinstance(splitting, int):
        return splitting
    counter = Counter(prints=output == "-")
    to = data_stream() if output == "-" else Path(output)
    options = WriteOptions(scheme=project.scheme, form=form, alignment=align or "expand")
    selection = Selection(who, untagged, as_is, strict, choice, mapping, splitting)
    try:
        done = export_project(project, format, to, selection, options, counter.show)
    except StrictError as error:
        counter.clear()
        _write_report(error.report, format, report)
        say_report(error.report, written=False)
        raise
    finally:
        counter.clear()
    _write_report(done, format, report)
    say_report(done)
    return PROBLEMS if done.problems or done.unsound else DONE


_CHOICES = ("merge", "labels", "mapping", "statuses", "since", "until", "negatives", "unit", "base")


def _refuse(format: Format, form: str, align: str | None) -> None:
    if align is not None and not format.tokens:
        raise UsageError(f"the format `{format.name}` has no tokens to align tags to", hint="leave out --align")
    if form and form not in format.forms:
        from reader.yamlfile import nearest

        if not format.forms:
            raise UsageError(f"the format `{format.name}` has one form only", hint="leave out --form")
        hint = nearest(form, format.forms) or f"one of {', '.join(format.forms)}"
        raise UsageError(f"the format `{format.name}` has no form {form!r}", hint=hint)


def _choice(
    project: Project,
    *,
    merge: str | None,
    labels: tuple[str, ...],
    mapping: Path | None,
    since: str,
    until: str,
    **rest: Any,
) -> tuple[Choice, Mapping | None]:
    from reader.exchange.choosing import Choice
    from reader.exchange.dates import checked_date, is_before
    from reader.exchange.mapping_file import read_mapping
    from reader.exchange.relabelling import Relabelling

    since, until = (said and checked_date(said) for said in (since, until))
    if since and until and is_before(until, since):
        raise UsageError(f"{until} is before {since}", hint="--since comes first")
    found = read_mapping(mapping) if mapping is not None else None
    names, parents = (found.file.labels, found.file.parents) if found else ({}, False)
    unchosen = Relabelling(project.scheme, names, parents)
    only = tuple(dict.fromkeys(project.scheme.name_of(label) for label in labels))
    choice = Choice(
        labels=Relabelling(project.scheme, unchosen.names, unchosen.parents, only),
        since=since,
        until=until,
        merge=_merge(merge),
        **rest,
    )
    return choice, found


def _merge(said: str | None) -> Merge | None:
    from reader.exchange.merging import Merge, agreed

    if said is None:
        return None
    if said == "union":
        return Merge()
    what, _, number = said.partition(":")
    if what == "agreed" and number.isascii() and number.isdigit() and 2 <= int(number[:9]) <= 1000:
        return agreed(int(number))
    raise UsageError(f"{said!r} is no way to merge", hint="union, or agreed:2 for what at least two annotators tagged")


def _splitting(project: Project, split: str | None, split_date: str | None, *, as_is: bool) -> Splitting | int | None:
    """How articles are split; an exit status when it was interrupted, None without splits."""
    if split is None and split_date is None:
        return None
    from reader.exchange.splitting import cuts, shares
    from reader.project.splitting import ByDate, ByShare

    if split_date is not None:
        return ByDate(cuts(split_date))
    wanted = shares(split or "")
    copies = _copies(project, as_is=as_is)
    return copies if isinstance(copies, int) else ByShare(project, wanted, copies)


def _copies(project: Project, *, as_is: bool) -> Copies | int:
    """The near-copies of the corpus, told by its catalogue, which is brought up to date first."""
    from reader.cli.console import say
    from reader.cli.preparing import bring_up_to_date
    from reader.library.catalogue import Catalogue
    from reader.library.twins import copies_by_id
    from reader.project.catalogued import catalogue_of

    if project.corpus_path is None:
        say("note: standard input has no catalogue, so near-copies may come into different splits")
        return {}
    say("looking for near-copies, which belong into one split")
    catalogue = Catalogue(catalogue_of(project, as_is))
    try:
        if bring_up_to_date(project, catalogue, as_is=as_is, wanted="copies", waits=True) == INTERRUPTED:
            return INTERRUPTED
        return copies_by_id(catalogue)
    except sqlite3.Error as error:
        raise CatalogueError(f"the catalogue cannot be read: {error}", path=catalogue.path) from error
    finally:
        catalogue.close()


def _write_report(report: Report, format: Format, path: Path | None) -> None:
    """Write the whole report to a file, which takes its place when it is whole."""
    if path is None:
        return
    from reader.project.export_report import report_object

    temp = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}.part")
    try:
        text = json.dumps(report_object(report, format), ensure_ascii=False, indent=1)
        temp.write_text(text + "\n", encoding="utf-8", errors="replace")
        os.replace(temp, path)
    except OSError as error:
        raise UsageError(f"the report cannot be written: {error.strerror or error}", path=path) from error
    finally:
        temp.unlink(missing_ok=True)
