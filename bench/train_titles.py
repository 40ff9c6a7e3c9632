"""Fit the weights by which cleaning chooses a page's headline; and say how often those of one half of the sites are right on both.

    python bench/train_titles.py [--write] [--data DIR]

DIR holds `clean/clean.jsonl.gz`, `dates/dates_text.jsonl.gz` (pages with their `title`) and `clean_news/news.jsonl.gz` (items that
begin with their headline). The candidates of a page and *none of them* compete; the weights are those of the largest likelihood
with an L2 penalty. Pages whose headline stands in no line are left out. `--write` makes `reader/cleaning/title_weights.py`
anew, from all sites. Needs numpy and scipy.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cleaning import find_data

from reader.cleaning.cleaner import seen
from reader.cleaning.fold import fold, headlines
from reader.cleaning.titles import candidates
from reader.cleaning.train import rows, site_of
from reader.corpus.document import Document

OUT = Path(__file__).resolve().parents[1] / "reader" / "cleaning" / "title_weights.py"
PENALTY = 0.3
ELSEWHERE = 0.25  # weight of a page without its headline, of which nothing should be chosen
WEIGHTS = {"news": 0.3, "naive": 0.7}  # of a kind of page, others 1
KINDS = ("blocks", "naive", "glued", "article")


class Page(NamedTuple):
    """The candidates of a page by their features, and which of them are its headline."""

    kind: str
    half: int
    weight: float
    found: list[list[str]]
    right: list[int]


def main() -> int:
    parser = argparse.ArgumentParser(description="Fit the weights of headlines.")
    parser.add_argument("--data", type=Path, default=find_data())
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not (options.data / "clean" / "clean.jsonl.gz").is_file():
        print(f"no data in {options.data}: set READER_DEV_DATA to the folder of development data", file=sys.stderr)
        return 2
    pages = list(pages_of(options.data))
    weights = fit([page for page in pages if page.half == 0])
    right: Counter[tuple[str, int]] = Counter()
    total: Counter[tuple[str, int]] = Counter()
    for page in pages:
        total[page.kind, page.half] += 1
        scores = [weights["bias"] + sum(weights.get(feature, 0) for feature in features) for features in page.found]
        best = max(range(len(scores)), key=scores.__getitem__)
        right[page.kind, page.half] += scores[best] > 0 and best in page.right
    for kind in sorted({page.kind for page in pages}):
        print(f"{kind:<10}" + "  ".join(f"half {half}: {right[kind, half]} of {total[kind, half]}" for half in (0, 1)))
    if options.write:
        weights = fit(pages)
        lines = "".join(f'    "{k}": {v:.1f},\n' for k, v in sorted(weights.items()) if k != "bias" and abs(v) >= 0.05)
        OUT.write_text(
            '"""Weights of what speaks for a line as the headline and against it; `titles` says what each word means.\n\n'
            "Written by `bench/train_titles.py`: of a softmax over the candidates of a page and *none of them* (score 0).\n"
            f'"""\n\n#: What every candidate begins with.\nBIAS = {weights["bias"]:.1f}\n\n'
            f"WEIGHTS: dict[str, float] = {{\n{lines}}}\n",
            encoding="utf-8",
        )
    return 0


def pages_of(data: Path) -> Iterator[Page]:
    """The pages whose headline is one of the candidates."""
    for row in rows(data / "clean" / "clean.jsonl.gz"):
        for kind in KINDS:
            yield from _page(kind, site_of(row["url"]), row["title"], row["lang"], row["raw"][kind])
    for row in rows(data / "dates" / "dates_text.jsonl.gz"):
        yield from _page("dates", site_of(row["url"]), row["title"], row["lang"], row["text"])
    for row in rows(data / "clean_news" / "news.jsonl.gz"):
        yield from _page("news", row["id"], row["text"].split("\n", 1)[0], "en", row["text"])


def _page(kind: str, site: str, title: str, language: str, raw: str) -> Iterator[Page]:
    page = seen(Document("-", "-", raw))
    names = set(headlines(title or ""))
    right = {i for i, line in enumerate(page.lines) if fold(line.text) in names}
    right = right or {
        i for i, line in enumerate(page.lines) if len(line.text) < 300 and names & set(headlines(line.text))
    }
    page.title = ()
    found = list(candidates(page))
    places = [place for place, (i, _) in enumerate(found) if i in right]
    if places:
        half = sha256(site.encode()).digest()[-1] % 2
        weight = WEIGHTS.get(kind, 1) * (1 if language == "en" else 0.6)
        yield Page(kind, half, weight, [features for _, features in found], places)


def fit(pages: list[Page]) -> dict[str, float]:
    """The weight of each feature; `bias` is what every candidate begins with."""
    import numpy as np
    from scipy.optimize import minimize

    groups: list[tuple[float, list[list[str]], list[int]]] = []
    for page in pages:
        groups.append((page.weight, page.found, page.right))
        others = [features for place, features in enumerate(page.found) if place not in page.right]
        if others:
            groups.append((page.weight * ELSEWHERE, others, []))
    names = ["bias", *sorted({feature for _, found, _ in groups for features in found for feature in features})]
    index = {name: place for place, name in enumerate(names)}
    table = np.zeros((sum(len(found) for _, found, _ in groups), len(names)))
    table[:, 0] = 1
    row = 0
    for _, found, _ in groups:
        for features in found:
            table[row, [index[feature] for feature in features]] = 1
            row += 1

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        slope = np.zeros(len(scores))
        value, at = 0.0, 0
        for weight, found, right in groups:
            end = at + len(found)
            powers = np.exp(np.append(scores[at:end], 0.0) - max(0.0, scores[at:end].max()))
            shares = powers / powers.sum()
            wanted = np.zeros_like(shares)
            chosen = right or [len(found)]
            wanted[chosen] = shares[chosen] / shares[chosen].sum()
            value -= weight * float(np.log(shares[chosen].sum() + 1e-12))
            slope[at:end] = weight * (shares - wanted)[:-1]
            at = end
        return value + PENALTY * float(weights @ weights), table.T @ slope + 2 * PENALTY * weights

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return dict(zip(names, map(float, best), strict=True))


if __name__ == "__main__":
    sys.exit(main())
