"""The list as it was when its corpus was last left, so that the next start shows it before anything is read.

A cache: what it says is checked against the corpus after the first paint, and deleting it loses nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from pathlib import Path

import msgspec

from reader import paths
from reader.library.listing import Entry

FORMAT = "reader-list/1"
LONGEST = 2000  # entries; of a longer list the newest


def remembered_path(*names: str) -> Path:
    """The file of the list that belongs to `names` (corpus, annotations, annotator, …)."""
    name = sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return paths.cache_folder() / "lists" / f"{name}.json"


def recall(path: Path) -> list[Entry]:
    """The entries of a remembered list; none when there is none, or none that can be used."""
    try:
        stored = json.loads(path.read_bytes())
        if stored["format"] != FORMAT:
            return []
        return [msgspec.convert(dict(zip(stored["fields"], row, strict=True)), Entry) for row in stored["entries"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def remember(path: Path, entries: Iterable[Entry]) -> None:
    """Keep a list; a cache folder that cannot be written is no reason to stop."""
    rows = [list(msgspec.to_builtins(entry).values()) for entry in islice(entries, LONGEST)]
    fields = list(Entry.__annotations__)
    temp = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temp.write_text(json.dumps({"format": FORMAT, "fields": fields, "entries": rows}), encoding="utf-8")
        os.replace(temp, path)
    except OSError:
        temp.unlink(missing_ok=True)
