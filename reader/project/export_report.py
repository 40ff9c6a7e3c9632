"""What an export did: what was written, what could not be read, what was lost, and what was left out on purpose."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from reader.errors import Problem
from reader.exchange.exporting import Outcome, manifest
from reader.exchange.format import ExportError, Format
from reader.exchange.losses import Losses
from reader.text.counts import counted


@dataclass
class Report:
    """What an export did.

    Attributes:
        outcome: what was written.
        articles: how many were read.
        unknown: labels, of spans and of articles, that the scheme does not know; they are exported as they are.
        broken: how many sheets could not be read.
        problems: what could not be read.
        apart: near-copies that are not in one split: article → its split, for each such group.
        notes: what a person should know besides.
    """

    outcome: Outcome = field(default_factory=Outcome)
    articles: int = 0
    unknown: set[str] = field(default_factory=set)
    broken: int = 0
    problems: list[Problem] = field(default_factory=list)
    apart: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def records(self) -> int:
        return self.outcome.records

    @property
    def labels(self) -> Counter[str]:
        return self.outcome.labels

    @property
    def annotators(self) -> set[str]:
        return self.outcome.annotators

    @property
    def losses(self) -> Losses:
        """What was left out because it is not certain or has no place in what was chosen, then what the format could not hold."""
        return self.outcome.losses

    @property
    def spans(self) -> int:
        return self.labels.total()

    @property
    def unsound(self) -> int:
        """How many of the losses somebody has to look at: their passages are not certain."""
        return self.losses.counts["unsound"]


class UnwrittenError(ExportError):
    """An export that was complete and does not take its place.

    Attributes:
        report: what it would have been.
    """

    def __init__(self, report: Report, message: str, *, path: Path | None = None, hint: str = "") -> None:
        super().__init__(message, path=path, hint=hint)
        self.report = report


class StrictError(UnwrittenError):
    """Something would have been lost, and nothing may be."""

    def __init__(self, report: Report) -> None:
        number = counted(len(report.losses), "loss")
        super().__init__(report, f"{number}: {next(iter(report.losses))}", hint="leave out `--strict`")


class NothingError(UnwrittenError):
    """Nothing would have taken the place of something."""

    def __init__(self, report: Report, path: Path) -> None:
        super().__init__(report, "there is nothing to export; what stands there stays", path=path)


def report_json(report: Report, format: Format) -> Iterator[str]:
    """The report as the text of a JSON object, in pieces: the manifest of the export with every loss, problem and note."""
    whole = manifest(format, report.outcome)
    head: dict[str, Any] = {
        **whole,
        "format": "reader-export-report/1",
        "losses_by_kind": whole["losses"],
        "read": report.articles,
        "labels": dict(sorted(report.labels.items())),
        "unknown_labels": sorted(report.unknown),
        "notes": report.notes,
        "copies_apart": report.apart,
        "problems": [str(problem) for problem in report.problems],
    }
    del head["losses"]
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "losses": ['
    yield from _items(report.losses)
    yield '\n ],\n "hidden": ['
    yield from _items(report.outcome.hidden)
    yield "\n ]\n}\n"


def _items(losses: Losses) -> Iterator[str]:
    for number, loss in enumerate(losses):
        yield f"{',' if number else ''}\n  {json.dumps(msgspec.to_builtins(loss), ensure_ascii=False)}"
