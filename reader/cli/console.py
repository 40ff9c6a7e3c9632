"""The edge of the commands without a screen: data to standard output, messages to standard error, errors said once.

Names and messages may hold anything that a file name or an article can: nothing of them reaches a terminal raw.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from reader.errors import Problem, ReaderError, UsageError

DONE = 0
PROBLEMS = 1
WRONG = 2
INTERRUPTED = 130
ENDED = 143
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def on_a_terminal() -> bool:
    """Whether there are a screen to paint on and keys to listen to."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def can_ask() -> bool:
    """Whether somebody can be asked: questions go to standard error, so that the data may be piped on."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def cannot_paint() -> str:
    """Why this terminal cannot show a screen, by what it says of itself; "" when it can."""
    if os.name == "nt":  # where a terminal says nothing
        return ""
    kind = os.environ.get("TERM", "")
    if kind in ("dumb", "unknown"):
        return f"this terminal calls itself `{kind}` (TERM={kind})"
    return "" if kind else "this terminal does not say what it is (TERM is not set)"


def shown(text: str) -> str:
    """`text` without anything that a terminal would obey; line breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    from reader.text.safe_chars import safe

    return "\n".join(map(safe, text.split("\n")))


def data_stream() -> BinaryIO:
    """Standard output as bytes. Raises UsageError when it was closed before the program began."""
    if sys.stdout is None:
        raise UsageError("there is no standard output to write to")
    stream: BinaryIO = sys.stdout.buffer
    return stream


def put(text: str = "") -> None:
    """A line of readable output to standard output."""
    data_stream().write(shown(text).encode("utf-8", "replace") + b"\n")


def say(text: str) -> None:
    """A message to standard error."""
    print(_printable(shown(text)), file=sys.stderr)


def say_problem(problem: Problem) -> None:
    """A problem with its place, and below it what to do about it."""
    place = problem.place
    path = problem.path
    if path is not None:
        place = near(path) + place.removeprefix(str(path))
    say(f"{place}: {problem.message}" if place else problem.message)
    if problem.hint:
        say(f"  {problem.hint}")


def say_error(error: ReaderError) -> None:
    """An error: what it is, then each of its problems."""
    say(f"{error.title}:")
    for problem in error.problems:
        say_problem(problem)


def at_the_edge(run: Callable[[], int]) -> int:
    """Run a command to its exit status; every error that a person can do something about ends here, in words.

    What another program ends (SIGTERM) is tidied up as what Ctrl-C ends; the exit status is 143 then.
    """
    with _ended_as_by_hand() as ended:
        status = _in_words(run)
    return ENDED if ended and status == INTERRUPTED else status


@contextmanager
def _ended_as_by_hand() -> Iterator[list[int]]:
    """For as long as this lasts SIGTERM does what Ctrl-C does, once; holds the signal when it came."""
    ended: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)  # a supervisor may tell the group and each process: tidying goes on
        ended.append(number)
        by_hand = signal.getsignal(signal.SIGINT)
        if not callable(by_hand):
            raise KeyboardInterrupt
        by_hand(signal.SIGINT, frame)

    try:
        before = signal.signal(signal.SIGTERM, end)
    except ValueError:  # not the main thread
        yield ended
        return
    try:
        yield ended
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL if before is None else before)


def _in_words(run: Callable[[], int]) -> int:
    try:
        status = run()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has had enough of it
        abandon_output()
        return DONE
    except OSError as error:
        if error.filename is not None or error.errno not in _FULL:  # of no file by name: it is the output
            raise
        abandon_output()
        say(f"the output cannot be written: {error.strerror}")
        return WRONG
    except ReaderError as error:
        _flush()
        say_error(error)
        return WRONG
    except KeyboardInterrupt:
        abandon_output()
        return INTERRUPTED
    return status


def _flush() -> None:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        abandon_output()


def abandon_output() -> None:
    """Let nothing more be written to standard output."""
    # The interpreter flushes standard output when it ends, and would complain a second time.
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def near(path: Path) -> str:
    """A path below the working folder as seen from there."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _printable(text: str) -> str:
    """`text` as far as standard error's encoding has it."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding, "replace")


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of aligned columns; the last column is not padded."""
    from reader.text.cells import width

    if not rows:
        return []
    safe_rows = [[shown(cell).replace("\n", " ") for cell in row] for row in rows]
    widest = [max(width(row[i]) for row in safe_rows) for i in range(len(safe_rows[0]) - 1)]
    return [
        "  ".join(
            [*(cell + " " * (most - width(cell)) for cell, most in zip(row, widest, strict=False)), row[-1]]
        ).rstrip()
        for row in safe_rows
    ]
