"""Real articles with real tags, for the tests of the formats: the sample tags on the seeds, and development texts."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import replace as chosen
from itertools import islice
from pathlib import Path

import pytest
from exchange_samples import article_of, record_with
from msgspec.structs import replace

from reader.exchange.choosing import Choice
from reader.exchange.exporting import Outcome
from reader.exchange.format import Alignment, WriteOptions, format_named
from reader.exchange.record import Record
from reader.exchange.relabelling import Relabelling
from reader.exchange.splitting import cuts
from reader.project.export import Selection, export
from reader.project.place import Project, locate
from reader.project.splitting import ByDate
from reader.tags.model import Tag, in_order
from reader.text.spans import Span

ROOT = Path(__file__).parents[2]
COUNT = 100  # of the development texts


def sample_project() -> Project:
    return locate(str(ROOT / "seeds"), annotations=ROOT / "annotations", working=ROOT)


def sample_exported(
    name: str, to: Path, *, alignment: Alignment = "expand", unit: str = "article", cut: str = ""
) -> Outcome:
    """Export the sample tags.

    Args:
        cut: the day from which articles are in `test`; "" for no splits.
    """
    project = sample_project()
    choice = Choice(Relabelling(project.scheme), unit=unit, negatives="all")
    selection = chosen(Selection(("sample",), choice=choice), splitting=ByDate(cuts(cut), {}, {}) if cut else None)
    options = WriteOptions(project.scheme, alignment=alignment)
    return export(project, format_named(name), to, selection, options).outcome


def development_records(count: int = COUNT, **fields: str) -> Iterator[Record]:
    """Development texts with their spans as tags; the test is skipped where they are not."""
    file = Path(os.environ.get("READER_DEV_DATA", "")) / "spans/spans.jsonl.gz"
    if not os.environ.get("READER_DEV_DATA") or not file.is_file():
        pytest.skip("the development texts are not here: set READER_DEV_DATA to their folder")
    empty = record_with(article_of("a"), [])
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, islice(lines, count)):
            text = row["text"]
            tags = [
                Tag(f"t{n:04}", one["label"], one["start"], one["end"], text[one["start"] : one["end"]], Span(0, 0))
                for n, one in enumerate(row["spans"])
            ]
            about = replace(empty.about, id=row["id"])
            yield replace(empty, about=about, text=text, tags=in_order(tags), base="raw", **fields)
