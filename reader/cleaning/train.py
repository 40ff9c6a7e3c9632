"""Train the line model: `python -m reader.cleaning.train DATA [--model FILE]`.

DATA is the folder of development data: `clean/clean.jsonl.gz` (pages with gold bodies), `dates/dates_html.jsonl.gz` (pages that
trafilatura labels from their HTML; needs trafilatura) and `clean_news/news.jsonl.gz` (clean items, so that clean text is spared).
The run is deterministic: the same data and code give the same model. See `model/ABOUT.md`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reader.cleaning.examples import Example, in_short, labels, of_gold, of_html
from reader.cleaning.line_features import features
from reader.cleaning.line_model import JUNK, MODEL, TEXT

#: L1 and L2 weights, the least count of a feature, iterations.
SETTINGS = {"c1": 0.5, "c2": 0.3, "feature.minfreq": 3, "max_iterations": 120, "feature.possible_transitions": True}
_CLEAN_ITEMS = 400

Sequence = tuple[list[list[str]], list[str]]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a packed JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def site_of(url: str) -> str:
    """The last two names of an address's host."""
    return ".".join((urlsplit(url).hostname or url).split(".")[-2:])


def gold_examples(data: Path) -> Iterator[Example]:
    """Of the pages with gold bodies."""
    for row in rows(data / "clean" / "clean.jsonl.gz"):
        yield from of_gold(row, site_of(row["url"]))


def html_examples(data: Path) -> Iterator[Example]:
    """Of the pages that are known by their HTML."""
    languages = {row["id"]: row["lang"] for row in rows(data / "dates" / "dates_text.jsonl.gz")}
    for row in rows(data / "dates" / "dates_html.jsonl.gz"):
        yield from of_html(row["html"], site_of(row["url"]), languages.get(row["id"], ""), row["id"])


def clean_examples(data: Path) -> Iterator[Example]:
    """Of news items without junk."""
    items = list(rows(data / "clean_news" / "news.jsonl.gz"))
    for row in random.Random(1).sample(items, min(_CLEAN_ITEMS, len(items))):
        yield Example(row["id"], "clean", "en", row["text"], row["text"])
        yield in_short(row["text"], row["id"], "en")


def sequence_of(example: Example) -> Sequence:
    """The features and labels of an example's lines."""
    page = example.page
    return [*features(page)], [TEXT if one else JUNK for one in labels(page, example.gold)]


def train(sequences: Iterable[Sequence], model: Path) -> None:
    """Write the model that was learned from labelled lines."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(SETTINGS)
    for found, wanted in sequences:
        if found:
            trainer.append(found, wanted)
    trainer.train(str(model))


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the line model.")
    parser.add_argument("data", type=Path, help="the folder of development data")
    parser.add_argument("--model", type=Path, default=MODEL)
    options = parser.parse_args()
    begun = time.perf_counter()
    examples = [*gold_examples(options.data), *html_examples(options.data), *clean_examples(options.data)]
    options.model.parent.mkdir(parents=True, exist_ok=True)
    train(map(sequence_of, examples), options.model)
    size = options.model.stat().st_size
    print(f"{len(examples)} examples, {size / 1e6:.1f} MB, {time.perf_counter() - begun:.0f} s: {options.model}")


if __name__ == "__main__":
    main()
