"""The marks of which mentions are one thing: they hold no text, and variants of names keep to them in the seeds."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture(autouse=True)
def _bench_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    for name in ("variants", "entities", "surnames"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_marks_are_offsets_alone():
    rows = [json.loads(line) for line in (BENCH / "variants" / "marks.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [sum(row["part"] == part for row in rows) for part in ("seeds", "develop", "report")] == [5, 15, 15]
    for row in rows:
        assert row.keys() == {"id", "part", "raw_sha256", "text_sha256", "mentions"}
        at = 0
        for start, end, label, thing in row["mentions"]:
            assert at <= start < end
            assert label in ("person", "organisation", "place", "group")
            assert isinstance(thing, int)
            at = end


def test_the_seeds_are_named_as_they_are_marked(tmp_path: Path):
    from variants import articles_of, items_found, items_marked, load, within

    from reader.entities.names import named

    marked, missing = load(articles_of(tmp_path))
    assert len(marked) == 5
    assert len(missing) == 38
    given = within(item for article in marked for item in items_marked(article, named))
    assert (given.precision, given.recall) == (1, 1)
    found = within(item for article in marked for item in items_found(article, named))
    assert found.precision == 1
    assert found.recall > 0.9


def test_pairs_are_counted():
    from variants import Item, across, within

    items = [
        Item("a", 1, ("person", "Ann Lee")),
        Item("a", 1, ("person", "Lee")),
        Item("a", 2, ("person", "Lee")),
        Item("b", 1, ("person", "Lee")),
    ]
    pairs = within(items)
    assert (pairs.right, pairs.joined, pairs.marked) == (0, 1, 1)
    pairs = across(items, {("person", "Lee"): ("person", "Ann Lee")})
    assert (pairs.right, pairs.joined, pairs.marked) == (1, 2, 1)
