"""`reader prepare`: the catalogue of a corpus filled, with how far it is on standard error and the counts on standard output."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Literal

import msgspec

from reader.cli.console import DONE, INTERRUPTED, PROBLEMS, WRONG, data_stream, put, say, say_problem
from reader.cli.progress import RewrittenLine
from reader.errors import UsageError
from reader.text.counts import counted

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue
    from reader.library.preparing.crew import Crew
    from reader.library.preparing.preparation import Summary
    from reader.library.preparing.run import Progress
    from reader.project.place import Project

_WORDS = {
    "looking": "looking at the folders",
    "sheets": "reading sheets",
    "articles": "cleaning articles",
    "copies": "looking for copies",
    "names": "finding entities",
}
_SPARSE = 30.0  # seconds between two lines where they cannot be rewritten
_BUSY = 0.5  # seconds between two looks whether another program has ended


def prepare_corpus(
    project: Project, *, workers: int, address: str | None, time_limit: float, as_is: bool, as_json: bool
) -> int:
    """Fill the catalogue of a project, or bring it up to date; the exit status.

    Raises:
        InputError, UsageError: there is no such corpus, or it cannot be read; there is no cluster.
        MissingExtra: `distributed` is not installed.
        CatalogueError, WorkersFail: the catalogue cannot be written, no worker can be had.
    """
    from reader.entities.engine import usable
    from reader.library.catalogue import Catalogue
    from reader.library.preparing.problems import problems_of
    from reader.project.catalogued import catalogue_of, finder_missing, preparation

    if project.corpus_path is None:
        raise UsageError("standard input has no catalogue", hint="save it in a file")
    line = ProgressLine()
    _, missing = usable(project.engine)
    if missing is not None:
        say_problem(missing)
    catalogue = Catalogue(catalogue_of(project, as_is))
    try:
        crew = _crew(workers, address)
        try:
            ready = preparation(project, catalogue, crew, as_is=as_is, time_limit=time_limit, post=line.show)
            with interrupts() as interrupted:
                summary = _run_when_free(lambda: ready.run(interrupted), interrupted)
            line.end()
        finally:
            crew.close()
        for problem in problems_of(catalogue):
            say_problem(problem)
        if catalogue.is_temporary:
            say("note: the cache folder cannot be written; what was prepared is gone now")
        if missing is None and summary.complete:
            missing = finder_missing(project, catalogue)
            if missing is not None:
                say_problem(missing)
    finally:
        catalogue.close()
    _print(summary, as_json)
    if not summary.complete:
        say("interrupted; the rest goes on next time")
        return INTERRUPTED
    if not summary.articles:
        return WRONG
    return PROBLEMS if summary.problems or missing is not None else DONE


def bring_up_to_date(
    project: Project,
    catalogue: Catalogue,
    *,
    as_is: bool,
    wanted: Literal["articles", "copies", "names"],
    waits: bool = False,
) -> int:
    """Have a catalogue hold what the corpus and the sheets hold now, and say how far it is; the exit status.

    Args:
        wanted: what is needed of it; entities take the longest to find.
        waits: whether to wait for another program that fills it.

    Raises:
        CatalogueError, WorkersFail: the catalogue cannot be written, no worker can be had.
    """
    from reader.library.preparing.crew import crew_of
    from reader.project.catalogued import finder_missing, preparation

    line = ProgressLine()
    has_enough = False
    too_far = {"articles": ("copies", "names"), "copies": ("names",), "names": ()}[wanted]

    def post(progress: Progress) -> None:
        nonlocal has_enough
        has_enough = progress.stage in too_far
        line.show(progress)

    crew = crew_of(os.cpu_count() or 1)
    try:
        with interrupts() as interrupted:
            ready = preparation(project, catalogue, crew, as_is=as_is, post=post)
            summary = _run_when_free(lambda: ready.run(lambda: interrupted() or has_enough), interrupted, waits=waits)
            line.end()
            if interrupted():
                say("interrupted; the rest goes on next time")
                return INTERRUPTED
    finally:
        crew.close()
    if summary.busy:
        say("another program is filling the catalogue: only what it holds by now is searched")
        return PROBLEMS
    missing = finder_missing(project, catalogue) if wanted == "names" else None
    if missing is not None:
        say_problem(missing)
    if summary.problems:
        say(f"{counted(summary.problems, 'problem')} of the corpus; `reader prepare` lists them")
    return PROBLEMS if missing is not None else DONE


def _crew(workers: int, address: str | None) -> Crew:
    from reader.library.preparing.crew import Cluster, crew_of

    if address is None:
        return crew_of(workers)
    crew = Cluster(address)
    if not address.startswith(("tls://", "wss://")):
        say("note: the texts of the corpus travel to the workers unencrypted, unless the cluster is set up otherwise")
    return crew


@contextmanager
def interrupts() -> Iterator[Interrupted]:
    """Ctrl-C is noted for as long as this lasts, and stops nothing at once; a second one does."""
    interrupted = Interrupted()
    before = signal.signal(signal.SIGINT, interrupted.note)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


class Interrupted:
    def __init__(self) -> None:
        self._is = False

    def __call__(self) -> bool:
        return self._is

    def note(self, number: int, frame: FrameType | None) -> None:
        if self._is:
            raise KeyboardInterrupt
        self._is = True


class ProgressLine:
    """How far it is: one line that is rewritten on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._rewrites = sys.stderr.isatty()
        self._said = time.monotonic()
        self._line = RewrittenLine()

    def show(self, progress: Progress) -> None:
        of = f" of {progress.total:,}" if progress.total else ""
        done = f": {progress.done:,}{of}" if progress.done or of else ""
        bad = f", {counted(progress.problems, 'problem')}" if progress.problems else ""
        text = f"{_WORDS[progress.stage]}{done}{bad}"
        if self._rewrites:
            self._line.show(text)
        elif time.monotonic() - self._said >= _SPARSE:
            self._said = time.monotonic()
            say(text)

    def end(self) -> None:
        """Leave standard error to others."""
        self._line.clear()


def _print(summary: Summary, as_json: bool) -> None:
    if as_json:
        data_stream().write(msgspec.json.encode(summary) + b"\n")
        return
    changes = [(summary.new, "new"), (summary.changed, "changed"), (summary.gone, "gone")]
    said = ", ".join(f"{count:,} {what}" for count, what in changes if count) or "nothing new"
    put(f"{counted(summary.articles, 'article')} ({said}) in {summary.seconds:.1f} s")
    if summary.copies:
        put(f"{counted(summary.copies, 'article')} near to another one")
    if summary.repeats:
        put(f"{counted(summary.repeats, 'row')} that repeat an article")
    if summary.problems:
        put(counted(summary.problems, "problem"))


def _run_when_free(run: Callable[[], Summary], interrupted: Callable[[], bool], *, waits: bool = True) -> Summary:
    """Fill the catalogue, once no other program does; without waiting the summary says that one does."""
    told = False
    while (summary := run()).busy and waits and not interrupted():
        if not told:
            say("another program is filling the catalogue; waiting for it")
        told = True
        time.sleep(_BUSY)
    return summary
