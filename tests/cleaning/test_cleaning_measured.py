"""The quality that cleaning must keep, where the development data is at hand."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from reader.cleaning import clean
from reader.cleaning.body import body_of
from reader.corpus.document import Document, Metadata
from reader.text.edits import apply

# Of every second page. A training score: what the packaged model was made to reach; bench/line_model.py cross-validates.
FLOOR = 0.97


@pytest.fixture(scope="module")
def bench(bench_of: Callable[[str], ModuleType]) -> ModuleType:
    return bench_of("cleaning")


def test_the_measure_counts_shingles(bench: ModuleType) -> None:
    score = bench.Score()
    score.add(bench.shingles("one two three four five"), "zero one two three four five")
    assert score.means == pytest.approx((2 / 3, 1.0, 0.8))


def test_bodies_of_english_pages_stay_above_the_floor(bench: ModuleType, data: Callable[[str], Path]) -> None:
    path = data("clean/clean.jsonl.gz")
    assert bench.measure(body_of, path, every=2).f1 >= FLOOR


def test_scraped_news_is_cleaned_and_never_emptied(bench: ModuleType, data: Callable[[str], Path]) -> None:
    path = data("seedslike/docs.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            article = clean(Document(row["id"], row["id"], row["text"], Metadata(title=row["title"] or "")))
            assert article.text, row["id"]
            assert apply(row["text"], article.edits) == article.text, row["id"]
            assert "\n\n".join(article.text[b.start : b.end] for b in article.blocks) == article.text, row["id"]


def test_clean_news_keeps_nearly_every_word(bench: ModuleType, data: Callable[[str], Path]) -> None:
    path = data("clean_news/news.jsonl.gz")
    kept = words = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in list(map(json.loads, lines))[::5]:
            words += len(row["text"].split())
            kept += len(clean(Document("d", "d", row["text"])).text.split())
    assert kept / words >= 0.995
