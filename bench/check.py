"""How long `reader check` takes over many sheets, beside a bare loop that only loads the same files as YAML.

    python bench/check.py [--sheets 10000] [--rounds 3]

Both are processes of their own, started in turn: `reader check` on a folder of annotations, and

    for path in paths: yaml.load(path.read_bytes(), yaml.CSafeLoader)

which is what PyYAML's C parser alone needs. The sheets are generated: eight tags each, on passages of the seed articles. `check`
remembers nothing between runs, so its rounds differ by the system's own memory of the files alone: before the cold one the
system is asked to forget them. Exits with 1 when the goal, 3 × the bare loop with a warm cache, is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from reader import paths
from reader.tags.model import Tag, TagSheet
from reader.tags.sheet_file import render_sheet, sheet_path
from reader.text.spans import Span

ROOT = Path(__file__).parents[1]
GOAL = 3.0
BARE = """
import sys, yaml
from pathlib import Path
for path in Path(sys.argv[1]).rglob("*.yaml"):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""


def sheets(count: int, rng: random.Random) -> list[TagSheet]:
    """Sheets of articles that are the seeds again and again, by one annotator."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    labels = ["ceasefire", "casualty", "attack", "talks"]
    made = []
    for i in range(count):
        text = texts[i % len(texts)]
        tags = []
        for start in sorted(rng.sample(range(40, len(text) - 120), 8)):
            end = start + rng.randint(5, 80)
            tag_id = f"{rng.getrandbits(40):010x}"[:8]
            tags.append(
                Tag(
                    id=tag_id,
                    label=rng.choice(labels),
                    start=start,
                    end=end,
                    text=text[start:end],
                    raw=Span(start, end),
                    before=text[start - 32 : start],
                    after=text[end : end + 32],
                    created="2026-11-22T14:03:11Z",
                    modified="2026-11-22T14:03:11Z",
                )
            )
        article = f"news/{i // 500:03}/{i:06}"
        made.append(
            TagSheet(
                article, "ana", f"{article}.txt", "5c1f" * 16, "81d0" * 16, "A headline", "2020-03-01", tags=tuple(tags)
            )
        )
    return made


def seconds(*command: str) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    took = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return took


def forget(folder: Path) -> None:
    """Ask the system to forget what the files hold, as far as it can."""
    if not hasattr(os, "posix_fadvise"):
        return
    for path in folder.rglob("*.yaml"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sheets", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        annotations = Path(folder) / "annotations"
        size = 0
        for sheet in sheets(options.sheets, random.Random(7)):
            path = sheet_path(annotations, "ana", sheet.article)
            path.parent.mkdir(parents=True, exist_ok=True)
            size += path.write_text(render_sheet(sheet), encoding="utf-8")
        (annotations / "labels.yaml").write_bytes(paths.packaged_scheme().read_bytes())
        print(f"{options.sheets:,} sheets, {size / 1e6:.1f} MB")
        commands = {
            "bare": (sys.executable, "-c", BARE, str(annotations)),
            "ours": (sys.executable, "-m", "reader", "check", str(annotations)),
        }
        cold = {}
        for name, command in commands.items():
            forget(annotations)
            cold[name] = seconds(*command)
        print(
            f"cold: bare loop {cold['bare']:.2f} s, reader check {cold['ours']:.2f} s: {cold['ours'] / cold['bare']:.2f} ×"
        )
        took: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                took[name].append(seconds(*command))
        bare, ours = median(took["bare"]), median(took["ours"])
        print(f"warm: bare loop {bare:.2f} s, reader check {ours:.2f} s: {ours / bare:.2f} × (goal 3)")
        if ours > GOAL * bare:
            sys.exit(1)


if __name__ == "__main__":
    main()
