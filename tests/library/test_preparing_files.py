"""A catalogue follows the files of its corpus: however they came to be as they are, it holds what a new one would."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from preparing_samples import Prepared, afresh, after, as_read, stories, story, write


@pytest.fixture
def prepared(tmp_path):
    made = Prepared(stories(tmp_path / "news", 12), tmp_path / "one.sqlite")
    yield made
    made.close()


def is_true(prepared: Prepared, where: Path) -> bool:
    """Whether the catalogue says what a new one says, and what reading the corpus says."""
    assert prepared.dump(with_keys=False) == afresh(prepared, where)
    documents, problems, repeats = as_read(prepared)
    rows = prepared.catalogue.db.execute("SELECT id, name, row FROM article JOIN file USING (file) ORDER BY id")
    assert rows.fetchall() == documents
    assert sorted(prepared.problems()) == problems
    assert prepared.catalogue.get("repeats") == repeats
    return True


def test_a_first_run_enters_all_and_the_next_has_nothing_to_do(prepared):
    first = prepared.run()
    assert (first.complete, first.new, first.articles, first.problems) == (True, 12, 12, 0)
    before, generation = prepared.dump(), prepared.catalogue.generation
    second = prepared.run()
    assert (second.complete, second.new, second.changed, second.gone) == (True, 0, 0, 0)
    assert prepared.dump() == before
    assert prepared.catalogue.generation == generation


def test_files_that_are_added_changed_removed_renamed_touched(prepared, tmp_path):
    prepared.run()
    news = prepared.corpus
    write(news / "new" / "one.txt", story(100))
    write(news / "0" / "003.txt", story(101))
    (news / "0" / "004.txt").unlink()
    (news / "0" / "005.txt").rename(news / "0" / "renamed.txt")
    os.utime(news / "0" / "006.txt", ns=(1, 1))
    summary = prepared.run()
    assert (summary.new, summary.changed, summary.gone) == (2, 1, 2)
    assert is_true(prepared, tmp_path / "fresh.sqlite")


def test_a_touched_file_is_not_cleaned_again(prepared, monkeypatch):
    prepared.run()
    before = prepared.dump()
    os.utime(prepared.corpus / "0" / "006.txt", ns=(1, 1))
    monkeypatch.setattr("reader.library.preparing.work.prepared", None)
    summary = prepared.run()
    assert (summary.new, summary.changed, summary.gone, summary.problems) == (0, 0, 0, 0)
    assert prepared.dump() == before


def test_a_folder_that_goes_takes_its_articles_along(prepared, tmp_path):
    prepared.run()
    shutil.rmtree(prepared.corpus / "1")
    assert prepared.run().gone == 2
    assert is_true(prepared, tmp_path / "fresh.sqlite")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_that_cannot_be_looked_into_keeps_its_articles(prepared):
    prepared.run()
    (prepared.corpus / "1").chmod(0)
    try:
        summary = prepared.run()
        assert (summary.gone, summary.articles) == (0, 12)
        assert prepared.problems() == ["cannot be read: Permission denied"]
    finally:
        (prepared.corpus / "1").chmod(0o755)
    prepared.run()
    assert prepared.problems() == []


def test_names_that_are_no_text(prepared, tmp_path):
    try:
        write(Path(os.fsdecode(os.fsencode(prepared.corpus) + b"/caf\xe9.txt")), story(50))
    except OSError:
        pytest.skip("this disk has only names that are text")
    prepared.run()
    assert "news/caf\\xe9" in prepared.ids()
    os.utime(os.fsencode(prepared.corpus) + b"/caf\xe9.txt", ns=(1, 1))
    assert prepared.run().problems == 0
    assert is_true(prepared, tmp_path / "fresh.sqlite")


def test_texts_of_any_kind(prepared, tmp_path):
    rows = [{"text": "half a pair \ud800 of it", "title": "\udfff", "source": "a\ud800"}, {"text": "a\0b \x1b[31m"}]
    write(prepared.corpus / "odd.jsonl", "\n".join(map(json.dumps, rows)))
    write(prepared.corpus / "empty.txt", "")
    prepared.run()
    assert is_true(prepared, tmp_path / "fresh.sqlite")


def test_a_corpus_that_is_one_file(tmp_path):
    path = write(tmp_path / "news.jsonl", "\n".join(json.dumps({"id": str(n), "text": story(n)}) for n in range(7)))
    prepared = Prepared(path, tmp_path / "one.sqlite")
    assert prepared.run().new == 7
    write(path, path.read_text() + "\n" + json.dumps({"id": "7", "text": story(7)}))
    summary = prepared.run()
    assert (summary.new, summary.changed, summary.gone) == (1, 0, 0)
    assert is_true(prepared, tmp_path / "fresh.sqlite")
    prepared.close()


def test_a_table_whose_rows_move_or_are_said_otherwise(tmp_path):
    rows = [{"id": str(n), "text": story(n), "date": "2020-01-01"} for n in range(6)]
    path = write(tmp_path / "news" / "news.jsonl", "\n".join(map(json.dumps, rows)))
    prepared = Prepared(path.parent, tmp_path / "one.sqlite")
    prepared.run()
    rows.insert(0, {"id": "new", "text": story(50)})
    rows[3]["date"] = "2021-01-01"
    del rows[5]
    write(path, "\n".join(map(json.dumps, rows)))
    summary = prepared.run()
    assert (summary.new, summary.changed, summary.gone) == (1, 1, 1)
    assert is_true(prepared, tmp_path / "fresh.sqlite")
    prepared.close()


def test_problems_leave_with_what_they_are_said_of(prepared, tmp_path):
    bad = write(prepared.corpus / "bad.jsonl", json.dumps({"text": story(1), "title": "x"}) + "\nno json\n")
    prepared.run()
    assert len(prepared.problems()) == 1
    write(bad, json.dumps({"text": story(1), "title": "x"}) + "\n")
    prepared.run()
    assert prepared.problems() == []
    write(bad, "no json\n")
    prepared.run()
    bad.unlink()
    prepared.run()
    assert prepared.problems() == []
    assert is_true(prepared, tmp_path / "fresh.sqlite")


def test_amendments_that_come_change_and_go(prepared, tmp_path):
    prepared.run()

    def amend(title: str) -> None:
        write(
            prepared.annotations / "corpus" / "news" / "0" / "003.yaml",
            "format: reader-amendments/1\narticle: news/0/003\n"
            f"document: {{path: news/0/003.txt, sha256: ab}}\ntitle: {title}\n",
        )

    def title() -> str:
        return prepared.catalogue.db.execute("SELECT title FROM article WHERE id = 'news/0/003'").fetchone()[0]

    for said in ("One title", "Quite another title"):
        amend(said)
        assert prepared.run().changed == 1
        assert title() == said
    write(prepared.annotations / "corpus" / "news" / "0" / "003.yaml", "format: [")
    prepared.run()
    said = prepared.catalogue.db.execute("SELECT article FROM problem").fetchall()
    assert said == [("news/0/003",)]
    assert title() == "Talks number 3 began in Raqqa"
    (prepared.annotations / "corpus" / "news" / "0" / "003.yaml").unlink()
    prepared.run()
    assert is_true(prepared, tmp_path / "fresh.sqlite")


def test_a_run_that_is_stopped_once_all_is_read_leaves_the_rest_to_the_next(tmp_path):
    for calls in range(12):
        made = Prepared(stories(tmp_path / f"{calls}", 1), tmp_path / f"{calls}.sqlite")
        made.run()
        write(made.corpus / "b.jsonl", json.dumps({"id": "x", "text": story(0)}) + "\n")
        made.run()
        write(made.corpus / "c.csv", f'id,text\nx,"{story(0)}"\n')
        made.run(cancelled=after(calls))
        made.run()
        assert made.catalogue.get("repeats") == 1, calls
        made.close()


# -- whatever happens ---------------------------------------------------------------------------------------------

_names = st.sampled_from(["a.txt", "b.jsonl", "b.txt", "b/a.jsonl", "b/c.txt", "c.csv", "d.txt", "d/e/f.jsonl"])
_rows = st.lists(st.tuples(st.sampled_from("wxyz"), st.integers(0, 2)), max_size=4)
_actions = st.lists(st.tuples(_names, st.one_of(st.none(), _rows), st.booleans(), st.integers(0, 12)), max_size=6)


def _content(name: str, rows: list[tuple[str, int]]) -> str:
    if name.endswith(".txt"):
        return story(rows[0][1]) if rows else ""
    if name.endswith(".jsonl"):
        return "".join(json.dumps({"id": id, "text": story(number), "title": "t"}) + "\n" for id, number in rows) or "-"
    lines = ["id,title,text", *(f'{id},t,"{story(number)}"' for id, number in rows)]
    return "\n".join(lines) + "\n"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_actions, changes=_actions)
def test_whatever_happens_to_files_it_holds_what_a_new_one_would(first, changes, tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("any")
    write(tmp_path / "news" / "always.txt", story(77))
    prepared = Prepared(tmp_path / "news", tmp_path / "one.sqlite")
    for step, (name, rows, run, calls) in enumerate([*first, *changes]):
        path = prepared.corpus / name
        if rows is None:
            path.unlink(missing_ok=True)
        else:
            write(path, _content(name, rows))
            os.utime(path, ns=(step, step))
        if run:
            prepared.run(cancelled=after(calls))
    prepared.run()
    assert is_true(prepared, tmp_path / "fresh.sqlite")
    prepared.close()
