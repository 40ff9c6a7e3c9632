"""`reader import --undo`: the last import taken back, and what of it stays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from reader.cli.console import DONE, PROBLEMS, say, say_problem
from reader.cli.importing import Progress
from reader.cli.report_file import ReportError
from reader.cli.report_lines import report_lines, say_unwritten

if TYPE_CHECKING:
    from reader.project.place import Project
    from reader.project.taking_back import TakenBack


def undo_import(project: Project, *, dry: bool, as_json: bool, report_to: Path | None) -> int:
    """Take back the last import into the sheets of the project's annotator. Returns: the exit status."""
    from reader.project.export_place import refuse_place
    from reader.project.taking_back import Staying, take_back

    if report_to is not None:
        refuse_place(project, report_to)
    progress = Progress()
    done: TakenBack | None = None
    try:
        with report_lines(report_to, as_json=as_json) as put:

            def stays(one: Staying) -> None:
                put({"fate": "stays", **msgspec.structs.asdict(one)})
                if not as_json:
                    progress.clear()
                    say(f"stays: {one}")

            done = take_back(project, dry=dry, say=stays, told=progress.show)
            put(done.as_object())
    except BrokenPipeError:
        raise
    except (OSError, ReportError) as error:
        if done is None:
            raise
        progress.clear()
        _say(done)
        say_unwritten("it is taken back", error)
        return PROBLEMS
    finally:
        progress.clear()
    _say(done)
    return DONE if done.is_clean else PROBLEMS


def _say(done: TakenBack) -> None:
    for problem in done.problems:
        say_problem(problem)
    for sentence in done.summary():
        say(sentence)
