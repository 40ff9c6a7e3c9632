"""`reader check`: problems for people or as JSON Lines, and the questions of `--fix`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from reader.cli.console import DONE, PROBLEMS, can_ask, data_stream, near, say, say_error, say_problem
from reader.errors import Problem
from reader.exchange.json_lines import json_line
from reader.project.checking import Report, check
from reader.project.checking.mending import FixError, carry_out, shown
from reader.text.counts import counted
from reader.text.safe_chars import safe


def check_files(named: Sequence[Path], annotations: Path | None, *, as_json: bool, fix: bool, yes: bool) -> int:
    """Check, mend if asked, print what is left; the exit status.

    Args:
        annotations: as `check` takes it.

    Raises:
        UsageError: there is nothing of one of these names, or no annotations belong to a folder.
    """
    report = check(named, annotations)
    if fix and _mend(report, ask=not yes):
        report = check(_still(named, report), annotations)
    for problem in report.problems:
        if as_json:
            data_stream().write(json_line(_problem_object(problem, mendable=report.mends(problem))))
        else:
            say_problem(problem)
    for note in report.notes:
        say(f"note: {note}")
    if not as_json:
        mendable = sum(map(report.mends, report.problems))
        rest = f"; `reader check --fix` mends {mendable}" if mendable and not fix else ""
        say(f"{counted(len(report.problems), 'problem')} in {counted(report.files, 'file')}{rest}")
    return PROBLEMS if report.problems else DONE


def _still(named: Sequence[Path], report: Report) -> list[Path]:
    """What was named, where it is now: a file may have been moved to its right place."""
    moved = {fix.path: fix.target for fix in report.fixes if not fix.path.exists()}
    return [moved.get(path.resolve(), path) for path in named]


def _mend(report: Report, *, ask: bool) -> bool:
    """Show each fix and carry it out when it is wanted; whether anything was done."""
    can = can_ask()
    done = False
    for fix in report.fixes:
        for line in shown(fix, _named):
            say(line.replace("\r", ""))
        if ask and not (can and click.confirm("mend this file?", err=True)):
            continue
        try:
            carry_out(fix)
        except FixError as error:
            say_error(error)
        else:
            done = True
    if report.fixes and ask and not can:
        say("nothing was changed: there is no terminal to ask on (--yes makes these changes)")
    return done


def _named(path: Path) -> str:
    return safe(near(path))  # a line break in a name must not look like a line of the change


def _problem_object(problem: Problem, *, mendable: bool) -> dict[str, Any]:
    return {
        "path": str(problem.path) if problem.path is not None else None,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "hint": problem.hint,
        "fix": mendable,
    }
