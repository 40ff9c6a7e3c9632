"""Searching the corpus: the newest 50, all of them, and the passages, beside a table of SQLite and grep."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing

from timing.material import ANNOTATOR
from timing.rows import Series

from reader.library.catalogue import Catalogue
from reader.library.hits import Concordance, Hit, hits
from reader.library.query import parse
from reader.library.search import Search
from sized.bench import Bench, CannotRun, catalogue_file, ran, say, timed
from sized.corpora import Made
from sized.figures import READER, Judged, Row
from sized.plain import Plain
from sized.queries import Query, queries

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
    for turn in range(rounds + 1):  # the first one only fills the caches
        for query in asked:
            keys, took = timed(newest, catalogue, query)
            if turn:
                ours[query.kind].figures.append(took)
            if not query.match:
                continue
            same, took = timed(plain.newest, query.match, *query.days)
            if turn:
                theirs[query.kind].figures.append(took)
            elif len(same) != len(keys):
                raise CannotRun(f"{query.text!r} finds {len(keys)} articles, and {len(same)} by {_PLAIN}")
    for kind, series in ours.items():
        beside = {_PLAIN: theirs[kind]} if kind in theirs else {}
        yield Row("search", size, f"newest {NEWEST}, {kind}", "ms", {READER: series} | beside, _limits(size, series))
    for what, kinds in (("all that plain SQLite can be asked", list(theirs)), ("all", list(ours))):
        found = {READER: _together(ours, kinds)} | ({_PLAIN: _together(theirs, kinds)} if what != "all" else {})
        yield Row("search", size, f"newest {NEWEST}, {what}", "ms", found, _limits(size, found[READER]))


def _whole(size: int, asked: Sequence[Query], catalogue: Catalogue) -> Iterator[Row]:
    """What follows once the newest are shown: all hits, their number, and the passages of the newest."""
    everything, count, lines = Series(), Series(), Series()
    for query in asked:
        everything.figures.append(timed(_search(catalogue, query).all_keys)[1])
        count.figures.append(timed(_search(catalogue, query).count)[1])
        lines.figures.append(timed(_passages, catalogue, query, newest(catalogue, query))[1])
    yield Row("search", size, "all hits, in order", "ms", {READER: everything})
    yield Row("search", size, "their number", "ms", {READER: count})
    yield Row("search", size, f"the concordance of {NEWEST}", "ms", {READER: lines})


def _commands(bench: Bench, corpus: Made, asked: Sequence[Query], catalogue: Catalogue) -> Iterator[Row]:
    """Single words by grep, and by the command with its start."""
    grep = ("grep", "-rlwi" if corpus.is_folder else "-wic")
    name = " ".join(grep)
    inside: dict[str, Series] = {READER: Series(), name: Series()}
    for query in asked:
        inside[READER].figures.append(timed(newest, catalogue, query)[1])
        if shutil.which("grep"):
            inside[name].figures.append(timed(ran, (*grep, query.word, str(corpus.corpus)), bench, most=1)[1])
    yield Row("search", corpus.size, f"newest {NEWEST}, a word", "ms", inside)
    whole = Series()
    for query in asked:
        own = (bench.reader, "search", *corpus.arguments, "--limit", str(NEWEST), query.text)
        whole.figures.append(timed(ran, own, bench, most=1)[1])
    yield Row("search", corpus.size, "`reader search`, all of it", "ms", {READER: whole, name: inside[name]})


def newest(catalogue: Catalogue, query: Query) -> list[int]:
    """What is timed: from the text of a query to keys."""
    return _search(catalogue, query).newest(NEWEST)


def _passages(catalogue: Catalogue, query: Query, keys: Sequence[int]) -> list[Hit]:
    return list(hits(catalogue, keys, Concordance(parse(query.text, typing=query.typing)), ANNOTATOR))


def _search(catalogue: Catalogue, query: Query) -> Search:
    return Search(catalogue, parse(query.text, typing=query.typing), ANNOTATOR)


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
