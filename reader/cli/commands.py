"""The commands. Thin: each reads its words, calls a room, prints.

Rooms are imported inside the commands: `reader --help` and the opening of a screen pay for nothing that they do not use.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reader import __version__
from reader.cli import control, exporting, importing, training
from reader.cli.console import (
    DONE,
    PROBLEMS,
    WRONG,
    abandon_output,
    at_the_edge,
    data_stream,
    say,
    say_problem,
)
from reader.cli.options import json_lines as _json
from reader.cli.options import places as _places
from reader.cli.options import project_for as _project
from reader.cli.options import reading as _reading
from reader.errors import Problem, UsageError
from reader.text.counts import counted

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.corpus.amendments import Amendments
    from reader.entities import Mention

Command = TypeVar("Command", bound=Callable[..., Any])
T = TypeVar("T")


class _Commands(click.Group):
    """The group of commands; `reader CORPUS` is `reader open CORPUS`, and every error ends here in words."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args:
            say(ctx.get_help())
            ctx.exit(WRONG)
        if args[0] not in self.commands and args[0] not in ("--help", "-h", "--version"):
            self._refuse_misspelt(args[0])
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def _refuse_misspelt(self, word: str) -> None:
        from difflib import get_close_matches

        meant = [] if word.startswith("-") or os.path.exists(word) else get_close_matches(word, self.commands, 1, 0.8)
        if meant:
            raise UsageError(f"there is no command and no corpus {word!r}", hint=f"did you mean `reader {meant[0]}`?")

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # whoever read the output has had enough; click would call that a failure
            abandon_output()
            return DONE

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        def run() -> int:
            try:
                status = super(_Commands, self).main(args, prog_name, complete_var, standalone_mode=False, **extra)
            except click.ClickException as error:
                raise _in_words(error) from error
            except click.Abort:
                raise KeyboardInterrupt from None
            return status if isinstance(status, int) else DONE

        status = at_the_edge(run)
        if standalone_mode:
            raise SystemExit(status)
        return status


def _in_words(error: click.ClickException) -> UsageError:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return UsageError(error.format_message(), hint=f"see `{context.command_path} --help`" if context else "")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="reader", message="%(prog)s %(version)s")
def commands() -> None:
    """Read, tag and export news articles by keyboard. `reader CORPUS` opens a corpus: a folder or a file of articles."""


@commands.command("open")
@click.argument("corpus")
@_places
@_reading
@click.option("--article", metavar="ID", help="Open this article at once.")
@click.option("--keymap", metavar="NAME|FILE", help="The keymap; else the settings', else `default`.")
@click.option("--theme", metavar="NAME", help="dark, light, high-contrast, or auto; else the settings'.")
def open_(corpus: str, article: str | None, keymap: str | None, theme: str | None, as_is: bool, **places: Any) -> int:
    """Read and tag a corpus on the screen."""
    from reader.cli.opening import open_screen

    project = _project(corpus, on_screen=True, **places)
    return open_screen(project, article=article, as_is=as_is, keymap=keymap, theme=theme)


@commands.command()
@click.argument("corpus")
@_json
@click.option("--explain", is_flag=True, help="Print the raw documents, with what was decided about each line and why.")
@_places
@_reading
def clean(corpus: str, as_json: bool, explain: bool, as_is: bool, **places: Any) -> int:
    """Print the cleaned articles of a corpus, each as soon as it is read; `-` is standard input."""
    from reader.cli.explaining import print_explanation
    from reader.cli.readable import print_article
    from reader.corpus.amendments_file import amendments_path, lost_problem
    from reader.exchange.json_lines import json_line
    from reader.exchange.objects import article_object
    from reader.project.articles import articles_with_amendments
    from reader.project.idle_corrections import idle_corrections

    if as_json and explain:
        raise UsageError(
            "--json and --explain are two ways to print the same", hint="the edits in --json say all of it"
        )

    def print_one(found: tuple[Article, Amendments]) -> None:
        article, amendments = found
        if as_json:
            data_stream().write(json_line(article_object(article)))
        elif explain:
            print_explanation(article, amendments, as_is=as_is)
        else:
            print_article(article)
        if lost := amendments.lost_in(article.document.raw):
            say_problem(lost_problem(lost, amendments_path(project.annotations, article.id)))
        for problem in idle_corrections(project.annotations, article.id, amendments.entities, article.text):
            say_problem(problem)
        if not article.text and article.document.raw.strip():
            say(f"note: {article.id}: no text is left, all of it looks like junk; --explain says why")

    project = _project(corpus, by_anybody=True, reads=True, **places)
    notes: list[str] = []
    return _each(articles_with_amendments(project, as_is=as_is, note=notes.append), print_one, notes)


