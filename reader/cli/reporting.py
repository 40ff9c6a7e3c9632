"""What `reader export` says when it is done: what was lost, what was left out, and what there is now."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reader.cli.console import say, say_problem, table
from reader.text.counts import counted, most_frequent

if TYPE_CHECKING:
    from reader.exchange.exporting import Tally
    from reader.project.export_report import Report

_MOST = 20  # losses of a kind, problems
_MOST_LABELS = 30


def say_report(report: Report, *, written: bool = True) -> None:
    """What was left out and why, then the sums.

    Args:
        written: whether the export has taken its place.
    """
    for problem in report.problems[:_MOST]:
        say_problem(problem)
    _say_more(len(report.problems), "problem")
    _say_losses(report)
    for note in report.notes:
        say(f"note: {note}")
    if hidden := len(report.outcome.hidden):
        what = f"{hidden:,} tags or articles have something" if hidden > 1 else "1 tag or article has something"
        say(
            f"note: {what} that its program does not show, or may drop (`reader export --report FILE`: `hidden`; docs/formats.md)"
        )
    if report.unknown:
        say(f"note: not in the label scheme, exported as they are: {', '.join(sorted(report.unknown))}")
    if written:
        _say_sums(report)
        _say_splits(report.outcome.parts)
    if report.losses or report.problems:
        why = f" ({report.unsound:,} uncertain: to be reviewed, so exit status 1)" if written and report.unsound else ""
        say(f"{counted(len(report.losses), 'loss')}{why}, {counted(len(report.problems), 'problem')}")


def _say_losses(report: Report) -> None:
    for kind, number in report.losses.counts.items():
        for loss in report.losses.first(kind)[:_MOST]:
            say(f"loss: {loss}")
        _say_more(number, "loss", f" of the kind `{kind}` (`reader export --report FILE` has all)")


def _say_more(number: int, noun: str, what: str = "") -> None:
    if number > _MOST:
        say(f"… and {number - _MOST:,} more {noun if number - _MOST == 1 else counted(2, noun)[2:]}{what}")


def _say_sums(report: Report) -> None:
    labels = most_frequent(report.labels, "label")
    who = ", ".join(sorted(report.annotators))
    tagged = f"tagged by {who}" if who else "no sheet can be read" if report.broken else "tagged by nobody"
    empty = sum(part.empty for part in report.outcome.parts.values())
    records = counted(report.records, "record") + (f" ({empty:,} without tags)" if empty else "")
    counts = [records, f"{counted(report.articles, 'article')} read", tagged]
    tags, spans = report.outcome.tags, counted(report.spans, "span")
    if tags != report.labels:
        spans = f"{counted(tags.total(), 'tag')}, {spans} in the file"
    say(f"{', '.join(counts)}; {spans}{': ' + labels if labels else ''}")


def _say_splits(parts: dict[str, Tally]) -> None:
    """A column for each split, with the share of each label among its spans."""
    if set(parts) == {""}:
        return
    tallies = list(parts.values())
    labels = sum((part.labels for part in tallies), Counter[str]())
    rows = [
        ["", *parts],
        ["records", *(f"{part.records:,}" for part in tallies)],
        ["articles", *(f"{len(part.articles):,}" for part in tallies)],
        ["without tags", *(f"{part.empty:,}" for part in tallies)],
        ["spans", *(f"{part.spans:,}" for part in tallies)],
    ]
    if any(part.tags != part.labels for part in tallies):
        rows.insert(-1, ["tags", *(f"{part.tags.total():,}" for part in tallies)])
        labels.update(dict.fromkeys(sum((part.tags for part in tallies), Counter[str]()), 0))
    rows += (
        [label, *(_share(part.labels[label], part.spans) for part in tallies)]
        for label, _ in labels.most_common(_MOST_LABELS)
    )
    for line in table(rows):
        say(f"  {line}")
    if len(labels) > _MOST_LABELS:
        say(f"  … and {counted(len(labels) - _MOST_LABELS, 'label')} more")


def _share(count: int, of: int) -> str:
    return f"{count:,} ({count / of:.0%})" if count else "–"
