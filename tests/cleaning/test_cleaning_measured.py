"""The quality that cleaning must keep, where the development data is at hand."""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from reader.cleaning import clean
from reader.cleaning.body import body_of
from reader.corpus.document import Document, Metadata
from reader.text.edits import apply

FLOOR = 0.965  # a training score: what the packaged model was made to reach; bench/line_model.py cross-validates


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    path = Path(__file__).parents[2] / "bench" / "cleaning.py"
    spec = importlib.util.spec_from_file_location("bench_cleaning", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_cleaning"] = module
    spec.loader.exec_module(module)
    return module


def data(bench: ModuleType, name: str) -> Path:
    path = bench.find_data() / name
    if not path.is_file():
        pytest.skip(f"no {path}: set READER_DEV_DATA to the folder of development data")
    return path


def test_the_measure_counts_shingles(bench: ModuleType) -> None:
    score = bench.Score()
    score.add(bench.shingles("one two three four five"), "zero one two three four five")
    assert score.means == pytest.approx((2 / 3, 1.0, 0.8))


def test_bodies_of_english_pages_stay_above_the_floor(bench: ModuleType) -> None:
    path = data(bench, "clean/clean.jsonl.gz")
    assert bench.measure(body_of, path).f1 >= FLOOR


def test_scraped_news_is_cleaned_and_never_emptied(bench: ModuleType) -> None:
    path = data(bench, "seedslike/docs.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            article = clean(Document(row["id"], row["id"], row["text"], Metadata(title=row["title"] or "")))
            assert article.text, row["id"]
            assert apply(row["text"], article.edits) == article.text, row["id"]
            assert "\n\n".join(article.text[b.start : b.end] for b in article.blocks) == article.text, row["id"]


def test_clean_news_keeps_nearly_every_word(bench: ModuleType) -> None:
    path = data(bench, "clean_news/news.jsonl.gz")
    kept = words = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in list(map(json.loads, lines))[::5]:
            words += len(row["text"].split())
            kept += len(clean(Document("d", "d", row["text"])).text.split())
    assert kept / words >= 0.995
