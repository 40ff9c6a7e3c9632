"""Looking at an unchanged corpus once more, beside a bare walk over the same folders."""

from __future__ import annotations

import os
from collections.abc import Iterator

from timing.rows import Series

from sized.bench import Bench, crew, prepare, ran, say, timed
from sized.corpora import Made
from sized.figures import READER, Judged, Row, of

FLOOR, GOAL = 1.3, 1.2
JUDGED_FROM = 100_000  # of fewer files, what does not hang on their number is a part of it


def measure(bench: Bench) -> Iterator[Row]:
    """At each large size, in turn; and the whole command."""
    for size in bench.large:
        corpus = bench.warm(size)
        say(f"refresh of {size:,} articles")
        ours, bare = Series(), Series()
        for turn in range(3 if bench.quick else 8):
            refreshed, walked = timed(_refresh, corpus)[1], timed(walk, str(corpus.corpus))[1]
            if turn:
                ours.figures.append(refreshed)
                bare.figures.append(walked)
        judged = (
            (Judged("× walk", ours.p50 / bare.p50, FLOOR, GOAL),) if corpus.is_folder and size >= JUDGED_FROM else ()
        )
        yield Row("refresh", size, "refresh of what is unchanged", "ms", {READER: ours, "scandir + stat": bare}, judged)
        whole = of(timed(ran, (bench.reader, "prepare", *corpus.arguments), bench, most=1)[1])
        yield Row("refresh", size, "`reader prepare`, all of it", "ms", {READER: whole})


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
