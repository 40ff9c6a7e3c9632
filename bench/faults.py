"""Disturb the program and its store in every way that we know, and count what is lost: it must be nothing.

    python bench/faults.py [--quick] [--only kills|power|failures|processes|machine] [--kills 200] [--seed N]

Needs the extra `test`. Exit status: 0 when nothing is lost, 1 otherwise. It takes some 8 minutes; see README.md for the rows.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
for tools in ("tests/tags", "tests/journeys"):
    sys.path.insert(0, str(REPOSITORY / tools))

from disturbed import kills, stores  # noqa: E402 - they stand on the tools of the tests

GROUPS = ("kills", "power", "failures", "processes", "machine")
Row = tuple[str, str, bool]  # what was done, what came of it, whether that is right


def kill_rows(times: int, seed: int, folder: Path) -> Iterator[Row]:
    program = Path(sys.executable).parent / "reader"
    environment = {name: str(folder / name) for name in ("READER_CONFIG_DIR", "READER_STATE_DIR", "READER_CACHE_DIR")}
    os.environ |= {**environment, "HOME": str(folder)}
    (folder / "project").mkdir()
    project = kills.Project.make(folder / "project", str(program), REPOSITORY)
    found = kills.run(project, times, seed)
    done = f"{found.kills} × kill -9 in a pty ({found.early} before the first screen; {found.quits} × quit)"
    said = (
        f"{found.tags} tags; {found.lost} lost, {found.unreadable} files unreadable, {found.left} half-made files left"
    )
    yield done, said, not (found.lost or found.unreadable or found.left)
    for note in found.notes:
        print(f"  {note}", file=sys.stderr)


def counted(done: str, what: str, run: Callable[[], int]) -> Iterator[Row]:
    """A row of something that raises when a tag is lost."""
    try:
        yield done, f"{run()} {what}", True
    except Exception as error:  # a bench says so and goes on with the next row
        yield done, f"FAILED: {type(error).__name__}: {str(error)[:200]}", False


def rows(arguments: argparse.Namespace, folder: Path) -> Iterator[Row]:
    quick, seed = arguments.quick, arguments.seed
    only = arguments.only or GROUPS
    if "kills" in only:
        yield from kill_rows(10 if quick else arguments.kills, seed, folder)
    if "power" in only:
        times = 1 if quick else 10
        done = f"power lost at every operation, {times} × 8 random subsets"
        yield from counted(done, "states of the disk recovered, 0 lost", lambda: stores.power(times))
        times = 5 if quick else 60
        done = f"power lost while a killed process is recovered, {times} ×"
        run = lambda: stores.power_while_recovering(times, seed)  # noqa: E731
        yield from counted(done, "states of the disk recovered, 0 lost", run)
    if "failures" in only:
        if not quick:
            done = "every write, sync and rename failed in turn, ENOSPC, EIO, EACCES"
            yield from counted(done, "operations refused and done later, 0 lost", stores.every_failure)
        times = 5 if quick else 200
        run = lambda: stores.failures(times, seed)  # noqa: E731
        yield from counted(f"a disk that fails for a while, {times} ×", "times refused, 0 lost", run)
    if "processes" in only:
        each = 50 if quick else 500
        done = f"two processes, {each} tags each in one article"
        try:
            held = stores.processes(folder / "processes", each)
            yield done, f"{held} kept", held == 2 * each
        except AssertionError as error:
            yield done, f"FAILED: {error}", False
    if "machine" in only:
        examples = 50 if quick else 500
        done = "state machine over store, history, merge, kill, recovery"
        yield from counted(done, "runs of 50 steps, 0 lost", lambda: stores.machine(examples))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="does it run?")
    parser.add_argument("--only", action="append", choices=GROUPS)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    right = True
    with tempfile.TemporaryDirectory(prefix="reader-faults-") as folder:
        begun = time.monotonic()
        for done, said, good in rows(arguments, Path(folder)):
            took = time.monotonic() - begun
            print(f"{'ok  ' if good else 'LOST'} {done:<72} {said}  ({took:.0f} s)", flush=True)
            right = right and good
            begun = time.monotonic()
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
