"""`reader stats`: what the sheets hold, and what tagging took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.console import DONE, PROBLEMS, data_stream, put, say, say_problem, table
from reader.errors import Problem
from reader.exchange.json_lines import json_line
from reader.project.place import Project
from reader.tags.annotators import Annotator, annotators

if TYPE_CHECKING:
    from reader.project.effort import Effort


def print_stats(project: Project, *, as_json: bool) -> int:
    """Print the counts of every annotator, then of all; the exit status."""
    from reader.project.stats import Counts, counts_of

    who = _who(project)
    everybody = Counts(None)
    found: list[Counts] = []
    status = DONE
    for item in counts_of(who, project.scheme):
        if isinstance(item, Problem):
            say_problem(item)
            status = PROBLEMS
            continue
        found.append(item)
        everybody.joined(item)
        if as_json:
            data_stream().write(json_line(item.as_object()))
    if as_json:
        if len(found) > 1:
            data_stream().write(json_line(everybody.as_object()))
        return status
    shown = [*found, everybody] if len(found) > 1 else found
    if not shown:
        return status
    head = ["annotator", "articles", "done", "reading", "tags", "per article", "median", "from", "to", ""]
    rows = [
        [
            counts.annotator if counts.annotator is not None else "all",
            f"{counts.articles:,}",
            f"{counts.statuses['done']:,}",
            f"{counts.statuses['reading']:,}",
            f"{counts.tags:,}",
            f"{counts.tags_per_article:.1f}",
            f"{counts.median:g}",
            counts.first[:10],
            counts.last[:10],
            "",
        ]
        for counts in shown
    ]
    _put_table([head, *rows])
    for title, name in (("label", "labels"), ("label of articles", "article_labels")):
        labels = [label for label, _ in getattr(everybody, name).most_common()]
        if labels:
            put()
            rows = [[label, *(f"{getattr(counts, name)[label]:,}" for counts in shown), ""] for label in labels]
            names = [counts.annotator if counts.annotator is not None else "all" for counts in shown]
            _put_table([[title, *names, ""], *rows])
    return status


def print_effort(project: Project, *, as_json: bool) -> int:
    """Print what tagging took, by annotator and day, from the journals; the exit status."""
    from reader.project.effort import effort_of

    rows: list[list[str]] = []
    for annotator in _who(project):
        found = effort_of(annotator)
        if not found:
            say(f"no journal of {annotator.name} is here: journals stay with who writes them, git leaves them out")
        for effort in found:
            if as_json:
                data_stream().write(json_line(effort.as_object()))
            else:
                rows.append(_effort_row(effort))
    if rows:
        head = [
            "annotator",
            "day",
            "sittings",
            "articles",
            "tags",
            "removed",
            "active min",
            "tags/h",
            "keys/tag",
            "s/tag",
            "",
        ]
        _put_table([head, *rows])
    return DONE


def _effort_row(effort: Effort) -> list[str]:
    def figure(value: float | None) -> str:
        return "–" if value is None else f"{value:.1f}"

    return [
        effort.annotator,
        effort.day or "all",
        str(effort.sittings),
        f"{len(effort.articles):,}",
        f"{effort.tags:,}",
        f"{effort.removed:,}",
        f"{effort.active / 60:.0f}",
        figure(effort.tags_per_hour),
        figure(effort.keys_per_tag),
        figure(effort.seconds_per_tag),
        "",
    ]


def _who(project: Project) -> list[Annotator]:
    who = annotators(project.annotations)
    if not who:
        say(f"there are no sheets in {project.annotations}")
    return who


def _put_table(rows: list[list[str]]) -> None:
    for line in table(rows):
        put(line)
