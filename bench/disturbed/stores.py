"""The store on disks that forget and that fail, in two processes, and in a state machine: the tests' own tools, run for long."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from simulated_disk import ERRORS, simulated
from store_machine import StoreMachine
from store_model import Work
from store_processes import kept, run_together
from test_tag_store_power import Cuts, ended_at, faulty, forgotten_or, journey

from reader.tags import settled, store


class _SoonLarge:
    """Journals are put away and joined within the journey."""

    def __enter__(self) -> None:
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(store, "LARGE", 2500)
        self._patch.setattr(settled, "MOST_FILES", 1)

    def __exit__(self, *error: object) -> None:
        self._patch.undo()


def _each(times: int, run: Callable[[Path, int], int]) -> int:
    """Run in a new folder again and again; the sum of what was counted."""
    count = 0
    with _SoonLarge():
        for number in range(times):
            with TemporaryDirectory(prefix="reader-faults-") as folder:
                (Path(folder) / "project").mkdir()
                count += run(Path(folder), number)
    return count


def power(times: int) -> int:
    """Losses of power at every operation of the journey: states of the disk that were recovered and compared."""

    def run(folder: Path, number: int) -> int:
        with simulated(folder / "project") as simulation:
            work = Work(folder / "project/annotations", simulation)
            cuts = Cuts(folder, work, lambda step: forgotten_or(*(1000 * number + 7 * step + i for i in range(8))))
            simulation.on_step = cuts
            journey(work)
            return cuts.check()

    return _each(times, run)


def power_while_recovering(times: int, seed: int) -> int:
    """… after a process was ended at a random operation, while the next start recovers what it left."""
    chance = random.Random(seed)

    def run(folder: Path, number: int) -> int:
        with simulated(folder / "project") as simulation:
            work = Work(folder / "project/annotations", simulation)
            ended_at(chance.randrange(1, 185), work)
            cuts = Cuts(folder, work, lambda step: forgotten_or(*(1000 * number + 7 * step + i for i in range(4))))
            simulation.on_step = cuts
            recovery = store.SheetStore(work.annotations, "ana")
            assert recovery.recover().problems == ()
            recovery.close()
            return cuts.check()

    return _each(times, run)


def failures(times: int, seed: int) -> int:
    """The journey on a disk that fails for a random while; what was refused, each time with the power gone right after."""
    chance = random.Random(seed)

    def run(folder: Path, number: int) -> int:
        with simulated(folder / "project") as simulation:
            first = chance.randrange(1, 190)
            return len(
                faulty(folder, simulation, first, first + chance.randrange(1, 25), chance.choice(ERRORS)).refused
            )

    return _each(times, run)


def every_failure() -> int:
    """Each operation of the journey made to fail with each error in turn; operations that were refused."""
    refused = 0
    for error in ERRORS:
        for step in range(1, 1000):
            counts: list[int] = []

            def run(folder: Path, number: int, step: int = step, error: int = error, counts: list[int] = counts) -> int:
                with simulated(folder / "project") as simulation:
                    found = bool(faulty(folder, simulation, step, step, error).refused)
                    counts.append(simulation.steps)
                    return found

            refused += _each(1, run)
            if counts[0] < step:
                break
    return refused


def processes(folder: Path, each: int) -> int:
    """Tags that are kept of two processes that make `each` in the same article at the same time."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    run_together(folder, each)
    return len(set(kept(folder)))


def machine(examples: int) -> int:
    """The state machine; raises what it finds."""
    run_state_machine_as_test(
        StoreMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=50,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return examples
