"""The bench of sizes: its corpora, its comparisons, its floors; and that they fit together. No time is asserted."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("pyte")

BENCH = Path(__file__).resolve().parents[2] / "bench"
SEEDS = BENCH.parent / "seeds"


@pytest.fixture(autouse=True)
def _bench_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    for name in [name for name in sys.modules if name.split(".")[0] in ("sized", "timing")]:
        monkeypatch.delitem(sys.modules, name)


@pytest.fixture
def source():
    from sized.news import Source

    return Source([(name, path.read_text("utf-8")) for name in "ab" for path in sorted(SEEDS.glob("*.txt"))])


# -- corpora


def test_articles_are_the_same_every_time_and_a_smaller_corpus_is_the_beginning_of_a_larger_one(source):
    many = list(source.articles(60, seed=3))
    assert many == list(source.articles(60, seed=3))
    assert many[:20] == list(source.articles(20, seed=3))
    assert many != list(source.articles(60, seed=4))
    assert [news.number for news in many] == list(range(60))


def test_a_share_of_the_articles_are_copies_that_are_not_quite_the_same(source):
    many = list(source.articles(400, seed=3))
    copies = [news for news in many if news.copy_of is not None]
    assert 20 < len(copies) < 60
    for copy in copies:
        of = many[copy.copy_of]
        assert of.copy_of is None
        assert (copy.title, copy.body) != (of.title, of.body)
        assert len(set(copy.passages) & set(of.passages)) >= len(of.passages) // 3


def test_lists_of_all_sizes_begin_with_the_same_articles(source):
    from sized.news import NEWEST

    many = list(source.articles(400, seed=3))
    days = [news.day for news in many]
    assert days[:NEWEST] == sorted(days[:NEWEST], reverse=True)
    assert min(days[:NEWEST]) > max(days[NEWEST:])


def test_the_vocabulary_goes_on_growing(source):
    words, grown = set(), []
    for news in source.articles(300, seed=3):
        words |= set(news.body.split())
        grown.append(len(words))
    assert grown[299] > grown[199] > grown[99]


def test_a_folder_of_files_is_read_as_it_was_meant(tmp_path: Path, source):
    from sized.corpora import made

    from reader.project.articles import articles

    corpus = made(tmp_path, source, 260, 3, rows=False)
    found = {article.id: article for article in articles(corpus.project)}
    expected = list(source.articles(260, seed=3))
    assert len(found) == 260
    assert corpus.bytes == sum(path.stat().st_size for path in corpus.corpus.rglob("*.txt"))
    read = [found[f"news/0000/{news.number:07}"] for news in expected]
    # The seeds have dates and lines that are no text among their passages.
    assert sum(article.date == news.day for article, news in zip(read, expected, strict=True)) > 100
    assert sum(news.passages[0][:20] in article.text for article, news in zip(read, expected, strict=True)) > 150
    assert len(list((corpus.annotations / "bench").rglob("*.yaml"))) == 5


def test_rows_are_read_as_they_were_meant(tmp_path: Path, source):
    from sized.corpora import made

    from reader.project.articles import articles

    corpus = made(tmp_path, source, 10, 3, rows=True)
    assert corpus.bytes == corpus.corpus.stat().st_size
    found = list(articles(corpus.project))
    for news, article in zip(source.articles(10, seed=3), found, strict=True):
        assert (article.title, article.date, article.source) == (news.title, news.day, news.source)


def test_a_corpus_is_made_once_and_anew_for_another_seed(tmp_path: Path, source):
    from sized.corpora import made

    first = made(tmp_path, source, 5, 3, rows=False)
    file = next(first.corpus.rglob("*.txt"))
    file.write_text("changed", encoding="utf-8")
    assert made(tmp_path, source, 5, 3, rows=False) == first
    assert file.read_text("utf-8") == "changed"
    made(tmp_path, source, 5, 4, rows=False)
    assert file.read_text("utf-8") != "changed"


# -- comparisons


@pytest.fixture
def catalogues(tmp_path: Path):
    """Makes catalogues of texts, entered in any order."""
    from hashlib import sha256

    from reader.library.catalogue import Catalogue
    from reader.library.entering import enter
    from reader.library.prepared import Prepared

    def filled(name: str, texts: dict[str, str]) -> Path:
        path = tmp_path / f"{name}.sqlite"
        with closing(Catalogue(path)) as catalogue:
            articles = [
                Prepared(
                    id=article,
                    path="news.jsonl",
                    row=int(article),
                    place=-1,
                    made=b"",
                    date=f"2020-01-{int(article):02}",
                    title=f"title {article}",
                    source="",
                    language="",
                    text=text,
                    head=0,
                    text_sha256=sha256(text.encode()).digest(),
                )
                for article, text in texts.items()
            ]
            with catalogue.writing():
                catalogue.db.execute(
                    "INSERT INTO file(file, name, size, mtime, rows) VALUES (1, 'news.jsonl', 9, 9, -1)"
                )
                enter(catalogue, articles, {"news.jsonl": 1})
        return path

    return filled


TEXTS = {"1": "rebels and troops", "2": "troops in Idlib", "3": "a ceasefire"}


def test_catalogues_that_say_the_same_do_not_differ_whatever_the_order_they_were_filled_in(catalogues):
    from sized.contents import contents, differences

    first = contents(catalogues("first", TEXTS))
    second = contents(catalogues("second", dict(reversed(TEXTS.items()))))
    assert differences(first, second) == []


def test_every_difference_between_catalogues_is_found(catalogues):
    from sized.contents import contents, differences

    first = catalogues("first", TEXTS)
    expected = contents(first)
    other = contents(catalogues("other", TEXTS | {"2": "troops in Aleppo"}))
    assert differences(expected, other) == ["article 2", "index words"]
    fewer = contents(catalogues("fewer", {key: TEXTS[key] for key in "12"}))
    assert differences(expected, fewer) == ["article 3", "index words", "order"]
    with closing(sqlite3.connect(first)) as db, db:
        db.execute("UPDATE article SET twins = 1 WHERE id IN ('1', '3')")
    assert differences(expected, contents(first)) == ["copies"]


def test_plain_sqlite_finds_the_newest_first_and_is_filled_anew_for_other_texts(tmp_path: Path, catalogues):
    from sized.plain import Plain

    file = tmp_path / "plain.sqlite"
    with closing(Plain(file, catalogues("one", TEXTS))) as plain:
        assert plain.newest('"troops"') == [2, 1]
        assert plain.newest('"troops"', "2020-01-01", "2020-01-01") == [1]
        assert plain.count('"troops"') == 2
        assert plain.terms()[0] == ("title", 3)
    with closing(Plain(file, catalogues("two", {"4": "troops"}))) as plain:
        assert plain.newest('"troops"') == [1]
        assert plain.newest('"ceasefire"') == []


def test_queries_are_understood_and_find_what_plain_sqlite_finds(tmp_path: Path, source, catalogues):
    from sized.plain import Plain
    from sized.queries import queries

    from reader.library.catalogue import Catalogue
    from reader.library.query import parse
    from reader.library.search import Search

    texts = {str(news.number + 1): news.body for news in source.articles(28, seed=3)}
    path = catalogues("many", texts)
    with closing(Plain(tmp_path / "plain.sqlite", path)) as plain, closing(Catalogue(path)) as catalogue:
        asked = queries(plain, 28, ["idlib"], ["ceasefire"], seed=3, each=4)
        assert asked == queries(plain, 28, ["idlib"], ["ceasefire"], seed=3, each=4)
        assert {"rare word", "stop word", "phrase", "prefix", "NOT", "date-bound", "status", "label", "entity"} <= {
            query.kind for query in asked
        }
        for query in asked:
            keys = Search(catalogue, parse(query.text, typing=query.typing), "bench").newest(50)
            if query.match:
                assert sorted(keys) == sorted(plain.newest(query.match, *query.days)), query


def test_a_walk_meets_every_file(tmp_path: Path):
    from sized.refreshing import walk

    (tmp_path / "in" / "deeper").mkdir(parents=True)
    for name in ("a.txt", "in/b.txt", "in/deeper/c.txt"):
        (tmp_path / name).write_text("text", encoding="utf-8")
    assert walk(str(tmp_path)) == 3
    assert walk(str(tmp_path / "a.txt")) == 1


# -- floors


@pytest.mark.parametrize(
    ("value", "at_least", "kept", "reached"),
    [
        (1.1, False, True, True),
        (1.25, False, True, False),
        (1.31, False, False, False),
        (1.31, True, True, True),
        (1.1, True, False, False),
        (float("nan"), False, False, False),
    ],
)
def test_floors_and_goals(value: float, at_least: bool, kept: bool, reached: bool):
    from sized.figures import READER, Judged, Row, of, record, tables

    judged = Judged("×", value, 1.3, 1.3 if at_least else 1.2, at_least=at_least)
    assert (judged.kept, judged.reached) == (kept, reached)
    row = Row("search", 10_000, "newest 50", "ms", {READER: of(value), "plain": of(1.0)}, (judged,))
    assert row.missed is not kept
    table = tables([row], {"search": "Searching", "screen": "The list"})
    assert ("MISSED" in table) is not kept
    assert "## Searching" in table
    assert "The list" not in table
    assert json.loads(json.dumps(record(row)))["missed"] is row.missed


def test_a_row_without_a_floor_is_not_missed():
    from sized.figures import READER, Row, of

    assert not Row("search", 5, "count", "ms", {READER: of(3.0)}).missed


def test_keys_of_the_list_are_there_for_every_player(tmp_path: Path):
    from sized.screen import ACTIONS

    assert len({action.name for action in ACTIONS}) == len(ACTIONS)
    for action in ACTIONS:
        assert any(key.timed for _, key in zip(range(200), action.script(), strict=False)), action.name


def test_words_are_told_apart_by_how_many_articles_have_them():
    from sized.queries import words_of

    terms = [(f"stop{n}", 1000) for n in range(30)] + [("government", 500), ("ceasefire", 30), ("idlib", 2), ("un", 90)]
    words = words_of(terms, 1000)
    assert (words.common, words.middling, words.rare) == (["government"], ["ceasefire"], ["idlib"])
    assert len(words.stop) == 20


def test_a_name_is_made_up_of_two(source):
    chance = random.Random(1)
    names = {source._made_up(chance) for _ in range(200)}
    assert len(names) > 50
    assert all(name[:1].isupper() for name in names)
