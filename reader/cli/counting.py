"""`reader stats`: what the sheets hold, and what tagging took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader.cli.console import DONE, PROBLEMS, data_stream, put, say, say_problem, table
from reader.errors import Problem
from reader.exchange.json_lines import json_line
from reader.project.place import Project
from reader.tags.annotators import Annotator, annotators

if TYPE_CHECKING:
    from reader.project.effort import Effort
    from reader.project.proposals import Proposed
    from reader.project.stats import Counts


def print_stats(project: Project, *, as_json: bool) -> int:
    """Print the counts of every annotator, then of all, then the suggestions; the exit status."""
    from reader.project.proposals import Proposed
    from reader.project.stats import Counts, counts_of

    who = _who(project)
    everybody = Counts(None)
    found: list[Counts] = []
    proposed: list[Proposed] = []
    status = DONE
    for item in counts_of(who, project.scheme, _dismissed(project, who)):
        if isinstance(item, Problem):
            say_problem(item)
            status = PROBLEMS
        elif isinstance(item, Proposed):
            proposed.append(item)
        else:
            found.append(item)
            everybody.joined(item)
            if as_json:
                data_stream().write(json_line(item.as_object()))
    if as_json:
        if len(found) > 1:
            data_stream().write(json_line(everybody.as_object()))
        for one in proposed:
            data_stream().write(json_line(one.as_object()))
    else:
        shown = [*found, everybody] if len(found) > 1 else found
        if shown:
            _put_counts(shown, everybody)
        if proposed:
            if shown:
                put()
            _put_proposed(proposed)
    if proposed:
        say("dismissals stay on the computer where they were made: those of this one are counted")
    return status


def _dismissed(project: Project, who: list[Annotator]) -> dict[str, frozenset[str]]:
    """What each annotator has dismissed on this computer."""
    from reader.session.places import Places

    names = {*(annotator.name for annotator in who), project.annotator}
    found = {name: Places.of(replace(project, annotator=name)).dismissed for name in sorted(names)}
    return {name: keys for name, keys in found.items() if keys}


def _put_counts(shown: list[Counts], everybody: Counts) -> None:
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


def _put_proposed(proposed: list[Proposed]) -> None:
    rows = [["suggestions of", "articles", "suggestions", "accepted", "dismissed", "from", "to", ""]]
    for one in proposed:
        figures = [f"{count:,}" for count in (one.articles, one.suggestions, one.accepted, one.dismissed)]
        rows.append([one.proposer, *figures, one.first[:10], one.last[:10], ""])
        rows += [
            [f"  by {name}", "", "", f"{decided.accepted:,}", f"{decided.dismissed:,}", "", "", ""]
            for name, decided in sorted(one.by.items())
        ]
    _put_table(rows)


def print_effort(project: Project, *, as_json: bool) -> int:
    """Print what tagging took, by annotator and day, from the journals; the exit status."""
    from reader.project.effort import effort_of
    from reader.project.proposals import proposes

    rows: list[list[str]] = []
    for annotator in _who(project):
        if proposes(annotator):
            continue  # nobody's work
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
