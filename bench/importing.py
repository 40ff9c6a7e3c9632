"""Time and memory of imports: JSON Lines with labelled spans, placed in a corpus of the same made articles.

    python bench/importing.py [--articles N [N …]] [--spans N] [--characters N]

Each size is an import by the installed program into a new folder of annotations: of articles it has never seen, so they are
read and cleaned, each span is placed, and a sheet is written durably for each article. The highest resident size is set beside
that of an import of a hundred articles: what is left must not grow with the spans. Nothing is there to be compared with: other
tools take a file as their data, and place nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import exporting
import msgspec

FLOOR = 200.0  # MB above an import of a hundred articles: a million spans are more than that as objects


class Cost(NamedTuple):
    seconds: float
    mb: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--spans", type=int, default=10, help="in each article")
    parser.add_argument("--characters", type=int, default=2_000, help="of each article")
    options = parser.parse_args()
    least = _import(100, options.spans, options.characters)
    missed = 0
    for count in options.articles:
        cost = _import(count, options.spans, options.characters)
        more = cost.mb - least.mb
        missed += more > FLOOR
        print(
            f"{count:,} articles, {count * options.spans:,} spans: {cost.seconds:.0f} s, "
            f"{1e3 * cost.seconds / count:.2f} ms an article; {cost.mb:.0f} MB, "
            f"{more:.0f} more than for 100{'  MISSED' if more > FLOOR else ''}",
            flush=True,
        )
    return int(missed > 0)


def _import(count: int, spans: int, characters: int) -> Cost:
    with tempfile.TemporaryDirectory(prefix="reader-importing-") as name:
        folder = Path(name)
        _make(folder, (count, spans, characters))
        places = {f"READER_{kind}_DIR": str(folder / kind.lower()) for kind in ("CONFIG", "STATE", "CACHE")}
        command = [sys.executable, "-m", "reader", "import", "corpus.jsonl", "spans.jsonl", "--format", "jsonl"]
        command += ["--as", "ana", "--as-is", "--annotations", "annotations"]
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | places, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - started
        if code := os.waitstatus_to_exitcode(status):
            raise SystemExit(f"the import of {count} articles ended with {code}")
        sheets = sum(len(files) for _, _, files in os.walk(folder / "annotations" / "ana" / "made"))
        assert sheets == count, f"{sheets} sheets of {count} articles"
        return Cost(took, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1024))


def _make(folder: Path, size: tuple[int, int, int]) -> None:
    encode = msgspec.json.Encoder().encode
    (folder / "annotations").mkdir()
    labels = "".join(f"- name: {label}\n" for label in exporting.LABELS)
    (folder / "annotations" / "labels.yaml").write_text(f"format: reader-labels/1\nlabels:\n{labels}")
    with (folder / "corpus.jsonl").open("wb") as corpus, (folder / "spans.jsonl").open("wb") as file:
        for name, text, spans in exporting.articles(size):
            corpus.write(encode({"id": name, "text": text, "date": "2020-03-01"}) + b"\n")
            found = [{"start": start, "end": end, "label": label} for start, end, label in spans]
            file.write(encode({"id": name, "text": text, "spans": found}) + b"\n")


if __name__ == "__main__":
    sys.exit(main())
