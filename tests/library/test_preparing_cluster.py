"""Two workers of a Dask cluster on this machine give the same catalogue as this process; one that is killed changes nothing."""

from __future__ import annotations

import importlib.util
import os
import signal

import pytest
from preparing_samples import Prepared, dies_of_poison, sleeps_at_poison, stories, story, write

from reader.errors import UsageError
from reader.library.preparing.crew import Cluster, Inline

pytestmark = [
    pytest.mark.dask,
    pytest.mark.skipif(
        importlib.util.find_spec("distributed") is None,
        reason="Dask is not installed: pip install 'passage-reader[dask]'",
    ),
]


@pytest.fixture(scope="module")
def cluster():
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


@pytest.fixture
def crew(cluster):
    made = Cluster(cluster.scheduler_address)
    yield made
    made.close()


@pytest.fixture
def corpus(tmp_path):
    news = stories(tmp_path / "news", 60)
    write(
        tmp_path / "annotations" / "corpus" / "news" / "0" / "003.yaml",
        "format: reader-amendments/1\narticle: news/0/003\n"
        "document: {path: news/0/003.txt, sha256: ab}\ntitle: Another title\n",
    )
    return news


def dumped(prepared: Prepared) -> dict[str, object]:
    found = prepared.dump()
    prepared.close()
    return found


def test_the_same_catalogue_as_in_one_process(corpus, crew, tmp_path):
    inline = Prepared(corpus, tmp_path / "inline.sqlite")
    inline.run(Inline())
    there = Prepared(corpus, tmp_path / "there.sqlite")
    assert there.run(crew).complete
    found = dumped(there)
    assert ("Another title" in str(found["article"]), found) == (True, dumped(inline))


def test_a_worker_that_is_killed_midway_changes_nothing(corpus, crew, cluster, tmp_path):
    inline = Prepared(corpus, tmp_path / "inline.sqlite")
    inline.run(Inline())
    there = Prepared(corpus, tmp_path / "there.sqlite")
    calls = iter(range(8))

    def kill_one() -> bool:
        if next(calls, None) == 7:
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        return False

    assert there.run(crew, cancelled=kill_one).complete
    assert next(calls, None) is None
    assert dumped(there) == dumped(inline)


@pytest.mark.parametrize("kills", [dies_of_poison, sleeps_at_poison])
def test_a_document_that_kills_is_reported(corpus, crew, tmp_path, kills, monkeypatch):
    monkeypatch.setattr("reader.library.preparing.crew._RESTART", 2.0)
    write(corpus / "0" / "poison.txt", "POISON\n\n" + story(99))
    there = Prepared(corpus, tmp_path / "there.sqlite")
    limits = {} if kills is dies_of_poison else {"time_limit": 1.0, "grace": 1.0}
    summary = there.run(crew, prepare=kills, **limits)
    assert (summary.complete, summary.new) == (True, 60)
    why = "the worker died" if kills is dies_of_poison else "it took longer than 1 s"
    assert there.problems() == [f"news/0/poison cannot be cleaned: {why}"]
    there.close()


def test_where_there_is_no_cluster():
    with pytest.raises(UsageError, match="no Dask scheduler"):
        Cluster("tcp://127.0.0.1:9", patience=0.2)
