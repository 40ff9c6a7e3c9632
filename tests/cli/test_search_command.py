"""`reader search`: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from reader.cli import searching
from reader.library.catalogue import Catalogue
from reader.library.hits import Concordance
from reader.library.preparing import crew
from reader.library.search import Search
from reader.tags import disk

ROWS = [
    {"id": "news/one", "text": "Shells fell on the town of Karsa at noon.\n\nFour people died in Karsa.", "title": "War",
     "date": "2020-03-01", "source": "Reuters"},
    {"id": "news/two", "text": "Talks about Karsa began.", "date": "2020-03-02"},
    {"id": "news/four", "text": "a" * 60 + "b", "date": "2019-01-01"},
    {"id": "news/three", "text": "Nothing\x1b[31m here, a\u202eb."},
]  # fmt: skip

BY_WORKERS = crew.crew_of


@pytest.fixture
def search(run, project, monkeypatch):
    """Search; the catalogue is brought up to date in this process."""
    monkeypatch.setattr(crew, "crew_of", lambda workers: crew.Inline())
    (project / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))

    def call(query, *options):
        return run("search", "news.jsonl", query, "--annotator", "ana", "--as-is", *options)

    return call


def test_hits_for_people(search):
    result = search("Karsa OR war")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "2020-03-02  news/two  Talks about Karsa began.",
        "    Talks about Karsa began.",
        "2020-03-01  news/one  War",
        "    title: War",
        "    Shells fell on the town of Karsa at noon. Four people died in Karsa.",
        "    fell on the town of Karsa at noon. Four people died in Karsa.",
    ]


def test_hits_as_json(search):
    result = search('"four people" OR war', "--json")
    (value,) = map(json.loads, result.stdout.splitlines())
    assert value == {
        "id": "news/one", "path": "news.jsonl", "title": "War", "date": "2020-03-01", "source": "Reuters", "status": "reading",
        "tags": 2,
        "hits": [
            {"start": 0, "end": 3, "text": "War", "before": "", "after": "", "of": "title"},
            {"start": 43, "end": 54, "text": "Four people", "before": "Shells fell on the town of Karsa at noon. ",
             "after": " died in Karsa."},
        ],
    }  # fmt: skip
    text = ROWS[0]["text"]
    assert text[43:54] == "Four people"
    (undated,) = map(json.loads, search("nothing", "--json").stdout.splitlines())
    assert (undated["date"], undated["source"], undated["status"], undated["tags"]) == (None, None, "new", 0)
    (labelled,) = map(json.loads, search("label:casualty", "--json").stdout.splitlines())
    assert (labelled["id"], labelled["hits"]) == ("news/one", [])


def test_only_some_only_ids_only_the_number(search):
    assert search("karsa", "--ids").stdout == "news/two\nnews/one\n"
    assert search("karsa", "--ids", "--limit", "1").stdout == "news/two\n"
    assert search("karsa", "--count").stdout == "2\n"
    assert search("karsa", "--count", "--ids").exit_code == 2
    assert search("karsa", "--count", "--limit", "1").exit_code == 2


def test_nothing_of_an_article_reaches_the_terminal_raw(search):
    printed = search("nothing").stdout
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert "undated  news/three" in printed


def test_no_hits(search):
    result = search("absent")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no hits for absent\n")
    result = search("absent", "--count")
    assert (result.exit_code, result.stdout) == (0, "0\n")


def test_a_wrong_query_is_marked_where_it_is_wrong(search):
    result = search("停火 lable:x")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "The query cannot be understood: there is no field `lable:`\n"
        "  停火 lable:x\n"
        "       ^^^^^^\n"
        "  did you mean `label`?\n"
    )
    assert search("a\n OR").stderr.splitlines()[1:3] == ["  a  OR", "     ^^"]
    long = search("a " * 500 + ")" + " b" * 500)
    assert long.exit_code == 2
    assert max(map(len, long.stderr.splitlines())) < 200
    assert "\x1b" not in search("a \x1b[31m )").stderr


def test_a_regular_expression_that_takes_too_long_is_said(search, monkeypatch):
    monkeypatch.setattr(searching, "Search", partial(Search, each=0.01))
    result = search(r"/Karsa|(?:a|aa)+b\b(?<=c)/", "--ids")
    assert (result.exit_code, result.stdout) == (1, "news/two\nnews/one\n")
    assert result.stderr == "the regular expression took too long in 1 article, which may match too\n"
    monkeypatch.setattr(searching, "Search", partial(Search, whole=0.0))
    assert search("/x/").stderr.endswith("time ran out: 4 articles not looked at\n")
    monkeypatch.setattr(searching, "Search", Search)
    monkeypatch.setattr(searching, "Concordance", partial(Concordance, seconds=0.01))
    result = search(r"id:news/four OR /(?:a|aa)+b\b(?<=c)/")
    assert "too long" in result.stderr
    assert result.exit_code == 1


def test_there_must_be_a_corpus_that_stays(run):
    result = run("search", "-", "karsa", "--annotator", "ana")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "standard input" in result.stderr
    assert run("search", "nowhere", "karsa", "--annotator", "ana").exit_code == 2


def test_entities_are_found_when_they_are_asked_for(search):
    assert search("karsa", "--ids").exit_code == 0
    result = search("entity:karsa", "--ids")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == ["news/two", "news/one"]


def test_a_label_that_was_renamed_is_found_by_its_new_name(search, project):
    scheme = "format: reader-labels/1\nlabels:\n- name: where\n  formerly: [place]\n- name: casualty\n"
    (project / "annotations" / "labels.yaml").write_text(scheme)
    assert search("label:where", "--ids").stdout == search("label:place", "--ids").stdout == "news/one\n"
    (project / "annotations" / "labels.yaml").write_text("format: reader-labels/1\nlabels: none\n")
    assert search("label:where").exit_code == 2
    assert search("karsa", "--count").stdout == "2\n"


def test_what_changed_is_searched_as_it_is_now(search, project):
    assert search("truce", "--count").stdout == "0\n"
    with (project / "news.jsonl").open("a") as file:
        file.write(json.dumps({"id": "news/five", "text": "A truce holds.", "date": "2021-01-01"}) + "\n")
    assert search("truce", "--ids").stdout == "news/five\n"


# -- damage that the preparation does not meet ------------------------------------------------------------------------


def damage(sql: str) -> Path:
    """Damage the only catalogue."""
    from reader import paths

    (path,) = (paths.cache_folder() / "catalogues").glob("*.sqlite")
    catalogue = Catalogue(path)
    catalogue.db.execute(sql)
    catalogue.close()
    return path


@pytest.mark.parametrize("sql", ["UPDATE text SET packed = 'x'", "UPDATE text SET packed = x'00'", "DROP TABLE text"])
@pytest.mark.parametrize("query", ["karsa", "/Karsa/"])
def test_a_damaged_catalogue_is_made_again(search, sql, query):
    wanted = search(query).stdout
    damage(sql)
    result = search(query)
    assert (result.exit_code, result.stdout) == (0, wanted)
    assert result.stderr == "the catalogue is damaged, and is made again\n"
    assert search(query).stderr == ""


def test_processes_of_its_own_make_the_same_catalogue(search, monkeypatch):
    wanted = search("Karsa OR war").stdout
    damage("DROP TABLE text")
    monkeypatch.setattr(crew, "crew_of", BY_WORKERS)
    assert search("Karsa OR war").stdout == wanted


def test_what_was_printed_before_the_damage_is_not_printed_again(search):
    wanted = search("karsa").stdout
    damage("UPDATE text SET packed = x'00' WHERE key = (SELECT key FROM article WHERE id = 'news/one')")
    assert search("karsa").stdout == wanted


def test_one_that_stays_damaged_is_said(search, monkeypatch):
    def damaged(*args: object) -> None:
        raise sqlite3.DatabaseError("malformed")

    monkeypatch.setattr(searching, "hits", damaged)
    result = search("karsa")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[1] == "The catalogue cannot be used:"
    assert result.stderr.endswith("the catalogue cannot be read: malformed\n")


def test_one_that_another_program_is_filling_is_left_to_it(search):
    assert search("karsa").exit_code == 0
    path = damage("DROP TABLE text")
    with disk.locked_if_free(Path(f"{path}.lock")):
        result = search("karsa")
    assert result.exit_code == 2
    assert "another program is filling it" in result.stderr
