"""`reader import`: a file of labelled texts into an annotator's sheets, and what became of each span."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader import paths
from reader.cli.console import DONE, PROBLEMS, say, say_problem
from reader.cli.options import json_lines, project_for, reading
from reader.cli.report_file import ReportError
from reader.cli.report_lines import report_lines, say_unwritten
from reader.errors import UsageError
from reader.exchange.format import FORMATS, Format, format_named
from reader.text.counts import counted

if TYPE_CHECKING:
    from reader.exchange.offsets import Counting
    from reader.project.import_report import Line, Report
    from reader.project.import_texts import Choice
    from reader.project.place import Project

_FATES = {"text": "no article", "unread": "not read"}
_NOTES = 20  # that are printed
_FORMATS = tuple(one.name for one in FORMATS.values() if one.imports)


@click.command("import", epilog="Formats, matching, reports: docs/importing.md.")
@click.argument("corpus")
@click.argument("path", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--format", "name", type=click.Choice(_FORMATS), help="The file's format; else as its name tells.")
@click.option("--as", "annotator", metavar="NAME", required=True, help="Whose sheets the tags are put into.")
@click.option("--suggest", is_flag=True, help="As suggestions of NAME, instead of its earlier ones.")
@click.option(
    "--doubtful",
    is_flag=True,
    help="What is in doubt as suggestions of NAME-doubtful, with --suggest of NAME; else it is left out.",
)
@click.option("--map", "mapping", metavar="FILE", type=click.Path(path_type=Path), help="What its labels are here.")
@click.option("--add-labels", is_flag=True, help="Put labels that the scheme does not know into it.")
@click.option(
    "--offsets",
    "counting",
    type=click.Choice(("auto", "code-points", "utf-16", "bytes")),
    default="auto",
    show_default=True,
    help="What offsets count; auto: code points, unless the quoted words say otherwise.",
)
@click.option(
    "--from", "of", metavar="NAME", multiple=True, help="Only spans of this annotator of the file; repeatable."
)
@click.option(
    "--undo", is_flag=True, help="Take back the last import of NAME, all but what was changed since; no FILE."
)
@click.option("--dry-run", is_flag=True, help="Say what would become of it all, and write nothing.")
@click.option(
    "--report", "report_to", metavar="FILE", type=click.Path(path_type=Path), help="The report as JSON Lines."
)
@click.option("--annotations", metavar="DIR", type=click.Path(path_type=Path), help="The folder of annotations.")
@json_lines
@reading
def import_(
    corpus: str,
    path: Path | None,
    name: str | None,
    annotator: str,
    suggest: bool,
    doubtful: bool,
    mapping: Path | None,
    add_labels: bool,
    counting: Counting,
    of: tuple[str, ...],
    undo: bool,
    dry_run: bool,
    report_to: Path | None,
    as_json: bool,
    as_is: bool,
    **places: Any,
) -> int:
    """Import labelled passages of another program, or of an export, into the sheets of an annotator.

    FILE is a file, a folder, or a zip file of one. Nothing is written before all of it is read and placed.
    """
    from reader.project.import_texts import Choice

    if not annotator.strip():
        raise UsageError("--as is empty: name whose sheets the tags are put into")
    if undo:
        if path is not None or name or suggest or doubtful or mapping or add_labels or of:
            raise UsageError("--undo takes back the last import of NAME: it goes with --as, --dry-run and --json alone")
        from reader.cli.undoing_import import undo_import

        project = project_for(corpus, annotator=annotator, reads=True, **places)
        return undo_import(project, dry=dry_run, as_json=as_json, report_to=report_to)
    if path is None:
        raise UsageError("name the FILE that is imported", hint="or take back the last import: --undo")
    choice = Choice(
        suggest=suggest,
        doubtful=doubtful,
        counting=counting,
        mapping=_mapping(mapping) if mapping is not None else {},
        add_labels=add_labels,
        of=of,
        as_is=as_is,
        dry=dry_run,
    )
    project = project_for(corpus, annotator=annotator, **places)
    if suggest:
        _refuse_oneself(annotator)
    if report_to is not None:
        from reader.project.export_place import refuse_place

        refuse_place(project, report_to, mapping=mapping, sources=[path])
    return _import_file(project, path, name, choice, as_json=as_json, report_to=report_to)


def _refuse_oneself(name: str) -> None:
    """Keep what a model says apart from the work of whoever sits here: in an open window it would be that person's at once."""
    from reader.control.settings import value_of

    if paths.annotator_folder(value_of("annotator").value) == paths.annotator_folder(name):
        raise UsageError(f"{name} is you: what is suggested needs another name", hint="the model's: --as MODEL")


