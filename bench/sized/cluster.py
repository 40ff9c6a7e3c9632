"""The same catalogue by one process and by two Dask workers, also when one of them is killed midway."""

from __future__ import annotations

import importlib.util
import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from reader.library.catalogue import throw_away
from reader.library.preparing.crew import Cluster
from reader.library.preparing.run import Progress
from sized.bench import Bench, Stages, catalogue_file, crew, prepare, say
from sized.contents import contents, differences
from sized.corpora import Made
from sized.figures import READER, Judged, Row, of

_MIDWAY = 0.3  # of the articles


def measure(bench: Bench) -> Iterator[Row]:
    """At the smallest of the large sizes."""
    if importlib.util.find_spec("distributed") is None:
        say("Dask is not here and is left out: pip install distributed")
        return
    for size in bench.large[:1]:
        corpus = bench.corpus(size)
        say(f"{size:,} articles by this process")
        throw_away(catalogue_file(corpus))
        with crew(0) as alone:
            own = prepare(corpus, alone)
        expected = contents(catalogue_file(corpus))
        for kill in (False, True):
            say(f"{size:,} articles by two Dask workers{', one of them killed' if kill else ''}")
            throw_away(catalogue_file(corpus))
            stages, killed = _by_cluster(corpus, kill=kill)
            wrong = differences(expected, contents(catalogue_file(corpus)))
            if wrong:
                say(f"not the same: {', '.join(wrong[:10])}{' …' if len(wrong) > 10 else ''}")
            yield Row(
                "cluster",
                size,
                f"prepare, 2 Dask workers{', one killed midway' if kill else ''}",
                "articles/s",
                {READER: of(size / sum(stages.seconds.values())), "one process": of(size / sum(own.seconds.values()))},
                (Judged("differences between the catalogues", len(wrong) + (kill and not killed), 0),),
                "" if killed or not kill else "it was over before a worker could be killed",
            )


def _by_cluster(corpus: Made, *, kill: bool) -> tuple[Stages, bool]:
    """Prepare on a cluster of its own; and whether a worker was killed."""
    killed = False
    with _two_workers() as cluster:

        def heard(progress: Progress) -> None:
            nonlocal killed
            if kill and not killed and progress.stage == "articles" and progress.done > _MIDWAY * corpus.size:
                _kill_one(cluster)
                killed = True

        with closing(Cluster(cluster.scheduler_address)) as workers:
            return prepare(corpus, workers, heard=heard), killed


@contextmanager
def _two_workers() -> Iterator[Any]:
    from distributed import LocalCluster

    cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50)
    try:
        yield cluster
    finally:
        cluster.close()


def _kill_one(cluster: Any) -> None:
    nanny = next(iter(cluster.workers.values()))
    os.kill(nanny.pid, signal.SIGKILL)
