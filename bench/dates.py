"""Measure the date of publication that cleaning finds."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def find_data() -> Path:
    """The folder of development data; it need not exist."""
    given = os.environ.get("READER_DEV_DATA")
    return Path(given) if given else Path(__file__).resolve().parents[2] / "shared" / "data"


def fold(url: str, folds: int, seed: int = 0) -> int:
    """The part that a site belongs to, by its domain, the same in every run."""
    site = ".".join((urlsplit(url).hostname or url).split(".")[-2:])
    return int(hashlib.sha256(f"{seed or ''}{site}".encode()).hexdigest(), 16) % folds


def rows(data: Path) -> list[dict[str, Any]]:
    """The pages with a gold date; `html` and its `visible` text where the data holds them."""
    if not (data / "dates" / "dates_text.jsonl.gz").is_file():
        return []
    from reader.corpus.html import page_of

    with gzip.open(data / "dates" / "dates_text.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = {row["id"]: row for row in map(json.loads, lines) if row["date"]}
    with gzip.open(data / "dates" / "dates_html.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["id"] in found:
                found[row["id"]]["html"] = row["html"]
                found[row["id"]]["visible"] = page_of(row["html"])[0]
    return list(found.values())
