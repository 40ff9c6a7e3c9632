"""How well finders find names: strict spans and types against measuring sets, the embedded one beside spaCy pipelines in one run.

    python bench/entities.py [--data FOLDER] [--set NAME] [--spacy MODEL]... [--json FILE]

FOLDER (else `READER_DEV_DATA`, else `../shared/data` beside the repository) holds `ner/ner.jsonl.gz`: one text a line,
`{"id", "src", "types", "text", "ents": [[start, end, type]]}`. The sets are for measuring only; the model is never trained on
them, and a set that it was trained on (wikigold) is left out. Only persons, places and organisations are counted. The columns
under "named" leave out gold mentions that are no names (a people, a bare role, a month): what stands there counts neither way.

MODEL is an installed pipeline or the folder of one; without it the small English model is measured where it is installed. Each
is measured as it comes, all of it; with only what its entities need; and that with its spans in our bounds, as reader runs it.
Words a second are of processor time, on one core.

Words a second on a busy machine drift, their ratio much less.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.entities.engine import Engine, finder_of
from reader.entities.gazetteer import gazetteer
from reader.entities.pipelines import STOCK_MODEL
from reader.entities.scoring import predict, spans_of

TYPES = ("PER", "LOC", "ORG")
TRAINED_ON = frozenset(("wikigold",))
SPACY_TYPES = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
EMBEDDED = "embedded"

Spans = list[tuple[int, int, str]]
Predictor = Callable[[list[str]], Iterable[Spans]]


@dataclass(frozen=True, slots=True)
class Item:
    """A text and its gold spans of the counted types."""

    text: str
    gold: frozenset[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Score:
    """Strict precision and recall, and words a second."""

    right: int
    found: int
    gold: int
    speed: float = 0.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def load(path: Path) -> dict[str, list[Item]]:
    """The measuring sets of a file, by name."""
    sets: dict[str, list[Item]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["src"] not in TRAINED_ON:
                gold = frozenset((a, b, kind) for a, b, kind in row["ents"] if kind in TYPES)
                sets[row["src"]].append(Item(row["text"], gold))
    return sets


def score(items: list[Item], predictor: Predictor, named: bool) -> Score:
    """Run a predictor over a set."""
    begun = time.process_time()
    predicted = list(predictor([item.text for item in items]))
    seconds = time.process_time() - begun
    right, found, gold = counts(items, predicted, named)
    return Score(right, found, gold, sum(len(item.text.split()) for item in items) / max(seconds, 1e-9))


def counts(items: list[Item], predicted: list[Spans], named: bool) -> tuple[int, int, int]:
    """How many spans are right, found, and wanted."""
    right = found = gold = 0
    for item, spans in zip(items, predicted, strict=True):
        counted = {span for span in spans if span[2] in TYPES}
        wanted = item.gold
        if named:
            vague = [span for span in wanted if is_no_name(item.text[span[0] : span[1]])]
            wanted = wanted.difference(vague)
            counted = {s for s in counted if not any(s[0] < v[1] and v[0] < s[1] for v in vague)}
        right += len(wanted & counted)
        found += len(counted)
        gold += len(wanted)
    return right, found, gold


def is_no_name(words: str) -> bool:
    """Whether a gold mention is a people, a role, a month or a word in lower case rather than a name."""
    return words.islower() or (
        " " not in words and gazetteer().holds(words, "demonym", "people", "title", "month", "day", "number")
    )


def finders(models: Iterable[str]) -> dict[str, Predictor]:
    """The embedded finder, and each spaCy pipeline in its three ways."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):  # before anybody imports numpy
        os.environ.setdefault(variable, "1")
    found: dict[str, Predictor] = {EMBEDDED: predict}
    for model in models:
        import spacy

        from reader.entities.spacy_finder import pipeline

        name = Path(model).parent.name if Path(model).name == "_model" else Path(model).name
        found[f"{name}, as it comes"] = _as_it_comes(spacy.load(model))
        found[f"{name}, its names alone"] = _as_it_comes(pipeline(model))
        finder = finder_of(Engine("spacy", model))
        found[f"{name}, in our bounds"] = lambda texts, finder=finder: (spans_of(finder(text)) for text in texts)
    return found


def _as_it_comes(pipeline: Any) -> Predictor:
    def predictor(texts: list[str]) -> Iterator[Spans]:
        for document in pipeline.pipe(texts):
            yield [
                (entity.start_char, entity.end_char, SPACY_TYPES[entity.label_])
                for entity in document.ents
                if entity.label_ in SPACY_TYPES
            ]

    return predictor


def models_at_hand(named: list[str]) -> list[str]:
    """The pipelines to measure: those that were named, else the small one where it is installed."""
    if named or importlib.util.find_spec("spacy") is None:
        return named
    return [STOCK_MODEL] if importlib.util.find_spec(STOCK_MODEL) is not None else []


def measure(items: list[Item], found: Mapping[str, Predictor]) -> dict[str, tuple[Score, Score]]:
    """Plain and named scores of every finder on one set."""
    scores: dict[str, tuple[Score, Score]] = {}
    for name, predictor in found.items():
        list(predictor([item.text for item in items[:20]]))
        plain = score(items, predictor, named=False)
        scores[name] = (plain, score(items, predictor, named=True))
    return scores


def data_folder(given: Path | None) -> Path:
    if given is not None:
        return given
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("READER_DEV_DATA", default))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder of measuring data")
    parser.add_argument("--set", dest="only", help="one set only")
    parser.add_argument("--spacy", action="append", default=[], metavar="MODEL", help="a pipeline, or its folder")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure")
    arguments = parser.parse_args()
    path = data_folder(arguments.data) / "ner" / "ner.jsonl.gz"
    if not path.exists():
        print(f"skipped: no measuring data at {path}")
        return
    models = models_at_hand(arguments.spacy)
    if not models:
        print("spaCy skipped: it, or a small English model of it, is not installed here")
    found = finders(models)
    rows = []
    print(
        f"{'set':<24}{'finder':<40}{'P':>6}{'R':>6}{'F1':>7}{'named P':>9}{'R':>6}{'F1':>7}{'words/s':>9}{'ours ×':>8}"
    )
    for name, items in load(path).items():
        if arguments.only and name != arguments.only:
            continue
        scores = measure(items, found)
        ours = scores[EMBEDDED][0].speed
        for finder, (plain, names) in scores.items():
            print(
                f"{name:<24}{finder:<40}{plain.precision:>6.3f}{plain.recall:>6.3f}{plain.f1:>7.3f}"
                f"{names.precision:>9.3f}{names.recall:>6.3f}{names.f1:>7.3f}{plain.speed:>9.0f}"
                f"{ours / max(plain.speed, 1e-9):>8.1f}",
                flush=True,
            )
            row = {"set": name, "finder": finder, "f1": plain.f1, "named": names.f1, "speed": plain.speed}
            rows.append(row)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
