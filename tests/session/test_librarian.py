"""The process that keeps the catalogue, as it is: what it says, what it is told, and its end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from queue import Empty, Queue

import pytest
from session_samples import short_articles, tag

from reader.library.catalogue import Catalogue
from reader.project.catalogued import catalogue_of
from reader.project.place import locate
from reader.session.librarian import Librarian
from reader.session.messages import Catalogued
from reader.tags import disk

DEADLINE = 60.0
ARTICLES = 300


class Kept:
    """A catalogue that a librarian keeps."""

    def __init__(self, corpus: Path) -> None:
        self.project = locate(
            str(corpus), annotations=corpus.parent / "annotations", annotator="ana", working=corpus.parent
        )
        self.path = catalogue_of(self.project, False)
        self.catalogue = Catalogue(self.path)
        self.all: list[Catalogued] = []
        self._queue: Queue[Catalogued] = Queue()
        self.librarian = Librarian(self.project, self.path, self._queue.put, as_is=False)

    def until(self, done) -> None:
        while not done():
            try:
                message = self._queue.get(timeout=DEADLINE)
            except Empty:
                pytest.fail(f"nothing more came; heard so far: {self.all}")
            self.all.append(message)
            self.librarian.hear(message)

    def said(self, what: str) -> bool:
        return any(what in message.what for message in self.all)

    @property
    def count(self) -> int:
        return self.catalogue.ask("SELECT count(*) FROM article")[0][0]

    @property
    def is_filled(self) -> bool:
        return not self.librarian.at_work and self.count == ARTICLES

    def close(self) -> None:
        self.librarian.close()
        self.catalogue.close()


@pytest.fixture
def corpus(tmp_path):
    return short_articles(tmp_path / "project" / "corpus.jsonl", ARTICLES)


@pytest.fixture
def kept(corpus):
    kept = Kept(corpus)
    yield kept
    kept.close()


def sheet(kept: Kept, annotator: str) -> Path:
    path = kept.project.annotations / annotator / "a007.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"format: reader-tags/1\narticle: a007\nannotator: {annotator}\nstatus: skipped\n"
        "document_sha256: ab\ntext_sha256: ab\n",
        encoding="utf-8",
    )
    return path


def test_it_can_be_stopped_goes_on_and_reads_the_sheets_that_it_is_told_of(kept):
    kept.librarian.start()
    kept.librarian.stop()
    kept.until(lambda: kept.said("stopped: "))
    assert not kept.librarian.at_work
    assert not kept.librarian.busy
    kept.librarian.look_again()
    kept.librarian.read_sheets([sheet(kept, "bo")])
    kept.until(lambda: kept.is_filled and kept.catalogue.ask("SELECT 1 FROM sheet WHERE annotator = 'bo'"))
    assert {message.trouble for message in kept.all} == {""}
    kept.librarian.read_sheets([sheet(kept, "cleo")])
    kept.until(lambda: kept.catalogue.ask("SELECT 1 FROM sheet WHERE annotator = 'cleo'"))
    kept.until(lambda: not kept.librarian.busy)


def test_another_windows_lock_is_waited_for(kept):
    with disk.locked_if_free(Path(f"{kept.path}.lock")) as is_ours:
        assert is_ours
        kept.librarian.start()
        kept.until(lambda: kept.said("another window reads the corpus"))
        assert kept.count == 0
    kept.until(lambda: kept.is_filled)
    assert kept.said("reading the corpus")


def test_one_that_has_ended_is_said(kept):
    kept.librarian.start()
    kept.until(lambda: kept.all)
    kept.librarian._process.kill()
    kept.until(lambda: kept.all[-1].trouble)
    assert "has ended" in kept.all[-1].trouble
    assert not kept.librarian.at_work
    kept.librarian.look_again()  # nobody hears it; nothing waits for it


def test_a_damaged_catalogue_is_begun_anew_and_the_list_fills_again(open_session, settle, monkeypatch):
    monkeypatch.setattr("reader.session.shelf.Librarian", Librarian)
    session = open_session(collect=False)
    session.shelf.begin()
    session.heard.until(lambda: session.listing.total == ARTICLES and not session.shelf.collecting)
    session.open("a100")
    tag(session.desk, "Idlib")
    identity = session.shelf.catalogue.get("identity")
    session.shelf.catalogue.broken = True  # as `ask` finds it
    session.shelf.reload()
    session.heard.until(lambda: session.shelf.catalogue.get("identity") != identity)
    assert session.desk.article.id == "a100"
    tag(session.desk, "holds")
    settle(session)
    session.heard.until(lambda: session.listing.total == ARTICLES and session.listing.get("a100").tags == 2)
    assert session.open("a200").article.id == "a200"
    assert not session.shelf.catalogue.broken


def test_it_ends_with_its_program_however_that_ends(corpus):
    code = (
        "import sys\n"
        f"sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parent.parent)]!r}\n"
        "from pathlib import Path\n"
        "import test_librarian\n"
        "if __name__ == '__main__':\n"
        f"    kept = test_librarian.Kept(Path({str(corpus)!r}))\n"
        "    kept.librarian.start()\n"
        "    kept.until(lambda: kept.is_filled)\n"
        "    print('filled', flush=True)\n"
        "    input()\n"
    )
    program = corpus.with_name("program.py")
    program.write_text(code)
    running = subprocess.Popen([sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert running.stdout.readline() == "filled\n"
    running.kill()
    # All that it has started writes to the same pipe, which ends when the last of them does.
    rest, _ = running.communicate(timeout=DEADLINE)
    assert rest == ""
