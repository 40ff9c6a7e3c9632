"""The first filling of the catalogue beside cleaning alone, and how large the catalogue is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from itertools import islice
from multiprocessing import get_context

from timing.rows import Series

from reader.cleaning import clean
from reader.errors import Problem
from reader.library.catalogue import Catalogue, throw_away
from reader.project.articles import documents
from sized.bench import JUDGED_FROM, Bench, catalogue_file, crew, on_cores, prepare, say
from sized.corpora import Made
from sized.figures import READER, Judged, Row, of

SPEED, SIZE = 0.8, 1.3  # floors: × cleaning alone, × the text
_ALONE = 4_000  # documents that cleaning alone is measured with
WAYS = ((1, 1), (1, 2), (2, 2))  # workers, cores


def measure(bench: Bench) -> Iterator[Row]:
    """Each size by one worker on one core, by one that has another core beside it, and by two."""
    for size in bench.large:
        corpus = bench.corpus(size)
        bytes_each = corpus.bytes / size
        stages = None
        for workers, cores in WAYS if size <= 100_000 else WAYS[-1:]:
            say(f"filling with {size:,} articles, {workers} of {cores}")
            alone = Series([_alone(corpus, workers, cores)])
            throw_away(catalogue_file(corpus))
            with on_cores(cores) as had, crew(workers) as hands:
                stages = prepare(corpus, hands, filling_only=True)
            alone.figures.append(_alone(corpus, workers, cores))
            speed = stages.summary.articles / stages.filled
            yield Row(
                "filling",
                size,
                f"prepare, {_count(workers, 'worker')}",
                "articles/s",
                {READER: of(speed), f"cleaning alone, {_count(workers, 'process', 'es')}": alone},
                _judged(size, Judged("× cleaning alone", speed / alone.p50, SPEED, at_least=True)),
                f"{_count(had, 'core')}; {speed * bytes_each / 1e6:.2f} MB/s",
            )
        if stages is not None:
            yield from _size(corpus, "articles and full text")
        say(f"copies and names of {size:,} articles")
        with crew(2) as hands:
            stages = prepare(corpus, hands)
        for stage in ("copies", "names"):
            if stage in stages.seconds:
                speed = size / stages.seconds[stage]
                yield Row("filling", size, f"the stage `{stage}`, 2 workers", "articles/s", {READER: of(speed)})
        yield from _size(corpus, "complete")


def _size(corpus: Made, what: str) -> Iterator[Row]:
    """What the catalogue takes beside the cleaned texts in it."""
    file = catalogue_file(corpus)
    with closing(Catalogue(file)) as catalogue:
        keys = catalogue.db.execute("SELECT key FROM text")
        text = sum(len(catalogue.text(key).encode()) for (key,) in keys)
        catalogue.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = sum(part.stat().st_size for part in file.parent.glob(f"{file.name}*"))
    yield Row(
        "filling",
        corpus.size,
        f"catalogue, {what}",
        "MB",
        {READER: of(size / 1e6), "cleaned text as UTF-8": of(text / 1e6), "the corpus": of(corpus.bytes / 1e6)},
        _judged(corpus.size, Judged("× text", size / text, SIZE)),
    )


def _judged(size: int, judged: Judged) -> tuple[Judged, ...]:
    return (judged,) if size >= JUDGED_FROM else ()


def _alone(corpus: Made, processes: int, cores: int) -> float:
    """Articles a second by a loop over documents in memory that only cleans them, in so many processes at once."""
    with (
        on_cores(min(processes, cores)),
        ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool,
    ):
        return sum(pool.map(clean_alone, [corpus] * processes, range(processes), [processes] * processes))


def clean_alone(corpus: Made, part: int, parts: int) -> float:
    """Articles a second of one such loop, in its own process, which stands back for others as a worker does."""
    if hasattr(os, "nice"):
        os.nice(10)
    read = [found for found in islice(documents(corpus.project), _ALONE) if not isinstance(found, Problem)]
    clean(*read[0])  # what is imported and compiled late
    own = read[part::parts]
    began = time.perf_counter()
    for document, amendments in own:
        clean(document, amendments)
    return len(own) / (time.perf_counter() - began)


def _count(number: int, what: str, plural: str = "s") -> str:
    return f"{number} {what}{plural if number != 1 else ''}"
