"""The thread that has the mentions of texts found, by a process of its own, and keeps what was found.

The text on the screen comes first, its neighbours after it. What was found before is in the cache folder, and needs no process.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.session.messages import MentionsFound, Post

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.entities.engine import Engine
    from reader.entities.mention import Mention
    from reader.errors import Problem
    from reader.library.kept_mentions import KeptMentions
    from reader.library.preparing.crew import Processes
    from reader.session.work import Looked

PATIENCE = 60.0  # seconds for any text, a pipeline's loading included,
_A_SECOND = 5_000  # and one more for so many characters of it
_LONG = 100_000  # characters; a text that is not on the screen is given up when it is longer, for the one that is
_YIELDS = 2.0  # seconds after which a shorter one is
_FEW = 100  # mentions with which all is loaded that names them
_DIED = "the process that looks for them died"


class Asked(NamedTuple):
    """A text, named by its SHA-256."""

    text_sha256: str
    text: str


class Spotter:
    """The thread; it is started by the first text, its process by the first that nothing is known of."""

    def __init__(
        self,
        engine: Callable[[], Engine],
        post: Post,
        *,
        work: Callable[[str, Engine], Looked] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        """
        Args:
            engine: says which finder to ask; called on the thread.
            work: what the process does; a function of a module.
            patience: seconds in which it has to come back from a short text.
        """
        self._named = engine
        self._post = post
        self._work = work
        self._patience = patience
        self._turn = threading.Condition()
        self._first: Asked | None = None
        self._after: deque[Asked] = deque()
        self._closed = False
        self._ready = False
        self._loaded = False  # whether the process has come back from a text
        self._thread: threading.Thread | None = None
        self._process: Processes | None = None
        self._engine: Engine | None = None
        self._instead: Problem | None = None  # to be said with the next message
        self._kept: KeptMentions | None = None

    def ask(self, text_sha256: str, text: str) -> None:
        """Have the mentions of the text on the screen found, before all others; of those, none is asked for any more."""
        with self._turn:
            self._first = Asked(text_sha256, text)
            self._after.clear()
            self._turn.notify()
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._serve, name="spotter", daemon=True)
            self._thread.start()

    def ask_after(self, texts: Sequence[Asked]) -> None:
        """Have the mentions of these texts found when nothing else is to be done, and of no others any more."""
        with self._turn:
            self._after = deque(texts)
            self._turn.notify()

    def close(self) -> None:
        """End the thread and the process, without waiting for what they do."""
        with self._turn:
            self._closed = True
            self._turn.notify()
        if self._process is not None:
            self._process.close()

    # -- on the thread

    def _serve(self) -> None:
        while (asked := self._next()) is not None:
            try:
                found = self._found(asked)
                if found is not None:
                    self._get_ready(asked, found)
            except Exception as error:  # reading goes on
                found = MentionsFound(asked.text_sha256, (), f"{type(error).__name__}: {error}")
            if found is not None and not self._closed:
                self._post(found)
        if self._kept is not None:
            self._kept.close()
        if self._process is not None:
            self._process.close()

    def _get_ready(self, asked: Asked, found: MentionsFound) -> None:
        """Load what the screen's thread names mentions with: it would wait 50 ms for that."""
        if found.mentions and not self._ready:
            from reader.entities import marked

            self._ready = True
            marked(asked.text, found.mentions[:_FEW])

    def _next(self) -> Asked | None:
        with self._turn:
            while not (self._closed or self._first or self._after):
                self._turn.wait()
            if self._closed:
                return None
            asked, self._first = self._first, None
            return asked or self._after.popleft()

    def _found(self, asked: Asked) -> MentionsFound | None:
        """What there is to say of a text; None when it was given up for another."""
        if self._engine is None:
            from reader.entities.engine import EMBEDDED, instead, usable
            from reader.errors import ReaderError

            try:
                engine, missing = usable(self._named())
            except ReaderError as error:  # the settings were broken since the start
                engine, missing = EMBEDDED, instead(error.message, error.problem.hint)
            self._keep_for(engine)
            self._engine, self._instead = engine, missing
        assert self._kept is not None
        known = self._kept.get(*asked)
        if known is not None:
            return self._message(asked, known)
        looked = self._looked(asked)
        if looked is not None and looked.unusable and self._engine.name != "embedded":
            from reader.entities.engine import EMBEDDED, instead

            self._engine, self._instead = EMBEDDED, instead(looked.why, looked.hint)
            self._keep_for(EMBEDDED)
            looked = self._looked(asked)
        if looked is None:
            return None
        if not looked.why:
            self._kept.put(asked.text_sha256, looked.mentions)
        return self._message(asked, looked.mentions, looked.why)

    def _message(self, asked: Asked, mentions: Sequence[Mention], why: str = "") -> MentionsFound:
        told, self._instead = self._instead, None
        return MentionsFound(asked.text_sha256, tuple(mentions), why, told)

    def _keep_for(self, engine: Engine) -> None:
        from reader.entities.engine import identity
        from reader.library.kept_mentions import KeptMentions, mentions_path

        if self._kept is not None:
            self._kept.close()
        self._kept = KeptMentions(mentions_path(), identity(engine))

    def _looked(self, asked: Asked) -> Looked | None:
        """What the process came to; None when the text was given up."""
        import time
        from concurrent.futures.process import BrokenProcessPool  # late: a screen opens before there is work

        from reader.session.work import Looked

        if self._closed:
            return None
        assert self._engine is not None
        future = self._submitted(asked)
        if future.done() and isinstance(future.exception(), BrokenProcessPool):  # it died since the last text
            self._renew()
            future = self._submitted(asked)
        future.add_done_callback(self._wake)
        limit = self._patience + len(asked.text) / _A_SECOND
        begun = time.monotonic()
        end = begun + limit
        # What loads a pipeline is waited for: a hurried reader would have it loaded again and again.
        given_up = begun if len(asked.text) > _LONG else begun + _YIELDS if self._loaded else end
        with self._turn:
            while not future.done():
                if self._closed:
                    return None
                until = end if self._first in (None, asked) else min(end, given_up)
                if (left := until - time.monotonic()) <= 0:
                    break
                self._turn.wait(left)
        if not future.done():
            over = time.monotonic() >= end
            self._renew()
            return None if not over else Looked(why=f"it took longer than {limit:.0f} s")
        if future.cancelled():
            return None
        error = future.exception()
        if error is None:
            self._loaded = True
            return future.result()
        self._renew()
        died = isinstance(error, BrokenProcessPool)
        return Looked(why=_DIED if died else f"{type(error).__name__}: {error}")

    def _submitted(self, asked: Asked) -> Future[Looked]:
        from reader.library.preparing.crew import Processes
        from reader.session import work

        self._process = self._process or Processes(1)
        return self._process.submit(self._work or work.mentions, asked.text, self._engine)

    def _renew(self) -> None:
        self._loaded = False
        if self._process is not None:
            self._process.renew()

    def _wake(self, future: Future[Looked]) -> None:
        with self._turn:
            self._turn.notify()
