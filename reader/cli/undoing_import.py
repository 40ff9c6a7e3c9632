"""`reader import --undo`: the last import taken back, and what of it stays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from reader.cli.console import DONE, PROBLEMS, abandon_output, data_stream, say, say_problem
from reader.cli.importing import Progress
from reader.cli.report_file import ReportError, report_file, why_unwritten
from reader.exchange.json_lines import json_line

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
        with report_file(report_to) as write_report:
            if as_json:
                data_stream()  # there must be one before anything is done

            def put(value: dict[str, Any]) -> None:
                line = json_line(value)
                write_report([line.decode("utf-8")])
                if as_json:
                    data_stream().write(line)

            def stays(one: Staying) -> None:
                put({"fate": "stays", **msgspec.structs.asdict(one)})
                if not as_json:
                    progress.clear()
                    say(f"stays: {one}")

            done = take_back(project, dry=dry, say=stays, told=progress.show)
            put(done.as_object())
            if as_json:
                data_stream().flush()
    except BrokenPipeError:
        raise
    except (OSError, ReportError) as error:
        if done is None:
            raise
        progress.clear()
        _say(done)
        say(f"it is taken back; what was done cannot be written: {why_unwritten(error)}")
        abandon_output()
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
