"""Corpora, sessions without a screen, and waiting for what the background says."""

from __future__ import annotations

import shutil
from pathlib import Path
from queue import Empty, Queue

import pytest
from in_line import LibrarianInLine

from reader.project.place import locate
from reader.session.messages import Message
from reader.session.session import Session

DEADLINE = 20.0


class Heard:
    """Takes the background's messages and hands them to the session, as the screen does."""

    def __init__(self) -> None:
        self.queue: Queue[Message] = Queue()
        self.session: Session | None = None
        self.all: list[Message] = []
        self.late: list[Message] = []

    def __call__(self, message: Message) -> None:
        self.queue.put(message)

    def until(self, done) -> None:
        """Hear messages until `done()`; fails when nothing comes for too long."""
        while self.late and self.session is not None:
            self.session.hear(self.late.pop(0))
        while not done():
            try:
                message = self.queue.get(timeout=DEADLINE)
            except Empty:
                pytest.fail(f"nothing more came; heard so far: {self.all}")
            self.all.append(message)
            if self.session is not None:
                self.session.hear(message)

    def wait_deaf(self, done) -> None:
        """Wait for messages until `done()`; the session hears nothing of them before `until`."""
        kept = []
        while not done():
            kept.append(self.queue.get(timeout=DEADLINE))
            self.all.append(kept[-1])
        self.late += kept

    def of(self, kind: type) -> list:
        return [message for message in self.all if isinstance(message, kind)]


@pytest.fixture
def corpus(repository, tmp_path) -> Path:
    """The seeds, where a test may do with them what it likes."""
    return Path(shutil.copytree(repository / "seeds", tmp_path / "project" / "seeds"))


@pytest.fixture
def open_session(corpus, monkeypatch):
    """Open the corpus; every session is ended after the test."""
    monkeypatch.setattr("reader.session.shelf.Librarian", LibrarianInLine)
    monkeypatch.setattr("reader.session.finder.PAUSE", 0.01)  # nobody types on
    opened: list[Session] = []

    def open_session(annotator: str = "ana", path: Path = corpus, collect: bool = True) -> Session:
        project = locate(
            str(path), annotations=corpus.parent / "annotations", annotator=annotator, working=corpus.parent
        )
        heard = Heard()
        session = Session(project, heard)
        heard.session = session
        session.heard = heard  # type: ignore[attr-defined]
        opened.append(session)
        if collect:
            session.shelf.begin()
            heard.until(lambda: not session.shelf.collecting)
            heard.until(heard.queue.empty)
        return session

    yield open_session
    for session in opened:
        session.close()


@pytest.fixture
def settle():
    """Wait until every change of a session is in its sheet's file."""

    def settle(session: Session) -> None:
        session.writer.flush()
        opened = session.annotations._open.values()
        session.heard.until(lambda: not any(sheet.unwritten for sheet in opened))  # type: ignore[attr-defined]

    return settle


@pytest.fixture
def tree(tmp_path):
    """Everything below the test's folder, with the content of its files."""

    def tree() -> dict[str, bytes | None]:
        paths = sorted(tmp_path.rglob("*"))
        return {str(path.relative_to(tmp_path)): path.read_bytes() if path.is_file() else None for path in paths}

    return tree
