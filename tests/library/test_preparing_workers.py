"""Whoever does the work, and whatever becomes of them, the catalogue is the same; a document that kills is reported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from preparing_samples import (
    Prepared,
    after,
    dies_of_poison,
    dies_once,
    hangs_at_poison,
    raises,
    sleeps_at_poison,
    stories,
    story,
    write,
)

from reader.library.preparing.crew import Inline, Processes
from reader.library.preparing.shift import WorkersFail


@pytest.fixture
def corpus(tmp_path) -> Path:
    """Texts, tables, and documents of one id."""
    news = stories(tmp_path / "news", 40)
    rows = [{"id": f"row{number % 20}", "text": story(number % 22), "title": "x"} for number in range(60)]
    write(news / "0" / "table.jsonl", "\n".join(map(json.dumps, rows)))
    write(news / "later.csv", "id,title,text\n" + "".join(f'row{n},t,"{story(n)}"\n' for n in range(15, 30)))
    write(news / "bad.jsonl", "{\n" + json.dumps({"text": story(9), "title": "y"}) + "\n")
    return news


@pytest.fixture
def processes():
    """Two worker processes, for all that a test does."""
    crew = Processes(2)
    yield crew
    crew.close()


def dumped(corpus: Path, where: Path, crew, **more) -> dict[str, object]:
    prepared = Prepared(corpus, where)
    summary = prepared.run(crew, **more)
    assert summary.complete
    found = prepared.dump()
    prepared.close()
    return found


def test_any_number_of_workers_gives_the_same_catalogue(corpus, tmp_path, processes):
    inline = dumped(corpus, tmp_path / "inline.sqlite", Inline())
    one = Processes(1)
    try:
        assert dumped(corpus, tmp_path / "one.sqlite", one) == inline
    finally:
        one.close()
    assert dumped(corpus, tmp_path / "two.sqlite", processes) == inline


@pytest.mark.parametrize("step", [1, 2, 5])
def test_interrupted_again_and_again_it_gives_the_same_catalogue(corpus, tmp_path, step):
    whole = dumped(corpus, tmp_path / "whole.sqlite", Inline())
    prepared = Prepared(corpus, tmp_path / "pieces.sqlite")
    runs = 0
    while not prepared.run(cancelled=after(5 + step * runs)).complete:
        runs += 1
    assert runs > 2
    assert prepared.dump() == whole
    prepared.close()


def test_a_moment_is_enough_for_a_part_and_the_next_run_does_the_rest(corpus, tmp_path):
    prepared = Prepared(corpus, tmp_path / "one.sqlite")
    assert not prepared.run(until=0.0).complete
    assert prepared.run().complete
    assert prepared.dump() == dumped(corpus, tmp_path / "whole.sqlite", Inline())
    prepared.close()


@pytest.mark.parametrize("kills", [dies_of_poison, hangs_at_poison, sleeps_at_poison, raises])
def test_a_document_that_kills_is_reported_and_all_else_goes_on(tmp_path, kills):
    news = stories(tmp_path / "news", 12)
    write(news / "0" / "poison.txt", "POISON\n\n" + story(50))
    prepared = Prepared(news, tmp_path / "one.sqlite")
    crew = Processes(2)
    try:
        limits = {} if kills in (dies_of_poison, raises) else {"time_limit": 1.5, "grace": 0.4}
        summary = prepared.run(crew, prepare=kills, **limits)
        assert (summary.complete, summary.new, summary.problems) == (True, 12, 1)
        why = {dies_of_poison: "the worker died", raises: "RuntimeError: out of order"}
        said = f"news/0/poison cannot be cleaned: {why.get(kills, 'it took longer than 1.5 s')}"
        assert prepared.problems() == [said]
        # It is remembered, and not tried again until its file changes.
        assert prepared.run(crew, prepare=kills).problems == 1
        write(news / "0" / "poison.txt", story(50))
        summary = prepared.run(crew, prepare=kills)
        assert (summary.new, summary.problems) == (1, 0)
    finally:
        crew.close()
    prepared.close()


def test_a_worker_that_dies_once_changes_nothing(corpus, tmp_path, processes):
    write(corpus / "0" / "poison.txt", "POISON\n\n" + story(50))
    inline = dumped(corpus, tmp_path / "inline.sqlite", Inline())
    assert dumped(corpus, tmp_path / "two.sqlite", processes, prepare=dies_once) == inline


class NoWorkers(Processes):
    """Processes that die before they do anything."""

    def submit(self, function, *args):
        return super().submit(os._exit, 1)


def test_where_no_worker_can_be_had_no_document_is_blamed(tmp_path):
    prepared = Prepared(stories(tmp_path / "news", 3), tmp_path / "one.sqlite")
    crew = NoWorkers(1)
    try:
        with pytest.raises(WorkersFail):
            prepared.run(crew)
    finally:
        crew.close()
    assert prepared.problems() == []
    assert prepared.run().new == 3
    prepared.close()


_PROGRAM = """
import sys
from pathlib import Path
from preparing_samples import Prepared, dies_of_poison
Prepared(Path(sys.argv[1]), Path(sys.argv[2])).run(prepare=dies_of_poison)
"""


def test_what_this_process_dies_of_is_tried_alone_and_then_reported(tmp_path):
    news = stories(tmp_path / "news", 12)
    write(news / "0" / "poison.txt", "POISON\n\n" + story(50))

    def run() -> int:
        folders = os.pathsep.join([str(Path(__file__).parent), *sys.path])
        words = [sys.executable, "-c", _PROGRAM, str(news), str(tmp_path / "one.sqlite")]
        return subprocess.run(words, env={**os.environ, "PYTHONPATH": folders}).returncode

    assert [run(), run(), run()] == [9, 9, 0]
    prepared = Prepared(news, tmp_path / "one.sqlite")
    assert prepared.problems() == ["news/0/poison cannot be cleaned: the worker died"]
    assert len(prepared.ids()) == 12
    assert prepared.catalogue.db.execute("SELECT * FROM attempt").fetchall() == []
    prepared.close()
