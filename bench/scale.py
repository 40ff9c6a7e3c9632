"""Measure what a corpus of a hundred thousand articles costs beside one of five: the first filling of the catalogue, its refresh,
the list on the screen, the search.

    python bench/scale.py [--quick] [--only GROUP …] [--sizes 5,10000,100000] [--folder DIR] [--rows] [--json FILE]

Needs the extra `test` and development data (READER_DEV_DATA), of which the corpora are made. Exit status: 0 when every floor is
kept, 1 when one is missed, 2 when something cannot be run. See README.md for what each row means.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from cleaning import find_data
from sized import cluster, figures, filling, news, refreshing, screen, searching
from sized.bench import Bench, CannotRun
from sized.figures import Row
from timing import players

from reader.errors import ReaderError

GROUPS: dict[str, tuple[str, Callable[[Bench], Iterator[Row]]]] = {
    "filling": ("First filling of the catalogue", filling.measure),
    "cluster": ("The same by a Dask cluster", cluster.measure),
    "refresh": ("Refresh of an unchanged corpus", refreshing.measure),
    "screen": ("The list on the screen, with a warm catalogue (p50 / p95)", screen.measure),
    "search": ("Searching the corpus (p50 / p95)", searching.measure),
}


def main() -> int:
    """Run the groups; the exit status."""
    options = _options()
    reader = options.reader or players.installed("reader")
    if reader is None:
        print("there is no `reader`: pip install -e '.[test]'", file=sys.stderr)
        return 2
    try:
        source = news.source(options.data)
    except FileNotFoundError as error:
        print(f"no {error.filename}: set READER_DEV_DATA to the folder of development data", file=sys.stderr)
        return 2
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reader-scale-")))
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        environment = players.environment(folder)
        # Where a run that was broken off stopped reading.
        shutil.rmtree(environment["READER_STATE_DIR"], ignore_errors=True)
        os.environ.update({name: value for name, value in environment.items() if name.startswith("READER_")})
        bench = Bench(folder, environment, reader, source, options.seed, options.rows, options.sizes, options.quick)
        found, broken = _run(bench, options.only or list(GROUPS))
    print(_preface(options), figures.tables(found, {group: title for group, (title, _) in GROUPS.items()}), sep="\n")
    missed = [row for row in found if row.missed]
    print(f"{len(missed)} of {len(found)} rows miss a floor" if missed else "every floor is kept")
    if options.json:
        options.json.write_text(json.dumps([figures.record(row) for row in found], indent=1), encoding="utf-8")
    return 2 if broken else 1 if missed else 0


def _run(bench: Bench, groups: list[str]) -> tuple[list[Row], bool]:
    """The rows of the groups; and whether one of these could not be finished."""
    found: list[Row] = []
    broken = False
    for group in groups:
        try:
            for row in GROUPS[group][1](bench):
                found.append(row)
                print(f"{group}: {row.size:,} articles, {row.what}", file=sys.stderr, flush=True)
        except (CannotRun, TimeoutError, ReaderError) as error:
            print(f"{group} could not be finished: {error}", file=sys.stderr)
            broken = True
    return found, broken


def _sizes(text: str) -> list[int]:
    return sorted({int(part) for part in text.split(",")})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what the size of a corpus costs.")
    parser.add_argument(
        "--quick", action="store_true", help="few articles, keys and queries: whether it runs, not how fast"
    )
    parser.add_argument("--only", choices=list(GROUPS), nargs="+", help="some groups of rows")
    parser.add_argument("--sizes", type=_sizes, help="articles, with commas (default: 5,10000,100000; quick: 5,1000)")
    parser.add_argument("--rows", action="store_true", help="each corpus one JSONL file, not a folder of text files")
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="make corpora and catalogues there, keep and reuse them"
    )
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--data", type=Path, default=find_data(), metavar="DIR", help="the development data")
    parser.add_argument("--reader", metavar="FILE", help="the console script, when it is not beside this Python")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure")
    options = parser.parse_args()
    options.sizes = options.sizes or ([5, 1000] if options.quick else [5, 10_000, 100_000])
    return options


def _preface(options: argparse.Namespace) -> str:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, load {load} at the end; "
        f"corpora: {'a JSONL file' if options.rows else 'folders of text files'}, seed {options.seed}."
        f"{' QUICK: too little for figures.' if options.quick else ''}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
