"""Cross-validate the line model by site: each page is cleaned by a model that never saw a page of its site.

    python bench/line_model.py [--folds 5] [--lang en|xx|all] [--data DIR]

DIR as for `cleaning.py`, whose measure it uses, with `dates/` and `clean_news/` besides (see `reader/cleaning/train.py`); needs
trafilatura. What is printed for pages labelled by trafilatura says how the model does on sites of which no rule was written either;
their labels are trafilatura's, not a reader's.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import mean
from zlib import crc32

from cleaning import Result, Score, find_data, shingles, table

from reader.cleaning.body import body_of
from reader.cleaning.examples import Example
from reader.cleaning.train import clean_examples, gold_examples, html_examples, sequence_of, train

KINDS = {"blocks", "naive", "glued", "article", "readab"}  # those of the development pages


def main() -> int:
    parser = argparse.ArgumentParser(description="Cross-validate the line model by site.")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--lang", default="en", choices=["en", "xx", "all"])
    parser.add_argument("--data", type=Path, default=find_data())
    options = parser.parse_args()
    if not (options.data / "clean" / "clean.jsonl.gz").is_file():
        print(f"no data in {options.data}: set READER_DEV_DATA to the folder of development data", file=sys.stderr)
        return 2
    sets = examples_of(options.data)
    with models(sets, options.folds) as model:
        for name, examples in sets.items():
            result = Result()
            measure((one for one in examples if options.lang in ("all", one.language)), model, result)
            print(f"\n{name} pages, {options.folds} folds by site, {options.lang}")
            print(table({"reader": result}))
    return 0


def examples_of(data: Path) -> dict[str, list[Example]]:
    """All examples, by where their labels come from."""
    return {
        "gold": list(gold_examples(data)),
        "trafilatura": list(html_examples(data)),
        "clean": list(clean_examples(data)),
    }


class Models:
    """The models of the folds: for a site, the one that was trained without it."""

    def __init__(self, folder: Path, folds: int) -> None:
        self._folder, self._folds = folder, folds

    def of(self, site: str) -> Path:
        return self._folder / f"{fold_of(site, self._folds)}.crfsuite"


@contextmanager
def models(sets: dict[str, list[Example]], folds: int) -> Iterator[Models]:
    """Train a model for each fold, on all others; they are gone at the end."""
    sequences = [(fold_of(one.site, folds), sequence_of(one)) for examples in sets.values() for one in examples]
    with tempfile.TemporaryDirectory() as folder:
        found = Models(Path(folder), folds)
        for fold in range(folds):
            train((sequence for its, sequence in sequences if its != fold), Path(folder, f"{fold}.crfsuite"))
            print(f"trained without fold {fold + 1} of {folds}", file=sys.stderr, flush=True)
        yield found


def fold_of(site: str, folds: int) -> int:
    """The fold that a site is in."""
    return crc32(site.encode()) % folds


def measure(examples: Iterable[Example], model: Models, result: Result) -> list[tuple[float, Example]]:
    """Clean each example by the model of the folds it is not in; the F1 of each."""
    found: list[tuple[float, Example]] = []
    for example in examples:
        clean = partial(body_of, model=model.of(example.site))
        started = time.perf_counter()
        text = clean(example.raw)
        result.seconds += time.perf_counter() - started
        result.words += len(example.raw.split())
        gold, kept = shingles(example.gold), shingles(text)
        result.scores.setdefault(example.kind, Score()).add(gold, text)
        found.append((2 * (gold & kept).total() / max(1, gold.total() + kept.total()), example))
    return found


def mean_of(result: Result, kinds: set[str] = KINDS) -> float:
    """The mean F1 over some kinds of raw text."""
    return mean(score.means[2] for kind, score in result.scores.items() if kind in kinds)


if __name__ == "__main__":
    sys.exit(main())
