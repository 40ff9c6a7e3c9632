"""Whether finding entities is in the way: when they are painted after a start, and keys while finders run beside keys without.

    python bench/finding.py [--quick] [--reader FILE] [--engine embedded|spacy]

Rows: start → the article's entities are painted, when nothing is known of its text and when it was read before (seconds; the
goal is .3 after the article is there); key → paint (p50 / p95) in an article while two processes find the entities of a corpus,
and with these stopped, in turn (floor: p95 ≤ 1.5 ×). Needs the extra `test`. Exit status 1 when a floor is missed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from timing import material, players, rows
from timing.emulator import COLUMNS, ROWS, Emulator
from timing.players import Player
from timing.program import Chunk, Program
from timing.rows import Series

from reader.library.preparing.naming import FOUND_BY

REPOSITORY = Path(__file__).resolve().parent.parent
READY = 0.3  # seconds from a screen that is ready to its entities
TIMES = 1.5  # key → paint while finders run, of that without
ACTIONS = ("word", "row", "tag")
_PANE = 45  # the column behind the list, in a terminal of 120
_AT_WORK = "finding entities"  # as the status line says it
_ARTICLES = 3_000  # of 30 KB: minutes of work
_ENOUGH = 100  # keys of each action, before the finders are done
_QUIET = 1.5  # seconds without output after which everything is there


class Start(NamedTuple):
    """Seconds from a start to the first text of the article, and to the last of its entities."""

    shown: float
    marked: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few starts and keys: whether it runs")
    parser.add_argument("--reader", metavar="FILE", help="the console script, when it is not beside this Python")
    parser.add_argument("--engine", choices=("embedded", "spacy"), default="embedded")
    options = parser.parse_args()
    reader = options.reader or players.installed("reader")
    if reader is None:
        print("there is no `reader`: pip install -e '.[test]'", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="reader-finding-") as name:
        folder = Path(name).resolve()
        environment = players.environment(folder) | {"READER_ENTITIES_ENGINE": options.engine}
        missed = starts(reader, folder, environment, 3 if options.quick else 9)
        missed += keys(reader, folder, environment, *((3, 10) if options.quick else (10, 20)))
    return int(missed > 0)


# -- start


def starts(reader: str, folder: Path, environment: Mapping[str, str], times: int) -> int:
    """Two rows; how many miss their goal, which is no floor."""
    seeds = REPOSITORY / "seeds"
    player = players.reader(reader, seeds, folder / "starts", "Turkey", articles=5)
    started(player, environment)  # fills the catalogue and the byte code
    for what, known in (("text not seen before", False), ("text read before", True)):
        found = []
        for _ in range(times):
            if not known:
                (folder / "cache" / "mentions.sqlite").unlink(missing_ok=True)
            found.append(started(player, environment))
        after = statistics.median(one.marked - one.shown for one in found)
        whole = statistics.median(one.marked for one in found)
        print(f"start → entities, {what}: {whole:.2f} s, {after:.2f} s after the article (goal {READY})", flush=True)
    return 0


def started(player: Player, environment: Mapping[str, str]) -> Start:
    """A start that nobody disturbs."""
    program = Program(player.command, environment, player.folder)
    try:
        chunks: list[Chunk] = []
        while new := program.burst(first=_QUIET if chunks else 60.0, quiet=_QUIET):
            chunks += new
        screen = Emulator()
        shown, heavy = 0.0, []
        for chunk in chunks:
            screen.feed(chunk.data)
            rows_of_article = [line[_PANE:].strip() for line in screen.text.split("\n")[3:20]]
            if not shown and sum(map(len, rows_of_article)) > 400:
                shown = chunk.at
            heavy.append((chunk.at, bold_cells(screen)))
        most = heavy[-1][1]
        marked = next(at for at, count in heavy if count >= 0.9 * most and at >= shown)
        return Start(shown - program.started, marked - program.started)
    finally:
        program.close(player.leave)


def bold_cells(screen: Emulator) -> int:
    """How much of the article stands in bold: its headline, and its entities."""
    cells = screen._screen.buffer
    return sum(cells[row][column].bold for row in range(3, ROWS - 4) for column in range(_PANE, COLUMNS))


# -- keys


def keys(reader: str, folder: Path, environment: Mapping[str, str], rounds: int, count: int) -> int:
    """A row for each action; how many miss the floor."""
    corpus = folder / "many"
    corpus.mkdir()
    for number in range(_ARTICLES):
        text = material.prose(30_000, wide=False, seed=number)
        (corpus / f"{number:04}.txt").write_text(text, encoding="utf-8")
    where = ("--annotations", str(folder / "annotations"), "--as-is")
    subprocess.run([reader, "prepare", str(corpus), *where], env=dict(environment), check=True, capture_output=True)
    for file in (folder / "cache" / "catalogues").glob("*.sqlite"):
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("DELETE FROM meta WHERE name = ?", (FOUND_BY,))  # as if another finder had found the names
    player = players.reader(reader, corpus, folder / "annotations", "article 1/", "--as-is", "--article", "many/0000")
    stopped = {action: Series() for action in ACTIONS}
    running = {action: Series() for action in ACTIONS}
    program = Program(player.command, environment, player.folder)
    try:
        program.wait_for(player.shows)
        program.wait_for(_AT_WORK)
        for turn in range(rounds * len(ACTIONS)):
            action = ACTIONS[turn % len(ACTIONS)]
            for into, sign in ((stopped, signal.SIGSTOP), (running, signal.SIGCONT)):
                for pid in program.tree():
                    if pid != program.pid:
                        os.kill(pid, sign)
                program.replay(program.burst(first=0.3))
                found = rows.in_turn([player], {player.name: program}, action, count, "paint")[player.name]
                if _AT_WORK in program.emulator.text:
                    into[action].figures += found.figures
            if _AT_WORK not in program.emulator.text:
                break
    finally:
        program.close(player.leave)
    fewest = min(len(running[action].figures) for action in ACTIONS)
    if fewest < min(_ENOUGH, rounds * count):
        print(f"the entities were all found after {fewest} keys of an action: too few to tell", file=sys.stderr)
        return 1
    return sum(_said(action, stopped[action], running[action]) for action in ACTIONS)


def _said(action: str, stopped: Series, running: Series) -> bool:
    """Print a row; whether it misses the floor."""
    ratio = running.percentile(95) / stopped.percentile(95)
    missed = ratio > TIMES
    print(
        f"key → paint, {action}: {stopped.p50:.2f} / {stopped.percentile(95):.2f} ms without finders, "
        f"{running.p50:.2f} / {running.percentile(95):.2f} ms while they run, p95 × {ratio:.2f} (floor {TIMES})"
        f"{'  MISSED' if missed else ''}",
        flush=True,
    )
    return missed


if __name__ == "__main__":
    sys.exit(main())
