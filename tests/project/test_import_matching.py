"""Which article a text is of: the best one decides, whatever else it is like, and it is sought with a bounded amount of work."""

from __future__ import annotations

import random

import pytest
from project_samples import make_project, sheet_for, write_sheet
from test_importing import LONG, ONE, imported, row, rows_in, sheet_of

from reader.cleaning.article import Article
from reader.errors import UsageError
from reader.exchange import matching
from reader.exchange.choosing import Choice as Choosing
from reader.exchange.format import FORMATS, WriteOptions
from reader.exchange.matching import Match
from reader.exchange.relabelling import Relabelling
from reader.project import import_matching
from reader.project.articles import articles
from reader.project.export import Selection, export
from reader.project.import_texts import Choice
from reader.tags.sheet_file import sheet_path
from reader.text.signatures import folded_words

WORDS = [f"{first}{second}{third}" for first in "bdfg" for second in "aeiou" for third in "lmnr"]
HEADER = "The following story was written by our own correspondent in the capital."


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path)


@pytest.fixture
def work(monkeypatch):
    """How often a text was laid beside an article, and its spans placed there."""
    counts = {"fit": 0, "place": 0}

    def counted(name, function):
        def call(*args):
            counts[name] += 1
            return function(*args)

        return call

    for name in counts:
        monkeypatch.setattr(import_matching, name, counted(name, getattr(import_matching, name)))
    return counts


def written(project, name, text):
    (project.working / "news" / f"{name}.txt").write_text(text + "\n")
    return text


def some_words(seed, count):
    return " ".join(random.Random(seed).choices(WORDS, k=count))


def changed(text, seed, count):
    words = text.split(" ")
    for _ in range(count):
        words[random.Random(seed).randrange(len(words))] = "changed"
    return " ".join(words)


@pytest.mark.parametrize("change", [0, 1], ids=["the same", "like"])
def test_texts_that_begin_and_end_alike_are_laid_beside_their_own_articles_alone(project, tmp_path, work, change):
    texts = [
        written(project, f"a{n}", f"{HEADER}\n\n{some_words(n, 60)}.\n\nAll rights reserved by us.") for n in range(20)
    ]
    rows = [row(changed(text, 1, change), (4, 13, "place")) for text in texts]
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", *rows))
    assert report.matched == {Match.LIKENESS if change else Match.CONTENT: 20}
    assert work == {"fit": 20, "place": 20}


def test_spans_are_placed_in_the_likest_article_alone(project, tmp_path, work):
    base = some_words(1, 300)
    for number in range(10):
        written(project, f"a{number}", changed(base, number, 3))
    rows = [row(changed(base, 20 + number, 3), (0, 4, "place")) for number in range(10)]
    imported(project, rows_in(tmp_path / "in.jsonl", *rows))
    assert work["place"] <= 10


def test_many_equal_texts_and_articles(project, tmp_path, work):
    for number in range(20):
        written(project, f"a{number}", LONG)
    report, lines = imported(project, rows_in(tmp_path / "in.jsonl", *[row(LONG, (0, 5, "place"))] * 20))
    assert report.unmatched == 20
    assert "fits several articles equally" in lines[0].message
    assert work["place"] <= 60


def test_the_likest_article_is_taken_though_others_come_first(project, tmp_path):
    words = some_words(3, 200).split(" ")
    for number in range(4):
        written(project, f"a{number}", " ".join([*words[: 120 + number], *some_words(number, 60).split(" ")]))
    written(project, "best", " ".join(words[:-1]) + " closing.")
    written(project, "far", some_words(9, 200))
    path = rows_in(tmp_path / "in.jsonl", row(" ".join(words) + " otherwise here.", (0, len(words[0]), "place")))
    report, lines = imported(project, path)
    assert report.matched == {Match.LIKENESS: 1}, lines
    assert [line.article for line in lines] == ["news/best"]


def test_two_that_are_equally_like_are_asked_about(project, tmp_path):
    for name in ("first", "second"):
        written(project, name, LONG)
    report, lines = imported(
        project, rows_in(tmp_path / "in.jsonl", row(LONG.replace("Monday", "Friday"), (0, 5, "place")))
    )
    assert (report.unmatched, lines[0].message) == (1, "it fits several articles equally: news/first, news/second")


