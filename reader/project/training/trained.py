"""Training a span categoriser from what was exported in three splits: `train`, `dev`, `test`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from reader.errors import MissingExtra, UsageError
from reader.exchange.destination import Destination, exporting_to
from reader.exchange.exporting import Outcome, unheard
from reader.exchange.format import WriteOptions, format_named
from reader.project.export import Selection, Told, export_into, settled
from reader.project.export_place import refuse_place
from reader.project.export_report import Report
from reader.project.place import Project
from reader.project.training.config import Settings, config_of, longest_proposed
from reader.project.training.data import Measures, measured, tagged_articles
from reader.project.training.loop import Log, Run, portable, run
from reader.project.training.parts import SPLITS, empty_part, refuse_splits, too_little
from reader.project.training.scores import Score

_FEW = 20  # tags of a label in the training part below which its score says little
_CANDIDATES = 60_000  # of one record, which are in memory together: some 2 GB


class Trained(msgspec.Struct, frozen=True):
    """What came of a training.

    Attributes:
        scores: of the test part, by label; "" for all.
        learnt: whether the model got anywhere on the development part.
        longest: tokens of the longest passage that the model can propose.
        notes: what a person should know before trusting the figures.
    """

    scores: dict[str, Score]
    learnt: bool
    longest: int
    notes: tuple[str, ...]


def train(
    project: Project,
    to: Path,
    selection: Selection,
    settings: Settings,
    *,
    log: Log,
    language: str = "",
    told: Told = unheard,
    read_back: Told = unheard,
    exported: Callable[[Report], None] = lambda report: None,
) -> tuple[Report, Trained]:
    """Export a project's tags in three splits, train on them, and put model, data, configuration and scores into a folder.

    The folder holds `model` (what `spacy.load` takes), the data in `train`, `dev` and `test`, `config.cfg` (with which `spacy
    train` does the same again) and `scores.json`. It takes its place whole, or not at all.

    Args:
        log: takes spaCy's table of steps.
        language: whose tokens the model has, as spaCy calls it; "" for that of most articles.
        told, read_back: as `export` takes them.
        exported: hears what was exported, before the training begins.

    Raises:
        MissingExtra: spaCy is not installed.
        TooLittleError: a part has no tags.
        UsageError: the splits are not those of a training, or spaCy has no such language.
        ReaderError: as `export`.
    """
    _with_spacy()
    if language:
        _refuse_language(language)
    splitting = selection.splitting
    refuse_splits(splitting.names if splitting else ())
    refuse_place(project, to, folder=True)
    with exporting_to(to, folder=True) as destination:
        options = WriteOptions(project.scheme)
        report = export_into(destination, project, format_named("spacy"), selection, options, told, read_back)
        if splitting is not None and empty_part(report):
            folders = [destination.place(name, "").written for name in report.outcome.parts]
            raise too_little(report, project, splitting, tagged_articles(folders))
        exported(report)
        trained = train_into(destination, report.outcome, settings, log=log, language=language)
    return report, replace(trained, notes=(*trained.notes, *settled(selection)))


def train_into(
    destination: Destination, outcome: Outcome, settings: Settings, *, log: Log, language: str = ""
) -> Trained:
    """Train on what was exported to a destination, in three parts that have tags. Takes and raises as `train`."""
    _with_spacy()
    files = {split: destination.place(split, "").written for split in SPLITS}
    parts = {split: measured(folder) for split, folder in files.items()}
    longest = longest_proposed(parts["train"].lengths)
    _refuse_long_texts(parts.values(), longest)
    config = config_of(language or _language_of(parts["train"]), longest, files["train"], files["dev"], settings)
    done = run(config, files, log)
    destination.write_beside("config.cfg", portable(config).to_str().encode("utf-8"))
    values = {label or "all": score.as_object for label, score in done.scores.items()}
    destination.write_beside("scores.json", json.dumps(values, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
    notes = [*_of_the_run(done), *_of_the_data(outcome, parts["train"], longest)]
    return Trained(done.scores, done.learnt, longest, tuple(notes))


def _with_spacy() -> Any:
    try:
        import spacy
    except ImportError as error:
        raise MissingExtra("`reader train`", "spacy") from error
    return spacy


def _has_language(language: str) -> bool:
    try:
        _with_spacy().blank(language)
    except (ImportError, ValueError):  # there is none, or it needs a package of its own
        return False
    return True


def _refuse_language(language: str) -> None:
    if not _has_language(language):
        hint = (
            "`xx` has the tokens of any; some languages need a package of their own, which spaCy's documentation names"
        )
        raise UsageError(f"spaCy has no tokens for the language {language!r} here", hint=hint)


def _language_of(part: Measures) -> str:
    """The language of most records, as spaCy calls it; English where it has none."""
    most = max(part.languages, key=lambda name: (part.languages[name], name), default="")
    code = most.lower().replace("_", "-").split("-")[0]
    return code if code and _has_language(code) else "en"


def _refuse_long_texts(parts: Iterable[Measures], longest: int) -> None:
    for part in parts:
        if part.most * longest > _CANDIDATES:
            raise UsageError(
                f"{part.longest}: a text of {part.most:,} words has {part.most * longest:,} candidates, "
                f"passages of 1 to {longest} words; they would not fit into memory",
                hint="train on smaller pieces (--unit sentence), or leave the labels of long passages out",
            )


def _of_the_run(done: Run) -> Iterator[str]:
    if not done.learnt:
        yield (
            f"the model learnt nothing: its F1 on the part `dev` never came above {done.best:.3f}. "
            "Tag more, leave out labels with few tags (--label, --map), or give it more --steps and --patience"
        )


def _of_the_data(outcome: Outcome, train: Measures, longest: int) -> Iterator[str]:
    too_long = sum(length > longest for length in train.lengths)
    if too_long:
        of = len(train.lengths)
        yield f"{too_long} of {of} passages to learn from are longer than {longest} tokens: the model cannot propose such"
    if train.doubles:
        yield f"passages to learn from with more than one label: {train.doubles}; the model gives each passage one"
    few = [label for label, count in sorted(outcome.parts["train"].labels.items()) if count < _FEW]
    if few:
        yield f"fewer than {_FEW} tags to learn from: {', '.join(few)}; their scores say little"
    judged = outcome.parts["dev"].labels.keys() | outcome.parts["test"].labels.keys()
    unseen = sorted(judged - outcome.parts["train"].labels.keys())
    if unseen:
        yield f"no tags to learn from, in the part `train`: {', '.join(unseen)}; the model cannot find these"
    if not outcome.parts["test"].empty:
        yield (
            "every text of the part `test` has tags: in texts without any the model was not tried, and its precision there "
            "may be far lower (negatives are exported from articles called done; --negatives all takes all)"
        )
