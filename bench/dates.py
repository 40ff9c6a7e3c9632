"""Measure the date of publication that cleaning finds, beside other ways to find one.

    python bench/dates.py [--lang en|xx|all] [--field text|lead] [--no-html] [--data DIR]

DIR (default: READER_DEV_DATA, else ../shared/data beside the repository) holds `dates/dates_text.jsonl.gz` and
`dates/dates_html.jsonl.gz`: pages with the gold date, as text and as HTML. *Of all*: right of all pages; *of answered*:
right of those that got a date. Ratios are to the first date found. dateutil and htmldate take part when they are
installed; htmldate reads text wrapped as a page, because it knows no other.

Exits with 1 when reader's English figures on text fall below the floor.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FLOOR_OF_ALL, FLOOR_OF_ANSWERED = 0.87, 0.93

Finder = Callable[[str], str | None]


@dataclass
class Result:
    """What one way of finding dates reaches."""

    pages: int = 0
    answered: int = 0
    right: int = 0
    seconds: float = 0.0

    @property
    def of_all(self) -> float:
        return self.right / max(1, self.pages)

    @property
    def of_answered(self) -> float:
        return self.right / max(1, self.answered)


def find_data() -> Path:
    """The folder of development data; it need not exist."""
    given = os.environ.get("READER_DEV_DATA")
    return Path(given) if given else Path(__file__).resolve().parents[2] / "shared" / "data"


def fold(url: str, folds: int, seed: int = 0) -> int:
    """The part that a site belongs to, by its domain, the same in every run."""
    site = ".".join((urlsplit(url).hostname or url).split(".")[-2:])
    return int(hashlib.sha256(f"{seed or ''}{site}".encode()).hexdigest(), 16) % folds


def rows(data: Path, *, html: bool = True) -> list[dict[str, Any]]:
    """The pages with a gold date; on demand with their `html` and its `visible` text. Empty without the data."""
    folder = data / "dates"
    if not (folder / "dates_text.jsonl.gz").is_file():
        return []
    found = {row["id"]: row for row in _lines(folder / "dates_text.jsonl.gz") if row["date"]}
    if html and (folder / "dates_html.jsonl.gz").is_file():
        from reader.corpus.html import page_of

        for row in _lines(folder / "dates_html.jsonl.gz"):
            if row["id"] in found:
                found[row["id"]] |= {"html": row["html"], "visible": page_of(row["html"]).text}
    return list(found.values())


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def date_of(text: str) -> str | None:
    """The date of publication of a bare text, as `reader clean` gives it."""
    from reader.cleaning import clean
    from reader.corpus.document import Document

    return clean(Document("-", "-", text)).date


def date_of_html(html: str) -> str | None:
    """The same of a page, read as the corpus room reads it."""
    from reader.cleaning import clean
    from reader.corpus.document import Document
    from reader.corpus.html import page_of

    page = page_of(html)
    return clean(Document("-", "-", page.text, page.metadata, votes=page.votes, marks=page.marks)).date


def first_date(text: str) -> str | None:
    """The first date of the text that can be read in one way."""
    from reader.cleaning.dates import dates_in

    return next((w.iso for w in dates_in(text) if w.iso), None)


def peers() -> tuple[dict[str, Finder], dict[str, Finder]]:
    """Other finders, those of text and those of HTML."""
    on_text: dict[str, Finder] = {"first date found": first_date}
    on_html: dict[str, Finder] = {}
    try:
        from dateutil import parser
    except ImportError:
        pass
    else:
        warnings.filterwarnings("ignore", module="dateutil")  # of time zones by name

        def by_dateutil(text: str) -> str | None:
            for line in text.splitlines():
                if len(line) <= 80 and any(c.isdigit() for c in line):
                    try:
                        found = parser.parse(line, fuzzy=True)
                    except (ValueError, OverflowError):
                        continue
                    if 1990 <= found.year <= 2100:
                        return found.date().isoformat()
            return None

        on_text["dateutil"] = by_dateutil
    try:
        from htmldate import find_date
    except ImportError:
        pass
    else:

        def by_htmldate(html: str) -> str | None:
            return find_date(html, original_date=True)

        def wrapped(text: str) -> str | None:
            body = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
            return by_htmldate(f"<html><body>{body}</body></html>")

        on_text["htmldate"] = wrapped
        on_html["htmldate"] = by_htmldate
    return on_text, on_html


def measure(find: Finder, pages: list[dict[str, Any]], field: str) -> Result:
    """Ask for the date of every page that has the field."""
    result = Result()
    for row in pages:
        if field not in row:
            continue
        started = time.perf_counter()
        try:
            said = find(row[field])
        except Exception as error:  # a finder that stumbles has found nothing, and that is told
            print(f"{getattr(find, '__name__', find)} raises {error!r} on {row['id']}", file=sys.stderr)
            said = None
        result.seconds += time.perf_counter() - started
        result.pages += 1
        result.answered += said is not None
        result.right += said == row["date"]
    return result


def table(results: dict[str, Result], base: str) -> str:
    """The results side by side; the ratio is that of the share right of all."""
    out = [f"{'finder':<20}{'pages':>6}{'of all':>8}{'of answered':>13}{'ratio':>7}{'ms a page':>11}"]
    for name, r in results.items():
        ratio = r.of_all / max(1e-9, results[base].of_all)
        ms = 1000 * r.seconds / max(1, r.pages)
        out.append(f"{name:<20}{r.pages:>6}{r.of_all:>8.3f}{r.of_answered:>13.3f}{ratio:>7.2f}{ms:>11.1f}")
    return "\n".join(out)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the date of publication that cleaning finds.")
    parser.add_argument("--lang", default="en", choices=["en", "xx", "all"])
    parser.add_argument("--field", default="text", choices=["text", "lead"])
    parser.add_argument("--no-html", action="store_true")
    parser.add_argument("--data", type=Path, default=find_data())
    options = parser.parse_args()
    pages = [row for row in rows(options.data, html=not options.no_html) if options.lang in ("all", row["lang"])]
    if not pages:
        print(f"no dates in {options.data}: set READER_DEV_DATA to the folder of development data", file=sys.stderr)
        return 2
    on_text, on_html = peers()
    results = {name: measure(find, pages, options.field) for name, find in {**on_text, "reader": date_of}.items()}
    print(f"text ({options.field}), {options.lang}\n{table(results, 'first date found')}")
    if not options.no_html:
        of_html = {name: measure(find, pages, "html") for name, find in {**on_html, "reader": date_of_html}.items()}
        print(f"\nHTML, {options.lang}\n{table(of_html, next(iter(of_html)))}")
    ours = results["reader"]
    low = options.lang == "en" and options.field == "text"
    return int(low and (ours.of_all < FLOOR_OF_ALL or ours.of_answered < FLOOR_OF_ANSWERED))


if __name__ == "__main__":
    sys.exit(main())
