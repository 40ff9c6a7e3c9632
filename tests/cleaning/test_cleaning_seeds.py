"""The five sample articles, cleaned, are exactly what a person would keep of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cleaning import clean
from reader.corpus.document import Document
from reader.text.edits import apply

ROOT = Path(__file__).parents[2]
GOLDS = json.loads((ROOT / "tests/data/cleaning/seeds.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(GOLDS))
def test_a_seed_is_cleaned_exactly(name: str) -> None:
    gold = GOLDS[name]
    raw = (ROOT / "seeds" / name).read_bytes().decode("utf-8")
    article = clean(Document(name, name, raw))
    title = [gold["title"]] if gold["title"] else []
    assert article.text == "\n\n".join(title + gold["body"])
    assert (article.title, article.date) == (gold["title"], gold["date"])
    assert (article.byline, article.source) == (gold["byline"], gold["source"])
    assert list(article.captions) == gold["captions"]
    removed = [{"text": raw[e.start : e.end], "reason": e.rule} for e in article.removed]
    assert removed == gold["removed"]
    assert all(e.reason for e in article.removed)
    assert apply(raw, article.edits) == article.text
