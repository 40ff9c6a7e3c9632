"""The bench of near-duplicates on made articles: what is a copy is found, what repeats a part is left alone."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture
def twins(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(BENCH))
    monkeypatch.delitem(sys.modules, "twins", raising=False)
    import twins

    yield twins
    monkeypatch.delitem(sys.modules, "twins", raising=False)


def made_up(rnd: random.Random) -> str:
    words = [f"word{rnd.randrange(5000)}" for _ in range(16 * 20)]
    return " ".join(f"{word}." if at % 16 == 15 else word for at, word in enumerate(words))


def test_copies_are_found_and_other_stories_left_alone(twins):
    rnd = random.Random(2)
    texts = [made_up(rnd) for _ in range(3 * len(twins.COPIES | twins.OTHERS))]
    corpus = list(twins.made_corpus(texts, rnd))
    rnd.shuffle(corpus)
    groups, _ = twins.ours([text for text, _, _ in corpus])
    counts, together, strange = twins.shares(corpus, groups)
    assert strange == 0
    assert set(counts) == {*twins.COPIES, *twins.OTHERS}
    asked = [kind for kind in twins.COPIES if kind not in twins.BEYOND]
    assert sum(together[kind] for kind in asked) >= 0.95 * sum(counts[kind] for kind in asked)
    assert sum(together[kind] for kind in twins.OTHERS if kind not in twins.BEYOND) == 0
