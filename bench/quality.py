"""How good cleaning and the entity finder are, against floors that cannot sink in silence.

    python bench/quality.py [--only entities] [--folds 5] [--worst 10] [--data DIR]
    python bench/quality.py --floor NAME VALUE [--because WHY]

The floors lie in `floors.json`. `--floor` sets one; a lower one than before is refused without a reason, which is kept beside it.
Measured is what `line_model.py`, `cleaning.py`, `snippets.py`, `html_pages.py`, `dates.py`, `train_dates.py`, `variants.py` and
`entities.py` measure; those of cleaning share the models of one cross-validation by site, beside the training figures. Dates with
sites left out need numpy and scipy. Exit status: 0 when every floor is kept, 1 when one is missed, 2 without the data.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cleaning
import dates
import entities
import html_pages
import line_model
import snippets
import variants
from cleaning import Result, find_data

from reader.cleaning.body import body_of
from reader.cleaning.examples import Example

FLOORS = Path(__file__).with_name("floors.json")
OUT = "sites left out"


class Figure(NamedTuple):
    """A figure of the table; `training`: the same with all sites in the training, where there is one."""

    name: str
    value: float
    training: float | None = None


def main() -> int:
    parser = argparse.ArgumentParser(description="How good cleaning and the entity finder are.")
    parser.add_argument("--only", choices=("entities",), help="these figures only")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--worst", type=int, default=10, help="pages to name")
    parser.add_argument("--data", type=Path, default=find_data())
    parser.add_argument("--floor", nargs=2, metavar=("NAME", "VALUE"), help="set a floor")
    parser.add_argument("--because", default="", metavar="WHY", help="why a floor is lowered")
    options = parser.parse_args()
    if options.floor:
        return set_floor(FLOORS, options.floor[0], float(options.floor[1]), options.because)
    if not (options.data / "clean" / "clean.jsonl.gz").is_file():
        print(f"no data in {options.data}: set READER_DEV_DATA to the folder of development data", file=sys.stderr)
        return 2
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    missed = 0
    print(f"{'':<58}{'':>9}{'training':>10}{'floor':>8}{'goal':>8}")
    only = options.only == "entities"
    for figure in of_entities(options.data) if only else figures(options.data, options.folds, options.worst):
        limits = floors.get(figure.name, {})
        low = figure.value < limits.get("floor", 0)
        missed += low
        training = "" if figure.training is None else f"{figure.training:.3f}"
        end = f"{limits.get('floor', ''):>8}{limits.get('goal', ''):>8}{'  MISSED' if low else ''}"
        print(f"{figure.name:<58}{figure.value:>9.3f}{training:>10}{end}", flush=True)
    print(f"{missed} below their floor" if missed else "every floor is kept")
    return int(missed > 0)


def set_floor(path: Path, name: str, value: float, why: str) -> int:
    """Write a floor; a lower one needs a reason."""
    floors = json.loads(path.read_text(encoding="utf-8"))
    known = floors.setdefault(name, {})
    before = known.get("floor", value)
    if value < before and not why:
        print(f"{name}: {value} is lower than {before}; say --because WHY", file=sys.stderr)
        return 1
    known["floor"] = value
    if value < before:
        known.setdefault("lowered", []).append({"from": before, "because": why})
    lines = (f" {json.dumps(one)}: {json.dumps(limits)}" for one, limits in floors.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return 0


def figures(data: Path, folds: int, worst: int) -> Iterator[Figure]:
    """Every figure, as it is found; the worst pages are printed at the end of the table's first part."""
    sets = line_model.examples_of(data)
    pages = data / "clean" / "clean.jsonl.gz"
    trained = cleaning.measure(body_of, pages)
    trained_all = cleaning.measure(body_of, pages, "all")
    with line_model.models(sets, folds) as model:
        english, every, labelled = Result(), Result(), Result()
        scores = line_model.measure((one for one in sets["gold"] if one.language == "en"), model, english)
        line_model.measure(sets["gold"], model, every)
        line_model.measure((one for one in sets["trafilatura"] if one.language == "en"), model, labelled)
        yield Figure(f"cleaning, English, {OUT}", line_model.mean_of(english), trained.f1)
        for kind in (*sorted(line_model.KINDS), "line"):
            before = trained.scores[kind].means[2] if kind in trained.scores else None
            yield Figure(f"  {kind}", english.scores[kind].means[2], before)
        clean = english.scores["readab"].means[2]
        yield Figure(f"cleaning, nearly clean English, {OUT}", clean, trained.scores["readab"].means[2])
        yield Figure(f"cleaning, all languages, {OUT}", line_model.mean_of(every), trained_all.f1)
        yield Figure(f"English pages that trafilatura labelled, {OUT}", line_model.mean_of(labelled))
        folder = data / "clean"
        methods: dict[str, Any] = {"reader": html_pages.body_of, "read": lambda html: html_pages.document_of(html).raw}
        left_out = html_pages.bodies(folder, "en", methods, model.of)["reader"][0][0].means[2]
        trained_html = html_pages.bodies(folder, "en", methods)["reader"][0][0].means[2]
        yield Figure(f"HTML bodies, English, {OUT}", left_out, trained_html)
    for lang, name in (("en", "English"), ("xx", "other languages")):
        found = snippets.measure(body_of, data / "snippets" / "snippets.jsonl.gz", lang)
        yield Figure(f"snippets, {name}", found[2])
    yield from of_dates(data)
    yield from (Figure(name, value) for name, value in variants.figures(data))
    yield from speeds(data, pages)
    yield from of_entities(data)
    print_worst(scores, worst)


