"""The file of a report: made before anything else is written, and put into its place when all is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from reader.errors import UsageError

Write = Callable[[Iterable[str]], None]


class ReportError(UsageError):
    """A report that cannot be written."""


@contextmanager
def report_file(path: Path | None) -> Iterator[Write]:
    """What takes the pieces of the report as they come; they take their place when the block ends well.

    Args:
        path: None when nobody wants a report.

    Raises:
        ReportError: it cannot be written, which is found before the block begins as far as it can be.
    """
    if path is None:
        yield lambda pieces: None
        return
    from reader.exchange.putting import beside, put, remove

    if str(path) == "-":
        raise UsageError("the report is a file", hint="name it: --report FILE; standard output may be /dev/stdout")
    target = path.resolve()
    if target.is_dir():
        raise UsageError("this is a folder; name a file for the report", path=path)
    is_device = path.exists() and not path.is_file()  # a pipe among them, which has no path but this one
    temp = path if is_device else beside(target)
    try:
        file = temp.open("w" if is_device else "x", encoding="utf-8", errors="replace")
    except OSError as error:
        raise _unwritable(path, error) from error

    def write(pieces: Iterable[str]) -> None:
        try:
            file.writelines(pieces)
        except OSError as error:
            raise _unwritable(path, error) from error

    try:
        yield write
        try:
            file.close()
            if not is_device:
                put(temp, target)
        except OSError as error:
            raise _unwritable(path, error) from error
    finally:
        _let_go(file)
        if not is_device:
            remove(temp)


def _let_go(file: IO[str]) -> None:
    with suppress(OSError):  # of what could not be written it is said above
        file.close()


def _unwritable(path: Path, error: OSError) -> ReportError:
    return ReportError(f"the report cannot be written: {error.strerror or error}", path=path)
