"""How far a command is, on standard error: a line that is rewritten, on a terminal alone."""

from __future__ import annotations

import sys
import time

import click

from reader.text.counts import counted

_BEGINS = 1.0  # seconds after which a run is long
_EVERY = 0.2  # seconds between two looks of it


class RewrittenLine:
    """A line that is written again and again in one place."""

    def __init__(self) -> None:
        self._shown = ""

    def show(self, text: str) -> None:
        """Put a text in the place of the last one."""
        click.echo(f"\r{text:<{len(self._shown)}}", nl=False, err=True)
        self._shown = text

    def clear(self) -> None:
        """Leave standard error to others."""
        if self._shown:
            click.echo(f"\r{'':<{len(self._shown)}}\r", nl=False, err=True)
            self._shown = ""


class Counter:
    """How many articles a run has printed so far.

    Nothing is shown where the articles themselves go to the terminal, nor where standard error is none.

    Args:
        prints: whether they go to standard output.
    """

    def __init__(self, *, prints: bool = True) -> None:
        self._line = RewrittenLine()
        self._watched = sys.stderr.isatty() and not (prints and sys.stdout is not None and sys.stdout.isatty())
        self._begun = time.monotonic()
        self._next = self._begun + _BEGINS

    def show(self, good: int, bad: int) -> None:
        """So many articles and problems by now."""
        if self._is_due():
            problems = f", {counted(bad, 'problem')}" if bad else ""
            self._line.show(f"{counted(good, 'article')}{problems} in {time.monotonic() - self._begun:.0f} s")

    def show_read_back(self, done: int, of: int) -> None:
        """So many of the records that were written have been read back and compared."""
        if self._is_due():
            self._line.show(f"read back {done:,} of {counted(of, 'record')}")

    def _is_due(self) -> bool:
        now = time.monotonic()
        if not self._watched or now < self._next:
            return False
        self._next = now + _EVERY
        return True

    def clear(self) -> None:
        """Before anything else is written to standard error."""
        self._line.clear()
