"""A program in a pseudo-terminal, its output stamped with the time at which it was read.

Nothing is emulated while a program is being timed: chunks are read, stamped and kept, and replayed when the burst is over.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timing.emulator import COLUMNS, ROWS, Emulator

QUIET = 0.03  # seconds without output after which a burst is over
_LIMIT = 2.0
# What a terminal answers: it knows synchronised frames, and it does not report its size in the band.
_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y", b"\x1b[c": b"\x1b[?62;22c"}


class Chunk(NamedTuple):
    """Output, and when it was read."""

    at: float
    data: bytes


class Shown(NamedTuple):
    """Milliseconds from a key to the first and to the last change of the screen."""

    paint: float
    settle: float


class Program:
    """A running program.

    Args:
        command: what to run.
        environment: all of its environment.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self.emulator = Emulator()
        self.ended = False
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                attributes = termios.tcgetattr(0)
                attributes[3] &= ~termios.ECHO  # a key typed ahead must not look like an answer
                termios.tcsetattr(0, termios.TCSANOW, attributes)
                os.chdir(folder)
                os.execvpe(command[0], list(command), dict(environment))
            finally:
                os._exit(127)
        os.set_blocking(self._fd, False)

    # -- raw

    def write(self, data: bytes) -> None:
        while data:
            try:
                data = data[os.write(self._fd, data) :]
            except BlockingIOError:
                select.select([], [self._fd], [], _LIMIT)

    def available(self) -> list[Chunk]:
        """What there is to read now."""
        chunks: list[Chunk] = []
        while not self.ended:
            try:
                data = os.read(self._fd, 1 << 16)
            except BlockingIOError:
                break
            except OSError:  # how Linux says that the other side is closed
                data = b""
            if not data:
                self.ended = True
                break
            chunks.append(Chunk(time.perf_counter(), data))
            if b"\x1b[" in data:
                for question, answer in _ANSWERS.items():
                    if question in data:
                        self.write(answer)
        return chunks

    def burst(self, first: float = _LIMIT, quiet: float = QUIET) -> list[Chunk]:
        """Read until nothing came for `quiet` seconds, or nothing at all for `first`."""
        chunks: list[Chunk] = []
        wait = first
        while not self.ended and select.select([self._fd], [], [], wait)[0]:
            chunks += self.available()
            wait = quiet
        return chunks

    def replay(self, chunks: Sequence[Chunk]) -> tuple[float, float] | None:
        """Bring the screen up to date; when it changed first and last."""
        changes = [chunk.at for chunk in chunks if self.emulator.feed(chunk.data)]
        return (changes[0], changes[-1]) if changes else None

    # -- keys

    def send(self, key: bytes) -> None:
        """Press a key, untimed; it need not change anything."""
        self.write(key)
        self.replay(self.burst(first=0.12))

    def press(self, key: bytes, quiet: float = QUIET) -> Shown | None:
        """Press a key; None when the screen did not change. Its answer is over after `quiet` seconds without output."""
        self.replay(self.available())  # late output of something else
        pressed = time.perf_counter()
        self.write(key)
        while chunks := self.burst(quiet=quiet):
            changed = self.replay(chunks)
            if changed:
                return Shown((changed[0] - pressed) * 1000, (changed[1] - pressed) * 1000)
        return None

    def hold(self, key: bytes, times: int) -> float:
        """Press a key so often at once; keys a second to the last repaint."""
        self.replay(self.available())
        pressed = time.perf_counter()
        self.write(key * times)
        changed = self.replay(self.burst(quiet=0.25))
        return times / (changed[1] - pressed) if changed else 0.0

    # -- the process

    def tree(self) -> list[int]:
        """The process and all that descend from it."""
        found, todo = [], [self.pid]
        while todo:
            pid = todo.pop()
            try:
                for task in os.listdir(f"/proc/{pid}/task"):
                    todo += map(int, Path(f"/proc/{pid}/task/{task}/children").read_text().split())
            except OSError:
                continue
            found.append(pid)
        return found

    def calm(self, limit: float = 90.0) -> bool:
        """Read on until no process of the tree computes any more; False when one still does at the limit."""
        until = time.perf_counter() + limit
        before = -1.0
        while time.perf_counter() < until and not self.ended:
            self.replay(self.burst(first=0.4, quiet=0.4))
            now = sum(map(_processor_time, self.tree()))
            if now - before < 0.02:
                return True
            before = now
        return False

    def wait_for(self, text: str, limit: float = 60.0) -> None:
        """Read on until the screen shows `text`.

        Raises:
            TimeoutError: it never did.
        """
        until = time.perf_counter() + limit
        while text not in self.emulator.text:
            if time.perf_counter() > until or self.ended:
                raise TimeoutError(f"the screen never showed {text!r}:\n{self.emulator.text}")
            self.replay(self.burst(first=0.5))

    def memory(self) -> tuple[float, float]:
        """Resident MB of the process, and of its tree."""
        sizes = [_resident(pid) for pid in self.tree()]
        return (sizes[0], sum(sizes)) if sizes else (0.0, 0.0)

    def close(self, keys: Sequence[bytes]) -> None:
        """Leave by these keys; killed when that does not help."""
        try:
            for key in keys:
                self.write(key)
                self.burst(first=0.3)
            until = time.perf_counter() + 3
            while time.perf_counter() < until:
                self.available()
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    return
                time.sleep(0.005)
            os.killpg(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except OSError:  # gone already
            pass
        finally:
            os.close(self._fd)


def _processor_time(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
