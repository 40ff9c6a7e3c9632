"""Measure cleaning against articles whose body is known, beside what else can be done with plain text.

    python bench/cleaning.py [--lang en|xx|all] [--data DIR]

DIR (default: READER_DEV_DATA, else ../shared/data beside the repository) holds `clean/clean.jsonl.gz`: one object a line
with `lang`, `gold` (the body's text) and `raw` (variant → raw text). The measure is that of the article-extraction
benchmark: bags of 4-token shingles, mean precision and mean recall over documents, F1 of the means.

Beside it: the text as it is; the line rules of C4 (Raffel et al. 2020: lines that end like a sentence, have five words and no
script); jusText, where it is installed, on the lines as paragraphs.
The line model has seen these pages: `line_model.py` cross-validates it.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

TOKEN = re.compile(r"\w+")
SHINGLE = 4


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The bag of runs of four tokens; a shorter text is one run."""
    tokens = TOKEN.findall(text)
    runs = (tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1)))
    return Counter(run for run in runs if run)


@dataclass
class Score:
    """Precision and recall, document by document."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)

    def add(self, gold: Counter[tuple[str, ...]], text: str) -> None:
        found = shingles(text)
        shared = sum((gold & found).values())
        if gold:
            self.recall.append(shared / sum(gold.values()))
        if found or not gold:
            self.precision.append(shared / sum(found.values()) if found else 1.0)

    @property
    def means(self) -> tuple[float, float, float]:
        """Mean precision, mean recall, and their F1."""
        p, r = mean(self.precision or [0.0]), mean(self.recall or [0.0])
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


@dataclass
class Result:
    """What one way of cleaning reaches: a score for each variant, and its speed."""

    scores: dict[str, Score] = field(default_factory=dict)
    words: int = 0
    seconds: float = 0.0

    @property
    def f1(self) -> float:
        return mean(score.means[2] for score in self.scores.values())


def find_data() -> Path:
    """The folder of development data; it need not exist."""
    given = os.environ.get("READER_DEV_DATA")
    return Path(given) if given else Path(__file__).resolve().parents[2] / "shared" / "data"


def rows(path: Path, lang: str) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if lang in ("all", row["lang"]):
                yield row


def measure(clean: Callable[[str], str], path: Path, lang: str = "en", every: int = 1) -> Result:
    """Clean every variant of the pages in `path` and score what comes out; `every`: of so many pages one is taken."""
    result = Result()
    for row in islice(rows(path, lang), 0, None, every):
        gold = shingles(row["gold"])
        for variant, raw in row["raw"].items():
            result.scores.setdefault(variant, Score()).add(gold, timed(clean, raw, result))
    return result


def timed(clean: Callable[[str], str], raw: str, result: Result) -> str:
    """Clean a text; its words and seconds are added to the result."""
    started = time.perf_counter()
    text = clean(raw)
    result.seconds += time.perf_counter() - started
    result.words += len(raw.split())
    return text


def by_c4(raw: str) -> str:
    """The lines that C4's rules keep."""
    lines = (line.strip() for line in raw.splitlines())
    return "\n".join(
        line
        for line in lines
        if line.endswith((".", "!", "?", '"', "”")) and len(line.split()) >= 5 and "javascript" not in line.lower()
    )


def by_justext() -> Callable[[str], str] | None:
    """What jusText keeps of the lines, when it is installed."""
    if importlib.util.find_spec("justext") is None:
        return None
    import justext

    words = justext.get_stoplist("English")

    def clean(raw: str) -> str:
        page = "".join(f"<p>{escape(line)}</p>" for line in raw.splitlines() if line.strip())
        paragraphs = justext.justext(f"<html><body>{page}</body></html>", words)
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return clean


def table(results: dict[str, Result]) -> str:
    """The results side by side, one line a method and variant."""
    out = [f"{'method':<12}{'variant':<10}{'precision':>10}{'recall':>8}{'F1':>7}"]
    for name, result in results.items():
        for variant, score in result.scores.items():
            p, r, f = score.means
            out.append(f"{name:<12}{variant:<10}{p:>10.3f}{r:>8.3f}{f:>7.3f}")
        speed = result.words / max(result.seconds, 1e-9)
        out.append(f"{name:<12}{'mean':<10}{'':>18}{result.f1:>7.3f}   {speed / 1000:,.0f}k words/s")
    return "\n".join(out)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure cleaning against articles whose body is known.")
    parser.add_argument("--lang", default="en", choices=["en", "xx", "all"])
    parser.add_argument("--data", type=Path, default=find_data())
    options = parser.parse_args()
    path = options.data / "clean" / "clean.jsonl.gz"
    if not path.is_file():
        print(f"no {path}: set READER_DEV_DATA to the folder of development data", file=sys.stderr)
        return 2
    from reader.cleaning.body import body_of

    ways: dict[str, Callable[[str], str] | None] = {
        "as it is": lambda raw: raw,
        "C4's rules": by_c4,
        "jusText": by_justext(),
        "reader": body_of,
    }
    results = {name: measure(way, path, options.lang) for name, way in ways.items() if way is not None}
    print(table(results))
    ours = results["reader"].f1
    print(
        "reader beside it: "
        + ", ".join(f"{ours / r.f1:.2f} × {name}" for name, r in results.items() if name != "reader")
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
