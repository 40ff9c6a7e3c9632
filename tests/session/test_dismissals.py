"""The file of dismissals: its acts are undone after a restart, it is compacted safely, and no window loses a decision."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reader.session import dismissals as module
from reader.session.dismissals import Decision, Dismissals
from reader.session.suggesting import gone_from
from reader.tags import disk
from reader.tags.history import History, put_among
from reader.tags.model import Change
from reader.tags.suggestions import suggestion_key


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(module, "FEW", 10)
    monkeypatch.setattr(module, "MOST", 20)
    monkeypatch.setattr(module, "LONGEST", 5)
    monkeypatch.setattr(module, "_ASKED", 4)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "places" / "x.dismissed"


def key(n: int) -> str:
    return suggestion_key(f"a{n:03}", "model", "aaaaaaaa")


def decided(n: int, dismissed: bool = True, **act) -> Decision:
    change = Change(f"c{n}", f"a{n:03}", f"2026-03-01T10:00:{n % 60:02}Z", f"dismiss {n}", **act)
    return Decision(key(n), dismissed, change)


def is_even(key: str) -> bool:
    return int(key[1:4]) % 2 == 0


def lines(path: Path) -> list:
    return [json.loads(line) for line in path.read_text().splitlines() if line]


def test_what_is_mostly_moot_is_compacted_and_the_rest_and_its_acts_stay(path):
    one = Dismissals(path)
    one.set(decided(n) for n in range(12))
    assert not one.tidy(lambda key: False)
    one.set(Decision(key(n), False) for n in range(8))
    one.set([decided(12)])
    assert one.tidy(is_even)
    again = Dismissals(path)
    assert one.keys == again.keys == {key(9), key(11)}
    assert [act.id for act, _ in again.acts] == ["c9", "c11"]
    assert [line[0] for line in lines(path)] == ["", key(9), key(11)]
    assert [file.name for file in path.parent.iterdir()] == ["x.dismissed", "x.dismissed.lock"]
    assert not again.tidy(is_even)


def test_few_lines_and_those_that_hold_are_left_alone(path):
    one = Dismissals(path)
    one.set(decided(n) for n in range(0, 18, 2))
    before = path.read_bytes()
    assert not one.tidy(is_even)
    one.set(decided(n) for n in range(1, 21, 2))
    assert not one.tidy(is_even)
    assert path.read_bytes().startswith(before)


def test_it_is_bounded_and_keeps_the_newest(path):
    one = Dismissals(path)
    one.set(decided(n) for n in range(41))
    assert one.tidy(lambda key: False)
    assert one.keys == {key(n) for n in range(21, 41)}
    assert [act.id for act, _ in Dismissals(path).acts] == [f"c{n}" for n in range(36, 41)]


def test_only_the_end_of_a_file_too_large_is_read(path, monkeypatch):
    one = Dismissals(path)
    one.set(Decision(key(n), True) for n in range(30))
    monkeypatch.setattr(module, "_LARGEST", path.stat().st_size // 3)
    assert key(29) in Dismissals(path).keys
    assert key(1) not in Dismissals(path).keys


def test_a_window_goes_on_with_a_file_that_another_one_compacted(path):
    one, other = Dismissals(path, frozenset({"old", "older"})), Dismissals(path)
    one.set([Decision("old", False)])
    other.set(decided(n) for n in range(12))
    one.set([decided(13)])
    assert other.keys >= {key(0), key(11)}
    other.set(Decision(key(n), False) for n in range(10))
    assert other.tidy(lambda key: False)
    one.set([decided(14)])
    assert one.keys == {"older", *map(key, (10, 11, 13, 14))}
    assert Dismissals(path).keys == one.keys - {"older"}
    other.set([decided(15)])
    assert other.keys == one.keys - {"older"} | {key(15)}


def test_what_cannot_be_kept_holds_and_is_kept_with_the_next_also_after_a_compaction(path, monkeypatch):
    one, other = Dismissals(path), Dismissals(path)
    one.set(decided(n) for n in range(12))
    with disk.locked(path.with_suffix(".dismissed.lock")), monkeypatch.context() as patch:
        patch.setattr(module, "_PATIENCE", 0.0)
        assert not one.set([decided(20)])
        assert not one.tidy(lambda key: True)
    assert key(20) in one.keys
    other.set(Decision(key(n), False) for n in range(12))
    assert other.tidy(lambda key: False)
    assert one.set([decided(21)])
    assert Dismissals(path).keys == one.keys == {key(20), key(21)}


class Failing:
    """`os` that fails at one of the steps that change the disk."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __getattr__(self, name):
        real = getattr(os, name)
        if name not in ("open", "write", "fsync", "replace"):
            return real

        def step(*args, **options):
            self.left -= 1
            if self.left < 0:
                raise OSError(28, "No space left on device")
            return real(*args, **options)

        return step


@pytest.mark.parametrize("at", range(1, 9))
def test_a_disk_that_fails_leaves_every_decision(path, monkeypatch, at):
    one = Dismissals(path)
    one.set(decided(n) for n in range(12))
    one.set(Decision(key(n), False) for n in range(10))
    monkeypatch.setattr(disk, "os", failing := Failing(at))
    done = one.tidy(lambda key: False)
    monkeypatch.undo()
    assert done == (failing.left >= 0)
    assert Dismissals(path).keys == one.keys == {key(10), key(11)}
    assert one.set([decided(30)])
    assert Dismissals(path).keys == one.keys


def test_what_was_written_is_durable_before_it_takes_the_place(path, monkeypatch):
    one = Dismissals(path)
    one.set(Decision(key(n % 3), True) for n in range(12))
    done = []
    for name in ("write_synced", "rename"):
        real = getattr(disk, name)
        monkeypatch.setattr(disk, name, lambda *args, real=real, name=name: (done.append(name), real(*args)))
    assert one.tidy(lambda key: False)
    assert done == ["write_synced", "rename"]


def test_lines_that_say_nothing_are_passed_over(path):
    path.parent.mkdir()
    path.write_text(
        '["a", true]\n["b"\n{}\n7\n[1, true]\n["c", true, {"id": ""}]\n["d", true, {"id": 5, "at": null}]\n["e", tr'
    )
    assert Dismissals(path).keys == {"a", "c", "d"}
    assert [act.id for act, _ in Dismissals(path).acts] == ["5"]


def test_a_suggestion_is_gone_when_its_sheet_or_its_tag_is(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "a000.yaml").write_text("tags:\n- {id: aaaaaaaa, …}")
    (tmp_path / "model" / "a001.yaml").write_text("tags: []")
    is_gone = gone_from(tmp_path)
    assert [is_gone(key(n)) for n in range(3)] == [False, True, True]
    assert is_gone(suggestion_key("a000", "nobody", "aaaaaaaa"))
    assert not gone_from(tmp_path / "away")(key(0))


def test_acts_come_among_the_changes_by_their_times_and_split_no_act():
    def at(second: int, id: str, **more) -> Change:
        return Change(id, "a", f"2026-03-01T10:00:{second:02}Z", "", **more)

    changes = [at(1, "a"), at(3, "b", group="g"), at(6, "c", group="g"), at(6, "d")]
    others = [(at(1, "p"), "x"), (at(4, "q"), ""), (at(6, "r"), "c"), (at(6, "s"), "?"), (at(9, "t", undoes="d"), "")]
    among = put_among(changes, others)
    assert [one.id for one in among] == ["a", "p", "b", "c", "q", "r", "d", "s", "t"]
    history = History(among)
    assert ([one.id for one in history.changes], history.to_redo.id) == (["a", "p", "b", "c", "q", "r", "s"], "d")