def of_dates(data: Path) -> Iterator[Figure]:
    """Of English text, sites left out, and of HTML in all languages."""
    rows = dates.rows(data)
    english = [row for row in rows if row["lang"] == "en"]
    shipped = dates.measure(dates.date_of, english, "text")
    if importlib.util.find_spec("scipy") is not None:
        import train_dates

        views = [view for view in train_dates.views(rows) if view.kind == "text" or view.kind not in train_dates.GOLD]
        found = [
            one for one in train_dates.held_out(views, 1.5, 0) if one[0].kind == "text" and one[0].row["lang"] == "en"
        ]
        said = [(train_dates.answer(*one, 0.35), one[0].row["date"]) for one in found]
        right, answered = sum(a == b for a, b in said), sum(a is not None for a, _ in said)
        yield Figure(f"dates, English text, right of all, {OUT}", right / len(said), shipped.of_all)
        yield Figure(f"dates, English text, right of answered, {OUT}", right / answered, shipped.of_answered)
    else:
        print("dates with sites left out need numpy and scipy: skipped", file=sys.stderr)
    yield Figure("dates, HTML, right of all", dates.measure(dates.date_of_html, rows, "html").of_all)


def speeds(data: Path, pages: Path) -> Iterator[Figure]:
    """Thousand words a second."""
    raw, clean = Result(), Result()
    for row in cleaning.rows(pages, "en"):
        for kind, text in row["raw"].items():
            if kind in ("blocks", "naive", "glued"):
                cleaning.timed(body_of, text, raw)
    with gzip.open(data / "clean_news" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            cleaning.timed(body_of, row["text"], clean)
    for name, result in (("raw pages", raw), ("nearly clean", clean)):
        yield Figure(f"thousand words a second and core, {name}", result.words / result.seconds / 1000)


def of_entities(data: Path) -> Iterator[Figure]:
    """F1 of names on every set, strict spans and types, beside spaCy's small model where it is installed; and words a second."""
    finders = entities.finders(entities.models_at_hand([]))
    words = 0.0
    seconds = dict.fromkeys(finders, 0.0)
    for name, items in entities.load(data / "ner" / "ner.jsonl.gz").items():
        size = sum(len(item.text.split()) for item in items)
        words += size
        for finder, (plain, named) in entities.measure(items, finders).items():
            seconds[finder] += size / plain.speed
            is_ours = finder == entities.EMBEDDED
            yield Figure(f"entities, {name}, named" if is_ours else f"  {finder}", named.f1)
            if is_ours:
                yield Figure(f"entities, {name}, all of the gold", plain.f1)
    ours = words / seconds[entities.EMBEDDED]
    yield Figure("thousand words a second and core, entities", ours / 1000)
    for finder, took in seconds.items():
        if finder != entities.EMBEDDED:
            yield Figure(f"  times as fast as {finder}", ours / (words / took))


def print_worst(scores: list[tuple[float, Example]], count: int) -> None:
    """The pages, by their containers, that are cleaned worst."""
    containers = [(f1, one) for f1, one in scores if one.kind == "article"]
    print("\nworst of `article`:")
    for f1, one in sorted(containers, key=lambda pair: pair[0])[:count]:
        print(f"  {f1:.3f}  {one.site:<28} {' '.join(one.gold.split())[:70]}")


if __name__ == "__main__":
    sys.exit(main())
