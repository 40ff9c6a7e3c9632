"""Measure the cleaning of HTML pages whose body is known, beside the extractors alone; and dates, beside htmldate alone.

    python bench/html_pages.py [--lang en|xx|all] [--folds 5] [--data DIR]

DIR (default: READER_DEV_DATA, else ../shared/data beside the repository) holds `clean/html.jsonl.gz` (`id`, `html`),
`clean/clean.jsonl.gz` (`id`, `lang`, `url`, `gold`: the body's text) and `dates/dates_html.jsonl.gz` (`html`, `url`, `date`).
Bodies are measured as in `bench/cleaning.py`: bags of 4-token shingles, F1 of the means. The halves are of sites, split by a
hash of the host: look at pages of one half only, and confirm on the other. All methods run in turn on each page, so that a
busy machine slows all alike; times are ratios to trafilatura favouring precision. `read` is the page read with its votes,
`reader` is read and cleaned, `rules` is cleaned without the votes. The packaged line model has seen these pages, so that both
are training scores; with `--folds` each page is cleaned by a model that was trained without its site.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent))
from cleaning import Score, find_data, shingles
from line_model import examples_of, models

from reader.cleaning.line_model import MODEL
from reader.cleaning.train import site_of

Method = Callable[..., str]
FLOOR = 0.97  # F1 of English bodies


def half(url: str, otherwise: str) -> int:
    """Which half a page's site is in."""
    return sha256((urlsplit(url).hostname or otherwise).encode()).digest()[-1] % 2


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def pages(folder: Path, lang: str) -> Iterator[tuple[str, str, str, int]]:
    """The site, the markup, the gold body and the half of each page."""
    known = {row["id"]: row for row in _rows(folder / "clean.jsonl.gz")}
    for row in _rows(folder / "html.jsonl.gz"):
        page = known[row["id"]]
        if lang in ("all", page["lang"]):
            yield site_of(page["url"]), row["html"], page["gold"], half(page["url"], page["id"])


def document_of(html: str) -> Any:
    from reader.corpus.document import Document
    from reader.corpus.html import page_of

    page = page_of(html)
    return Document("-", "-.html", page.text, page.metadata, votes=page.votes, marks=page.marks)


def body_of(html: str, model: Path = MODEL) -> str:
    """The body that the reader keeps, without the headline."""
    from reader.cleaning import clean

    article = clean(document_of(html), model=model)
    return "\n\n".join(article.text[b.start : b.end] for b in article.blocks if b.role != "title")


def rules_only(html: str, model: Path = MODEL) -> str:
    """The body that the rules for plain text keep of the visible text."""
    from reader.cleaning.body import body_of as of_text

    return of_text(document_of(html).raw, model)


def extractors() -> dict[str, Method]:
    """The extractors alone, with their own parsing."""
    import trafilatura
    from justext import get_stoplist, justext

    def words(html: str) -> str:
        paragraphs = justext(html.encode("utf-8", "replace"), get_stoplist("English"), encoding="utf-8") if html else []
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return {
        "trafilatura precision": lambda html: (
            trafilatura.extract(html, favor_precision=True, include_comments=False) or ""
        ),
        "trafilatura default": lambda html: trafilatura.extract(html) or "",
        "jusText": words,
    }


def bodies(
    folder: Path, lang: str, methods: dict[str, Method], model: Callable[[str], Path] = lambda site: MODEL
) -> dict[str, tuple[list[Score], float]]:
    """For each method the scores of all pages and of both halves, and its seconds; `model`: the line model for a site."""
    results = {name: [Score(), Score(), Score()] for name in methods}
    seconds = dict.fromkeys(methods, 0.0)
    for method in methods.values():  # imports are no part of the time
        method("<html><body><p>One.</p></body></html>")
    for site, html, body, part in pages(folder, lang):
        gold = shingles(body)
        for name, method in methods.items():
            method = partial(method, model=model(site)) if method in (body_of, rules_only) else method
            started = time.perf_counter()
            text = method(html)
            seconds[name] += time.perf_counter() - started
            if name != "read":
                results[name][0].add(gold, text)
                results[name][1 + part].add(gold, text)
    return {name: (scores, seconds[name]) for name, scores in results.items()}


def dates(path: Path, names: tuple[str, ...] = ("reader", "htmldate"), every: int = 1) -> dict[str, list[int]]:
    """For the reader and htmldate alone: pages, answers, right answers; `every`: of so many pages one is taken."""
    from htmldate import find_date

    from reader.cleaning import clean

    methods: dict[str, Callable[[str], str | None]] = {
        "reader": lambda html: clean(document_of(html)).date,
        "htmldate": lambda html: find_date(html, original_date=True),
    }
    counts = {name: [0, 0, 0] for name in names}
    for row in islice(_rows(path), 0, None, every):
        if row["date"]:
            for name in names:
                found = methods[name](row["html"])
                for place, true in enumerate((True, bool(found), found == row["date"])):
                    counts[name][place] += true
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the cleaning of HTML pages whose body is known.")
    parser.add_argument("--lang", default="en", choices=["en", "xx", "all"])
    parser.add_argument("--folds", type=int, default=0, help="cross-validate the line model by site (minutes)")
    parser.add_argument("--data", type=Path, default=find_data())
    options = parser.parse_args()
    folder = options.data / "clean"
    if not (folder / "html.jsonl.gz").is_file():
        print(f"no {folder}/html.jsonl.gz: set READER_DEV_DATA to the folder of development data", file=sys.stderr)
        return 2
    logging.disable(logging.CRITICAL)
    methods = {"reader": body_of, "read": lambda html: document_of(html).raw, "rules": rules_only, **extractors()}
    if options.folds:
        with models(examples_of(options.data), options.folds) as model:
            found = bodies(folder, options.lang, methods, model.of)
    else:
        found = bodies(folder, options.lang, methods)
    unit = found["trafilatura precision"][1]
    print(f"{'method':<24}{'precision':>10}{'recall':>8}{'F1':>7}{'half 0':>8}{'half 1':>8}{'time':>8}")
    for name, ((whole, *halves), seconds) in found.items():
        if name == "read":
            print(f"{name:<24}{'':>41}{seconds / unit:>6.2f} ×")
            continue
        p, r, f = whole.means
        parts = "".join(f"{part.means[2]:>8.3f}" for part in halves)
        print(f"{name:<24}{p:>10.3f}{r:>8.3f}{f:>7.3f}{parts}{seconds / unit:>6.2f} ×")
    dated = options.data / "dates" / "dates_html.jsonl.gz"
    if dated.is_file():
        print(f"\n{'dates':<24}{'right of all':>14}{'of answered':>14}")
        for name, (total, answered, right) in dates(dated).items():
            print(f"{name:<24}{right / total:>14.3f}{right / max(1, answered):>14.3f}")
    return int(options.lang == "en" and found["reader"][0][0].means[2] < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
