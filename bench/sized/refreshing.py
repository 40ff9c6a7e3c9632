"""Looking at an unchanged corpus once more, beside a bare walk over the same folders."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator

from sized.bench import Bench, CannotRun, crew, prepare, say
from sized.corpora import Made
from sized.figures import READER, Judged, Row, of
from timing.rows import Series

FLOOR, GOAL = 1.3, 1.2


def measure(bench: Bench) -> Iterator[Row]:
    """At each large size, in turn; and the whole command."""
    for size in bench.large:
        corpus = bench.warm(size)
        say(f"refresh of {size:,} articles")
        ours, bare = Series(), Series()
        for turn in range(3 if bench.quick else 8):
            refreshed, walked = _took(lambda: _refresh(corpus)), _took(lambda: walk(str(corpus.corpus)))
            if turn:
                ours.figures.append(refreshed)
                bare.figures.append(walked)
        judged = (Judged("× walk", ours.p50 / bare.p50, FLOOR, GOAL),) if corpus.is_folder else ()
        yield Row("refresh", size, "refresh of what is unchanged", "ms", {READER: ours, "scandir + stat": bare}, judged)
        command = (bench.reader, "prepare", *corpus.arguments)
        yield Row("refresh", size, "`reader prepare`, all of it", "ms", {READER: of(_took(lambda: _run(command, bench)))})


def _refresh(corpus: Made) -> None:
    with crew(0) as alone:
        prepare(corpus, alone)


def walk(folder: str) -> int:
    """The sizes and times of all files below a folder, by nothing but what the system gives; how many there are."""
    count = 0
    try:
        entries = os.scandir(folder)
    except NotADirectoryError:
        os.stat(folder)
        return 1
    with entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                count += walk(entry.path)
            else:
                status = entry.stat(follow_symlinks=False)
                count += bool((status.st_size, status.st_mtime_ns))
    return count


def _took(what: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


def _run(command: tuple[str, ...], bench: Bench) -> None:
    done = subprocess.run(command, env=bench.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise CannotRun(f"{' '.join(command[:2])}: {done.stderr.strip()[-300:]}")
