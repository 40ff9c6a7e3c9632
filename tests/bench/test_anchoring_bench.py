"""Random edits of the seeds: no tag is moved to other words or to another occurrence, and few untouched ones are asked about."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture(autouse=True)
def _bench_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    for name in [name for name in sys.modules if name == "anchoring" or name.split(".")[0] == "drift"]:
        monkeypatch.delitem(sys.modules, name)


def test_a_hundred_edits_of_the_seeds():
    from anchoring import seeds, wrong
    from drift.trial import COPIED, LOST, RIGHT, run

    counts, slips = run(seeds(), 133, seed=5, count=8)
    assert wrong(counts) == 0, [slip for slip in slips if slip.outcome == "WRONG"]
    whole = sum((count.whole for kind, count in counts.items() if kind != COPIED), Counter())
    assert whole.total() > 500
    assert whole[RIGHT] > 0.95 * whole.total()
    assert whole[LOST] == 0
    for kind in ("sentence put in", "paragraph moved", "other cleaning", "quotation marks", "new header and footer"):
        assert counts[kind].whole[RIGHT] > 0, kind
    altered = sum((count.altered for count in counts.values()), Counter())
    assert altered["review"] > altered["lost"]
    gone = sum((count.gone for count in counts.values()), Counter())
    assert gone["said lost"] + gone["review"] > 20


def test_the_truth_is_known_through_edits_and_cleaning():
    from drift.tracked import Tracked, truth_of

    from reader.text.edits import Edit
    from reader.text.spans import Span

    first = Tracked.first("One two. Three four five.")
    passage = Span(9, 19)
    moved = first.put(0, 0, "New. ").put(5, 13, "")
    assert moved.text == "New.  Three four five."
    assert truth_of(first, passage, moved).whole == Span(6, 16)
    cleaned = moved.cleaned([Edit(4, 6, " ", "blanks")])
    assert truth_of(first, passage, cleaned).whole == Span(5, 15)
    altered = moved.put(12, 16, "six")
    assert truth_of(first, passage, altered).whole is None
    assert truth_of(first, passage, altered).left == Span(6, 11)
    assert truth_of(first, passage, moved.put(6, 22, "")).left is None
    copied = first + first.copy(9, 25)
    assert truth_of(first, passage, copied).whole == passage
    assert truth_of(first, passage, copied.put(9, 25, "")).whole == Span(9, 19)
