"""`reader search`: what it prints, where, and how it ends."""

from __future__ import annotations

import json
from functools import partial

import pytest
from library_samples import A, S, add_articles, add_sheets

from reader.cli import searching
from reader.library.catalogue import Catalogue
from reader.library.hits import Concordance
from reader.library.search import Search
from reader.project import catalogued

ARTICLES = [
    A(
        "news/one",
        "Shells fell on the town of Karsa at noon.\n\nFour people died in Karsa.",
        "2020-03-01",
        "War",
        False,
        "Reuters",
    ),
    A("news/two", "Talks about Karsa began.", "2020-03-02"),
    A("news/four", "a" * 60 + "b", "2019"),
    A("news/three", "Nothing\x1b[31m here, a\u202eb.", ""),
]


@pytest.fixture
def catalogue(project, monkeypatch):
    """A catalogue that stands for the project's own."""
    path = project / "catalogue.sqlite"
    made = Catalogue(path)
    add_articles(made, ARTICLES)
    add_sheets(made, [S("news/one", "ana", "done", {"casualty": 2})])
    made.close()
    monkeypatch.setattr(catalogued, "prepared_catalogue", lambda project, **options: Catalogue(path))


@pytest.fixture
def search(run, catalogue):
    def call(query, *options):
        return run("search", "news", query, "--annotator", "ana", *options)

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
        "id": "news/one", "path": "news/one.txt", "title": "War", "date": "2020-03-01", "source": "Reuters", "status": "done",
        "tags": 2,
        "hits": [
            {"start": 0, "end": 3, "text": "War", "before": "", "after": "", "of": "title"},
            {"start": 43, "end": 54, "text": "Four people", "before": "Shells fell on the town of Karsa at noon. ",
             "after": " died in Karsa."},
        ],
    }  # fmt: skip
    text = ARTICLES[0].body
    assert text[43:54] == "Four people"
    (undated,) = map(json.loads, search("nothing", "--json").stdout.splitlines())
    assert (undated["date"], undated["source"], undated["status"], undated["tags"]) == (None, None, "new", 0)
    (labelled,) = map(json.loads, search("label:casualty", "--json").stdout.splitlines())
    assert labelled["hits"] == []


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
