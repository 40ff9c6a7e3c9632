"""Real texts with real spans, of which nothing may be lost but what a format of tokens cannot hold."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from exchange_samples import article_of, exported, read_back, record_with
from msgspec.structs import replace

from reader.errors import MissingExtra
from reader.tags.model import Tag, in_order
from reader.text.spans import Span

#: What may be lost, by kind; formats that are not named hold all.
MAY_LOSE = {"conll": {"overlap", "edges"}}
COUNT = 40


def records():
    file = Path(os.environ.get("READER_DEV_DATA", "")) / "spans/spans.jsonl.gz"
    if not os.environ.get("READER_DEV_DATA") or not file.is_file():
        pytest.skip("the development texts are not here: set READER_DEV_DATA")
    empty = record_with(article_of("a"), [])
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, islice(lines, COUNT)):
            text = row["text"]
            tags = [
                Tag(f"t{number}", one["label"], one["start"], one["end"], text[one["start"] : one["end"]], Span(0, 0))
                for number, one in enumerate(row["spans"])
            ]
            yield replace(empty, about=replace(empty.about, id=row["id"]), text=text, tags=in_order(tags))


@pytest.mark.parametrize("name", ["brat", "conll", "webanno", pytest.param("cas", marks=pytest.mark.consumers)])
def test_all_of_it_is_there(tmp_path, name):
    written = list(records())
    try:
        outcome = exported(tmp_path / "out", name, written)
    except MissingExtra as error:
        pytest.skip(str(error))
    assert {one.kind for one in outcome.losses} <= MAY_LOSE.get(name, set())
    found = sum(len(one.spans) for one in read_back(tmp_path / "out", name))
    missing = Counter(one.kind for one in outcome.losses)["overlap"]
    assert found == outcome.labels.total() - missing
    assert found > 100
