"""Where a run works: the annotations, the scheme, the annotator."""

from __future__ import annotations

import os

import pytest
from project_samples import SCHEME, make_project

from reader import paths
from reader.errors import FormatError, StoreError, UsageError
from reader.labels.scheme_file import read_scheme
from reader.project.articles import articles
from reader.project.checking import check
from reader.project.place import amendments_of, establish, locate
from reader.project.where import places, places_object


def test_the_nearest_annotations_upward_from_the_corpus(tmp_path):
    project = make_project(tmp_path)
    assert project.annotations == tmp_path / "annotations"
    assert project.exists
    assert project.scheme_path == tmp_path / "annotations" / "labels.yaml"
    assert [label.name for label in project.scheme.labels] == ["casualty", "place", "war"]


@pytest.mark.parametrize("corpus", ["news", "news/one.txt", ".", "./news/../news"])
def test_an_article_has_one_id_however_the_corpus_is_named(tmp_path, monkeypatch, corpus):
    make_project(tmp_path)
    ids = [article.id for article in articles(locate(corpus, working=tmp_path, annotator="ana"))]
    assert "news/one" in ids
    monkeypatch.chdir(tmp_path / "news")
    assert [article.id for article in articles(locate("one.txt", working=tmp_path / "news", annotator="ana"))] == [
        "news/one"
    ]


def test_without_any_there_will_be_new_ones_in_the_working_folder(tmp_path):
    (tmp_path / "one.txt").write_text("Shells fell on the town of Karsa at noon on Monday.")
    project = locate("one.txt", working=tmp_path, annotator="ana")
    assert project.annotations == tmp_path / "annotations"
    assert not project.exists
    assert project.scheme_path == paths.packaged_scheme()
    assert os.listdir(tmp_path) == ["one.txt"]  # locating writes nothing
    establish(project)
    assert sorted(os.listdir(tmp_path / "annotations")) == ["labels.yaml"]
    again = locate("one.txt", working=tmp_path, annotator="ana")
    assert again.exists
    assert again.scheme.sha256 == project.scheme.sha256


def test_a_scheme_that_is_there_is_left_alone(tmp_path):
    project = make_project(tmp_path)
    establish(project)
    assert (tmp_path / "annotations" / "labels.yaml").read_text() == SCHEME


def test_named_annotations(tmp_path):
    make_project(tmp_path)
    other = locate("news", annotations=tmp_path / "other", working=tmp_path, annotator="ana")
    assert (other.annotations, other.exists) == (tmp_path / "other", False)
    assert other.scheme_path == paths.packaged_scheme()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "labels.yaml").write_text("format: reader-labels/1\nlabels: 3\n")
    broken = locate("news", annotations=tmp_path / "other", working=tmp_path, annotator="ana")
    with pytest.raises(FormatError):
        _ = broken.scheme
    with pytest.raises(UsageError, match="folder"):
        locate("news", annotations=tmp_path / "news" / "one.txt", working=tmp_path, annotator="ana")


def test_a_stranger_s_labels_yaml_is_no_scheme(tmp_path):
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "labels.yaml").write_text("train: [1, 2]\n")
    project = locate(".", working=tmp_path, annotator="ana")
    assert project.scheme_path == paths.packaged_scheme()
    assert read_scheme(project.scheme_path).labels
    assert project.passed_over == (tmp_path / "annotations",)
    with pytest.raises(UsageError, match="another program's"):
        establish(project)
    assert [place.note for place in places(project) if place.key == "annotations"] == ["another program's"]


def test_who_annotates(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "login_name", lambda: "lea")
    given = locate(".", working=tmp_path, annotator="ana", default_annotator="sam")
    settings = locate(".", working=tmp_path, default_annotator="sam")
    login = locate(".", working=tmp_path)
    assert [(one.annotator, one.annotator_origin) for one in (given, settings, login)] == [
        ("ana", "option"),
        ("sam", "settings"),
        ("lea", "login name"),
    ]
    for taken in ("corpus", "Corpus", "", "  "):
        with pytest.raises(StoreError):
            locate(".", working=tmp_path, annotator=taken)


def test_amendments_reach_the_article_and_broken_ones_are_said_and_left_aside(tmp_path):
    project = make_project(tmp_path)
    file = tmp_path / "annotations" / "corpus" / "news" / "one.yaml"
    file.parent.mkdir(parents=True)
    head = "format: reader-amendments/1\narticle: news/one\ndocument: {path: news/one.txt, sha256: ab}\n"
    file.write_text(head + 'date: "2020-03-01"\n')
    assert amendments_of(project, "news/one")[0].date == "2020-03-01"
    assert {item.id: item.date for item in articles(project)} == {"news/one": "2020-03-01", "news/two": None}
    file.write_text(head + "dates: now\n")
    found, problems = amendments_of(project, "news/one")
    assert found.date is None
    assert [(problem.path, problem.line) for problem in problems] == [(file, 4)]
    assert "read without amendments" in problems[0].hint
    problem, *both = articles(project)
    assert problem == problems[0]
    assert [(article.id, article.date) for article in both] == [("news/one", None), ("news/two", None)]


def test_one_bad_document_never_stops_a_run(tmp_path, monkeypatch):
    project = make_project(tmp_path)

    def clean(document, *args, **kwargs):
        if document.id == "news/one":
            raise RecursionError("too deep")
        return document

    monkeypatch.setattr("reader.cleaning.cleaner.clean", clean)
    problem, good = articles(project)
    assert "news/one" in problem.message
    assert "too deep" in problem.message
    assert good.id == "news/two"


def test_every_place_is_named(tmp_path, home):
    project = make_project(tmp_path)
    shown = places(project)
    value = places_object(project, shown)
    assert value["corpus"] == str(tmp_path / "news")
    assert value["annotations_exist"] is True
    assert value["annotator"] == "ana"
    assert value["annotator_from"] == "option"
    assert value["journal"] == str(tmp_path / "annotations" / "ana" / ".journal")
    assert value["settings"] == str(home / "config" / "settings.yaml")
    assert value["state"] == str(home / "state")
    assert value["cache"] == str(home / "cache")
    assert {place.note for place in shown} >= {"from the option", "not there yet"}


@pytest.mark.parametrize("data", [b"", b"\xff\xfelab"])
def test_an_empty_or_unreadable_scheme_is_named_and_not_replaced(tmp_path, data):
    make_project(tmp_path)
    own = tmp_path / "annotations" / "labels.yaml"
    own.write_bytes(data)
    project = locate("news", working=tmp_path, annotator="ana")
    assert (project.annotations, project.scheme_path) == (tmp_path / "annotations", own)
    with pytest.raises(FormatError) as caught:
        _ = project.scheme
    assert caught.value.problems[0].path == own
    establish(project)
    assert own.read_bytes() == data
    assert {problem.path for problem in check([tmp_path]).problems} == {own}
    assert next(place.note for place in places(project) if place.key == "scheme").startswith("cannot be read: ")
