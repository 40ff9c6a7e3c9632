"""Training a span categoriser from records that have a split: `train`, `dev`, `test`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import msgspec

from reader.errors import MissingExtra, UsageError
from reader.exchange.destination import exporting_to
from reader.exchange.exporting import Outcome, write
from reader.exchange.format import WriteOptions, format_named
from reader.exchange.record import Record
from reader.project.training.config import Settings, config_of, longest_proposed
from reader.project.training.scores import LabelledSpan, Score, scores
from reader.text.counts import counted

SPLITS = ("train", "dev", "test")
SPANS_KEY = "sc"
_FEW = 20  # tags of a label in the training part below which its score says little


class Trained(msgspec.Struct, frozen=True):
    """What came of a training.

    Attributes:
        outcome: what was exported to train on.
        scores: of the test part, by label; "" for all.
        longest: tokens of the longest passage that the model can propose.
        proposed: how many of the tags, of those in the training part, it can propose at all.
        notes: what a person should know before trusting the figures.
    """

    outcome: Outcome
    scores: dict[str, Score]
    longest: int
    proposed: tuple[int, int]
    notes: tuple[str, ...]


def train(
    records: Iterable[Record],
    to: Path,
    options: WriteOptions,
    settings: Settings,
    *,
    log: IO[str],
    language: str = "en",
) -> Trained:
    """Train on records, and put model, data, configuration and scores into a folder.

    The folder holds `model` (what `spacy.load` takes), the data in `train`, `dev` and `test`, `config.cfg` (with which `spacy
    train` does the same again) and `scores.json`. It takes its place whole, or not at all.

    Args:
        log: takes spaCy's table of steps.

    Raises:
        MissingExtra: spaCy is not installed.
        UsageError: there is too little to train on, or to judge by.
        ExportError, DestinationError: the data cannot be written.
    """
    _with_spacy()
    with exporting_to(to, folder=True) as destination:
        outcome = write(records, format_named("spacy"), destination, options)
        _enough(outcome)
        files = {split: destination.place(split, "").written for split in SPLITS}
        lengths = [end - start for spans in _tagged(files["train"]) for start, end, _ in spans]
        longest = longest_proposed(lengths)
        config = config_of(language, longest, files["train"], files["dev"], settings)
        found = _trained(config, files, log)
        destination.write_beside("config.cfg", _portable(config).to_str().encode("utf-8"))
        values = {label or "all": score.as_object for label, score in found.items()}
        destination.write_beside(
            "scores.json", json.dumps(values, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"
        )
    proposed = (sum(length <= longest for length in lengths), len(lengths))
    return Trained(outcome, found, longest, proposed, tuple(_notes(outcome, longest, proposed)))


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


def _notes(outcome: Outcome, longest: int, proposed: tuple[int, int]) -> Iterator[str]:
    can, of = proposed
    if can < of:
        yield f"{of - can} of {of} passages of the training part are longer than {longest} tokens: the model cannot propose such"
    few = [label for label, count in sorted(outcome.parts["train"].labels.items()) if count < _FEW]
    if few:
        yield f"fewer than {_FEW} tags to learn from: {', '.join(few)}; their scores say little"
    unseen = sorted(outcome.parts["test"].labels.keys() - outcome.parts["train"].labels.keys())
    if unseen:
        yield f"in the test part alone: {', '.join(unseen)}"
