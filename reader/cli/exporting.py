"""`reader export`: what is exported and how, by the words of the command line; what was written, and what was lost, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from reader.cli.choosing import choosing, selection_of, taken
from reader.cli.console import DONE, PROBLEMS, data_stream
from reader.cli.options import project_for, reading
from reader.cli.report_file import report_file
from reader.errors import UsageError
from reader.exchange.format import FORMATS, Format, format_named

_FOLDER = "name one: -o FOLDER, or -o FILE.zip"


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
@choosing()
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
    strict: bool,
    report: Path | None,
    as_is: bool,
    **words: Any,
) -> int:
    """Export the tagged passages of a corpus for training and analysis."""
    from reader.cli.progress import Counter
    from reader.cli.reporting import say_report
    from reader.exchange.format import WriteOptions
    from reader.project.export import export as export_project
    from reader.project.export_place import refuse_place
    from reader.project.export_report import UnwrittenError, report_json

    format = format_named(name)
    _refuse(format, form, align)
    if output == "-" and (format.folder or not format.suffix):
        raise UsageError(f"the format `{name}` is a folder of files, which standard output does not take", hint=_FOLDER)
    if output == "-" and format.binary and data_stream().isatty():
        raise UsageError(f"the format `{name}` is not for a terminal", hint="name a file: -o FILE")
    chosen = taken(words)
    if output == "-" and (chosen["split"] or chosen["split_date"]) is not None:
        raise UsageError("splits are files of a folder", hint=_FOLDER)
    project = project_for(corpus, annotator=None, by_anybody=True, reads=True, **words)
    if report is not None:
        refuse_place(project, report, mapping=chosen["mapping"])
        if output != "-" and report.resolve() == Path(output).resolve():
            raise UsageError("the report would take the place of the export", path=report)
    with report_file(report) as write_report:
        selection = selection_of(project, chosen, as_is=as_is, strict=strict)
        if isinstance(selection, int):
            return selection
        counter = Counter(prints=output == "-")
        to = data_stream() if output == "-" else Path(output)
        options = WriteOptions(scheme=project.scheme, form=form, alignment=align or "expand")
        unwritten: UnwrittenError | None = None
        try:
            done = export_project(project, format, to, selection, options, counter.show, counter.show_read_back)
        except UnwrittenError as error:
            unwritten, done = error, error.report
        finally:
            counter.clear()
        write_report(report_json(done, format))
    say_report(done, written=unwritten is None)
    if unwritten is not None:
        raise unwritten
    return PROBLEMS if done.problems or done.unsound else DONE


def _refuse(format: Format, form: str, align: str | None) -> None:
    if align is not None and not format.tokens:
        raise UsageError(f"the format `{format.name}` has no tokens to align tags to", hint="leave out --align")
    if form and form not in format.forms:
        from reader.yamlfile import nearest

        if not format.forms:
            raise UsageError(f"the format `{format.name}` has one form only", hint="leave out --form")
        hint = nearest(form, format.forms) or f"one of {', '.join(format.forms)}"
        raise UsageError(f"the format `{format.name}` has no form {form!r}", hint=hint)
