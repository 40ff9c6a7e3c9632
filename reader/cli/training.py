"""`reader train`: from a project's tags to a model, and what it is worth."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli.choosing import choosing, selection_of, taken
from reader.cli.console import DONE, PROBLEMS, say, table
from reader.cli.options import project_for, reading
from reader.errors import UsageError

if TYPE_CHECKING:
    from reader.project.export_report import Report
    from reader.project.training.scores import Score
    from reader.project.training.trained import Trained

_SPLIT = "train=80,dev=10,test=10"


@click.command(epilog="What is trained, and how to do more of it by hand: docs/training.md.")
@click.argument("corpus")
@click.option("--output", "-o", metavar="FOLDER", required=True, help="Where model, data, configuration and scores go.")
@click.option("--steps", type=click.IntRange(1), default=4_000, show_default=True, help="At most so many updates.")
@click.option(
    "--patience",
    type=click.IntRange(1),
    default=1_000,
    show_default=True,
    help="End when so many steps brought no better score on the part `dev`.",
)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=20, show_default=True, help="Of all that is drawn.")
@click.option(
    "--model-language",
    metavar="CODE",
    default="",
    help="Whose tokens the model has, as spaCy calls it; else those of most articles' language.",
)
@choosing(unit="paragraph")
@click.option("--annotations", metavar="DIR", type=click.Path(path_type=Path), help="The folder of annotations.")
@reading
def train(
    corpus: str, output: str, steps: int, patience: int, seed: int, model_language: str, as_is: bool, **words: Any
) -> int:
    """Train a spaCy span categoriser on the tags of a project, and score it on what it never saw.

    Articles go into three parts, train, dev and test, near-copies together: 80, 10 and 10 of 100, or as --split or
    --split-date says.
    """
    from reader.cli.progress import Counter
    from reader.cli.reporting import say_report
    from reader.project.training.config import Settings
    from reader.project.training.parts import TooLittleError
    from reader.project.training.trained import train as train_project

    chosen = taken(words)
    if chosen["split"] is None and chosen["split_date"] is None:
        chosen["split"] = _SPLIT
    _refuse_parts(chosen["split"], chosen["split_date"])
    project = project_for(corpus, annotator=None, by_anybody=True, reads=True, **words)
    selection = selection_of(project, chosen, as_is=as_is, strict=False)
    if isinstance(selection, int):
        return selection
    settings = Settings(steps, patience, seed)
    if not sys.stderr.isatty():
        os.environ.setdefault("ANSI_COLORS_DISABLED", "1")  # spaCy's table is plain text then
    counter = Counter(prints=False)

    def exported(report: Report) -> None:
        counter.clear()
        say_report(report)
        say("training; Ctrl-C ends it, and nothing is kept then")

    try:
        report, trained = train_project(
            project,
            Path(output),
            selection,
            settings,
            log=sys.stderr,
            language=model_language,
            told=counter.show,
            read_back=counter.show_read_back,
            exported=exported,
        )
    except TooLittleError as error:
        counter.clear()
        say_report(error.report, written=False)
        raise
    finally:
        counter.clear()
    _say_scores(trained)
    return PROBLEMS if report.problems or report.unsound or not trained.learnt else DONE


def _refuse_parts(split: str | None, split_date: str | None) -> None:
    """Refuse parts that are not those of a training, before the corpus is looked at."""
    from reader.exchange.splitting import shares
    from reader.project.training.parts import refuse_splits

    if split_date is not None and "," not in split_date:
        hint = f"name a second, later date, from which on articles are in `test`: --split-date {split_date},DATE"
        raise UsageError("training needs the three parts train, dev and test, and one date makes two", hint=hint)
    if split is not None:
        refuse_splits(shares(split).names)


def _say_scores(trained: Trained) -> None:
    for note in trained.notes:
        say(f"note: {note}")
    say("scores of the part `test`, a span being right when its label and both its edges are:")
    rows = [["", "tagged", "predicted", "right", "precision", "recall", "F1"]]
    rows += [_row(label or "all", score) for label, score in trained.scores.items()]
    for line in table(rows):
        say(f"  {line}")


def _row(name: str, score: Score) -> list[str]:
    counts = [f"{number:,}" for number in (score.tagged, score.predicted, score.right)]
    return [name, *counts, *("–" if one is None else f"{one:.2f}" for one in (score.precision, score.recall, score.f1))]
