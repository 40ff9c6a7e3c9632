"""Measuring: programs side by side, one key each in turn, so that a busy machine is busy for all of them."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from timing.emulator import Emulator
from timing.players import Key, Player
from timing.program import QUIET, Chunk, Program, Shown

Event = Literal["paint", "settle"]
_MISSES = 5


@dataclass
class Series:
    """Figures of one program, milliseconds or keys a second, and how many keys changed nothing."""

    figures: list[float] = field(default_factory=list)
    unanswered: int = 0

    def percentile(self, percent: float) -> float:
        if not self.figures:
            return float("nan")
        if len(self.figures) == 1:
            return self.figures[0]
        return statistics.quantiles(self.figures, n=1000, method="inclusive")[round(percent * 10) - 1]

    @property
    def p50(self) -> float:
        return statistics.median(self.figures) if self.figures else float("nan")


@dataclass
class Row:
    """One thing that was measured, program by program."""

    group: str
    text: str
    action: str
    event: str
    series: dict[str, Series] = field(default_factory=dict)
    again: bool = False


@contextmanager
def running(players: Sequence[Player], environment: Mapping[str, str]) -> Iterator[dict[str, Program]]:
    """The programs, each showing its text and done with what it does in the background."""
    with ExitStack() as stack:
        programs = {}
        for player in players:
            program = programs[player.name] = Program(player.command, environment, player.folder)
            stack.callback(program.close, player.leave)
            program.wait_for(player.shows)
        for name, program in programs.items():
            if not program.calm():
                print(f"  {name} still computes in the background", file=sys.stderr)
        yield programs


def in_turn(
    players: Sequence[Player],
    programs: Mapping[str, Program],
    action: str,
    count: int,
    event: Event,
    quiet: float = QUIET,
) -> dict[str, Series]:
    """Press `count` timed keys of an action in each program that knows it, one in turn.

    Args:
        quiet: seconds without output after which an answer is over.
    """
    able = [player for player in players if action in player.scripts]
    scripts = {player.name: player.scripts[action]() for player in able}
    events = {player.name: "settle" if player.wipes else event for player in able}
    found = {player.name: Series() for player in able}
    missed = dict.fromkeys(found, 0)
    for _ in range(count):
        for name, script in scripts.items():
            if missed[name] >= _MISSES:  # there is nowhere to go any more
                continue
            shown = _press(programs[name], script, quiet)
            if shown is None:
                found[name].unanswered += 1
                missed[name] += 1
            else:
                found[name].figures.append(getattr(shown, events[name]))
                missed[name] = 0
    return found


def _press(program: Program, script: Iterator[Key], quiet: float) -> Shown | None:
    key = next(script)
    while not key.timed:
        program.send(key.data)
        key = next(script)
    gc.disable()  # a pause of ours would be counted as theirs
    try:
        return program.press(key.data, quiet)
    finally:
        gc.enable()


def held(
    players: Sequence[Player], programs: Mapping[str, Program], action: str, count: int, rounds: int
) -> dict[str, Series]:
    """Hold a key down, in rounds; keys a second."""
    found = {player.name: Series() for player in players if action in player.held}
    for _ in range(rounds):
        for player in players:
            if action in player.held:
                found[player.name].figures.append(programs[player.name].hold(player.held[action], count))
                programs[player.name].calm(limit=10)
    return found


@dataclass(frozen=True)
class Start:
    """Milliseconds from the start of a program: to a usable screen, and to the answer to the first key (None: lost)."""

    ready: float
    answered: float | None


def start(player: Player, environment: Mapping[str, str]) -> Start:
    """Start a program, press its first key as soon as it can be used, leave it.

    Raises:
        TimeoutError: it never showed what it should.
    """
    mark = player.shows.encode()
    key, answer = player.probe
    program = Program(player.command, environment, player.folder)
    try:
        output = b""
        chunks: list[Chunk] = []
        pressed = 0.0
        while new := program.burst(first=20.0 if not pressed else 1.5, quiet=0.0):
            chunks += new
            output += b"".join(chunk.data for chunk in new)
            if not pressed and mark in output:
                pressed = time.perf_counter()
                program.write(key)
        ready = answered = 0.0
        screen = Emulator()
        for chunk in chunks:
            changed = screen.feed(chunk.data)
            if changed and not ready and player.shows in screen.text:
                ready = chunk.at
            if changed and not answered and chunk.at > pressed and (answer is None or answer in screen.text):
                answered = chunk.at
        if not ready:
            raise TimeoutError(f"{player.name} never showed {player.shows!r}:\n{screen.text}")
        return Start((ready - program.started) * 1000, (answered - program.started) * 1000 if answered else None)
    finally:
        program.close(player.leave)


def interpreter(environment: Mapping[str, str], folder: Path) -> float:
    """Milliseconds of a Python that does nothing."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], env=dict(environment), cwd=folder, check=True)
    return (time.perf_counter() - started) * 1000
