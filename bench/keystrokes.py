"""Count the keys for each tagged passage, over real labelled spans, beside SLATE's model of keys; replay some in the program.

    python bench/keystrokes.py --data FILE [--sample N] [--replay N] [--json FILE]

FILE is JSON Lines (packed or not) of articles with spans: `id`, `src`, `text`, `spans` of `start`, `end`, `kind`. Passages are
tagged in reading order, each from the place of the one before; the label is one key. Exit status: 0 when the floors are kept, 1
when one is missed or a replay goes wrong, 2 when something cannot be run. See README.md for what each row means.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from strokes import replay
from strokes.pane import Pane, Size
from strokes.passages import SETS, Marked, load
from strokes.slate import SlateText
from strokes.ways import by_rule, shortest

FLOORS = {"phrases": 3.0, "sentences": 3.0, "any passage": 4.5}
GOALS = {"phrases": 2.7, "sentences": 2.8, "any passage": 4.1}
COUNTED = 5  # tokens that an eye can count
SHIFT = 0.3  # of a key, in the second figure


@dataclass
class Tally:
    """What was counted for the passages of one set and source."""

    shortest: list[int] = field(default_factory=list)
    rule: list[int] = field(default_factory=list)
    shifted: list[int] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)
    slate: list[int] = field(default_factory=list)
    slate_counted: list[int] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name, figures in vars(other).items():
            getattr(self, name).extend(figures)


def counted(size: Size, sample: int, numbered: tuple[int, Marked]) -> dict[str, Tally]:
    """The keys of one article's passages, set by set."""
    number, marked = numbered
    pane, slate = Pane(marked, size), SlateText(marked.article.text)
    found = {}
    for which in SETS:
        tally = found[which] = Tally()
        if number % sample:
            continue
        seen = pane.start()
        tagged: set = set()
        for passage in marked.passages(which):
            if passage.span in tagged:
                continue
            held = seen.caret.span
            best, way = shortest(pane, seen, passage, tagged), by_rule(pane, seen, passage, tagged)
            tally.shortest.append(len(best.keys))
            tally.rule.append(len(way.keys))
            tally.shifted.append(way.shifted)
            tally.looks.append(way.looks)
            tally.slate.append(slate.keys(held, passage.span, 1))
            tally.slate_counted.append(slate.keys(held, passage.span, COUNTED))
            seen = way.seen
            tagged.add(passage.span)
    return found


def rows(found: dict[tuple[str, str], Tally]) -> Iterable[tuple[str, str, Tally]]:
    """Set, source and tally: each source on its own, then all of them."""
    for which in SETS:
        sources = sorted({source for name, source in found if name == which})
        whole = Tally()
        for source in sources:
            whole.add(found[which, source])
            yield which, source, found[which, source]
        yield which, "all", whole


def _mean(figures: Sequence[float]) -> str:
    return f"{statistics.fmean(figures):.2f}" if figures else "–"


def _spread(figures: Sequence[int]) -> str:
    if len(figures) < 2:
        return "–"
    return f"{_mean(figures)} / {statistics.median(figures):g} / {statistics.quantiles(figures, n=10)[8]:g}"


def table(found: dict[tuple[str, str], Tally]) -> str:
    lines = [
        "| set | source | passages | shortest | person's rule | with Shift at 0.3 | letters read | SLATE, counts ≤ 5 "
        "| SLATE, no counts |\n|---|---|---|---|---|---|---|---|---|",
    ]
    for which, source, tally in rows(found):
        with_shift = [keys + SHIFT * shifted for keys, shifted in zip(tally.rule, tally.shifted, strict=True)]
        cells = [
            *(which, source, f"{len(tally.rule):,}", _spread(tally.shortest), _spread(tally.rule)),
            *(_mean(with_shift), _mean(tally.looks), _spread(tally.slate_counted), _spread(tally.slate)),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def missed(found: dict[tuple[str, str], Tally]) -> list[str]:
    """The floors that are missed."""
    return [
        f"{which}: {statistics.fmean(tally.rule):.2f} keys by the person's rule, the floor is {FLOORS[which]}"
        for which, source, tally in rows(found)
        if source == "all" and tally.rule and statistics.fmean(tally.rule) > FLOORS[which]
    ]


def main() -> int:
    """Count, print, replay; the exit status."""
    options = _options()
    if not options.data.is_file():
        print(f"there is no {options.data}", file=sys.stderr)
        return 2
    size = replay.size_of_pane()
    print(f"Screen 120 × 40: {size.page} rows of {size.measure} cells. Mean / median / 90th percentile.\n")
    articles = list(enumerate(load(options.data)))
    found: dict[tuple[str, str], Tally] = defaultdict(Tally)
    with ProcessPoolExecutor() as pool:
        for (_, marked), tallies in zip(
            articles, pool.map(partial(counted, size, options.sample), articles, chunksize=4), strict=True
        ):
            for which, tally in tallies.items():
                found[which, marked.source].add(tally)
    print(table(found))
    wrong = missed(found)
    if options.replay:
        replayed = replay.replayed([marked for _, marked in articles], size, options.replay)
        print(f"\n{replayed.right} of {replayed.passages} replayed sequences gave exactly their tags.")
        wrong += replayed.wrong
    for text in wrong:
        print(text)
    if options.json:
        figures = [{"set": a, "source": b, **vars(tally)} for a, b, tally in rows(found)]
        options.json.write_text(json.dumps(figures), encoding="utf-8")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Count the keys for each tagged passage.")
    parser.add_argument("--data", type=Path, required=True, metavar="FILE", help="articles with labelled spans")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="every N-th article only")
    parser.add_argument(
        "--replay", type=int, default=200, metavar="N", help="sequences to replay in the program; 0 for none"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
