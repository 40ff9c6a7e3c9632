"""A machine that loses its power, a process that is ended, a disk that fails: at every operation of a journey through the store."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from simulated_disk import ERRORS, Found, Killed, SimulatedDisk, at_random, lay_out, simulated, without_syncs
from store_model import Tags, Work, check, journey

from reader.tags import settled, store

KEPT = dict[str, Callable[[], float]]


@pytest.fixture(autouse=True)
def _journals_are_soon_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes days in use happens within the journey: journals are put away while the program runs, and joined."""
    monkeypatch.setattr(store, "LARGE", 2500)
    monkeypatch.setattr(settled, "MOST_FILES", 1)


class Cuts:
    """What would be found if the power went at each operation: folders, each with what must be in it."""

    def __init__(self, folder: Path, work: Work, found: Callable[[int], KEPT]) -> None:
        self.folder = folder
        self.work = work
        self.found = found
        self.cases: list[tuple[str, Found, Tags, Tags, frozenset[str]]] = []

    def __call__(self, number: int, name: str) -> None:
        for which, kept in self.found(number).items():
            work = self.work
            case = (work.simulation.after_a_cut(kept), work.saved, work.flying, work.changes)
            if not self.cases or self.cases[-1][1:] != case:
                self.cases.append((f"{number}-{name}-{which}", *case))

    def check(self) -> int:
        with without_syncs():
            for name, found, *rest in self.cases:
                lay_out(found, self.folder / name)
                check(self.folder / name / "annotations", *rest)
        return len(self.cases)


def forgotten_or(*seeds: int) -> KEPT:
    return {"forgotten": lambda: 0.0, **{f"seed {seed}": at_random(seed) for seed in seeds}}


def start(tmp_path: Path, simulation: SimulatedDisk) -> Work:
    return Work(tmp_path / "project/annotations", simulation)


@pytest.fixture
def disk_of(tmp_path: Path):
    (tmp_path / "project").mkdir()
    with simulated(tmp_path / "project") as simulation:
        yield simulation


def test_the_journey_goes_where_it_is_to_go(tmp_path, disk_of):
    names: set[str] = set()
    disk_of.on_step = lambda number, name: names.add(name)
    work = start(tmp_path, disk_of)
    journey(work)
    assert names >= {"open", "write", "fsync", "replace", "mkdir", "unlink"}
    assert sorted(map(sorted, (tags.values() for tags in work.saved.values()))) == [
        ["ceasefire", "place", "talks"],
        ["place", "place", "talks", "violation"],
    ]
    check(work.annotations, work.saved, work.saved, work.changes)


def test_a_loss_of_power_at_any_operation_loses_nothing_that_was_saved(tmp_path, disk_of):
    work = start(tmp_path, disk_of)
    cuts = disk_of.on_step = Cuts(tmp_path, work, lambda number: forgotten_or(*range(4 * number, 4 * number + 4)))
    journey(work)
    assert cuts.check() > 200


def ended_at(step: int, work: Work) -> None:
    """The journey of a process that is ended before an operation, then the start of another that ends as it should."""

    def end(number: int, name: str) -> None:
        if number == step:
            raise Killed

    work.simulation.on_step = end
    with pytest.raises(Killed):
        journey(work)
    work.simulation.kill()


@pytest.mark.parametrize("step", sorted(random.Random(3).sample(range(1, 190), 12)))
def test_a_loss_of_power_while_what_a_killed_process_left_is_recovered_loses_nothing(tmp_path, disk_of, step):
    work = start(tmp_path, disk_of)
    ended_at(step, work)
    cuts = disk_of.on_step = Cuts(tmp_path, work, lambda number: forgotten_or(number))
    recovery = store.SheetStore(work.annotations, "ana")
    assert recovery.recover().problems == ()
    recovery.close()
    cuts(disk_of.steps + 1, "end")
    cuts.check()


def faulty(tmp_path: Path, simulation: SimulatedDisk, first: int, last: int, error: int) -> Work:
    """The journey on a disk that fails from one operation to another; each refusal may be the last thing before the power goes."""
    work = start(tmp_path, simulation)
    simulation.fails = lambda number, name: error if first <= number <= last else 0
    cuts = Cuts(tmp_path, work, lambda number: forgotten_or())
    work.on_refusal = lambda: cuts(simulation.steps, f"refused{len(work.refused)}")
    journey(work)
    cuts(simulation.steps, "end")
    cuts.check()
    with without_syncs():
        check(work.annotations, work.saved, work.saved, work.changes)
    return work


def test_every_operation_may_fail_and_nothing_called_saved_is_lost(tmp_path):
    step, refused = 1, 0
    while True:
        folder = tmp_path / str(step)
        (folder / "project").mkdir(parents=True)
        with simulated(folder / "project") as simulation:
            work = faulty(folder, simulation, step, step, ERRORS[step % 3])
            refused += bool(work.refused)
            if step > simulation.steps:
                break
        step += 1
    assert refused > 100


@pytest.mark.parametrize("first", range(1, 190, 23))
def test_a_disk_that_fails_for_a_while_loses_nothing_called_saved(tmp_path, disk_of, first):
    assert faulty(tmp_path, disk_of, first, first + 15, ERRORS[first % 3]).refused
