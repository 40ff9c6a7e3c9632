"""Quality floors of the embedded finder, where the measuring data is at hand: a change may not lower them in silence."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FLOORS = {"wikievents_named_dev": 0.74, "re3d_named": 0.59, "conll03_testa": 0.72, "crossner_politics_dev": 0.74}


@pytest.fixture(scope="module")
def quality() -> ModuleType:
    path = Path(__file__).parents[2] / "bench" / "entities.py"
    spec = importlib.util.spec_from_file_location("bench_entities", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", FLOORS)
def test_quality_stays_above_its_floor(quality: ModuleType, name: str) -> None:
    path = quality.data_folder(None) / "ner" / "ner.jsonl.gz"
    if not path.exists():
        pytest.skip(f"no measuring data at {path}")
    assert quality.score(quality.load(path)[name], quality.predict, named=False).f1 >= FLOORS[name]


def test_the_scorer_counts_strict_spans(quality: ModuleType) -> None:
    items = [
        quality.Item("Putin met Turks in Ankara", frozenset({(0, 5, "PER"), (10, 15, "PER"), (19, 25, "LOC")})),
        quality.Item("NATO", frozenset({(0, 4, "ORG")})),
    ]
    spans = [[(0, 5, "PER"), (10, 15, "LOC"), (19, 24, "LOC")], [(0, 4, "ORG"), (0, 2, "MISC")]]
    plain = quality.score(items, lambda texts: spans, named=False)
    assert (plain.right, plain.found, plain.gold) == (2, 4, 4)
    names = quality.score(items, lambda texts: spans, named=True)
    assert (names.right, names.found, names.gold) == (2, 3, 3)
