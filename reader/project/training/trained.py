"""Training a span categoriser from what was exported in three splits: `train`, `dev`, `test`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol

import msgspec

from reader.errors import MissingExtra, UsageError
from reader.exchange.destination import Destination, exporting_to
from reader.exchange.exporting import Outcome
from reader.exchange.format import WriteOptions, format_named
from reader.project.export import Selection, Told, export_into, refuse_inside_corpus, unheard
from reader.project.export_report import Report
from reader.project.place import Project
from reader.project.training.config import Settings, config_of, longest_proposed
from reader.project.training.data import Measures, labelled, measured, texts
from reader.project.training.scores import Score, scores
from reader.text.counts import counted

SPLITS = ("train", "dev", "test")
_FEW = 20  # tags of a label in the training part below which its score says little
_NOTHING = (
    0.01  # F1 on the development part below which nothing was learnt: an untrained model can have as much by chance
)
_CANDIDATES = 250_000  # of one record, which are in memory together: some 2 GB


class Log(Protocol):
    """Takes text, as a file does."""

    def write(self, text: str, /) -> object: ...
    def flush(self) -> object: ...


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
    exported: Callable[[Report], None] = lambda report: None,
) -> tuple[Report, Trained]:
    """Export a project's tags in three splits, train on them, and put model, data, configuration and scores into a folder.

    The folder holds `model` (what `spacy.load` takes), the data in `train`, `dev` and `test`, `config.cfg` (with which `spacy
    train` does the same again) and `scores.json`. It takes its place whole, or not at all.

    Args:
        log: takes spaCy's table of steps.
        language: whose tokens the model has, as spaCy calls it; "" for that of most articles.
        told: as `export` takes it.
        exported: hears what was exported, before the training begins.

    Raises:
        MissingExtra: spaCy is not installed.
        UsageError: there is too little to train on, or to judge by; or spaCy has no such language.
        ReaderError: as `export`.
    """
    _with_spacy()
    if language:
        _refuse_language(language)
    names = selection.splitting.names if selection.splitting else ()
    if not set(names) >= set(SPLITS):
        hint = "--split train=80,dev=10,test=10, or two dates: --split-date 2020-03-01,2020-04-01"
        raise UsageError("training needs the three parts train, dev and test", hint=hint)
    refuse_inside_corpus(project, to, folder=True)
    with exporting_to(to, folder=True) as destination:
        options = WriteOptions(project.scheme)
        report = export_into(destination, project, format_named("spacy"), selection, options, told)
        exported(report)
        return report, train_into(destination, report.outcome, settings, log=log, language=language)


def train_into(
    destination: Destination, outcome: Outcome, settings: Settings, *, log: Log, language: str = ""
) -> Trained:
    """Train on what was exported to a destination. Takes and raises as `train`."""
    _with_spacy()
    _enough(outcome)
    files = {split: destination.place(split, "").written for split in SPLITS}
    parts = {split: measured(folder) for split, folder in files.items()}
    longest = longest_proposed(parts["train"].lengths)
    _refuse_long_texts(parts.values(), longest)
    config = config_of(language or _language_of(parts["train"]), longest, files["train"], files["dev"], settings)
    run = _run(config, files, log)
    destination.write_beside("config.cfg", _portable(config).to_str().encode("utf-8"))
    values = {label or "all": score.as_object for label, score in run.scores.items()}
    destination.write_beside("scores.json", json.dumps(values, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
    notes = [*_of_the_run(run), *_of_the_data(outcome, parts["train"], longest)]
    return Trained(run.scores, run.learnt, longest, tuple(notes))


class _Run(NamedTuple):
    scores: dict[str, Score]
    best: float

    @property
    def learnt(self) -> bool:
        return self.best >= _NOTHING


class _Table:
    """spaCy's table of steps, without where the checkpoints are meanwhile."""

    def __init__(self, log: Log, hidden: str) -> None:
        self._log, self._hidden = log, hidden

    def write(self, text: str) -> None:
        if self._hidden not in text:
            self._log.write(text)

    def flush(self) -> None:
        self._log.flush()


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


def _enough(outcome: Outcome) -> None:
    for split in SPLITS:
        tally = outcome.parts.get(split)
        if tally is None or not tally.spans:
            there = ", ".join(f"{name} {counted(one.spans, 'tag')}" for name, one in sorted(outcome.parts.items()))
            hint = f"there are: {there or 'no tags'}; tag more articles, or choose other splits with --split"
            raise UsageError(f"the part `{split}` has no tags: nothing could be learnt or judged", hint=hint)


def _refuse_long_texts(parts: Iterable[Measures], longest: int) -> None:
    for part in parts:
        if part.most * longest > _CANDIDATES:
            raise UsageError(
                f"{part.longest}: a text of {part.most:,} words has {part.most * longest:,} candidates, "
                f"passages of 1 to {longest} words; they would not fit into memory",
                hint="train on smaller pieces (--unit sentence), or leave the labels of long passages out",
            )


def _run(config: Any, files: Mapping[str, Path], log: Log) -> _Run:
    """Run spaCy's loop, keep its best model, and score that on the test part; its last one where it learnt nothing.

    The first look at the development part comes before anything is learnt, and may be the best of them by chance.
    """
    spacy = _with_spacy()
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train as run

    nlp = init_nlp(config, use_gpu=-1)
    with TemporaryDirectory(prefix="reader-train-") as name:
        table: Any = _Table(log, name)
        run(nlp, Path(name), use_gpu=-1, stdout=table, stderr=table)
        model = spacy.load(Path(name) / "model-best")
        best = model.meta["performance"]["spans_sc_f"] or 0.0
        if best < _NOTHING:
            model = spacy.load(Path(name) / "model-last")
    model.config = _portable(model.config)
    model.to_disk(files["train"].parent / "model")
    pairs = ((gold, labelled(model(text))) for text, gold in texts(files["test"]))
    return _Run(scores(pairs), best)


def _portable(config: Any) -> Any:
    """The configuration with its data where `config.cfg` lies."""
    copy = config.copy()
    copy["paths"] |= {"train": "train", "dev": "dev"}
    return copy


def _of_the_run(run: _Run) -> Iterator[str]:
    if not run.learnt:
        yield (
            f"the model learnt nothing: F1 on the part `dev` never came above {run.best:.3f}. "
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
    unseen = sorted(outcome.parts["test"].labels.keys() - outcome.parts["train"].labels.keys())
    if unseen:
        yield f"in the test part alone: {', '.join(unseen)}"
    if not outcome.parts["test"].empty:
        yield (
            "every text of the part `test` has tags: in texts without any the model was not tried, and its precision there "
            "may be far lower (negatives are exported from articles called done; --negatives all takes all)"
        )
