"""The thread that writes: changes into the journal, sheets into their files, in the order in which they were made.

Results come back as messages through the `post` callable that the owner of the screen gives; it must be safe to call from any
thread.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable

from reader.errors import ReaderError
from reader.session.messages import Post, Saved, SheetHeld, SheetWritten, Unsaved
from reader.tags.model import Change, TagSheet
from reader.tags.store import SheetStore, Written

SETTLE_AFTER = 0.5  # seconds from a change to its sheet file; changes in between share one write
RETRY_AFTER = 2.0
STALLS_AFTER = 3.0  # seconds that a disk may take before it is said that it does not answer
# Seconds that the screen has to itself after a change: the writer would compete with it for the interpreter.
PAINT_FIRST = 0.012

Later = Callable[[float, Callable[[], None]], object]
"""Runs a function after so many seconds, on the thread that the owner of the screen gives."""


def at_once(delay: float, run: Callable[[], None]) -> None:
    """`Later` where there is no screen to wait for."""
    run()


class Writer:
    """The one thread that journals changes and writes sheets, in the order in which they were made."""

    def __init__(
        self,
        store: SheetStore,
        post: Post,
        before_first: Callable[[], None] = lambda: None,
        later: Later = at_once,
    ) -> None:
        self._store = store
        self._post = post
        self._later = later
        self._before_first = before_first
        self._wake = threading.Condition()
        self._queue: deque[tuple[Change, TagSheet, str]] = deque()
        self._due: dict[str, float] = {}
        self._decided: deque[str] = deque()
        self._lineages: dict[str, _Lineage] = {}
        self.held: dict[str, str] = {}  # article → why its sheet is behind the journal
        self._retry_at = 0.0
        self._busy_since = 0.0  # when the disk was asked for what it has not answered yet
        self._looks = False
        self._closing = False
        self._prepared = False
        self._thread: threading.Thread | None = None

    def record(self, change: Change, sheet: TagSheet, base: str) -> None:
        """Take a change; returns at once."""
        with self._wake:
            first = not self._queue
            self._queue.append((change, sheet, base))
            self._due.setdefault(change.article, time.monotonic() + SETTLE_AFTER)
        if first:
            self._later(PAINT_FIRST, self._go)
        self._look_later()

    def _look_later(self) -> None:
        if not self._looks and self._later is not at_once:
            self._looks = True
            self._later(STALLS_AFTER, self._look)

    def _look(self) -> None:
        """Say so when a change is in memory alone because the disk, a network folder say, does not answer."""
        self._looks = False
        since = self._busy_since
        waited = time.monotonic() - since
        if self._queue and since and waited > STALLS_AFTER * 0.9:
            self._post(Unsaved(f"the disk has not answered for {waited:.0f} s"))
        if self._queue:
            self._look_later()

    def decided(self, key: str) -> None:
        """Let the store forget a conflict, once the change that decided it is safe."""
        with self._wake:
            self._decided.append(key)
            self._start()
            self._wake.notify()

    def read_anew(self, article: str) -> None:
        """The screen has read an article's sheet from disk, with nothing of it on its way: what was written before is the past."""
        self._lineages.pop(article, None)

    def _go(self) -> None:
        """Have the thread look at what there is to do."""
        with self._wake:
            self._start()
            self._wake.notify()

    def flush(self) -> None:
        """Write the sheets now rather than soon; returns at once."""
        with self._wake:
            self._due = dict.fromkeys(self._due, 0.0)
            if self._due:
                self._start()
            self._wake.notify()

    @property
    def unsaved(self) -> int:
        """Changes that are in memory alone."""
        return len(self._queue)

    def close(self, timeout: float = 5.0) -> bool:
        """Write what there is and end the thread; False when something could not be made durable in time."""
        with self._wake:
            if self._queue or self._due or self._decided:
                self._start()
            thread = self._thread
            self._closing = True
            self._retry_at = 0.0
            self._due = dict.fromkeys(self._due, 0.0)
            self._wake.notify()
        if thread is not None:
            thread.join(timeout)
        return not self._queue and self._thread is None  # it may still be tidying up

    def reopen(self) -> None:
        """Go on after a `close` that could not save everything."""
        with self._wake:
            self._closing = False
            if self._queue or self._due or self._decided:
                self._start()

    def abandon(self) -> None:
        """End without what could not be saved."""
        with self._wake:
            self._closing = True
            self._queue.clear()
            self._wake.notify()

    def _start(self) -> None:
        if self._thread is None:
            # A daemon, or a disk that hangs would keep the program from ending; `close` waits for it otherwise.
            self._thread = threading.Thread(target=self._live, name="writer", daemon=True)
            self._thread.start()

    def _live(self) -> None:
        self._run()
        with contextlib.suppress(Exception):  # all is saved, and the next end of a session tidies up too
            self._store.tidy()

    def _run(self) -> None:
        while True:
            with self._wake:
                now = time.monotonic()
                blocked = self._retry_at > now
                ready = [article for article, due in self._due.items() if due <= now]
                if not self._queue and self._decided:
                    key = self._decided.popleft()
                elif not (self._queue and not blocked) and not ready:
                    if self._closing:
                        self._thread = None
                        return
                    times = [*self._due.values(), *([self._retry_at] if self._queue else [])]
                    self._wake.wait(max(0.0, min(times) - now) if times else None)
                    continue
                else:
                    key = ""
                job = self._queue[0] if self._queue and not blocked else None
            self._busy_since = time.monotonic()
            if key:
                with contextlib.suppress(Exception):  # then it is asked about once more at the next start
                    self._store.decided(key)
            elif job is not None:
                self._journal(*job)
            else:
                self._write(ready[0])
            self._busy_since = 0.0

    def _journal(self, change: Change, sheet: TagSheet, base: str) -> None:
        try:
            if not self._prepared:
                self._before_first()
                self._prepared = True
            self._store.record(change, sheet, self._lineages.setdefault(change.article, _Lineage()).newest(base))
        except Exception as error:  # whatever it is: a thread that died of it would save nothing any more
            self._post(Unsaved(_reason(error)))
            with self._wake:
                self._retry_at = time.monotonic() + RETRY_AFTER
            return
        with self._wake:
            if self._queue:  # not abandoned meanwhile
                self._queue.popleft()
        self._post(Saved(change.id))

    def _write(self, article: str) -> None:
        try:
            written = self._store.write(article)
        except (
            Exception
        ) as error:  # the journal keeps the changes: they are written later, or settled by the next start
            self.held[article] = _reason(error)
            self._post(SheetHeld(article, self.held[article]))
            with self._wake:
                self._due[article] = time.monotonic() + RETRY_AFTER
            return
        with self._wake:
            if any(change.article == article for change, _, _ in self._queue):
                now = time.monotonic()
                last = self._closing and self._retry_at <= now  # nothing is put off then, unless the journal refuses it
                self._due[article] = now if last else now + SETTLE_AFTER
            else:
                self._due.pop(article, None)
        self.held.pop(article, None)
        if written is not None:
            self._lineages.setdefault(article, _Lineage()).wrote(written)
            self._post(SheetWritten(article, written))


class _Lineage:
    """The files of one sheet that this program wrote one upon the other.

    A change may be made before the word of the last write came back to the screen: it names the file before that one. It is no
    stranger's work that lies between the two.
    """

    def __init__(self) -> None:
        self._before: set[str] = set()
        self._now: str | None = None
        self._base = ""

    def newest(self, base: str) -> str:
        """The file that a change made upon `base` goes back to."""
        if self._now is not None and base in self._before:
            base = self._now
        else:
            self._before.clear()
        self._base = base
        return base

    def wrote(self, written: Written) -> None:
        if written.merged:
            self._before.clear()  # the screen must take in the others' tags first
            self._now = None
        else:
            self._before.add(self._base)
            self._now = written.sha256


def _reason(error: Exception) -> str:
    if isinstance(error, ReaderError):
        return error.problems[0].on_one_line
    return (isinstance(error, OSError) and error.strerror) or str(error) or repr(error)
