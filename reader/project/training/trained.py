"""Training a span categoriser from what was exported in three splits: `train`, `dev`, `test`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import msgspec

from reader.errors import MissingExtra, UsageError
from reader.exchange.destination import Destination, exporting_to
from reader.exchange.exporting import Outcome
from reader.exchange.format import WriteOptions, format_named
from reader.project.export import Selection, Told, export_into, refuse_inside_corpus, unheard
from reader.project.export_report import Report
from reader.project.place import Project
from reader.project.training.config import Settings, config_of, longest_proposed
from reader.project.training.scores import LabelledSpan, Score, scores
from reader.text.counts import counted

SPLITS = ("train", "dev", "test")
SPANS_KEY = "sc"
_FEW = 20  # tags of a label in the training part below which its score says little


class Trained(msgspec.Struct, frozen=True):
    """What came of a training.

    Attributes:
        scores: of the test part, by label; "" for all.
        longest: tokens of the longest passage that the model can propose.
        notes: what a person should know before trusting the figures.
    """

    scores: dict[str, Score]
    longest: int
    notes: tuple[str, ...]


def train(
    project: Project,
    to: Path,
    selection: Selection,
    settings: Settings,
    *,
    log: IO[str],
    language: str = "en",
    told: Told = unheard,
) -> tuple[Report, Trained]:
    """Export a project's tags in three splits, train on them, and put model, data, configuration and scores into a folder.

    The folder holds `model` (what `spacy.load` takes), the data in `train`, `dev` and `test`, `config.cfg` (with which `spacy
    train` does the same again) and `scores.json`. It takes its place whole, or not at all.

    Args:
        log: takes spaCy's table of steps.
        language: whose tokens the model has, as spaCy calls it.
        told: as `export` takes it.

    Raises:
        MissingExtra: spaCy is not installed.
        UsageError: there is too little to train on, or to judge by.
        ReaderError: as `export`.
    """
    _with_spacy()
    refuse_inside_corpus(project, to)
    with exporting_to(to, folder=True) as destination:
        options = WriteOptions(project.scheme)
        report = export_into(destination, project, format_named("spacy"), selection, options, told)
        return report, train_into(destination, report.outcome, settings, log=log, language=language)


def train_into(
    destination: Destination, outcome: Outcome, settings: Settings, *, log: IO[str], language: str = "en"
) -> Trained:
    """Train on what was exported to a destination. Takes and raises as `train`."""
    _with_spacy()
    _enough(outcome)
    files = {split: destination.place(split, "").written for split in SPLITS}
    lengths = [end - start for spans in _tagged(files["train"]) for start, end, _ in spans]
    longest = longest_proposed(lengths)
    config = config_of(language, longest, files["train"], files["dev"], settings)
    found = _trained(config, files, log)
    destination.write_beside("config.cfg", _portable(config).to_str().encode("utf-8"))
    values = {label or "all": score.as_object for label, score in found.items()}
    destination.write_beside("scores.json", json.dumps(values, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
    too_long = sum(length > longest for length in lengths)
    return Trained(found, longest, tuple(_notes(outcome, longest, too_long, len(lengths))))


def _with_spacy() -> Any:
    try:
        import spacy
    except ImportError as error:
        raise MissingExtra("`reader train`", "spacy") from error
    return spacy


def _enough(outcome: Outcome) -> None:
    for split in SPLITS:
        tally = outcome.parts.get(split)
        if tally is None or not tally.spans:
            there = ", ".join(f"{name} {counted(one.spans, 'tag')}" for name, one in sorted(outcome.parts.items()))
            hint = f"there are: {there or 'no tags'}; tag more articles, or choose other splits with --split"
            raise UsageError(f"the part `{split}` has no tags: nothing could be learnt or judged", hint=hint)


def _trained(config: Any, files: dict[str, Path], log: IO[str]) -> dict[str, Score]:
    """Run spaCy's loop, keep its best model, and score that on the test part."""
    spacy = _with_spacy()
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train as run

    nlp = init_nlp(config, use_gpu=-1)
    with TemporaryDirectory(prefix="reader-train-") as name:
        run(nlp, Path(name), use_gpu=-1, stdout=log, stderr=log)
        model = spacy.load(Path(name) / "model-best")
    model.config = _portable(model.config)
    model.to_disk(files["train"].parent / "model")
    return scores((gold, _predicted(model, text)) for text, gold in _texts(files["test"]))


def _docs(folder: Path) -> Iterator[Any]:
    from spacy.tokens import DocBin

    spacy = _with_spacy()
    for file in sorted(folder.iterdir()):
        yield from DocBin().from_disk(file).get_docs(spacy.blank("xx").vocab)


def _tagged(folder: Path) -> Iterator[list[LabelledSpan]]:
    """The tagged spans of each document, in tokens."""
    for doc in _docs(folder):
        yield [LabelledSpan(span.start, span.end, span.label_) for span in doc.spans[SPANS_KEY]]


def _texts(folder: Path) -> Iterator[tuple[str, list[LabelledSpan]]]:
    for doc, spans in zip(_docs(folder), _tagged(folder), strict=True):
        yield doc.text, spans


def _predicted(model: Any, text: str) -> list[LabelledSpan]:
    doc = model(text)  # its spans need it
    return [LabelledSpan(span.start, span.end, span.label_) for span in doc.spans[SPANS_KEY]]


def _portable(config: Any) -> Any:
    """The configuration with its data where `config.cfg` lies."""
    copy = config.copy()
    copy["paths"] |= {"train": "train", "dev": "dev"}
    return copy


def _notes(outcome: Outcome, longest: int, too_long: int, of: int) -> Iterator[str]:
    if too_long:
        yield f"{too_long} of {of} passages to learn from are longer than {longest} tokens: the model cannot propose such"
    few = [label for label, count in sorted(outcome.parts["train"].labels.items()) if count < _FEW]
    if few:
        yield f"fewer than {_FEW} tags to learn from: {', '.join(few)}; their scores say little"
    unseen = sorted(outcome.parts["test"].labels.keys() - outcome.parts["train"].labels.keys())
    if unseen:
        yield f"in the test part alone: {', '.join(unseen)}"
