"""`reader prepare`: counts on standard output, problems on standard error, exit statuses, and an interruption."""

from __future__ import annotations

import json
import os
import signal

import pytest

from reader.library.preparing import articles


def test_counts_and_the_second_time_nothing_is_new(run):
    first = run("prepare", "news", "--workers", "0")
    assert first.exit_code == 0
    assert first.stdout.startswith("2 articles (2 new) in ")
    assert run("prepare", "news", "--workers", "0").stdout.startswith("2 articles (nothing new) in ")


def test_json(run):
    found = json.loads(run("prepare", "news", "--workers", "0", "--json").stdout)
    assert (found["complete"], found["new"], found["articles"], found["problems"]) == (True, 2, 2, 0)


def test_problems_are_said_each_time(run, project):
    (project / "news" / "bad.jsonl").write_text("no json\n")
    for _ in range(2):
        result = run("prepare", "news", "--workers", "0")
        assert result.exit_code == 1
        assert "news/bad.jsonl:1:1: row 1 is not JSON" in result.stderr
        assert "1 problem" in result.stdout


def test_worker_processes(run):
    assert run("prepare", "news", "--workers", "2", "--json").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "no such file or folder"),
        (("-",), "standard input has no catalogue"),
        (("news", "--workers", "1", "--dask", "tcp://nowhere:1"), "give one of the two"),
    ],
)
def test_what_cannot_be_done(run, words, said):
    result = run("prepare", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_an_interruption_keeps_what_was_done_and_says_that_the_rest_goes_on(run, monkeypatch):
    read = articles.Articles.read

    def interrupted(self, numbers):
        os.kill(os.getpid(), signal.SIGINT)
        read(self, numbers)

    with monkeypatch.context() as patched:
        patched.setattr(articles.Articles, "read", interrupted)
        result = run("prepare", "news", "--workers", "0")
    assert result.exit_code == 130
    assert "the rest goes on next time" in result.stderr
    assert run("prepare", "news", "--workers", "0").exit_code == 0


def test_without_the_extra_it_is_named(run, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    result = run("prepare", "news", "--dask", "tcp://127.0.0.1:1")
    assert result.exit_code == 2
    assert "passage-reader[dask]" in result.stderr
