"""Losses are counted and some of each kind at hand, be they ever so many."""

from __future__ import annotations

import tracemalloc

from exchange_samples import article_of, exported, record_with
from msgspec.structs import replace

from reader.exchange.exporting import manifest
from reader.exchange.format import format_named
from reader.exchange.loss import Loss
from reader.exchange.losses import FIRST, Losses


def loss(number, kind="link"):
    return Loss(f"news/{number}", "ana", kind, "gone", f"id{number}", "place", "Karsa “x” 🎉", number, number + 1)


def test_all_come_back_in_order_and_the_first_of_each_kind_are_at_hand():
    made = [loss(number, "note" if number % 3 else "link") for number in range(100)]
    losses = Losses(made[:50])
    assert [*losses] == made[:50]
    losses.add(made[50:])
    assert [*losses] == made
    assert losses.counts == {"note": 66, "link": 34}
    assert losses.first("note") == [one for one in made if one.kind == "note"][:FIRST]
    assert losses.first("text") == []
    assert (len(losses), bool(Losses()), [*Losses()]) == (100, False, [])


def test_many_need_no_memory():
    tracemalloc.start()
    try:
        losses = Losses(loss(number) for number in range(40_000))
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()
    assert sum(1 for _ in losses) == 40_000


def test_counts_are_of_what_is_in_the_file(tmp_path):
    article = article_of("Four soldiers died in Karsa.")
    nested = record_with(article, [(0, 18, "casualty"), (5, 13, "person"), (22, 27, "place")])
    inside = replace(record_with(article, [(6, 10, "person")]), annotator="bea")
    outcome = exported(tmp_path / "out.conll", "conll", [nested, inside], alignment="strict")
    (part,) = outcome.parts.values()
    assert part.tags == {"casualty": 1, "person": 2, "place": 1}
    assert part.labels == {"casualty": 1, "place": 1}
    assert (part.spans, part.empty) == (2, 1)
    said = manifest(format_named("conll"), outcome)["splits"][""]
    assert (said["tags"], said["spans"], said["without_tags"]) == (4, 2, 1)
    assert said["labels"] == {"casualty": 1, "place": 1}
