"""Fit the weights by which cleaning chooses a page's date of publication, and cross-validate them by site.

    python bench/train_dates.py [--data DIR] [--write] [--penalty 1.5] [--sure 0.35]

DIR is that of `bench/dates.py`. Each page is seen as its text, as the part of it that begins at the article, and as the
visible text of its HTML. A conditional logit: the candidates of a page and *none of them* compete; the weights are those
of the largest likelihood with an L2 penalty. Pages without the lines that hold their date, and their bare bodies, teach
it to be silent; for these `of all` is the share left undated. `--write` makes `reader/cleaning/date_weights.py` anew.
Needs numpy and scipy.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import dates as bench

FOLDS = 10
GOLD = ("text", "lead", "html")
UNDATED = 0.25
OUT = Path(__file__).resolve().parents[1] / "reader" / "cleaning" / "date_weights.py"


@dataclass
class View:
    """One way in which a page is seen: its candidates, and which of them is the gold date."""

    row: dict[str, Any]
    kind: str
    page: Any
    found: list[Any]
    right: list[bool]
    weight: float


def views(rows: list[dict[str, Any]]) -> list[View]:
    """The views of all pages with a gold date."""
    from reader.cleaning.cleaner import judged
    from reader.cleaning.date_candidates import candidates
    from reader.cleaning.day_order import readings
    from reader.corpus.document import Document

    out = []
    for row in rows:
        for kind, raw, weight in (
            ("text", row["text"], 1.0),
            ("lead", row["lead"], 0.5),
            ("html", row.get("visible", ""), 0.5),
        ):
            if not raw:
                continue
            page = judged(Document("-", "-", raw))
            found = candidates(page)
            right = [row["date"] in readings(c.written).values() for c in found]
            out.append(View(row, kind, page, found, right, weight))
            if kind == "text":
                out += _undated(row, page, {c.index for c, r in zip(found, right, strict=True) if r})
    return out


def _undated(row: dict[str, Any], page: Any, gold: set[int]) -> list[View]:
    """The page as if it did not say when: without the lines that hold the gold date; and of that the body alone."""
    from reader.cleaning.cleaner import judged
    from reader.cleaning.date_candidates import candidates
    from reader.corpus.document import Document

    out = []
    for kind, part, weight in (("undated", range(len(page.lines)), UNDATED), ("body", range(*page.body), UNDATED)):
        raw = "\n".join(page.lines[i].text for i in part if i not in gold)
        bare = judged(Document("-", "-", raw))
        found = candidates(bare)
        out.append(View(row, kind, bare, found, [False] * len(found), weight))
    return out


def fit(seen: list[View], penalty: float) -> tuple[dict[str, float], float]:
    """The weights and the score of *none of them*."""
    import numpy as np
    from scipy.optimize import minimize

    names = sorted({name for v in seen for c in v.found for name in c.features})
    column = {name: k for k, name in enumerate(names)}
    used = [v for v in seen if v.found]
    counts = [len(v.found) + 1 for v in used]
    starts = np.cumsum([0, *counts[:-1]])
    x = np.zeros((sum(counts), len(names) + 1))
    y = np.zeros(sum(counts), dtype=bool)
    for v, start in zip(used, starts, strict=True):
        for k, c in enumerate(v.found):
            for name, value in c.features.items():
                x[start + k, column[name]] = value
            y[start + k] = v.right[k]
        x[start + len(v.found), -1] = 1.0
        y[start + len(v.found)] = not any(v.right)
    group = np.repeat(np.arange(len(used)), counts)
    weight = np.array([v.weight for v in used])

    def loss(w: Any) -> tuple[float, Any]:
        s = x @ w
        s -= np.maximum.reduceat(s, starts)[group]
        e = np.exp(s)
        total = np.add.reduceat(e, starts)
        good = np.add.reduceat(e * y, starts)
        p, q = e / total[group], e * y / good[group]
        gradient = x.T @ ((p - q) * weight[group]) + penalty * np.r_[w[:-1], 0.0]
        return float((weight * (np.log(total) - np.log(good))).sum() + penalty / 2 * (w[:-1] ** 2).sum()), gradient

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return {name: float(best[k]) for name, k in column.items()}, float(best[-1])


def answer(view: View, weights: dict[str, float], none: float, sure: float) -> str | None:
    """What `published` would say with these weights."""
    from reader.cleaning.published import choice, read

    best = choice(view.found, weights, none, sure)
    return None if best is None else read(view.page, best, view.found, None)


def held_out(seen: list[View], penalty: float, seed: int) -> list[tuple[View, dict[str, float], float]]:
    """Each view with weights fitted on the pages of other sites."""
    out = []
    for k in range(FOLDS):
        test = [v for v in seen if bench.fold(v.row["url"], FOLDS, seed) == k]
        rest = [v for v in seen if bench.fold(v.row["url"], FOLDS, seed) != k]
        out += [(v, *fit(rest, penalty)) for v in test[:1]]
        if test:
            _, weights, none = out[-1]
            out += [(v, weights, none) for v in test[1:]]
    return out


def report(judged_views: list[tuple[View, dict[str, float], float]]) -> str:
    lines = [f"{'view':<8}{'lang':<5}{'sure':>5}{'pages':>7}{'of all':>8}{'of answered':>13}"]
    for sure in (0.3, 0.35, 0.4, 0.5):
        scores: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        for v, weights, none in judged_views:
            said = answer(v, weights, none, sure)
            for lang in (v.row["lang"], "all"):
                s = scores[v.kind, lang]
                s[0] += 1
                s[1] += said is not None
                s[2] += said == v.row["date"] if v.kind in GOLD else said is None
        for (kind, lang), (n, said_any, right) in sorted(scores.items()):
            share = f"{right / max(1, said_any):>13.3f}" if kind in GOLD else ""
            lines.append(f"{kind:<8}{lang:<5}{sure:>5}{n:>7}{right / n:>8.3f}{share}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fit the weights of date features.")
    parser.add_argument("--data", type=Path, default=bench.find_data())
    parser.add_argument("--penalty", type=float, default=1.5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sure", type=float, default=0.35)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = bench.rows(options.data)
    if not rows:
        print(f"no dates in {options.data}: set READER_DEV_DATA to the folder of development data", file=sys.stderr)
        return 2
    seen = views(rows)
    print(report(held_out(seen, options.penalty, options.seed)))
    if options.write:
        weights, none = fit(seen, options.penalty)
        items = "".join(f'    "{k}": {v:.3f},\n' for k, v in sorted(weights.items()) if abs(v) >= 0.005)
        OUT.write_text(
            '"""What each feature of a date is worth, and when a choice is sure; written by `bench/train_dates.py`."""\n\n'
            f"WEIGHTS: dict[str, float] = {{\n{items}}}\n\n"
            f"#: The score of *none of them*.\nNONE = {none:.3f}\n"
            f"#: The least probability of a date that is given as the date of publication.\nSURE = {options.sure}\n",
            encoding="utf-8",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
