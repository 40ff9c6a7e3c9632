"""The last screen of a corpus, kept to be painted at the next start before anything that takes time is imported.

It lies in the user's state folder, as the terminal's own codes; losing it loses nothing. What is painted so is a picture: keys that
are typed meanwhile wait in the terminal until the program reads them.
"""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from reader import paths

_FORMAT = "reader-screen/1"
_LARGEST = 2_000_000  # bytes; a screen is some ten thousand

painted = False
"""Whether a kept screen stands on the terminal, which is in its other buffer then."""

_attributes: list[Any] | None = None  # of the terminal, as they were


def keep(corpus: str | Path, width: int, height: int, rows: list[str]) -> None:
    """Keep a screen; a state folder that cannot be written is no reason to stop.

    Args:
        rows: with the terminal's codes for colours and weight.
    """
    body = "".join(f"\x1b[{number};1H{row}\x1b[0m" for number, row in enumerate(rows, 1))
    path = _path(corpus)
    temp = path.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_head(corpus, width, height) + body.encode("utf-8", "replace"))
        os.replace(temp, path)
        return
    with suppress(OSError):
        temp.unlink()


def paint(corpus: str) -> None:
    """Paint the kept screen of a corpus, where there is one for this terminal and its size."""
    global painted
    try:
        size = os.get_terminal_size(1)
        head = _head(corpus, size.columns, size.lines)
        with _path(corpus).open("rb") as file:
            if os.name != "posix" or os.fstat(file.fileno()).st_uid != os.getuid():
                return  # nobody else is to say what the terminal obeys
            data = file.read(_LARGEST)
    except OSError:
        return
    if data.startswith(head) and os.isatty(0) and _quiet():
        painted = True
        _write(b"\x1b[?1049h\x1b[?25l\x1b[2J" + data[len(head) :])


def leave() -> None:
    """Take the picture away, before anything is said on the plain terminal."""
    global painted
    if painted:
        painted = False
        _write(b"\x1b[?1049l\x1b[?25h")
    restore_terminal()


def restore_terminal() -> None:
    """Let the terminal echo again, as it did before `paint`."""
    global _attributes
    if _attributes is not None:
        import termios

        with suppress(termios.error):
            termios.tcsetattr(0, termios.TCSANOW, _attributes)
        _attributes = None


def _quiet() -> bool:
    """Keep keys that are typed from being echoed over the picture or made into others; whether the terminal can do that."""
    global _attributes
    try:
        import termios
    except ImportError:
        return False
    try:
        _attributes = termios.tcgetattr(0)
        quiet = termios.tcgetattr(0)
        quiet[0] &= ~(termios.ICRNL | termios.IXON)
        quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        termios.tcsetattr(0, termios.TCSANOW, quiet)
    except termios.error:
        _attributes = None
        return False
    return True


def _write(data: bytes) -> None:
    sys.stdout.flush()
    with suppress(OSError):
        while data:
            data = data[os.write(1, data) :]


def _path(corpus: str | Path) -> Path:
    name = zlib.crc32(os.fsencode(os.path.realpath(corpus)))
    return paths.state_folder() / "screens" / f"{name:08x}.screen"


def _head(corpus: str | Path, width: int, height: int) -> bytes:
    """What must be the same for a kept screen to be painted."""
    terminal = [os.environ.get(name, "") for name in ("TERM", "COLORTERM", "NO_COLOR", "READER_THEME")]
    facts = [_FORMAT, f"{width}x{height}", *terminal, os.path.realpath(corpus)]
    return "\t".join(fact.replace("\n", " ") for fact in facts).encode("utf-8", "surrogateescape") + b"\n"
