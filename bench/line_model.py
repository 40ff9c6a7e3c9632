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
from functools import partial
from pathlib import Path
from statistics import mean
from zlib import crc32

from cleaning import Result, Score, find_data, shingles, table

from reader.cleaning.body import body_of
from reader.cleaning.examples import Example
from reader.cleaning.train import clean_examples, gold_examples, html_examples, sequence_of, train

KINDS = {"blocks", "naive", "glued", "article", "readab"}
FLOOR, FLOOR_CLEAN = 0.92, 0.955


def main() -> int:
    parser = argparse.ArgumentParser(description="Cross-validate the line model by site.")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--lang", default="en", choices=["en", "xx", "all"])
    parser.add_argument("--data", type=Path, default=find_data())
    options = parser.parse_args()
    if not (options.data / "clean" / "clean.jsonl.gz").is_file():
        print(f"no data in {options.data}: set READER_DEV_DATA to the folder of development data", file=sys.stderr)
        return 2
    sets = {
        "gold": list(gold_examples(options.data)),
        "trafilatura": list(html_examples(options.data)),
        "clean": list(clean_examples(options.data)),
    }
    results = cross_validated(sets, options.folds, options.lang)
    for name, result in results.items():
        print(f"\n{name} pages, {options.folds} folds by site, {options.lang}")
        print(table({"reader": result}))
    five, clean = mean_of(results["gold"], KINDS), mean_of(results["gold"], {"readab"})
    print(f"\nmean of the five kinds {five:.3f} (floor {FLOOR}), nearly clean {clean:.3f} (floor {FLOOR_CLEAN})")
    return int(options.lang == "en" and (five < FLOOR or clean < FLOOR_CLEAN))


def cross_validated(sets: dict[str, list[Example]], folds: int, lang: str) -> dict[str, Result]:
    """The results by set, each page cleaned by the model of the folds it is not in."""
    sequences = [(example, sequence_of(example)) for examples in sets.values() for example in examples]
    results = {name: Result() for name in sets}
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(folds):
            model = Path(folder, f"{fold}.crfsuite")
            train((sequence for example, sequence in sequences if fold_of(example.site, folds) != fold), model)
            for name, examples in sets.items():
                held_out = [
                    one for one in examples if fold_of(one.site, folds) == fold and lang in ("all", one.language)
                ]
                _measure(held_out, model, results[name])
            print(f"fold {fold + 1} of {folds}", file=sys.stderr, flush=True)
    return results


def fold_of(site: str, folds: int) -> int:
    """The fold that a site is in."""
    return crc32(site.encode()) % folds


def _measure(examples: list[Example], model: Path, result: Result) -> None:
    clean = partial(body_of, model=model)
    for example in examples:
        started = time.perf_counter()
        text = clean(example.raw)
        result.seconds += time.perf_counter() - started
        result.words += len(example.raw.split())
        result.scores.setdefault(example.kind, Score()).add(shingles(example.gold), text)


def mean_of(result: Result, kinds: set[str]) -> float:
    """The mean F1 over some kinds of raw text."""
    return mean(score.means[2] for kind, score in result.scores.items() if kind in kinds)


if __name__ == "__main__":
    sys.exit(main())