def test_the_sheet_of_an_article_that_a_text_is_not_of_decides_nothing(project, tmp_path):
    """A row's number may be the id of another article."""
    text = written(project, "long", LONG)
    model = rows_in(tmp_path / "model.jsonl", row(ONE, (27, 32, "place"), id="news/one"))
    imported(project, model, "m", Choice(as_is=True, suggest=True))
    path = rows_in(tmp_path / "in.jsonl", row(text, (0, 5, "place"), id="news/one"))
    report, _ = imported(project, path, "m")
    assert report.matched == {Match.CONTENT: 1}
    assert [tag.text for tag in sheet_of(project, "m", "news/long").tags] == ["Talks"]
    with pytest.raises(UsageError, match="are suggestions"):
        imported(project, model, "m")
    broken = sheet_path(project.annotations, "eve", "news/one")
    broken.parent.mkdir(parents=True)
    broken.write_text("format: reader-annotations/1\narticle: [\n")
    assert imported(project, path)[0].problems == []


def test_a_text_that_stands_twice_in_an_article_is_said_to(project, tmp_path):
    twice = "The mayor of Karsa went home."
    written(project, "long", f"{LONG}\n\n{twice}\n\nNobody followed.\n\n{twice}")
    report, lines = imported(project, rows_in(tmp_path / "in.jsonl", row(twice, (13, 18, "place"))))
    assert (report.unmatched, lines[0].message) == (1, "its text stands more than once in the article 'news/long'")


def test_a_text_is_laid_beside_so_many_articles_for_nothing(project, tmp_path, work, monkeypatch):
    monkeypatch.setattr(import_matching, "_MOST_TRIES", 5)
    twice = "The mayor of Karsa went home."
    for number in range(10):
        written(project, f"a{number}", f"{twice}\n\nNumber {number} followed.\n\n{twice}")
    imported(project, rows_in(tmp_path / "in.jsonl", row(twice, (13, 18, "place"))))
    assert work["fit"] == 5


def test_ids_that_lead_astray_do_not_keep_a_text_from_being_found(project, tmp_path, monkeypatch):
    monkeypatch.setattr(import_matching, "_MOST_TRIES", 1)
    written(project, "long", LONG)
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", row(LONG, (0, 5, "place"), id="news/one.txt")))
    assert report.matched == {Match.CONTENT: 1}


def test_an_article_whose_id_many_texts_have_is_folded_once(project, tmp_path, monkeypatch):
    words = written(project, "long", some_words(1, 500))
    folded = []
    monkeypatch.setattr(matching, "folded_words", lambda text: folded.append(text) or folded_words(text))
    others = [f"Nobody wrote this sentence, number {number}, for the news." for number in range(4)]
    others += [f"{other} {HEADER} {HEADER}" for other in others]
    rows = (row(text, (0, 6, "place"), id="news/long") for text in others)
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", *rows))
    assert report.unmatched == len(others)
    assert sum(words in text for text in folded) <= 2  # in runs of one word, and of four


@pytest.mark.parametrize("unit", ["article", "paragraph"])
@pytest.mark.parametrize("name", ["webanno", "conll", "jsonl"])
def test_an_export_of_the_raw_text_comes_back_to_its_places(project, tmp_path, name, unit):
    """Two of the formats keep no white space to the letter; cleaning takes the first line and joins others."""
    raw = "Share this\r\n\r\nShells fell on  Karsa at noon,\r\nthe mayor said on Monday.\r\n\r\nFour died in   the town.\r\n"
    (project.working / "news" / "raw.txt").write_bytes(raw.encode())
    article = next(one for one in articles(project) if isinstance(one, Article) and one.id == "news/raw")
    passages = (("Karsa", "place"), ("noon, the mayor", "casualty"), ("in the town", "place"))
    assert all(words in article.text for words, _ in passages)
    write_sheet(project, sheet_for(article, "ana", passages))
    choice = Choosing(Relabelling(project.scheme), base="raw", unit=unit)
    to = tmp_path / f"out{FORMATS[name].suffix}"
    made = export(
        project, FORMATS[name], to, Selection(("ana",), strict=True, choice=choice), WriteOptions(project.scheme)
    )
    assert not made.losses
    report, lines = imported(project, to, choice=Choice(), format=name)
    assert report.states == {"exact": 3}, lines
    assert [(tag.start, tag.end, tag.text) for tag in sheet_of(project, "eve", "news/raw").tags] == [
        (tag.start, tag.end, tag.text) for tag in sheet_for(article, "ana", passages).tags
    ]
