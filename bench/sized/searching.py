"""Searching the corpus: the newest 50, all of them, and the passages, beside a table of SQLite and grep."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from sized.bench import Bench, CannotRun, catalogue_file, say
from sized.corpora import Made
from sized.figures import READER, Judged, Row
from sized.plain import Plain
from sized.queries import Query, queries
from timing.material import ANNOTATOR
from timing.rows import Series

from reader.library.catalogue import Catalogue
from reader.library.hits import Concordance, hits
from reader.library.query import parse
from reader.library.search import Search

NEWEST = 50
FLOOR, GOAL = 20.0, 5.0  # milliseconds, of a hundred thousand articles and fewer
_PLAIN = "plain SQLite"


def measure(bench: Bench) -> Iterator[Row]:
    """At each large size."""
    for size in bench.large:
        corpus = bench.warm(size)
        file = catalogue_file(corpus)
        say(f"plain SQLite with {size:,} articles")
        with (
            closing(Plain(corpus.annotations.parent / "plain.sqlite", file)) as plain,
            closing(Catalogue(file)) as catalogue,
        ):
            asked = queries(plain, size, _names(catalogue), _labels(catalogue), bench.seed, 3 if bench.quick else 20)
            say(f"searching {size:,} articles: {len(asked)} queries")
            yield from _newest(size, asked, catalogue, plain, 1 if bench.quick else 3)
            yield from _whole(size, asked, catalogue)
            few = _different([query for query in asked if query.word], 3 if bench.quick else 8)
            yield from _commands(bench, corpus, few, catalogue)


def _newest(size: int, asked: Sequence[Query], catalogue: Catalogue, plain: Plain, rounds: int) -> Iterator[Row]:
    """From the text of the query to the keys of the newest 50, by kinds and all together."""
    ours: dict[str, Series] = defaultdict(Series)
    theirs: dict[str, Series] = defaultdict(Series)
    for turn in range(rounds + 1):
        for query in asked:
            keys, took = _timed(lambda query=query: _search(catalogue, query).newest(NEWEST))  # type: ignore[misc]
            if turn:
                ours[query.kind].figures.append(took)
            if query.match:
                same, took = _timed(lambda query=query: plain.newest(query.match, *query.days))  # type: ignore[misc]
                if turn:
                    theirs[query.kind].figures.append(took)
                elif len(same) != len(keys):
                    raise CannotRun(f"{query.text!r} finds {len(keys)} articles, and {len(same)} by plain SQLite")
    for kind, series in ours.items():
        beside = {_PLAIN: theirs[kind]} if theirs[kind].figures else {}
        yield Row("search", size, f"newest {NEWEST}, {kind}", "ms", {READER: series} | beside, _limits(size, series))
    both = [kind for kind in ours if theirs[kind].figures]
    series = {READER: _together(ours, both), _PLAIN: _together(theirs, both)}
    yield Row("search", size, f"newest {NEWEST}, all that plain SQLite can be asked", "ms", series, _limits(size, series[READER]))
    everything = _together(ours, list(ours))
    yield Row("search", size, f"newest {NEWEST}, all", "ms", {READER: everything}, _limits(size, everything))


def _whole(size: int, asked: Sequence[Query], catalogue: Catalogue) -> Iterator[Row]:
    """What follows once the newest are shown: all hits, their number, and the passages of the newest."""
    everything, count, passages = Series(), Series(), Series()
    for query in asked:
        everything.figures.append(_timed(lambda query=query: _search(catalogue, query).all_keys())[1])  # type: ignore[misc]
        count.figures.append(_timed(lambda query=query: _search(catalogue, query).count())[1])  # type: ignore[misc]
        keys = _search(catalogue, query).newest(NEWEST)
        lines = Concordance(_parsed(query))
        passages.figures.append(_timed(lambda keys=keys, lines=lines: list(hits(catalogue, keys, lines, ANNOTATOR)))[1])  # type: ignore[misc]
    yield Row("search", size, "all hits, in order", "ms", {READER: everything})
    yield Row("search", size, "their number", "ms", {READER: count})
    yield Row("search", size, f"the concordance of {NEWEST}", "ms", {READER: passages})


def _commands(bench: Bench, corpus: Made, asked: Sequence[Query], catalogue: Catalogue) -> Iterator[Row]:
    """Single words by grep, and by the command with its start."""
    grep, inside, command = Series(), Series(), Series()
    for query in asked:
        inside.figures.append(_timed(lambda query=query: _search(catalogue, query).newest(NEWEST))[1])  # type: ignore[misc]
        if shutil.which("grep"):
            flags = "-rlwi" if corpus.is_folder else "-wic"
            grep.figures.append(_timed(lambda query=query: _ran(("grep", flags, query.word, str(corpus.corpus)), bench))[1])  # type: ignore[misc]
        own = (bench.reader, "search", *corpus.arguments, "--limit", str(NEWEST), query.text)
        command.figures.append(_timed(lambda own=own: _ran(own, bench))[1])  # type: ignore[misc]
    beside = {"grep -rlwi" if corpus.is_folder else "grep -wic": grep} if grep.figures else {}
    yield Row("search", corpus.size, f"newest {NEWEST}, a word", "ms", {READER: inside} | beside)
    yield Row("search", corpus.size, "`reader search`, all of it", "ms", {READER: command} | beside)


def _search(catalogue: Catalogue, query: Query) -> Search:
    return Search(catalogue, _parsed(query), ANNOTATOR)


def _parsed(query: Query):  # noqa: ANN202
    return parse(query.text, typing=query.typing)


def _limits(size: int, series: Series) -> tuple[Judged, ...]:
    return (Judged("ms p95", series.percentile(95), FLOOR, GOAL),) if size <= 100_000 else ()


def _together(series: dict[str, Series], kinds: Sequence[str]) -> Series:
    return Series([figure for kind in kinds for figure in series[kind].figures])


def _different(asked: Sequence[Query], count: int) -> list[Query]:
    """Some of them, one of each kind after the other."""
    by_kind: dict[str, list[Query]] = defaultdict(list)
    for query in asked:
        by_kind[query.kind].append(query)
    rounds = [query for queries in zip(*by_kind.values(), strict=False) for query in queries]
    return rounds[:count]


def _names(catalogue: Catalogue) -> list[str]:
    """Words of the names of entities that a hundredth of the articles or more have."""
    catalogue.db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'named', 'row')")
    rows = catalogue.db.execute("SELECT term FROM terms WHERE length(term) > 3 ORDER BY doc DESC, term LIMIT 200")
    return [term for (term,) in rows if term.isalpha()]


def _labels(catalogue: Catalogue) -> list[str]:
    return [label for (label,) in catalogue.db.execute("SELECT DISTINCT label FROM sheet_label ORDER BY label")]


def _timed(what: Callable[[], object]):  # noqa: ANN202
    """What it gives, and milliseconds."""
    began = time.perf_counter()
    found = what()
    return found, (time.perf_counter() - began) * 1000


def _ran(command: Sequence[str | Path], bench: Bench) -> None:
    done = subprocess.run(command, env=bench.environment, capture_output=True, stdin=subprocess.DEVNULL)
    if done.returncode > 1:  # 1: nothing was found
        raise CannotRun(f"{' '.join(map(str, command[:2]))}: {done.stderr.decode(errors='replace').strip()[-300:]}")
