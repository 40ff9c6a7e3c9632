"""Whether tags follow their passages when documents change: random edits with known outcomes.

    python bench/anchoring.py [--edits 1000] [--seed 1] [--data DIR] [--slips]

Articles are those of DIR (default: READER_DEV_DATA, else ../shared/data beside the repository; without it the five seeds): clean
news, scraped texts as they came, and the same cleaned. Each edit is one trial: some ten tags on names and phrases that occur
several times, and on some that occur once; then the document is edited (or cleaned otherwise, by lines put back or taken out), and
every tag is anchored again. Each character's origin is tracked, so it is known where a passage stands now, whether it was altered,
or is gone. Exits with 1 when a tag was moved to other words or to another occurrence. (The last row is counted apart: a paragraph
that is copied and then rewritten at its first place is to the letter a paragraph that was moved.)
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from drift.trial import COPIED, OUTCOMES, WRONG, Count, Slip, Source, run  # noqa: E402 (a source tree that is not installed)

_ARTICLES = 150  # of each set


def sources(data: Path) -> list[Source]:
    """Articles to tag: a sample of each set, or the seeds where there are none."""
    found: list[Source] = []
    rnd = random.Random(7)
    news, scraped, pages = (
        data / "clean_news/news.jsonl.gz",
        data / "seedslike/docs.jsonl.gz",
        data / "clean/clean.jsonl.gz",
    )
    for path, as_is in ((news, True), (scraped, False)):
        rows = [row for row in _rows(path) if 600 < len(row["text"]) < 12_000]
        found += [Source(row["id"], row["text"], as_is) for row in rnd.sample(rows, min(len(rows), _ARTICLES))]
    for row in _rows(pages):
        raw = row["raw"].get("article", "")
        if 600 < len(raw) < 12_000:
            found.append(Source(row["id"], raw, False))
    return found or seeds()


def seeds() -> list[Source]:
    """The five seeds, raw and as their cleaning leaves them."""
    return [
        Source(path.stem, path.read_text(encoding="utf-8"), False) for path in sorted((ROOT / "seeds").glob("*.txt"))
    ]


def _rows(path: Path) -> Iterator[dict]:
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def table(counts: dict[str, Count]) -> str:
    """The outcomes as a table: passages left whole, altered, gone; a kind of edit a row."""
    heads = [
        "whole: right",
        "review",
        "other",
        "lost",
        "altered: review",
        "other",
        "lost",
        "gone: lost",
        "review",
        "WRONG",
    ]
    lines = [f"{'':<28}{'edits':>6}" + "".join(f"{head:>{max(8, len(head) + 2)}}" for head in heads)]
    total = Count()
    for kind, count in [*counts.items(), ("all", total)]:
        whole, altered, gone = count.whole, count.altered, count.gone
        figures = [whole["right"], whole["review"], whole["review, other place"], whole["lost"]]
        figures += [altered["review"], altered["review, other place"], altered["lost"]]
        figures += [gone["said lost"], gone["review"], (whole + altered + gone)[WRONG]]
        lines.append(
            f"{kind:<28}{count.trials:>6}"
            + "".join(f"{n:>{max(8, len(head) + 2)}}" for n, head in zip(figures, heads, strict=True))
        )
        if count is not total:
            total.trials += count.trials
            total.whole += count.whole
            total.altered += count.altered
            total.gone += count.gone
    return "\n".join(lines)


def wrong(counts: dict[str, Count]) -> int:
    """Tags that were moved to other words or another occurrence, where the text tells that they are."""
    return sum((c.whole + c.altered + c.gone)[WRONG] for kind, c in counts.items() if kind != COPIED)


def show(slips: list[Slip], most: int) -> None:
    shown: Counter[str] = Counter()
    for slip in sorted(slips, key=lambda slip: -OUTCOMES.index(slip.outcome)):
        shown[slip.outcome] += 1
        if shown[slip.outcome] <= most:
            tag = slip.tag
            print(f"\n{slip.outcome} · {slip.kind} · {slip.source} · {slip.truth}")
            print(f"   {tag.start} {tag.before!r} [{tag.text!r}] {tag.after!r}\n   → {slip.found}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path)
    parser.add_argument(
        "--slips", type=int, default=0, metavar="N", help="show N tags of each outcome that is not ideal"
    )
    arguments = parser.parse_args()
    given = os.environ.get("READER_DEV_DATA")
    data = arguments.data or Path(given or ROOT.parent / "shared" / "data")
    found = sources(data)
    begun = time.perf_counter()
    counts, slips = run(found, arguments.edits, arguments.seed)
    print(table(counts))
    tags = sum(sum((c.whole + c.altered + c.gone).values()) for c in counts.values())
    print(
        f"\n{arguments.edits} edits of {len(found)} articles, {tags} tags, seed {arguments.seed}, "
        f"{time.perf_counter() - begun:.0f} s"
    )
    show(slips, arguments.slips)
    return 1 if wrong(counts) else 0


if __name__ == "__main__":
    raise SystemExit(main())
