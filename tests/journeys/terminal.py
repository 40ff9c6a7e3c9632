"""A real terminal for the installed program: a pty to type into, and pyte to see what a terminal would show."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte
import pytest

DEADLINE = 20.0
QUIET = 0.05  # seconds without output after which a screen is taken for whole
KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C",
    "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F", "shift+right": "\x1b[1;2C", "ctrl+q": "\x11", "ctrl+r": "\x12",
}  # fmt: skip


class Terminal:
    """One program on a terminal of its own."""

    def __init__(self, argv: Sequence[str], *, cwd: Path, columns: int = 120, rows: int = 40) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.output = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, cwd=cwd, env=environment, start_new_session=True
        )
        os.close(slave)

    def press(self, *keys: str) -> None:
        """Type keys, each by its name or as the character it is."""
        os.write(self._master, "".join(KEYS.get(key, key) for key in keys).encode())

    def read(self, quiet: float = QUIET) -> None:
        """Take in what the program has written, until it is quiet for so many seconds."""
        while select.select([self._master], [], [], quiet)[0]:
            try:
                data = os.read(self._master, 65536)
            except OSError:  # the other end is closed
                return
            if not data:
                return
            self.output += data
            self._stream.feed(data)

    @property
    def rows(self) -> list[str]:
        return [row.rstrip() for row in self._screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    def until(self, seen: Callable[[], object], what: str) -> None:
        """Wait for something to be seen; fails with the screen when it is not."""
        end = time.monotonic() + DEADLINE
        while True:
            self.read()
            if seen():
                return
            if time.monotonic() > end or self.process.poll() is not None:
                self.read()
                if seen():
                    return
                pytest.fail(f"not seen: {what}; the program's status is {self.process.poll()}\n{self.text}")

    def see(self, words: str) -> None:
        """Wait for words on the screen."""
        self.until(lambda: words in self.text, words)

    def leave(self) -> int:
        """Wait for the program's own end; its exit status."""
        end = time.monotonic() + DEADLINE
        while self.process.poll() is None:
            self.read()
            if time.monotonic() > end:
                pytest.fail(f"the program does not end\n{self.text}")
        self.read()
        return self.process.returncode

    def kill(self) -> None:
        """End the program as a crash of the machine would: at once, and without its knowing."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(DEADLINE)

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait(DEADLINE)
        os.close(self._master)


def descendants(pid: int) -> set[int]:
    """The processes that a process has started, and theirs, as far as they are alive."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z":
                    parents[int(folder.name)] = int(parent)
    found: set[int] = set()
    level = {pid}
    while level:
        level = {child for child, parent in parents.items() if parent in level}
        found |= level
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
