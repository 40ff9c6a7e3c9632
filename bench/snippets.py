"""Hand-picked strings of pages that must stay in the text or go from it.

    python bench/snippets.py [--lang en|xx|all] [--data DIR]

DIR holds `snippets/snippets.jsonl.gz`: `lang`, `text`, and the strings `with` (must stay) and `without` (must go) that the text
holds. Precision and recall as in trafilatura's own evaluation: of the strings that stayed, of those that must.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

from cleaning import find_data

from reader.cleaning.body import body_of


def measure(clean: Callable[[str], str], path: Path, lang: str) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    stayed = stays = left = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if lang in ("all", row["lang"]):
                text = _one_line(clean(row["text"]))
                stayed += sum(_one_line(one) in text for one in row["with"])
                stays += len(row["with"])
                left += sum(_one_line(one) in text for one in row["without"])
    precision, recall = stayed / max(1, stayed + left), stayed / max(1, stays)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def main() -> int:
    parser = argparse.ArgumentParser(description="Strings that must stay or go.")
    parser.add_argument("--lang", default="all", choices=["en", "xx", "all"])
    parser.add_argument("--data", type=Path, default=find_data())
    options = parser.parse_args()
    path = options.data / "snippets" / "snippets.jsonl.gz"
    if not path.is_file():
        print(f"no {path}: set READER_DEV_DATA to the folder of development data", file=sys.stderr)
        return 2
    for name, clean in (("as it is", lambda raw: raw), ("reader", body_of)):
        print(f"{name:<10}" + "".join(f"{figure:>8.3f}" for figure in measure(clean, path, options.lang)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