def _import_file(
    project: Project, path: Path, format: str | None, choice: Choice, *, as_json: bool, report_to: Path | None
) -> int:
    from reader.exchange.source import opened
    from reader.project.importing import bring_in

    progress = Progress()
    report: Report | None = None
    try:
        with opened(path) as place, report_lines(report_to, as_json=as_json) as put:
            known = format_named(format) if format is not None else _guessed(path, place)

            def told(line: Line) -> None:
                put(line.as_object())
                if not as_json:
                    progress.clear()
                    say(f"{_FATES.get(line.fate, line.fate)}: {line}")

            report = bring_in(project, known, path, place, choice, told, progress.show)
            put(report.as_object())
    except BrokenPipeError:
        raise
    except (OSError, ReportError) as error:
        if report is None:
            raise
        progress.clear()
        _say_report(report)
        say_unwritten("the import is done", error)
        return PROBLEMS
    except KeyboardInterrupt:
        progress.clear()
        if not progress.sheets:
            say("nothing was imported")
        else:
            say(f"{counted(progress.sheets, 'sheet')} written; import it again: what is there is not put in twice")
        raise
    finally:
        progress.clear()
    _say_report(report)
    return DONE if report.is_clean else PROBLEMS


_VERBS = {"text": "read", "article": "looked at", "sheet": "written"}


class Progress:
    """How far the import is, on a terminal.

    Attributes:
        sheets: how many were written.
    """

    def __init__(self) -> None:
        from reader.cli.progress import RewrittenLine

        self._line = RewrittenLine()
        self._watched = sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + 1.0
        self.sheets = 0

    def show(self, what: str, count: int) -> None:
        """So many of them by now."""
        if what == "sheet":
            self.sheets = count
        if self._watched and (now := time.monotonic()) >= self._next:
            self._next = now + 0.2
            self._line.show(f"{counted(count, what)} {_VERBS[what]}")

    def clear(self) -> None:
        """Before anything else is written to standard error."""
        self._line.clear()


def _say_report(report: Report) -> None:
    for problem in report.problems:
        say_problem(problem)
    for note in report.notes[:_NOTES]:
        say(f"note: {note}")
    if (more := len(report.notes) - _NOTES) > 0:
        say(f"note: and {counted(more, 'more note')}, which --json and --report FILE have")
    if report.added_labels:
        verb = "would be put" if report.dry else "put"
        say(f"note: {verb} into the label scheme: {', '.join(report.added_labels)}")
    for sentence in report.summary():
        say(sentence)


def _mapping(path: Path) -> dict[str, str | None]:
    from reader.exchange.mapping_file import read_mapping

    file = read_mapping(path).file
    if file.parents:
        raise UsageError("`parents` says how labels go out; an import has no use for it", path=path)
    return file.labels


def _guessed(path: Path, place: Path) -> Format:
    from reader.exchange.source import guessed

    format = guessed(path, place)
    if format is None:
        hint = f"name it: --format, one of {', '.join(_FORMATS)}"
        raise UsageError("neither its name nor its beginning tells the format", path=path, hint=hint)
    say(f"note: read as `{format.name}`")
    return format