@commands.command()
@click.argument("corpus")
@_json
@click.option("--nominal", is_flag=True, help='Also persons meant by their office, as in "the Turkish President".')
@_places
@_reading
def entities(corpus: str, as_json: bool, nominal: bool, as_is: bool, **places: Any) -> int:
    """Print who and what is named in the articles of a corpus, each thing by one name throughout."""
    from reader.cli.readable import print_mentions
    from reader.exchange.json_lines import json_line
    from reader.exchange.objects import entities_object
    from reader.project.naming import named_throughout

    def print_one(found: tuple[str, list[Mention]]) -> None:
        if as_json:
            data_stream().write(json_line(entities_object(*found)))
        else:
            print_mentions(*found)

    notes: list[str] = []
    project = _project(corpus, reads=True, **places)
    found = named_throughout(project, as_is=as_is, nominal=nominal, note=notes.append)
    return _each(found, print_one, notes)


@commands.command(
    epilog="The language of queries: docs/search.md.",
    context_settings={"ignore_unknown_options": True},  # a query may begin with a minus
)
@click.argument("corpus")
@click.argument("query")
@_json
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="At most this many articles, the newest.")
@click.option("--count", "only_count", is_flag=True, help="Print only how many articles match.")
@click.option("--ids", "only_ids", is_flag=True, help="Print only the ids of the articles that match.")
@_places
@_reading
def search(
    corpus: str,
    query: str,
    as_json: bool,
    limit: int | None,
    only_count: bool,
    only_ids: bool,
    as_is: bool,
    **places: Any,
) -> int:
    """Print the articles of a corpus that match a query, the newest first, each with its hits in context.

    A query has words, "phrases", prefix*, AND, OR, NOT, NEAR(a b, 8), /regular expressions/, and fields: title:
    label: entity: date: status: source: annotator: language: id:
    """
    from reader.cli.searching import search_corpus

    if as_json + only_count + only_ids > 1:
        raise UsageError("--json, --count and --ids are three ways to print the same", hint="name one of them")
    if only_count and limit is not None:
        raise UsageError("--count counts all articles that match", hint="leave out --limit")
    return search_corpus(
        _project(corpus, reads=True, **places),
        query,
        as_is=as_is,
        limit=limit,
        as_json=as_json,
        only_count=only_count,
        only_ids=only_ids,
    )


@commands.command()
@click.argument("corpus")
@click.option(
    "--workers", metavar="N", type=click.IntRange(0), help="Processes that clean; else one for each processor."
)
@click.option("--dask", "address", metavar="ADDRESS", help="Have the workers of this Dask cluster do it.")
@click.option(
    "--time-limit",
    metavar="S",
    type=click.FloatRange(0, min_open=True),
    default=20.0,
    show_default=True,
    help="Seconds for each document; one that takes longer is a problem, and all else goes on.",
)
@_json
@_places
@_reading
def prepare(
    corpus: str,
    workers: int | None,
    address: str | None,
    time_limit: float,
    as_json: bool,
    as_is: bool,
    **places: Any,
) -> int:
    """Fill the catalogue of a corpus ahead of time, or bring it up to date: texts, copies, entities, sheets."""
    from reader.cli.preparing import prepare_corpus

    if address is not None and workers is not None:
        raise UsageError("--workers is for this machine, --dask for a cluster", hint="give one of the two")
    project = _project(corpus, reads=True, **places)
    number = (os.cpu_count() or 1) if workers is None else workers
    return prepare_corpus(project, workers=number, address=address, time_limit=time_limit, as_is=as_is, as_json=as_json)


