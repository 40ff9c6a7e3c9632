"""The file of a report: made before anything else is written, and put into its place when the report is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.errors import UsageError

Write = Callable[[Iterable[str]], None]


@contextmanager
def report_file(path: Path | None) -> Iterator[Write]:
    """What takes the pieces of the report, once; without it nothing is written.

    Args:
        path: None when nobody wants a report.

    Raises:
        UsageError: it cannot be written, which is found before the block begins as far as it can be.
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

    def write(pieces: Iterable[str]) -> None:
        try:
            with temp.open("w", encoding="utf-8", errors="replace") as file:
                file.writelines(pieces)
            if not is_device:
                put(temp, target)
        except OSError as error:
            raise _unwritable(path, error) from error

    try:
        if not is_device:
            temp.touch(exist_ok=False)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield write
    finally:
        if not is_device:
            remove(temp)


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"the report cannot be written: {error.strerror or error}", path=path)
