"""The lines of a report, to its file and as JSON to standard output; either may refuse them when all is done already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reader.cli.console import abandon_output, data_stream, say
from reader.cli.report_file import ReportError, report_file

Put = Callable[[dict[str, Any]], None]


@contextmanager
def report_lines(report_to: Path | None, *, as_json: bool) -> Iterator[Put]:
    """What takes the objects of a report, a line each, as they come; its file takes its place when the block ends well.

    Args:
        as_json: whether they go to standard output, too.

    Raises:
        UsageError: there is no standard output, or no file can be made; nothing of the block was run.
        ReportError, OSError: what was done cannot be written.
    """
    from reader.exchange.json_lines import json_line

    with report_file(report_to) as write_report:
        if as_json:
            data_stream()  # there must be one before anything is done

        def put(value: dict[str, Any]) -> None:
            line = json_line(value)
            write_report([line.decode("utf-8")])
            if as_json:
                data_stream().write(line)

        yield put
        if as_json:
            data_stream().flush()


def say_unwritten(done: str, error: OSError | ReportError) -> None:
    """Say that something is done, and that what was done cannot be written."""
    why = str(error) if isinstance(error, ReportError) else error.strerror or str(error)
    say(f"{done}; what was done cannot be written: {why}")
    abandon_output()
