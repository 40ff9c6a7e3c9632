"""What every group of rows needs to know: the corpora, the programs' environment, and how much to measure."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar

from reader.library.catalogue import Catalogue
from reader.library.preparing.crew import Crew, crew_of
from reader.library.preparing.preparation import Summary
from reader.library.preparing.run import Progress
from reader.project.catalogued import catalogue_of, preparation
from sized.corpora import Made, made
from sized.news import Source

JUDGED_FROM = 10_000
"""Articles from which on the catalogue's figures are judged: of fewer, what has nothing to do with their number is most of it."""


class CannotRun(Exception):
    """Something that is to be measured cannot be."""


@dataclass(frozen=True)
class Bench:
    """A run.

    Attributes:
        folder: where corpora, catalogues and the programs' own files are.
        rows: whether corpora are JSONL files.
        sizes: of the corpora, ascending.
    """

    folder: Path
    environment: dict[str, str]
    reader: str
    source: Source
    seed: int
    rows: bool
    sizes: Sequence[int]
    quick: bool
    _made: dict[int, Made] = field(default_factory=dict)

    @property
    def large(self) -> list[int]:
        """The sizes at which a figure is one of the catalogue, and not of all that surrounds it."""
        return [size for size in self.sizes if size >= 1000]

    def corpus(self, size: int) -> Made:
        """The corpus of that size."""
        if size not in self._made:
            say(f"the corpus of {size:,} articles")
            self._made[size] = made(self.folder / "corpora", self.source, size, self.seed, rows=self.rows)
        return self._made[size]

    def warm(self, size: int) -> Made:
        """The corpus with its catalogue complete and up to date.

        Raises:
            CannotRun: the preparation leaves something undone.
        """
        corpus = self.corpus(size)
        say(f"the catalogue of {size:,} articles")
        with crew(2) as workers:
            if not prepare(corpus, workers).summary.complete:
                raise CannotRun(f"the catalogue of {size:,} articles could not be completed")
        return corpus


def say(what: str) -> None:
    """Say what is done now, on standard error."""
    print(f"  {what}", file=sys.stderr, flush=True)


def catalogue_file(corpus: Made) -> Path:
    """Where the catalogue of a corpus is."""
    return catalogue_of(corpus.project, False)


@contextmanager
def crew(workers: int) -> Iterator[Crew]:
    """So many processes; none is this one."""
    found = crew_of(workers)
    try:
        yield found
    finally:
        found.close()


@dataclass
class Stages:
    """A preparation that was watched.

    Attributes:
        filled: seconds until all articles could be listed and searched.
        seconds: of each stage.
    """

    summary: Summary
    filled: float
    seconds: dict[str, float]


def prepare(
    corpus: Made, workers: Crew, *, filling_only: bool = False, heard: Callable[[Progress], None] | None = None
) -> Stages:
    """Bring the catalogue up to date in this process, as `reader prepare` and the librarian do.

    Args:
        filling_only: whether to stop before copies and names are looked for.
        heard: is told of its progress as well.
    """
    began = stage_began = time.perf_counter()
    stage, seconds, filled = "looking", dict[str, float](), 0.0

    def post(progress: Progress) -> None:
        nonlocal stage, stage_began, filled
        now = time.perf_counter()
        if progress.stage != stage:
            seconds[stage] = seconds.get(stage, 0.0) + now - stage_began
            if stage == "articles":
                filled = now - began
            stage, stage_began = progress.stage, now
        if heard is not None:
            heard(progress)

    with closing(Catalogue(catalogue_file(corpus))) as catalogue:
        prepared = preparation(corpus.project, catalogue, workers, as_is=False, post=post, checked=False)
        summary = prepared.run(cancelled=lambda: filling_only and filled > 0)
    now = time.perf_counter()
    seconds[stage] = seconds.get(stage, 0.0) + now - stage_began
    return Stages(summary, filled or now - began, seconds)


@contextmanager
def on_cores(cores: int) -> Iterator[int]:
    """Keep this process, and what it starts, on so many cores; how many it are: all where that cannot be told."""
    if not hasattr(os, "sched_setaffinity"):
        yield os.cpu_count() or 1
        return
    before = os.sched_getaffinity(0)
    kept = set(sorted(before)[:cores])
    os.sched_setaffinity(0, kept)
    try:
        yield len(kept)
    finally:
        os.sched_setaffinity(0, before)


T = TypeVar("T")
P = ParamSpec("P")


def timed(what: Callable[P, T], *values: P.args, **named: P.kwargs) -> tuple[T, float]:
    """What a function gives, and how many milliseconds it took."""
    began = time.perf_counter()
    found = what(*values, **named)
    return found, (time.perf_counter() - began) * 1000


def ran(command: Sequence[str], bench: Bench, most: int = 0) -> None:
    """Run a command to its end.

    Args:
        most: the highest exit status that is none of a failure.

    Raises:
        CannotRun: it failed.
    """
    done = subprocess.run(command, env=bench.environment, capture_output=True, stdin=subprocess.DEVNULL)
    if not 0 <= done.returncode <= most:
        said = done.stderr.decode(errors="replace").strip()
        raise CannotRun(f"{' '.join(command[:2])}: {said[-300:]}")
