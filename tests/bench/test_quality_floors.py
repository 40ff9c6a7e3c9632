"""The floors of quality sink only with a reason, which is kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def quality(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    before = set(sys.modules)
    import quality

    yield quality
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(BENCH)):
            del sys.modules[name]


def test_every_floor_is_below_its_goal_and_what_was_lowered_says_why(quality):
    for name, limits in json.loads(quality.FLOORS.read_text(encoding="utf-8")).items():
        assert limits["floor"] <= limits["goal"], name
        assert all(one["because"] and one["from"] > limits["floor"] for one in limits.get("lowered", ())), name


def test_a_floor_rises_freely_and_sinks_only_with_a_reason(quality, tmp_path, capsys):
    path = tmp_path / "floors.json"
    path.write_text('{"bodies": {"floor": 0.9, "goal": 0.95}}', encoding="utf-8")
    assert quality.set_floor(path, "bodies", 0.92, "") == 0
    assert quality.set_floor(path, "bodies", 0.91, "") == 1
    assert "lower than 0.92" in capsys.readouterr().err
    assert json.loads(path.read_text(encoding="utf-8"))["bodies"]["floor"] == 0.92
    assert quality.set_floor(path, "bodies", 0.91, "another measure") == 0
    assert json.loads(path.read_text(encoding="utf-8"))["bodies"] == {
        "floor": 0.91, "goal": 0.95, "lowered": [{"from": 0.92, "because": "another measure"}],
    }  # fmt: skip