@commands.command()
@click.argument("named", metavar="[FOLDER|FILE]...", nargs=-1, type=click.Path(path_type=Path))
@_json
@click.option("--fix", is_flag=True, help="Mend what is certain; each change is shown first, and asked about.")
@click.option("--yes", is_flag=True, help="With --fix: make the changes without asking.")
@click.option(
    "--annotations",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder of annotations; else the nearest one to each folder that is named.",
)
def check(named: tuple[Path, ...], as_json: bool, fix: bool, yes: bool, annotations: Path | None) -> int:
    """Check the files that people edit: label scheme, tag sheets, amendments, names, keymaps, settings."""
    from reader.cli.checking import check_files

    if yes and not fix:
        raise UsageError("--yes says yes to what --fix asks", hint="add --fix")
    if annotations is not None and named and all(path.is_file() for path in named):
        raise UsageError(
            "a file that is named is checked beside its own annotations, of whatever folder",
            hint="name no file with --annotations",
        )
    return check_files(named or (Path(),), annotations, as_json=as_json, fix=fix, yes=yes)


@commands.command()
@click.argument("corpus")
@click.option("--effort", is_flag=True, help="What tagging took: sittings, active time, keys; from the journals.")
@_json
@click.option("--annotations", metavar="DIR", type=click.Path(path_type=Path), help="The folder of annotations.")
def stats(corpus: str, effort: bool, as_json: bool, annotations: Path | None) -> int:
    """Print counts of the corpus's folder of annotations by annotator: labels, statuses, tags; suggestions apart."""
    from reader.cli.counting import print_effort, print_stats

    project = _project(corpus, annotator=None, annotations=annotations, by_anybody=True, reads=True)
    return (print_effort if effort else print_stats)(project, as_json=as_json)


@commands.command()
@click.argument("corpus", required=False)
@_json
@_places
def where(corpus: str | None, as_json: bool, **places: Any) -> int:
    """Print every place that reader reads or writes for a corpus."""
    from reader.cli.readable import print_places
    from reader.exchange.json_lines import json_line
    from reader.project.where import places as places_of
    from reader.project.where import places_object

    project = _project(corpus or ".", **places)
    shown = places_of(project, with_corpus=corpus is not None)
    if as_json:
        data_stream().write(json_line(places_object(project, shown)))
        return DONE
    print_places(shown)
    return DONE


commands.add_command(exporting.export)
commands.add_command(importing.import_)
commands.add_command(training.train)
commands.add_command(control.keys)
commands.add_command(control.settings)


def _each(items: Iterable[T | Problem], print_one: Callable[[T], None], notes: Sequence[str]) -> int:
    """Print the good ones, each at once, say the bad ones, and at the end the notes; the exit status."""
    from reader.cli.progress import Counter

    good = bad = 0
    counter = Counter()
    try:
        for item in items:
            if isinstance(item, Problem):
                bad += 1
                counter.clear()
                say_problem(item)
            else:
                good += 1
                print_one(item)
                data_stream().flush()  # whoever reads the other end of a pipe has it now
            counter.show(good, bad)
    finally:
        counter.clear()
    for note in notes:
        say(f"note: {note}")
    if bad:
        say(f"{counted(good, 'article')}, {counted(bad, 'problem')}")
    if not good:
        if not bad:
            say("the corpus holds no articles")
        return WRONG
    return PROBLEMS if bad else DONE
